import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SegmentNfa } from '../../../src/policy/automaton/segment-nfa.ts';
import type { SegmentNode } from '../../../src/policy/automaton/sequence.ts';
import { anyBut, characters, either, inOrder, literal, repeated, segmentNodes, star } from './meeting.ts';
import { matchesSegment } from '../oracle/sequences.ts';

/** The numbers of the patterns that match, sorted. */
function run(nfa: SegmentNfa, text: string): readonly number[] {
  let [now, next] = [nfa.newStateSet(), nfa.newStateSet()];
  nfa.start(now);
  for (const character of text) {
    nfa.step(now.members, 0, now.size, character.codePointAt(0) ?? 0, next);
    [now, next] = [next, now];
  }
  const patterns = [...now.members.subarray(0, now.size)].map((state) => nfa.patternOf(state));
  return patterns.filter((pattern) => pattern !== -1).sort((a, b) => a - b);
}

function nest(levels: number): SegmentNode {
  let node = literal('a');
  for (let level = 0; level < levels; level += 1) node = repeated(node);
  return node;
}

describe('the automaton of segments', () => {
  test('says which patterns match', () => {
    const nfa = new SegmentNfa();
    const js = inOrder(star('/'), either(literal('.js'), literal('.ts')));
    const ids = [literal('ab'), star('/'), js, literal(''), inOrder(literal('a'), anyBut('/'))].map((pattern) => nfa.add(pattern));
    expect(ids).toEqual([0, 1, 2, 3, 4]);
    expect(nfa.patternCount).toBe(5);
    expect([run(nfa, ''), run(nfa, 'ab'), run(nfa, 'x.ts'), run(nfa, 'a😀'), run(nfa, '.jsx')]).toEqual([
      [1, 3],
      [0, 1, 4],
      [1, 2],
      [1, 4],
      [1],
    ]);
  });

  test('equal patterns have one number, and beginnings are shared', () => {
    const nfa = new SegmentNfa();
    expect([nfa.add(literal('name1')), nfa.add(literal('name2')), nfa.add(literal('name1'))]).toEqual([0, 1, 0]);
    expect(nfa.size).toBe(1 + 'name12'.length);
    expect([nfa.add(star('/')), nfa.add(inOrder(star('/'), literal('')))]).toEqual([2, 2]);
  });

  test('a set that differs in one character is another', () => {
    const nfa = new SegmentNfa();
    expect(nfa.add({ kind: 'one', set: [[1, 5]] })).not.toBe(nfa.add({ kind: 'one', set: [[1, 6]] }));
    expect(nfa.add(either(literal('a'), literal('b')))).not.toBe(nfa.add(either(literal('a'), literal('c'))));
    expect(nfa.add(either(literal('ab')))).not.toBe(nfa.add(either(literal('a'), literal('b'))));
  });

  test('any patterns together match as each alone does', () => {
    const text = fc.array(fc.constantFrom(...characters), { maxLength: 5 }).map((units) => units.join(''));
    fc.assert(
      fc.property(fc.array(segmentNodes('/'), { maxLength: 6 }), fc.array(text, { maxLength: 8 }), (patterns, examples) => {
        const nfa = new SegmentNfa();
        const ids = patterns.map((pattern) => nfa.add(pattern));
        for (const example of examples) {
          const wanted = new Set(patterns.flatMap((pattern, index) => (matchesSegment(pattern, example) ? [ids[index] ?? -1] : [])));
          expect(run(nfa, example)).toEqual([...wanted].sort((a, b) => a - b));
        }
      }),
      { numRuns: 1500, seed: 4 },
    );
  });

  test('refuses what is nested too deep, and takes a choice of any width', () => {
    const nfa = new SegmentNfa();
    expect(() => nfa.add(nest(600))).toThrow(RangeError);
    expect(run(nfa, 'aa')).toEqual([]);
    const wide = nfa.add(either(...Array.from({ length: 20_000 }, (_, index) => literal(String(index)))));
    expect(run(nfa, '19999')).toEqual([wide]);
    expect(run(nfa, '20000')).toEqual([]);
  });
});
