// Segment patterns: what is told of their texts at a glance, and what by a search within one segment.
import { describe, expect, it, test } from 'vitest';
import type { SegmentNode } from '../../../src/policy/automaton/sequence.ts';
import { minimalTexts } from '../../../src/policy/difference/minimal-texts.ts';
import {
  fixedParts,
  fixedPartsClash,
  fixedPartsDiffer,
  framed,
  SegmentIndex,
  type Segment,
} from '../../../src/policy/difference/segment.ts';
import { canonicalSegment, segmentKey, segmentNfa } from '../../../src/policy/difference/segment-nfa.ts';
import { Segments } from '../../../src/policy/difference/segments.ts';
import { BoundReached, type Steps } from '../../../src/policy/difference/steps.ts';
import { choice, literal, one, repeat, sequence } from '../../../src/policy/pattern/nodes.ts';

const letter = one([[97, 122]]);
const any = repeat(letter);

/** `*` any letters, `?` a letter, `[…]` one of them, all else itself. */
function node(pattern: string): SegmentNode {
  const parts = [...pattern.matchAll(/\[(?<set>[^\]]*)\]|./gu)].map(([text, set]) => {
    if (text === '*') return any;
    if (text === '?') return letter;
    return set === undefined ? literal(text) : choice(...Array.from(set, (each) => literal(each)));
  });
  return sequence(...parts);
}

let count = 0;
function segment(pattern: string): Segment {
  count += 1;
  return { id: count, node: node(pattern), ...fixedParts(canonicalSegment(node(pattern))) };
}

describe('what a text must begin and end with', () => {
  test.each([
    ['abc', { literal: 'abc', prefix: 'abc', suffix: 'abc' }],
    ['', { literal: '', prefix: '', suffix: '' }],
    ['a', { literal: 'a', prefix: 'a', suffix: 'a' }],
    ['*', { literal: null, prefix: '', suffix: '' }],
    ['ab*', { literal: null, prefix: 'ab', suffix: '' }],
    ['*yz', { literal: null, prefix: '', suffix: 'yz' }],
    ['ab*c?yz', { literal: null, prefix: 'ab', suffix: 'yz' }],
    ['a?', { literal: null, prefix: 'a', suffix: '' }],
    ['[xy]z', { literal: null, prefix: '', suffix: 'z' }],
  ])('%j', (pattern, expected) => {
    expect(fixedParts(canonicalSegment(node(pattern)))).toEqual(expected);
  });

  it('is told of single nodes too, and of code points beyond 16 bits', () => {
    expect(fixedParts(letter)).toEqual({ literal: null, prefix: '', suffix: '' });
    expect(fixedParts(one([[0x1f600, 0x1f600]]))).toEqual({ literal: '😀', prefix: '😀', suffix: '😀' });
    expect(
      fixedParts(
        one([
          [97, 97],
          [99, 99],
        ]),
      ),
    ).toEqual({ literal: null, prefix: '', suffix: '' });
    expect(fixedParts(one([]))).toEqual({ literal: null, prefix: '', suffix: '' });
    expect(fixedParts(choice(literal('a'), literal('b')))).toEqual({ literal: null, prefix: '', suffix: '' });
  });

  test.each([
    ['abc', 'abc', true],
    ['abc', 'abd', true],
    ['a*', 'ab*', false],
    ['ab*', 'a*', false],
    ['ab*', 'ac*', true],
    ['ba*', 'a*', true],
    ['a*', 'ba*', true],
    ['*yz', '*z', false],
    ['*z', '*yz', false],
    ['*yz', '*y', true],
    ['*y', '*yz', true],
    ['*xz', '*yz', true],
    ['a*', '*z', false],
    ['abc', 'a*', false],
    ['abc', 'b*', true],
    ['abc', '*d', true],
    ['*', '*', false],
  ])('shows of %j and %j that no text matches both: %s', (a, b, expected) => {
    const [first, second] = [segment(a), segment(b)];
    expect([fixedPartsClash(first, second), fixedPartsClash(second, first)]).toEqual([expected, expected]);
    expect(fixedPartsDiffer([segment('*'), first, second])).toBe(expected);
    expect(fixedPartsDiffer([first, segment('*'), second])).toBe(expected);
  });

  it('does not show it of a literal and itself, of one, or of none', () => {
    const same = segment('abc');
    expect(fixedPartsClash(same, same)).toBe(false);
    expect([fixedPartsDiffer([same]), fixedPartsDiffer([])]).toEqual([false, false]);
    expect(fixedPartsDiffer([segment('a*'), segment('b*'), segment('*')])).toBe(true);
  });

  test.each<[readonly string[], readonly string[]]>([
    [
      ['file.*', '*.ts'],
      ['file.ts', 'file.a.ts'],
    ],
    [
      ['*.ts', 'file.*'],
      ['file.ts', 'file.a.ts'],
    ],
    [
      ['a*', 'ab*', '*z'],
      ['abz', 'abaz'],
    ],
    [
      ['ab*', 'a*', '*z', '*yz'],
      ['abyz', 'abayz'],
    ],
    [
      ['ab*', '*ab'],
      ['ab', 'abaab'],
    ],
    [
      ['aba*', '*aba'],
      ['aba', 'abaaaba'],
    ],
    [
      ['aba*', '*bac'],
      ['abac', 'abaabac'],
    ],
    [
      ['a*', 'b*'],
      ['a', 'aa'],
    ],
    [['a*', '*'], []],
    [['*', '*'], []],
    [['*z', '*'], []],
    [['*z'], []],
  ])('is put together for %j', (patterns, expected) => {
    expect(framed(patterns.map(segment))).toEqual(expected);
  });

  it('is put together with no more than so much in common', () => {
    const long = 'a'.repeat(40);
    expect(framed([segment(`${long}*`), segment(`*${long}`)])[0]).toHaveLength(48);
  });
});

