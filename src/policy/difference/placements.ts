// For which environments two policies are compared: what the variables stand for is not known when a change is judged.
import { contains } from '../automaton/char-set.ts';
import { anyDepth } from '../automaton/sequence.ts';
import type { SegmentNode } from '../automaton/sequence.ts';
import type { PatternSource, PolicyRule } from '../model.ts';
import { parsePattern } from '../pattern/kinds.ts';
import type { PatternKind } from '../pattern/kinds.ts';
import { foldText } from '../request/fold.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { crossingsOf, strictRulesGone } from './crossings.ts';
import type { ChangedRule, Folder } from './crossings.ts';
import type { Side } from './rule-set.ts';

/** Where two lists are compared. */
export interface Placements {
  /** The first of them, all folders apart and case regarded, always. */
  readonly apart: readonly PolicyEnvironment[];
  /** What holds back less on one side. */
  readonly gone: Record<Side, readonly ChangedRule[]>;
  /** Where else it may show that these are gone. */
  readonly crossedFor: (gone: Record<Side, readonly ChangedRule[]>) => Crossed;
}

/** A folder lies at what a pattern names: there counts only what comes back because a rule is gone. */
export interface Crossed {
  readonly environments: readonly PolicyEnvironment[];
  /** Rules for which there are too many such places to try. */
  readonly untried: readonly ChangedRule[];
}

const nowhere: Crossed = { environments: [], untried: [] };

/**
 * The placements of docs/policy.md in which the comparison of these rules can come out differently. The folders' names are characters that no
 * pattern has: only wildcards reach them, but by their variables. Null where no such names are left, or folders would have to lie too deep.
 */
