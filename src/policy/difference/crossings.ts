// Where a folder that a variable stands for could lie so that two patterns meet that are apart otherwise: at what one of them names.
import { compileRules } from '../automaton/rule-automaton.ts';
import { anyDepth } from '../automaton/sequence.ts';
import type { SegmentNode, Sequence } from '../automaton/sequence.ts';
import type { PatternSource, PolicyRule } from '../model.ts';
import { patternText } from '../pattern-text.ts';
import { parsePattern } from '../pattern/kinds.ts';
import { foldText } from '../request/fold.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { shareRoot } from '../request/windows-path.ts';
import { friendlyTexts } from './friendly-texts.ts';
import type { Side } from './rule-set.ts';
import { fixedParts } from './segment.ts';

/** A rule that only one side has. */
export interface ChangedRule {
  readonly side: Side;
  readonly rule: PolicyRule;
}

/** A folder of the environment. */
export type Folder = 'workspace' | 'home' | 'temp';
export const folders: readonly Folder[] = ['workspace', 'home', 'temp'];

/** A folder, and the place where it is put. */
export interface Crossing {
  readonly folder: Folder;
  readonly place: string;
}

/** So many are tried; only a policy with very many fixed paths beside a changed rule for a folder has more. */
const mostCrossings = 24;
const mostPairs = 100_000;

/**
 * Denies and asks of a side whose patterns the other side does not have at all. What they take from the other side's grants comes back where they
 * are gone, wherever the two meet; all other changes show wherever the folders lie.
 */
export function strictRulesGone(side: Side, own: readonly PolicyRule[], others: readonly PolicyRule[]): readonly ChangedRule[] {
  const known = new Set(others.map(({ pattern }) => patternText(pattern)));
  return own.filter(({ effect, pattern }) => effect !== 'allow' && !known.has(patternText(pattern))).map((rule) => ({ side, rule }));
}

/** A sequence, and the folder that it starts in; null where it starts at a root. */
interface Started {
  readonly folder: Folder | null;
  readonly below: Sequence;
}

/**
 * Every place of a folder at which one of the rules that are gone and a grant of `others`, of which one starts in that folder and the other does
 * not, can meet: at each beginning of the other's pattern, and one folder deeper where any number of folders follows. The other folders are
 * where `environment` has them; `name` is one that only stars reach. Where there are too many, `left` are rules whose places are not all found.
 */
export function crossingsOf(
  gone: readonly ChangedRule[],
  others: readonly PolicyRule[],
  environment: PolicyEnvironment,
  name: string,
): { readonly found: readonly Crossing[]; readonly left: readonly ChangedRule[] } {
  const found = new Map<string, Crossing>();
  const left = new Set<ChangedRule>();
  const grants = gone.length === 0 ? [] : others.filter(({ effect }) => effect !== 'deny').flatMap((rule) => startsOf(rule, environment));
  let pairs = 0;
  for (const one of gone) {
    const pairsOfOne = startsOf(one.rule, environment).flatMap((strict) => grants.map((grant) => [strict, grant] as const));
    for (const [strict, grant] of pairsOfOne) {
      pairs += 1;
      if (pairs > mostPairs) {
        left.add(one);
        break;
      }
      if (strict.folder === grant.folder || meetAnywhere(strict, grant) || meetAnywhere(grant, strict)) continue;
      for (const crossing of [...placesFor(strict, grant, environment, name), ...placesFor(grant, strict, environment, name)]) {
        const key = `${crossing.folder} ${crossing.place}`;
        if (!found.has(key) && found.size >= mostCrossings) left.add(one);
        else found.set(key, crossing);
      }
    }
  }
  return { found: [...found.values()], left: [...left] };
}

/** Whether the pattern starts in a folder of the environment. */
export function isPlaced(pattern: PatternSource): boolean {
  return pattern.kind === 'path' && pattern.text.startsWith('${');
}