describe('an index of segments', () => {
  const [abc, ab, yz, all, abyz] = [segment('abc'), segment('ab*'), segment('*yz'), segment('*'), segment('ab*yz')];
  const index = new SegmentIndex();
  for (const each of [abc, ab, yz, all, abyz]) index.add(each);

  test.each([
    ['abc', [abc, ab, abyz, all]],
    ['abyz', [ab, abyz, yz, all]],
    ['yz', [yz, all]],
    ['z', [all]],
    ['', [all]],
    ['q', [all]],
    ['ab', [ab, abyz, all]],
  ])('proposes for %j what may match it, and not what begins or ends otherwise', (text, expected) => {
    const found = index.perhaps(text);
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found).toHaveLength(expected.length);
  });

  it('is empty at first', () => {
    expect(new SegmentIndex().perhaps('a')).toEqual([]);
  });
});

describe('a canonical form', () => {
  test.each([
    ['nested sequences', sequence(literal('ab'), sequence(literal('c'))), 'abc'],
    ['a repetition of itself', repeat(repeat(letter)), '*'],
    ['a repetition twice', sequence(any, any, literal('x')), '*x'],
  ])('has %s once', (_, given, pattern) => {
    expect(segmentKey(canonicalSegment(given))).toBe(segmentKey(canonicalSegment(node(pattern))));
  });

  it('keeps what is not the same', () => {
    const keys = ['ab', 'ba', 'a*', '*a', 'a*a', '[ab]', '?', '', 'a', '*', '*?', '?*'].map((pattern) =>
      segmentKey(canonicalSegment(node(pattern))),
    );
    expect(new Set(keys).size).toBe(keys.length);
    const digits = repeat(one([[48, 57]]));
    expect(segmentKey(canonicalSegment(sequence(any, digits)))).not.toBe(segmentKey(canonicalSegment(any)));
    expect(segmentKey(one([[97, 98]]))).not.toBe(
      segmentKey(
        one([
          [97, 97],
          [98, 98],
        ]),
      ),
    );
  });

  it('orders choices and drops doubles', () => {
    const [a, b, c] = [literal('a'), literal('b'), literal('c')];
    const key = (given: SegmentNode): string => segmentKey(canonicalSegment(given));
    expect(key({ kind: 'choice', parts: [c, { kind: 'choice', parts: [a, b] }, a] })).toBe(key({ kind: 'choice', parts: [a, b, c] }));
    expect(key({ kind: 'choice', parts: [a, a] })).toBe(key(a));
    expect(key({ kind: 'choice', parts: [] })).not.toBe(key({ kind: 'sequence', parts: [] }));
  });

  it('is bounded in depth', () => {
    const nested = (depth: number): SegmentNode => {
      let made: SegmentNode = letter;
      for (let at = 0; at < depth; at += 1) made = { kind: at % 2 === 0 ? 'sequence' : 'choice', parts: [made, literal('x')] };
      return made;
    };
    expect(() => canonicalSegment(nested(256))).not.toThrow();
    expect(() => canonicalSegment(nested(257))).toThrow(BoundReached);
    expect(() => segmentNfa(nested(256), { left: 1e9 })).not.toThrow();
    expect(() => segmentNfa(nested(257), { left: 1e9 })).toThrow(BoundReached);
  });
});

