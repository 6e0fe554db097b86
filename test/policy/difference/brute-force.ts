// What two rule lists decide for every text of a finite universe, by trying all: the reference for the comparison.
import fc from 'fast-check';
import { charSetOf, complement } from '../../../src/policy/automaton/char-set.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { Effect, SegmentNode, Sequence, SequenceRule, Universe } from '../../../src/policy/automaton/sequence.ts';
import type { Region } from '../../../src/policy/difference/region.ts';
import { matchesRule, matchesSegment, matchesSequence } from '../oracle/sequences.ts';

export function one(characters: string): SegmentNode {
  return { kind: 'one', set: charSetOf(characters) };
}

export function word(text: string): SegmentNode {
  return { kind: 'sequence', parts: Array.from(text, one) };
}

export function star(separator: string): SegmentNode {
  return { kind: 'repeat', part: { kind: 'one', set: complement(charSetOf(separator)) } };
}

/** `/ws/*.ts` and the like, with `*`, `?`, `**` and nothing else; for any separator. */
export function glob(pattern: string, separator = '/'): Sequence {
  const any = complement(charSetOf(separator));
  return pattern
    .split('/')
    .slice(1)
    .map((segment) => {
      if (segment === '**') return anyDepth;
      const parts = Array.from(segment, (character): SegmentNode => {
        if (character === '*') return star(separator);
        return character === '?' ? { kind: 'one', set: any } : one(character);
      });
      return { kind: 'sequence', parts };
    });
}

/** A rule from `allow /ws/** /etc/*`: the effect, then one sequence after the other. */
export function rule(text: string, separator = '/'): SequenceRule {
  const [effect, ...patterns] = text.split(' ');
  return { effect: effect as Effect, sequences: patterns.map((pattern) => glob(pattern, separator)) };
}

/** Every text of segments that are not empty and not `.` or `..`. */
export function pathUniverse(separator = '/'): Universe {
  const any = complement(charSetOf(separator));
  const other: SegmentNode = { kind: 'one', set: complement(charSetOf(`${separator}.`)) };
  const rest: SegmentNode = { kind: 'repeat', part: { kind: 'one', set: any } };
  const dot = one('.');
  const segment: SegmentNode = {
    kind: 'choice',
    parts: [
      { kind: 'sequence', parts: [other, rest] },
      { kind: 'sequence', parts: [dot, other, rest] },
      { kind: 'sequence', parts: [dot, dot, { kind: 'one', set: any }, rest] },
    ],
  };
  return { shapes: [[anyDepth]], segment };
}

/** Segments that are not empty and hold none of the separators. */
export const plainUniverse: Universe = (() => {
  const other: SegmentNode = { kind: 'one', set: complement(charSetOf('./\0')) };
  return { shapes: [[anyDepth]], segment: { kind: 'sequence', parts: [other, { kind: 'repeat', part: other }] } };
})();

export function isValid({ shapes, segment }: Universe, segments: readonly string[]): boolean {
  return shapes.some((shape) => matchesSequence(shape, segments)) && segments.every((text) => matchesSegment(segment, text));
}

export function decide(rules: readonly SequenceRule[], segments: readonly string[]): Effect {
  const hit = new Set(rules.filter((each) => matchesRule(each, segments)).map(({ effect }) => effect));
  return (['deny', 'ask', 'allow'] as const).find((effect) => hit.has(effect)) ?? 'deny';
}

/** Both lists over some texts, each rule matched once: what they decide, and what a region holds. */
export interface Table {
  readonly texts: readonly (readonly string[])[];
  readonly decisions: (side: 'base' | 'head') => readonly Effect[];
  /** By text; null where the region counts rules instead of naming them. */
  readonly columnOf: (region: Region) => readonly boolean[] | null;
}

export function tableOf(base: readonly SequenceRule[], head: readonly SequenceRule[], texts: readonly (readonly string[])[]): Table {
  const lists = { base, head };
  const matching = (rules: readonly SequenceRule[]): readonly (readonly boolean[])[] =>
    rules.map((each) => texts.map((segments) => matchesRule(each, segments)));
  const columns = { base: matching(base), head: matching(head) };
  const anyOf = (some: Region['core'], index: number): boolean => some.some((each) => columns[each.side][each.index]?.[index] === true);
  return {
    texts,
    decisions: (side) =>
      texts.map((_, index) => {
        const hit = lists[side].flatMap(({ effect }, at) => (columns[side][at]?.[index] === true ? [effect] : []));
        return (['deny', 'ask', 'allow'] as const).find((effect) => hit.includes(effect)) ?? 'deny';
      }),
    columnOf: ({ core, inside, minus }) => {
      if ([minus, ...inside].some(({ more, isComplete }) => more > 0 || !isComplete)) return null;
      return texts.map((_, index) => anyOf(core, index) && inside.every(({ rules }) => anyOf(rules, index)) && !anyOf(minus.rules, index));
    },
  };
}

/** Words that meet often. */
const letters = ['a', 'b'] as const;
export const shortWords = ['', ...letters, ...letters.flatMap((first) => letters.map((second) => first + second))] as const;

/** Every text of at most `most` segments out of `words`. */
export function allTexts(words: readonly string[], most: number): readonly (readonly string[])[] {
  let longest: readonly (readonly string[])[] = [[]];
  const all = [...longest];
  for (let length = 1; length <= most; length += 1) {
    longest = longest.flatMap((text) => words.map((each) => [...text, each]));
    all.push(...longest);
  }
  return all;
}

/** Exactly the texts that {@link allTexts} answers. */
export function finiteUniverse(words: readonly string[], most: number): Universe {
  const segment: SegmentNode = { kind: 'choice', parts: words.map(word) };
  return { shapes: Array.from({ length: most + 1 }, (_, length) => Array.from({ length }, () => segment)), segment };
}

const segmentNode = fc.letrec<{ node: SegmentNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(...shortWords).map(word),
    fc.constantFrom('a', 'b', 'ab', 'abc').map(one),
    fc.constant<SegmentNode>({
      kind: 'one',
      set: [
        [0, 0x2d],
        [0x30, 0xd7ff],
        [0xe000, 0x10ffff],
      ],
    }),
    fc.constantFrom('a', 'ab').map((characters): SegmentNode => ({ kind: 'repeat', part: one(characters) })),
    fc.array(tie('node'), { maxLength: 3 }).map((parts): SegmentNode => ({ kind: 'sequence', parts })),
    fc.array(tie('node'), { maxLength: 3 }).map((parts): SegmentNode => ({ kind: 'choice', parts })),
    tie('node').map((part): SegmentNode => ({ kind: 'repeat', part })),
  ),
})).node;

/** Sequences over segments that never hold `/`, NUL or a point, so that they stand for any kind of text. */
const sequence = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(anyDepth) },
    { weight: 2, arbitrary: fc.constant<SegmentNode>({ kind: 'repeat', part: { kind: 'one', set: complement(charSetOf('./\0')) } }) },
    { weight: 4, arbitrary: fc.constantFrom(...shortWords.slice(1)).map(word) },
    { weight: 3, arbitrary: segmentNode },
  ),
  { maxLength: 4 },
);

export const arbitraryRule: fc.Arbitrary<SequenceRule> = fc.record({
  effect: fc.constantFrom<Effect>('deny', 'ask', 'allow'),
  sequences: fc.array(sequence, { minLength: 1, maxLength: 2 }),
});
