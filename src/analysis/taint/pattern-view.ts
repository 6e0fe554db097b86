// What a regular expression lets through: the characters that a text it matches whole can have, and the texts that it finds.
import { createAutomaton, groupsOf, walk } from '../regex/automaton.ts';
import type { CharSet } from '../regex/char-set.ts';
import { runProgram, type Run } from '../regex/matcher.ts';
import { parsePattern, type Pattern, type RegexNode } from '../regex/pattern.ts';
import { compilePattern } from '../regex/program.ts';
import { climbingTexts } from './danger.ts';

export interface PatternView {
  /** Every match begins at the text's start; ends at its end. With the flag `m` those are of lines, which does not count. */
  readonly startsWhole: boolean;
  readonly endsWhole: boolean;
  /** Whether a whole match may hold the character. Only asked where both are true. */
  readonly allows: (character: string) => boolean;
  /**
   * Whether what a match gives back at the index may hold the character: 0 is the whole match, others are groups. Null for any of them, and for groups
   * by their names.
   */
  readonly gives: (index: number | null, character: string) => boolean;
  /** Whether a whole match may hold two dots in a row. */
  readonly allowsDots: () => boolean;
  /** Whether a match may begin with a separator. */
  readonly allowsAbsolute: () => boolean;
  /** Whether whatever it matches is an address on the same host: a slash, and then neither another nor a backslash. */
  readonly staysOnHost: () => boolean;
  /** Constant text that every match begins with. */
  readonly prefix: string;
  /** Whether a search finds it in the text; null where that takes too long. */
  readonly finds: (text: string) => boolean | null;
  /** Whether each text with this character in it is found, as far as some texts tell. */
  readonly findsCharacter: (character: string) => boolean;
  /** Where the first match in the text ends; -1 if there is none. */
  readonly matchEnd: (text: string) => number;
}

/** Steps of matching for one question, and for all of one program; beyond it nothing is known of what a pattern finds. */
const matchBudget = 20_000;
const wholeBudget = 30_000_000;

export type ReadPattern = (source: string, flags: string) => PatternView | null;

interface Budget {
  left: number;
}

