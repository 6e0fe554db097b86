// For which environments two policies are compared: what the variables stand for is not known when a change is judged.
import type { PatternSource } from '../model.ts';
import type { PatternKind } from '../pattern/kinds.ts';
import { foldText } from '../request/fold.ts';
import type { PolicyEnvironment } from '../request/request.ts';

/**
 * The placements of docs/policy.md in which the comparison of rules with these patterns can come out differently; the first of them, all folders
 * apart and case regarded, always. The names of the folders hold a character that no pattern has, so that no pattern names them but by its variable.
 */
export function placementsFor(kind: PatternKind, patterns: readonly PatternSource[]): readonly PolicyEnvironment[] {
  const texts = patterns.flatMap(textsOf);
  const mark = markUnlike(texts);
  const posix = apart('posix', '', mark);
  if (kind !== 'path' && kind !== 'env') return [posix];
  const windows = apart('windows', driveUnlike(texts), mark);
  if (kind === 'env') return [posix, { ...windows, caseSensitive: false }];
  // Elsewhere drives and shares match nothing, and all else means the same.
  const platforms = texts.some((text) => /^(?:[A-Za-z]:|\/)\//u.test(text)) ? [posix, windows] : [posix];
  const placements = platforms.flatMap((platform) => nestings(platform, texts));
  return texts.some(mayFold) ? [...placements, ...placements.map((placement) => ({ ...placement, caseSensitive: false }))] : placements;
}

/** Where only one of two folders is named, nothing tells whether it lies in the other. */
function nestings(environment: PolicyEnvironment, texts: readonly string[]): readonly PolicyEnvironment[] {
  const uses = (variable: string): boolean => texts.some((text) => text.includes(`\${${variable}}`));
  const outer = (['home', 'temp'] as const).filter((folder) => uses('workspace') && uses(folder));
  return [environment, ...outer.map((folder) => ({ ...environment, workspace: `${environment[folder]}/workspace` }))];
}

/** Private characters, of which one is in no pattern: there are more of them than characters in two policies of the largest size. */
const firstPrivate = 0xf0000;
const lastPrivate = 0x10fffd;

function markUnlike(texts: readonly string[]): string {
  const used = new Set(texts.flatMap((text) => (/[\u{f0000}-\u{10fffd}]/u.test(text) ? Array.from(text) : [])));
  let mark = firstPrivate;
  while (used.has(String.fromCodePoint(mark)) && mark < lastPrivate) mark += 1;
  return String.fromCodePoint(mark);
}

/** A drive that no pattern names, if there is one. */
function driveUnlike(texts: readonly string[]): string {
  const used = new Set(texts.flatMap((text) => /^([A-Za-z]):/u.exec(text)?.[1]?.toLowerCase() ?? []));
  const letter = Array.from('zyxwvutsrqponmlkjihgfedcba').find((each) => !used.has(each)) ?? 'z';
  return `${letter}:`;
}

function apart(platform: PolicyEnvironment['platform'], drive: string, mark: string): PolicyEnvironment {
  const root = `${drive}/${mark}`;
  return { platform, caseSensitive: true, workspace: `${root}workspace/workspace`, home: `${root}home/home`, temp: `${root}temp/temp` };
}

/** What a set takes cannot be read off its text; all else is the same folded and not, and then folded requests are among the others. */
function mayFold(text: string): boolean {
  return text.includes('[') || foldText(text) !== text.normalize('NFC');
}

function textsOf(pattern: PatternSource): readonly string[] {
  return pattern.kind === 'argv' ? pattern.words : [pattern.text];
}