/** The folder that the pattern starts in; null where it starts at a root. */
export function folderOf(pattern: PatternSource): Folder | null {
  const text = patternText(pattern);
  return folders.find((each) => text.startsWith(`\${${each}}`)) ?? null;
}

function startsOf({ pattern }: PolicyRule, environment: PolicyEnvironment): readonly Started[] {
  const folder = folderOf(pattern);
  const parsed = parsePattern(pattern, environment);
  if (!parsed.ok) return [];
  const depth = folder === null ? 0 : environment[folder].split('/').length - (environment.platform === 'windows' ? 0 : 1);
  return parsed.sequences.map((all) => ({ folder, below: all.slice(depth) }));
}

/** Whether the one may start anywhere and the other may hold anything at its end: those meet wherever the folders lie. */
function meetAnywhere(one: Started, other: Started): boolean {
  return one.folder === null && one.below[0] === anyDepth && other.below.includes(anyDepth);
}

/** Places of `inner`'s folder along the pattern of `outer`. */
function placesFor(inner: Started, outer: Started, environment: PolicyEnvironment, name: string): readonly Crossing[] {
  const { folder } = inner;
  if (folder === null) return [];
  const own = outlineOf(inner.below);
  const places: Crossing[] = [];
  // On Windows a drive stands where a pattern from the root begins with what has no fixed name.
  const drive = environment.platform === 'windows' && outer.folder === null ? environment.workspace.slice(0, 2) : null;
  const path: string[] = drive !== null && outer.below[0] === anyDepth ? [drive] : [];
  const put = (rest: Sequence, ...deeper: readonly string[]): void => {
    const place = placeOf(outer.folder, [...path, ...deeper], environment);
    if (place !== null && mayMeet(own, outlineOf(rest))) places.push({ folder, place });
  };
  outer.below.forEach((part, index) => {
    const rest = outer.below.slice(index);
    put(rest);
    if (part === anyDepth) put(rest, name);
    else path.push(sampleOf(part, path.length === 0 ? (drive ?? name) : name));
  });
  put([]);
  return places;
}

/** The path of these segments; null for what is no folder. */
function placeOf(folder: Folder | null, path: readonly string[], environment: PolicyEnvironment): string | null {
  if (folder !== null) return [environment[folder], ...path].join('/');
  if (environment.platform === 'posix') return `/${path.join('/')}`;
  const [root = '', ...below] = path;
  if (root === shareRoot) return below.length < 2 ? null : `//${below.join('/')}`;
  return root.endsWith(':') ? `${root}/${below.join('/')}` : null;
}

/** What is fixed in a sequence before its first `anyDepth`: each segment's only text, folded, or null where it has several. */
export interface Outline {
  readonly fixed: readonly (string | null)[];
  /** Whether there is an `anyDepth`. */
  readonly open: boolean;
}

export function outlineOf(sequence: Sequence): Outline {
  const depth = sequence.indexOf(anyDepth);
  const fixed = (depth === -1 ? sequence : sequence.slice(0, depth)).map((part) => {
    const literal = part === anyDepth ? null : fixedParts(part).literal;
    return literal === null ? null : foldText(literal);
  });
  return { fixed, open: depth !== -1 };
}

/** Whether both could match one path; no only where fixed names or depths show that they do not. */
export function mayMeet(some: Outline, others: Outline): boolean {
  const [shorter, longer] = some.fixed.length <= others.fixed.length ? [some, others] : [others, some];
  if (shorter.fixed.length < longer.fixed.length && !shorter.open) return false;
  return shorter.fixed.every((text, index) => text === null || longer.fixed[index] === null || text === longer.fixed[index]);
}

/** A name that the segment matches: one that only stars reach, if it is reached. */
function sampleOf(segment: SegmentNode, name: string): string {
  const { literal } = fixedParts(segment);
  if (literal !== null) return literal;
  const { decide } = compileRules([{ effect: 'allow', sequences: [[segment]] }], '/');
  return [name, ...friendlyTexts([segment])].find((text) => text !== '' && decide(`/${text}`) === 'allow') ?? name;
}
