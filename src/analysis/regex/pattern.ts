// A pattern as the analysis reads it: one small tree, made from regexpp's, with the flags in force already applied.
import type { Range } from '../../core/ranges.ts';
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import {
  digitRanges,
  lineEndRanges,
  setOfRanges,
  setOfSource,
  spaceRanges,
  wordRanges,
  type CharSet,
  type PatternFlags,
} from './char-set.ts';

/** `firstGroup` to `lastGroup` are the capturing groups inside, which each round of a repeat clears; an empty interval where there are none. */
export interface Captures {
  readonly firstGroup: number;
  readonly lastGroup: number;
}

export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | ({ readonly kind: 'repeat'; readonly body: RegexNode; readonly min: number; readonly max: number; readonly greedy: boolean } & Captures)
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexNode }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: RegexNode }
  | { readonly kind: 'reference'; readonly groups: readonly number[]; readonly ignoreCase: boolean }
  | { readonly kind: 'edge'; readonly at: 'start' | 'end'; readonly multiline: boolean }
  | { readonly kind: 'boundary'; readonly negated: boolean; readonly word: CharSet };

export interface Pattern {
  readonly root: RegexNode;
  /** Capturing groups, the whole match not counted. */
  readonly groups: number;
  readonly unicode: boolean;
  readonly sticky: boolean;
  readonly global: boolean;
}

/** Why a pattern is not read: it is no regular expression, or more than is read. */
export type PatternProblem = 'syntax' | 'too-large' | 'unsupported';

/** UTF-16 units. Longer patterns exist in generated code only. */
const longestSource = 20_000;
/** Groups within groups. The parser and what follows it recurse. */
const deepest = 600;

/** Reads a pattern. Bounded in length and depth, so that no source exhausts the stack of an ordinary thread. */
export function parsePattern(
  source: string,
  flags: string,
): { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly problem: PatternProblem } {
  if (source.length > longestSource || nestsDeeperThan(source, deepest)) return { ok: false, problem: 'too-large' };
  const unicodeSets = flags.includes('v');
  const unicode = unicodeSets || flags.includes('u');
  let tree: AST.Pattern;
  try {
    tree = new RegExpParser().parsePattern(source, 0, source.length, { unicode: unicode && !unicodeSets, unicodeSets });
  } catch {
    return { ok: false, problem: 'syntax' };
  }
  const reader = createReader(unicode, tree);
  const has = (letter: string): boolean => flags.includes(letter);
  const root = reader.choice(tree.alternatives, { ignoreCase: has('i'), multiline: has('m'), dotAll: has('s'), unicode, unicodeSets });
  if (reader.unsupported()) return { ok: false, problem: 'unsupported' };
  return { ok: true, pattern: { root, groups: reader.groups(), unicode, sticky: has('y'), global: has('g') } };
}

/** What brackets within classes add is over-counted, which is safe. */
function nestsDeeperThan(source: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === '(' || character === '[') depth += 1;
    else if ((character === ')' || character === ']') && depth > 0) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

interface Reader {
  readonly choice: (alternatives: readonly AST.Alternative[], flags: PatternFlags) => RegexNode;
  readonly groups: () => number;
  readonly unsupported: () => boolean;
}

function createReader(unicode: boolean, tree: AST.Pattern): Reader {
  const sets = new Map<string, CharSet>();
  let groups = 0;
  let unsupported = false;

  const setOf = (node: SetNode, flags: PatternFlags): RegexNode => {
    const key = `${flags.ignoreCase ? 'i' : ''}${flags.dotAll ? 's' : ''} ${node.type === 'Character' ? String(node.value) : node.raw}`;
    const set = sets.get(key) ?? readSet(node, flags);
    sets.set(key, set);
    return { kind: 'set', set };
  };

  const choice: Reader['choice'] = (alternatives, flags) => {
    const options = alternatives.map(({ elements }): RegexNode => {
      const items = elements.map((element) => read(element, flags));
      const [only, more] = items;
      return only !== undefined && more === undefined ? only : { kind: 'sequence', items };
    });
    const [only, more] = options;
    return only !== undefined && more === undefined ? only : { kind: 'choice', options };
  };

  const repeat = (node: AST.Quantifier, flags: PatternFlags): RegexNode => {
    const firstGroup = groups + 1;
    const body = read(node.element, flags);
    return { kind: 'repeat', body, min: node.min, max: node.max, greedy: node.greedy, firstGroup, lastGroup: groups };
  };

  const assertion = (node: AST.Assertion, flags: PatternFlags): RegexNode => {
    switch (node.kind) {
      case 'start':
      case 'end':
        return { kind: 'edge', at: node.kind, multiline: flags.multiline };
      case 'word': {
        const words = flags.ignoreCase && unicode ? setOfSource('\\w', flags, []) : setOfRanges(wordRanges, false);
        const word = sets.get(`\\b${String(flags.ignoreCase)}`) ?? words;
        sets.set(`\\b${String(flags.ignoreCase)}`, word);
        return { kind: 'boundary', negated: node.negate, word };
      }
      case 'lookahead':
      case 'lookbehind':
        return { kind: 'look', behind: node.kind === 'lookbehind', negated: node.negate, body: choice(node.alternatives, flags) };
    }
  };

  const read = (node: AST.Element, flags: PatternFlags): RegexNode => {
    switch (node.type) {
      case 'Quantifier':
        return repeat(node, flags);
      case 'Assertion':
        return assertion(node, flags);
      case 'CapturingGroup': {
        groups += 1;
        const index = groups;
        return { kind: 'group', index, body: choice(node.alternatives, flags) };
      }
      case 'Group':
        return choice(node.alternatives, modified(flags, node.modifiers));
      case 'Backreference': {
        const resolved = Array.isArray(node.resolved) ? node.resolved : [node.resolved];
        return { kind: 'reference', groups: resolved.map(numberOfGroup), ignoreCase: flags.ignoreCase };
      }
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        if (holdsStrings(node)) unsupported = true;
        return setOf(node, flags);
    }
  };

  // A reference may stand before its group, so groups are counted ahead.
  const order = new Map(groupsOf(tree).map((group, index) => [group, index + 1]));
  const numberOfGroup = (group: AST.CapturingGroup): number => order.get(group) ?? 0;

  return { choice, groups: () => groups, unsupported: () => unsupported };
}