describe('an automaton', () => {
  const accepted = (given: SegmentNode, texts: readonly string[]): readonly string[] => {
    const segments = new Segments(any, { left: 1e9 });
    const interned = segments.intern(given);
    return texts.filter((text) => segments.matches(interned, text));
  };

  test.each<[string, readonly string[]]>([
    ['a*', ['a', 'ab', 'abz', 'aaa']],
    ['*z', ['z', 'abz']],
    ['a*z', ['abz']],
    ['?', ['a', 'z']],
    ['[az]', ['a', 'z']],
    ['ab', ['ab']],
    ['', ['']],
    ['a?*', ['ab', 'abz', 'aaa']],
  ])('of %j takes just its texts', (pattern, expected) => {
    expect(accepted(node(pattern), ['', 'a', 'z', 'ab', 'abz', 'aaa', 'q1'])).toEqual(expected);
  });

  it('has positions for states, and counts its work', () => {
    const steps = { left: 100 };
    expect(segmentNfa(sequence(literal('a'), repeat(literal('b'))), steps)).toEqual({
      sets: [[], [[97, 97]], [[98, 98]]],
      next: [[1], [2], [2]],
      accepts: [false, true, true],
    });
    const spent = 100 - steps.left;
    expect(spent).toBeGreaterThan(3);
    expect(() => segmentNfa(sequence(literal('a'), repeat(literal('b'))), { left: spent })).not.toThrow();
    expect(() => segmentNfa(sequence(literal('a'), repeat(literal('b'))), { left: spent - 1 })).toThrow(BoundReached);
  });

  it('of nothing takes the empty text alone, and of an empty choice no text', () => {
    expect(segmentNfa({ kind: 'sequence', parts: [] }, { left: 9 })).toEqual({ sets: [[]], next: [[]], accepts: [true] });
    expect(segmentNfa({ kind: 'choice', parts: [] }, { left: 9 })).toEqual({ sets: [[]], next: [[]], accepts: [false] });
  });
});

describe('the smallest texts', () => {
  const nfa = (pattern: string): ReturnType<typeof segmentNfa> => segmentNfa(node(pattern), { left: 1e6 });
  const found = (must: readonly string[], avoid: readonly string[], steps: Steps = { left: 1e6 }): readonly string[] =>
    minimalTexts(must.map(nfa), avoid.map(nfa), steps)
      .map(({ text, hits }) => `${text}:${hits.join(',')}`)
      .sort();

  test.each<[readonly string[], readonly string[], readonly string[]]>([
    [['ab'], [], ['ab:']],
    [['a*', '*b'], [], ['ab:']],
    [['a', 'b'], [], []],
    [['ab'], ['a*'], ['ab:0']],
    [['ab'], ['a*', '*b', 'x'], ['ab:0,1']],
    [['[ab]'], ['a', 'b'], ['a:0', 'b:1']],
    [['[ab]'], ['a'], ['b:']],
    [['[ab]'], ['[ab]', 'a'], ['b:0']],
    [['*'], ['*'], [':0']],
    [['?'], ['a*', '[bcdefghijklmnopqrstuvwxyz]'], ['a:0', 'b:1']],
    [['?*'], ['?'], ['aa:']],
    [['a*'], ['a', 'ab*'], ['aa:']],
  ])('of %j that avoid %j', (must, avoid, expected) => {
    const texts = found(must, avoid);
    expect(texts.map((each) => each.replace(/^.*:/u, ':'))).toEqual(expected.map((each) => each.replace(/^.*:/u, ':')));
    const segments = new Segments(any, { left: 1e6 });
    for (const each of texts) {
      const [text = '', hits = ''] = each.split(':');
      expect(must.every((pattern) => segments.matches(segments.intern(node(pattern)), text))).toBe(true);
      const really = avoid.flatMap((pattern, index) => (segments.matches(segments.intern(node(pattern)), text) ? [index] : []));
      expect(really.join(',')).toBe(hits);
    }
  });

  it('are looked for within a bound, and the same work is counted each time', () => {
    const steps = { left: 1e6 };
    found(['a*', '*z'], ['ab*', '*yz', '[a]?'], steps);
    const spent = 1e6 - steps.left;
    expect(() => found(['a*', '*z'], ['ab*', '*yz', '[a]?'], { left: spent })).not.toThrow();
    expect(() => found(['a*', '*z'], ['ab*', '*yz', '[a]?'], { left: spent - 1 })).toThrow(BoundReached);
    expect(spent).toBe(196);
  });
});