export function placementsFor(
  kind: PatternKind,
  base: readonly PolicyRule[],
  head: readonly PolicyRule[],
  uncovered: Uncovered,
): Placements | null {
  const texts = [...base, ...head].flatMap(({ pattern }) => textsOf(pattern));
  const names = namesUnlike(texts);
  if (names === null) return null;
  const only = (...environments: readonly PolicyEnvironment[]): Placements => ({
    apart: environments,
    gone: { base: [], head: [] },
    crossedFor: () => nowhere,
  });
  if (kind !== 'path' && kind !== 'env') return only(apart('posix', '', names, 1));
  const named = drivesOf(texts);
  const drive = driveUnlike(named);
  if (kind === 'env') return only(apart('posix', '', names, 1), { ...apart('windows', drive, names, 1), caseSensitive: false });
  // Elsewhere drives and shares match nothing, and all else means the same.
  const onWindows = texts.some((text) => /^(?:[A-Za-z]:|\/)\//u.test(text));
  const fixed = texts.filter((text) => !text.startsWith('${'));
  const usesFolders = fixed.length < texts.length;
  if (
    usesFolders &&
    mostWildcards(
      texts.map((text) => text.replace(/^\$\{[a-z]+\}/u, '')),
      names,
    ) >= deepestFolder
  )
    return null;
  const depths = usesFolders ? depthsFor(fixed, names) : [1];
  // A drive is a root, and the folders are on one: `C:/**` may reach them or not.
  const drives = usesFolders ? [drive, ...named] : [drive];
  const nests = nestsOf(texts, names);
  const placements = depths.flatMap((depth) => [
    ...nestings(apart('posix', '', names, depth), nests, names),
    ...(onWindows ? drives.flatMap((each) => nestings(apart('windows', each, names, depth), nests, names)) : []),
  ]);
  const deepest = depths.at(-1) ?? 1;
  const roots = [apart('posix', '', names, deepest), ...(onWindows ? [apart('windows', drive, names, deepest)] : [])];
  const folds = texts.some(mayFold);
  const folded = (some: readonly PolicyEnvironment[]): readonly PolicyEnvironment[] =>
    folds ? [...some, ...some.map((placement) => ({ ...placement, caseSensitive: false }))] : some;
  return {
    apart: folded(placements),
    gone: goneOf(base, head, usesFolders ? folded(roots) : [], uncovered),
    crossedFor: (gone) => {
      const { environments, untried } = crossings(base, head, gone, usesFolders ? roots : [], names);
      return { environments: folded(environments), untried };
    },
  };
}

/** Those of `gone`, rules of one side, of which some text is held back by none of `others` that starts in the same folder. */
export type Uncovered = (
  gone: readonly ChangedRule[],
  others: readonly PolicyRule[],
  environment: PolicyEnvironment,
) => readonly ChangedRule[];

/** What holds back less on one side, as it is read in one of these environments: a rule in other words is not gone. */
function goneOf(
  base: readonly PolicyRule[],
  head: readonly PolicyRule[],
  environments: readonly PolicyEnvironment[],
  uncovered: Uncovered,
): Record<Side, readonly ChangedRule[]> {
  const of = (side: Side, own: readonly PolicyRule[], others: readonly PolicyRule[]): readonly ChangedRule[] => {
    const unlike = environments.length === 0 ? [] : strictRulesGone(side, own, others);
    const found = new Set(unlike.length === 0 ? [] : environments.flatMap((environment) => uncovered(unlike, others, environment)));
    return unlike.filter((rule) => found.has(rule));
  };
  return { base: of('base', base, head), head: of('head', head, base) };
}

function crossings(
  base: readonly PolicyRule[],
  head: readonly PolicyRule[],
  gone: Record<Side, readonly ChangedRule[]>,
  environments: readonly PolicyEnvironment[],
  names: Names,
): Crossed {
  const crossed = new Map<string, PolicyEnvironment>();
  const untried = new Set<ChangedRule>();
  for (const environment of environments) {
    for (const [some, others] of [[gone.head, base] as const, [gone.base, head] as const]) {
      const { found, left } = crossingsOf(some, others, environment, names.other);
      // What only head denies or asks can be no widening: of its places the first ones do.
      for (const rule of left) if (rule.side === 'base') untried.add(rule);
      for (const { folder, place } of found) crossed.set(`${environment.platform} ${folder} ${place}`, { ...environment, [folder]: place });
    }
  }
  return { environments: [...crossed.values()], untried: [...untried] };
}

/** A folder in which the workspace may lie, and how deep. */
interface Nest {
  readonly folder: 'home' | 'temp';
  readonly depths: readonly number[];
}

/** Where only one of two folders is named, nothing tells whether it lies in the other. */
function nestsOf(texts: readonly string[], names: Names): readonly Nest[] {
  const uses = (variable: string): boolean => texts.some((text) => text.includes(`\${${variable}}`));
  const outer = (['home', 'temp'] as const).filter((folder) => uses('workspace') && uses(folder));
  return outer.map((folder) => {
    const start = `\${${folder}}`;
    const below = texts.filter((text) => text.startsWith(start)).map((text) => text.slice(start.length));
    return { folder, depths: depthsFor(below, names) };
  });
}

function nestings(environment: PolicyEnvironment, nests: readonly Nest[], { workspace }: Names): readonly PolicyEnvironment[] {
  return [
    environment,
    ...nests.flatMap(({ folder, depths }) =>
      depths.map((depth) => ({ ...environment, workspace: environment[folder] + `/${workspace}`.repeat(depth) })),
    ),
  ];
}

/** What the segments of the folders' paths are called, and folders on the way to them. */
type Names = Readonly<Record<Folder | 'other', string>>;

/** Longer than what `?` and sets spell out: whatever reaches a folder's name has a star. */
const nameLength = 24;

/** Private characters, of which four are in no pattern. */
const firstPrivate = 0xf0000;
const lastPrivate = 0x10fffd;

/** Null where patterns have all the characters. */
function namesUnlike(texts: readonly string[]): Names | null {
  const used = new Set(texts.flatMap((text) => (/[\u{f0000}-\u{10fffd}]/u.test(text) ? Array.from(text) : [])));
  const free: string[] = [];
  for (let code = firstPrivate; code <= lastPrivate && free.length < 4; code += 1) {
    const character = String.fromCodePoint(code);
    if (!used.has(character)) free.push(character);
  }
  const [workspace, home, temp, other] = free.map((character) => character.repeat(nameLength));
  return workspace === undefined || home === undefined || temp === undefined || other === undefined
    ? null
    : { workspace, home, temp, other };
}

/** So many depths at most are tried one by one: no policy that somebody reads has patterns such as `/*` with more stars in a row. */
const mostDepths = 4;
/** A path of so many names, and in it a folder of so many, is still a path: what is longer nobody can ask for, and nothing would be compared. */
const deepestFolder = 32;

/**
 * How deep the folders are put, for whether a pattern that begins with wildcards reaches what is in them depends on it: at each depth that such
 * a pattern counts, and deeper than any of them.
 */
function depthsFor(texts: readonly string[], names: Names): readonly number[] {
  const most = mostWildcards(texts, names);
  const depths = Array.from({ length: Math.min(most, mostDepths) }, (_, index) => index + 1);
  return [...depths, most + 1];
}

function mostWildcards(texts: readonly string[], names: Names): number {
  return texts.reduce((most, text) => Math.max(most, leadingWildcards(text, names)), 0);
}

/** How many segments of a pattern could be segments of a folder's path, before the first that cannot. */
function leadingWildcards(text: string, names: Names): number {
  const parsed = parsePattern({ kind: 'path', text: text.replace(/^[A-Za-z]:/u, '') }, apart('posix', '', names, 1));
  if (!parsed.ok) return 0;
  const counts = parsed.sequences.map((sequence) => {
    const segments = sequence.filter((segment) => segment !== anyDepth);
    const first = segments.findIndex((segment) => !reaches(segment, names));
    return first === -1 ? segments.length : first;
  });
  return Math.max(0, ...counts);
}

function reaches(segment: SegmentNode, names: Names): boolean {
  return Object.values(names).some((name) => ((lengthsOf(segment, name.codePointAt(0) ?? 0) >> nameLength) & 1) === 1);
}

/** How many of this one code point in a row a segment's expression matches, as bits, as far as a name is long. */
function lengthsOf(node: SegmentNode, codePoint: number): number {
  switch (node.kind) {
    case 'one':
      return contains(node.set, codePoint) ? 0b10 : 0;
    case 'choice':
      return node.parts.reduce((lengths, part) => lengths | lengthsOf(part, codePoint), 0);
    case 'sequence':
      return node.parts.reduce((lengths, part) => sums(lengths, lengthsOf(part, codePoint)), 1);
    case 'repeat': {
      const once = lengthsOf(node.part, codePoint) | 1;
      let lengths = 1;
      for (let times = 0; times < nameLength; times += 1) lengths = sums(lengths, once);
      return lengths;
    }
  }
}

/** Each length of the one and each of the other together. */
function sums(some: number, others: number): number {
  let all = 0;
  for (let length = 0; length <= nameLength; length += 1) if (((some >> length) & 1) === 1) all |= others << length;
  return all & (2 ** (nameLength + 1) - 1);
}

/** The drives that patterns name, each once. */
function drivesOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => /^[A-Za-z]:/u.exec(text)?.[0].toLowerCase() ?? []))];
}

/** A drive that no pattern names, if there is one. */
function driveUnlike(named: readonly string[]): string {
  return Array.from('zyxwvutsrqponmlkjihgfedcba', (letter) => `${letter}:`).find((each) => !named.includes(each)) ?? 'z:';
}

function apart(platform: PolicyEnvironment['platform'], drive: string, names: Names, depth: number): PolicyEnvironment {
  const folder = (name: string): string => drive + `/${name}`.repeat(depth);
  return { platform, caseSensitive: true, workspace: folder(names.workspace), home: folder(names.home), temp: folder(names.temp) };
}

/** What a set takes cannot be read off its text; all else is the same folded and not, and then folded requests are among the others. */
function mayFold(text: string): boolean {
  return text.includes('[') || foldText(text) !== text.normalize('NFC');
}

function textsOf(pattern: PatternSource): readonly string[] {
  return pattern.kind === 'argv' ? pattern.words : [pattern.text];
}
