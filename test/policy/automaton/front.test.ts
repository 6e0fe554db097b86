import { describe, expect, test } from 'vitest';
import { Front } from '../../../src/policy/automaton/front.ts';
import { buildRuleTree } from '../../../src/policy/automaton/rule-tree.ts';
import { SegmentNfa } from '../../../src/policy/automaton/segment-nfa.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { Effect, Sequence } from '../../../src/policy/automaton/sequence.ts';
import { literal } from './meeting.ts';

const open = -1;
const [allow, ask, deny] = [1, 2, 3];

interface Walk {
  readonly front: Front;
  /** Goes on by each of these segments, which are names of patterns. */
  readonly go: (...segments: readonly string[]) => Walk;
}

/** A front over `rules`, `allow /a/**` for instance. */
function walk(rules: readonly string[], forgetful = true): Walk {
  const nfa = new SegmentNfa();
  const tree = buildRuleTree(
    rules.map((rule) => {
      const [effect, pattern = ''] = rule.split(' ');
      const sequence: Sequence = pattern
        .split('/')
        .slice(1)
        .map((segment) => (segment === '**' ? anyDepth : literal(segment)));
      return { effect: effect as Effect, sequences: [sequence] };
    }),
    nfa,
  );
  const front = new Front(tree, forgetful);
  front.start();
  const known = nfa.patternCount;
  const self: Walk = {
    front,
    go: (...segments) => {
      for (const segment of segments) {
        const patterns = nfa.newPatternSet();
        const pattern = nfa.add(literal(segment));
        if (pattern < known) patterns.add(pattern);
        front.step(patterns);
      }
      return self;
    },
  };
  return self;
}

describe('a front that forgets', () => {
  test.each<[string, readonly string[], string, number]>([
    ['nothing can match any more', ['allow /a/b'], '/x', 0],
    ['only denials can match any more', ['allow /a', 'deny /b/**/c', 'deny /**/d'], '/b', deny],
    ['all is allowed', ['allow /a/**', 'allow /a/b/c', 'ask /b'], '/a', allow],
    ['all is asked', ['ask /a/**', 'allow /a/b/c', 'allow /**/x'], '/a', ask],
    ['all is denied', ['deny /a/**', 'allow /**', 'ask /a/b'], '/a', deny],
    ['no rule at all', [], '/a', 0],
    ['allowed until something is asked', ['allow /a/**', 'ask /a/b'], '/a', open],
    ['allowed until something is denied', ['allow /a/**', 'deny /a/b'], '/a', open],
    ['allowed, and what would deny is left behind', ['allow /a/**', 'deny /a/b'], '/a/c', allow],
    ['something may be allowed yet', ['allow /a/b', 'deny /a/**/c'], '/a', open],
  ])('decides at once where %s', (_name, rules, path, decided) => {
    const { front } = walk(rules).go(...path.split('/').slice(1));
    expect(front.decided()).toBe(decided);
  });

  test('keeps one node for all that is allowed anyway', () => {
    const { front } = walk(['allow /**', 'allow /**/a/**', 'allow /**/b', 'deny /**/x/y']).go('a', 'b', 'b');
    expect([front.nodes.size, front.weight(), front.decided()]).toEqual([2, allow, open]);
  });

  test('is the same wherever the same can follow', () => {
    const rules = ['allow /a/**', 'allow /b/c/**', 'ask /d/**', 'deny /**/x'];
    const [one, other, third] = [
      walk(rules).go('a', 'z').front.nodes,
      walk(rules).go('b', 'c').front.nodes,
      walk(rules).go('d').front.nodes,
    ];
    const all = [...one.members.subarray(0, one.size)];
    expect([one.size, all.every((node) => other.has(node))]).toEqual([other.size, true]);
    expect(one.hash).toBe(other.hash);
    expect(one.hash).not.toBe(third.hash);
  });

  test('goes on from nodes that it had before as it would have gone', () => {
    const rules = ['allow /**/a/**', 'ask /**/b', 'deny /**/c/**/d', 'allow /x'];
    const { front: was } = walk(rules).go('c', 'b');
    const saved = was.nodes.members.slice(0, was.nodes.size);
    for (const before of [[], ['a'], ['x']]) {
      const later = walk(rules).go(...before);
      later.front.load(saved, 0, saved.length);
      expect([later.front.weight(), later.front.decided()]).toEqual([ask, open]);
      later.go('a', 'q');
      const { nodes } = walk(rules).go('c', 'b', 'a', 'q').front;
      expect([later.front.nodes.hash, later.front.nodes.size, later.front.weight()]).toEqual([nodes.hash, nodes.size, allow]);
      expect(later.go('d').front.decided()).toBe(open);
      expect(later.front.weight()).toBe(deny);
    }
  });
});

test('counts anew when it goes on from other nodes', () => {
  const rules = ['allow /a/b', 'deny /**/c'];
  const { front: denied } = walk(rules).go('x');
  const { front } = walk(rules);
  expect([front.decided(), denied.decided()]).toEqual([open, deny]);
  front.load(denied.nodes.members, 0, denied.nodes.size);
  expect(front.decided()).toBe(deny);
});

test('a front that does not forget knows all rules that match', () => {
  const rules = ['allow /**', 'deny /a/**', 'deny /**/b', 'ask /a/b', 'allow /c'];
  expect(walk(rules, false).go('a', 'b').front.rules()).toEqual([0, 1, 2, 3]);
  expect(walk(rules, false).front.rules()).toEqual([0]);
});