describe('segments of two policies', () => {
  const make = (
    ...patterns: readonly string[]
  ): { readonly segments: Segments; readonly of: readonly Segment[]; readonly steps: Steps } => {
    const steps = { left: 1e6 };
    const segments = new Segments(any, steps);
    return { segments, of: patterns.map((pattern) => segments.intern(node(pattern))), steps };
  };

  it('are interned once, whoever wrote them', () => {
    const { segments, of, steps } = make('a*', 'ab');
    const before = steps.left;
    expect(segments.intern(sequence(literal('a'), any, any))).toBe(of[0]);
    expect(steps.left).toBe(before);
    expect(segments.intern(node('ac')).id).toBe(3);
    expect(steps.left).toBe(before - 1);
    expect(segments.keyOf(node('a*'))).toBe(segments.keyOf(sequence(literal('a'), any, any)));
    expect(segments.keyOf(node('a*'))).not.toBe(segments.keyOf(node('ab')));
  });

  it('match a text, all of them', () => {
    const { segments, of, steps } = make('a*', '*b', 'ab', 'b*', '?');
    const [a, b, ab] = of;
    const found = segments.matching('ab');
    expect(new Set(found.slice())).toEqual(new Set([segments.intern(any), a, b, ab]));
    const before = steps.left;
    expect(segments.matching('ab')).toBe(found);
    expect(steps.left).toBe(before);
    expect(segments.matching('A')).toEqual([]);
  });

  it('are joined, whatever the order, with what every segment must match', () => {
    const { segments, of } = make('a*', '*b', 'x*', 'ab');
    const [a = null, b = null, x = null, ab = null] = of;
    const joint = segments.joint([b, a, null, a]);
    expect(joint.segments.map(({ id }) => id).sort((one, two) => one - two)).toEqual([0, 1, 2]);
    expect(segments.joint([a, b])).toBe(joint);
    expect(segments.joint([a])).not.toBe(joint);
    expect(joint.texts.length).toBeGreaterThan(0);
    expect(joint.texts.every((text) => /^a[a-z]*b$/u.test(text))).toBe(true);
    expect(segments.joint([a, x]).texts).toEqual([]);
    expect(segments.joint([a, ab]).texts).toEqual(['ab']);
    expect(segments.joint([x, ab]).texts).toEqual([]);
    expect(segments.joint([null]).texts.length).toBeGreaterThan(0);
    const digits = segments.intern(one([[48, 57]]));
    expect(segments.joint([digits]).texts).toEqual([]);
  });

  it('have a text in common or none', () => {
    const { segments, of } = make('a*', '*b', 'x*', 'ab', '[cd]?', '?d');
    const [a, b, x, ab, cd, d] = of as readonly [Segment, Segment, Segment, Segment, Segment, Segment];
    const answers = (): readonly boolean[] => [
      segments.intersect(a, b),
      segments.intersect(b, a),
      segments.intersect(a, x),
      segments.intersect(ab, a),
      segments.intersect(ab, x),
      segments.intersect(cd, d),
      segments.intersect(cd, a),
      segments.intersect(cd, cd),
    ];
    expect(answers()).toEqual([true, true, false, true, false, true, false, true]);
    expect(answers()).toEqual([true, true, false, true, false, true, false, true]);
  });

  it('contain a joint or not', () => {
    const { segments, of } = make('a*', '*b', 'ab*', '?*', 'a*b', '[ab]*');
    const [a, b, ab, some, both, either] = of as readonly [Segment, Segment, Segment, Segment, Segment, Segment];
    const joint = segments.joint([a, b]);
    const answers = (): readonly boolean[] => [a, b, ab, some, both, either].map((each) => segments.contained(joint, each));
    expect(answers()).toEqual([true, true, false, true, true, true]);
    expect(answers()).toEqual([true, true, false, true, true, true]);
    expect(segments.contained(segments.joint([either]), a)).toBe(false);
    expect(segments.contained(segments.joint([null]), some)).toBe(false);
    expect(segments.minimal(joint, [ab]).map(({ hits }) => hits)).toEqual([[]]);
  });

  it('are compared within a bound', () => {
    const { segments, of, steps } = make('a*', '*b', 'ab*c');
    const [a, b, abc] = of as readonly [Segment, Segment, Segment];
    const cost = (work: () => unknown): number => {
      const before = steps.left;
      work();
      return before - steps.left;
    };
    const joint = segments.joint([a, b]);
    expect([
      cost(() => segments.matching('aaaab')),
      cost(() => segments.contained(joint, abc)),
      cost(() => segments.joint([b, abc])),
      cost(() => segments.intersect(b, abc)),
      cost(() => segments.contained(joint, segments.intern(node('?*')))),
      cost(() => segments.contained(joint, segments.intern(node('?*')))),
    ]).toEqual([39, 0, 1, 0, 145, 14]);
    steps.left = 3;
    expect(() => segments.matching('aaaaaaaaaaaaab')).toThrow(BoundReached);
    steps.left = 0;
    expect(() => segments.joint([a, abc])).toThrow(BoundReached);
    expect(() => segments.intern(node('new'))).toThrow(BoundReached);
  });
});