/** All capturing groups, in order of their opening. */
function groupsOf(tree: AST.Pattern): readonly AST.CapturingGroup[] {
  const found: AST.CapturingGroup[] = [];
  const open: AST.Node[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'CapturingGroup') found.push(node);
    if ('alternatives' in node) open.push(...(node.alternatives as AST.Node[]));
    else if (node.type === 'Alternative') open.push(...node.elements);
    else if (node.type === 'Quantifier') open.push(node.element);
  }
  return found.sort((a, b) => a.start - b.start);
}

function modified(flags: PatternFlags, modifiers: AST.Modifiers | null): PatternFlags {
  if (modifiers === null) return flags;
  const { add, remove } = modifiers;
  const force = (name: 'ignoreCase' | 'multiline' | 'dotAll'): boolean => (flags[name] || add[name]) && remove?.[name] !== true;
  return { ...flags, ignoreCase: force('ignoreCase'), multiline: force('multiline'), dotAll: force('dotAll') };
}

type SetNode = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

/** Only with `v`: a class that matches texts of several characters. */
function holdsStrings(node: AST.Node): boolean {
  const open: AST.Node[] = [node];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each.type === 'ClassStringDisjunction') return true;
    if (each.type === 'CharacterSet' && each.kind === 'property' && each.strings) return true;
    if (each.type === 'CharacterClass') open.push(...each.elements);
    else if (each.type === 'ExpressionCharacterClass') open.push(each.expression);
    else if (each.type === 'ClassIntersection' || each.type === 'ClassSubtraction') open.push(each.left, each.right);
  }
  return false;
}

function readSet(node: SetNode, flags: PatternFlags): CharSet {
  if (node.type === 'CharacterSet' && node.kind === 'any') return setOfRanges(flags.dotAll ? [] : lineEndRanges, true);
  const ranges = flags.ignoreCase ? null : rangesOf(node);
  if (ranges !== null) return setOfRanges(ranges, 'negate' in node && node.negate);
  const source = node.type === 'Character' ? escaped(node.value) : node.raw;
  return setOfSource(source, flags, edgesOf(node));
}

function escaped(character: number): string {
  return character <= 0xffff ? `\\u${character.toString(16).padStart(4, '0')}` : `\\u{${character.toString(16)}}`;
}

const escapeRanges: Readonly<Record<'digit' | 'space' | 'word', readonly Range[]>> = {
  digit: digitRanges,
  space: spaceRanges,
  word: wordRanges,
};

/** The ranges of a set as it is written, its own negation left aside; null where they are not written. */
function rangesOf(node: SetNode): readonly Range[] | null {
  if (node.type === 'Character') return [[node.value, node.value]];
  if (node.type === 'CharacterSet')
    return node.kind === 'digit' || node.kind === 'space' || node.kind === 'word' ? escapeRanges[node.kind] : null;
  if (node.type === 'ExpressionCharacterClass') return null;
  const ranges: Range[] = [];
  for (const element of node.elements) {
    if (element.type === 'CharacterClassRange') ranges.push([element.min.value, element.max.value]);
    else if (element.type === 'Character' || (element.type === 'CharacterSet' && element.kind !== 'property' && !element.negate))
      ranges.push(...(rangesOf(element) ?? []));
    else if (element.type === 'CharacterSet' && element.kind !== 'property') ranges.push(...gapsOf(escapeRanges[element.kind]));
    else return null;
  }
  return ranges;
}

function gapsOf(ranges: readonly Range[]): readonly Range[] {
  let next = 0;
  const gaps: Range[] = [];
  for (const [low, high] of ranges) {
    if (low > next) gaps.push([next, low - 1]);
    next = high + 1;
  }
  return [...gaps, [next, 0x10ffff]];
}

function edgesOf(node: AST.Node): readonly number[] {
  const edges: number[] = [];
  const open: AST.Node[] = [node];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each.type === 'Character') edges.push(each.value, each.value - 1, each.value + 1);
    else if (each.type === 'CharacterClassRange') open.push(each.min, each.max);
    else if (each.type === 'CharacterClass') open.push(...each.elements);
    else if (each.type === 'ExpressionCharacterClass') open.push(each.expression);
    else if (each.type === 'ClassIntersection' || each.type === 'ClassSubtraction') open.push(each.left, each.right);
  }
  return edges.filter((value) => value >= 0 && value <= 0x10ffff);
}