/** A reader that reads each pattern once; null for those that cannot be read. */
export function createPatternReader(): ReadPattern {
  const budget: Budget = { left: wholeBudget };
  const known = new Map<string, PatternView | null>();
  return (source, flags) => {
    const key = `${flags}/${source}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const parsed = parsePattern(source, flags);
    const view = parsed.ok ? viewOf(parsed.pattern, budget) : null;
    known.set(key, view);
    return view;
  };
}

function viewOf(pattern: Pattern, budget: Budget): PatternView {
  const program = compilePattern(pattern);
  const groups = groupsOf(pattern.root);
  const sets = consumedSets([pattern.root], groups);
  // What is said of the automaton of what a pattern consumes holds where it consumes all that it repeats.
  const isPlain = !repeatsLooked(pattern.root);
  const search = (text: string): Run => {
    const run = runProgram(program, text, { budget: Math.min(matchBudget, budget.left), once: false });
    budget.left -= run.steps;
    return run;
  };
  const finds = (text: string): boolean | null => {
    const { outcome } = search(text);
    return outcome === 'out-of-steps' ? null : outcome === 'match';
  };
  const bodyOf = (index: number): readonly RegexNode[] => {
    const group = groups.get(index);
    return group === undefined ? [] : [group];
  };
  const found = new Map<string, boolean>();
  const givenAt = new Map<number | null, readonly CharSet[]>();
  const has = (character: string): boolean => sets.some((set) => set.has(character.codePointAt(0) ?? 0));
  return {
    startsWhole: isAnchored(pattern.root, 'start'),
    endsWhole: isAnchored(pattern.root, 'end'),
    allows: has,
    gives: (index, character) => {
      const given =
        givenAt.get(index) ??
        (index === 0 ? sets : consumedSets(index === null ? [pattern.root, ...groups.values()] : bodyOf(index), groups));
      givenAt.set(index, given);
      return given.some((set) => set.has(character.codePointAt(0) ?? 0));
    },
    allowsDots: () => has('.') && (!isPlain || canRepeatDot(pattern)) && !looksForDots(pattern),
    allowsAbsolute: () => !isPlain || canBeginWith(pattern, ['/', '\\']),
    staysOnHost: () => isAnchored(pattern.root, 'start') && ((isPlain && isSecondFree(pattern)) || looksForSecond(pattern)),
    prefix: prefixOf(pattern.root),
    finds,
    findsCharacter: (character) => {
      const before = found.get(character);
      if (before !== undefined) return before;
      const answer = surroundings.every((around) => finds(around.replace('•', () => character)) === true);
      found.set(character, answer);
      return answer;
    },
    matchEnd: (text) => search(text).captures[1] ?? -1,
  };
}

/** Texts to put a character into. */
const surroundings = ['•', 'a•', '•b', 'a•b', 'Z 9•-x', 'a/b.c•_d', '0•0', ' • ', 'x\n•y', '"•"'];

/** Sets of what the parts consume. What is only looked at is none of it, but where a reference repeats what a group held, looked at or not. */
function consumedSets(parts: readonly RegexNode[], groups: ReadonlyMap<number, RegexNode>): readonly CharSet[] {
  const sets = new Set<CharSet>();
  const repeated = new Set<number>();
  const open = [...parts];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'set') sets.add(node.set);
    else if (node.kind === 'sequence') open.push(...node.items);
    else if (node.kind === 'choice') open.push(...node.options);
    else if (node.kind === 'reference') {
      for (const index of node.groups) {
        const group = repeated.has(index) ? undefined : groups.get(index);
        if (group !== undefined) open.push(group);
        repeated.add(index);
      }
    } else if (node.kind === 'repeat' ? node.max > 0 : node.kind === 'group') open.push((node as { body: RegexNode }).body);
  }
  return [...sets];
}

/** Whether a reference repeats what was only looked at: `(?=(.*))\1`. */
function repeatsLooked(root: RegexNode): boolean {
  const looked = new Set<number>();
  const repeated = new Set<number>();
  for (const node of walk(root)) {
    if (node.kind === 'reference') for (const index of node.groups) repeated.add(index);
    if (node.kind === 'look') for (const index of groupsOf(node.body).keys()) looked.add(index);
  }
  return [...repeated].some((index) => looked.has(index));
}

/** Recurses as deep as the pattern nests, which parsing bounds. */
function isAnchored(node: RegexNode, at: 'start' | 'end'): boolean {
  switch (node.kind) {
    case 'edge':
      return node.at === at && !node.multiline;
    case 'sequence': {
      for (const item of at === 'start' ? node.items : node.items.toReversed()) {
        if (isAnchored(item, at)) return true;
        if (item.kind !== 'look' && item.kind !== 'boundary' && item.kind !== 'edge') return false;
      }
      return false;
    }
    case 'choice':
      return node.options.every((option) => isAnchored(option, at));
    case 'group':
      return isAnchored(node.body, at);
    case 'repeat':
      return node.min > 0 && isAnchored(node.body, at);
    default:
      return false;
  }
}

const longestPrefix = 200;

function prefixOf(root: RegexNode): string {
  let text = '';
  const open = [root];
  for (let node = open.pop(); node !== undefined && text.length < longestPrefix; node = open.pop()) {
    if (node.kind === 'sequence') open.push(...node.items.toReversed());
    else if (node.kind === 'group') open.push(node.body);
    else if (node.kind === 'set') {
      const only = onlyCharacter(node.set);
      if (only === null) break;
      text += only;
    } else if (node.kind === 'repeat' && node.min === 1 && node.max === 1) open.push(node.body);
    else if (node.kind !== 'edge') break;
  }
  return text;
}

function onlyCharacter(set: CharSet): string | null {
  const members = [...new Set(set.edges)].filter((edge) => set.has(edge));
  const [only, other] = members;
  return only !== undefined && other === undefined ? String.fromCodePoint(only) : null;
}

/** The automaton's letters that stand for any of the characters. */
function lettersOf(pattern: Pattern, letters: readonly number[], characters: readonly string[]): bigint {
  const sets: CharSet[] = [];
  for (const node of walk(pattern.root)) {
    if (node.kind === 'set') sets.push(node.set);
    else if (node.kind === 'boundary') sets.push(node.word);
  }
  let mask = 0n;
  for (const character of characters) {
    const code = character.codePointAt(0) ?? 0;
    const index = letters.findIndex((letter) => sets.every((set) => set.has(letter) === set.has(code)));
    if (index !== -1) mask |= 1n << BigInt(index);
  }
  return mask;
}

/** Only what is consumed: what looks ahead leads nowhere. Recurses as deep as the pattern nests. */
function consuming(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'look':
      return { kind: 'sequence', items: [] };
    case 'sequence':
      return { ...node, items: node.items.map(consuming) };
    case 'choice':
      return { ...node, options: node.options.map(consuming) };
    case 'group':
    case 'repeat':
      return { ...node, body: consuming(node.body) };
    default:
      return node;
  }
}

function canRepeatDot(pattern: Pattern): boolean {
  const automaton = createAutomaton({ ...pattern, root: consuming(pattern.root) });
  if (automaton === null) return true;
  const dot = lettersOf(pattern, automaton.alphabet.letters, ['.']);
  const reads = (state: number): boolean => state !== 0 && ((automaton.masks[state] ?? 0n) & dot) !== 0n;
  for (const [state, edges] of automaton.edges.entries()) if (reads(state) && edges.some(({ to }) => reads(to))) return true;
  return false;
}

/** Looks ahead at the text's start, refusing what climbs: `^(?!.*\\.\\.)`. */
function looksForDots(pattern: Pattern): boolean {
  const { root } = pattern;
  if (root.kind !== 'sequence' || !isAnchored(root, 'start')) return false;
  for (const item of root.items) {
    if (item.kind !== 'edge' && item.kind !== 'look') return false;
    if (item.kind !== 'look' || item.behind || !item.negated) continue;
    const program = compilePattern({ ...pattern, root: item.body });
    const isFound = (text: string): boolean => runProgram(program, text, { budget: matchBudget, once: true }).outcome === 'match';
    if (climbingTexts.every(isFound)) return true;
  }
  return false;
}

const separators = ['/', '\\'];

/** Every match begins with a slash, and what can come next is neither a slash nor a backslash. */
function isSecondFree(pattern: Pattern): boolean {
  const automaton = createAutomaton({ ...pattern, root: consuming(pattern.root) });
  if (automaton === null || automaton.first.length === 0) return false;
  const { letters } = automaton.alphabet;
  const [slash, bad] = [lettersOf(pattern, letters, ['/']), lettersOf(pattern, letters, separators)];
  const isEnd = isAnchored(pattern.root, 'end');
  return automaton.first.every(({ to }) => {
    if (to === 0 || (automaton.masks[to] ?? 0n) !== slash || (automaton.accepting.has(to) && !isEnd)) return false;
    return (automaton.edges[to] ?? []).every((edge) => edge.to !== 0 && ((automaton.masks[edge.to] ?? 0n) & bad) === 0n);
  });
}

/** `^\/(?![/\\])`: what comes next is looked at. */
function looksForSecond({ root, ...pattern }: Pattern): boolean {
  const items = root.kind === 'sequence' ? root.items.filter(({ kind }) => kind !== 'edge') : [];
  const [first, ...rest] = items;
  if (first?.kind !== 'set' || onlyCharacter(first.set) !== '/') return false;
  const looks = rest.slice(0, rest.findIndex(({ kind }) => kind !== 'look') >>> 0);
  return separators.every((separator) =>
    looks.some((look) => {
      if (look.kind !== 'look' || look.behind || !look.negated) return false;
      const program = compilePattern({ ...pattern, root: look.body });
      return ['', 'a', 'a.b/c'].every((after) => {
        const run = runProgram(program, separator + after, { budget: matchBudget, once: true });
        return run.outcome === 'match';
      });
    }),
  );
}

function canBeginWith(pattern: Pattern, characters: readonly string[]): boolean {
  const automaton = createAutomaton({ ...pattern, root: consuming(pattern.root) });
  if (automaton === null) return true;
  const letters = lettersOf(pattern, automaton.alphabet.letters, characters);
  return automaton.first.some(({ to }) => ((automaton.masks[to] ?? 0n) & letters) !== 0n);
}
