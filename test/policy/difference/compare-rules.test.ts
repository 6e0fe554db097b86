import { describe, expect, test } from 'vitest';
import { charSetOf, complement } from '../../../src/policy/automaton/char-set.ts';
import type { SegmentNode, SequenceRule } from '../../../src/policy/automaton/sequence.ts';
import { compareRules } from '../../../src/policy/difference/compare-rules.ts';
import type { ComparisonOptions, RuleComparison } from '../../../src/policy/difference/compare-rules.ts';
import { formatRegion } from '../../../src/policy/difference/format-region.ts';
import { one, pathUniverse, rule, star, word } from './brute-force.ts';
import { isSampled } from '../properties/plan.ts';

const universe = pathUniverse();

function compare(base: readonly SequenceRule[], head: readonly SequenceRule[], options: Partial<ComparisonOptions> = {}): RuleComparison {
  return compareRules(base, head, { universe, separator: '/', ...options });
}

/** Each change in a line: what it is, its region, an example, and the rules of head and base that did it, by number. */
function told(base: readonly string[], head: readonly string[]): readonly string[] {
  const { rises, falls, undetermined } = compare(
    base.map((text) => rule(text)),
    head.map((text) => rule(text)),
  );
  expect(undetermined).toEqual([]);
  const nameOf = ({ side, index }: { side: 'base' | 'head'; index: number }): string =>
    ((side === 'base' ? base : head)[index] ?? '').split(' ').slice(1).join('|');
  return [...rises, ...falls].map(
    ({ region, witness, before, after, ...lines }) =>
      `${before} -> ${after}: ${formatRegion(region, nameOf)}; ${witness}; head ${lines.head.join()} base ${lines.base.join()}`,
  );
}

const many = (text: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => text + String(index));

describe('what is told of a change', () => {
  test.each<readonly [name: string, base: readonly string[], head: readonly string[], expected: readonly string[]]>([
    ['a new grant', [], ['allow /ws/**'], ['deny -> allow: /ws/**; /ws/a; head 0 base ']],
    ['a new question', [], ['ask /ws/package*.json'], ['deny -> ask: /ws/package*.json; /ws/package.json; head 0 base ']],
    [
      'what was granted before and what is denied now is carved out; a new deny takes from what was granted',
      ['allow /ws/*.json'],
      ['allow /ws/*.json', 'allow /ws/*', 'deny /**/.env*'],
      [
        'deny -> allow: /ws/* minus /ws/*.json, /**/.env*; /ws/a; head 1 base ',
        'allow -> deny: /**/.env* within /ws/*.json; /ws/.env.json; head 2 base ',
      ],
    ],
    [
      'a deny that is gone, from under a grant that stays',
      ['deny /ws/x/**', 'allow /ws/**'],
      ['allow /ws/**'],
      ['deny -> allow: /ws/x/**; /ws/x/a; head  base 0'],
    ],
    ['a deny that becomes a grant', ['deny /ws/**'], ['allow /ws/**'], ['deny -> allow: /ws/**; /ws/a; head 0 base 0']],
    ['a deny that is gone and leaves nothing', ['deny /ws/**', 'allow /a'], ['allow /a'], []],
    [
      'a deny that is replaced by grants below it',
      ['deny /ws/**'],
      ['allow /ws/a', 'allow /ws/b'],
      ['deny -> allow: /ws/a; /ws/a; head 0 base 0', 'deny -> allow: /ws/b; /ws/b; head 1 base 0'],
    ],
    [
      'a question that is gone: what was granted beside it rises, the rest falls',
      ['ask /ws/**', 'allow /ws/a/**'],
      ['allow /ws/a/**'],
      ['ask -> allow: /ws/a/**; /ws/a; head  base 0', 'ask -> deny: /ws/** minus /ws/a/**; /ws/file; head  base 0'],
    ],
    ['a question that becomes a grant', ['ask /ws/**'], ['allow /ws/**'], ['ask -> allow: /ws/**; /ws/a; head 0 base 0']],
    ['a grant that becomes a question', ['allow /ws/**'], ['ask /ws/**'], ['allow -> ask: /ws/**; /ws/a; head 0 base 0']],
    ['a question beside a grant', ['allow /ws/**'], ['allow /ws/**', 'ask /ws/a'], ['allow -> ask: /ws/a; /ws/a; head 1 base ']],
    [
      'of two denies that are gone the wider one, with the lines of both',
      ['allow /ws/**', 'deny /**/.env', 'deny /**/.env*'],
      ['allow /ws/**'],
      ['deny -> allow: /**/.env* within /ws/**; /ws/.env; head  base 2,1'],
    ],
    [
      'of grants within each other the widest',
      [],
      ['allow /ws/**', 'allow /ws/a', 'allow /ws/*'],
      ['deny -> allow: /ws/**; /ws/a; head 0,2,1 base '],
    ],
    ['the same grant twice', [], ['allow /a', 'allow /a'], ['deny -> allow: /a; /a; head 0,1 base ']],
    ['a rule that got an alternative more', ['allow /a /b'], ['allow /a /b /c'], ['deny -> allow: /a|/b|/c minus /a|/b; /c; head 0 base ']],
    [
      'a deny that is gone from over a grant and a question',
      ['deny /x/**', 'allow /x/a/**', 'allow /x/b/**', 'ask /x/b/c'],
      ['allow /x/a/**', 'allow /x/b/**', 'ask /x/b/c'],
      ['deny -> ask: /x/b/c; /x/b/c; head  base 0', 'deny -> allow: /x/a/**, /x/b/** minus /x/b/c; /x/a; head  base 0'],
    ],
    [
      'a deny that is gone, within grants that it does not contain',
      ['deny /**/k', 'allow /a/**', 'allow /b/**'],
      ['allow /a/**', 'allow /b/**'],
      ['deny -> allow: /**/k within /a/**, /b/**; /a/k; head  base 0'],
    ],
    ['a deny that is gone from over nothing', ['deny /**/k'], ['allow /a/**'], ['deny -> allow: /a/**; /a/a; head 0 base ']],
    [
      'carve-outs are named, general denies counted',
      [],
      ['allow /ws/**', 'deny /ws/a', 'deny /ws/b/**', ...many('deny /**/n', 20)],
      ['deny -> allow: /ws/** minus /ws/a, /ws/b/** and 20 general denies; /ws/file; head 0 base '],
    ],
    [
      'not more carve-outs than somebody reads',
      [],
      ['allow /ws/**', ...many('deny /ws/n', 12)],
      [`deny -> allow: /ws/** minus ${many('/ws/n', 8).join(', ')} and 4 other denies; /ws/a; head 0 base `],
    ],
    [
      'not more of any than somebody counts',
      [],
      ['allow /ws/**', ...many('deny /**/n', 400)],
      ['deny -> allow: /ws/** minus more than 256 rules; /ws/a; head 0 base '],
    ],
    [
      'a carve-out inside another one is not named',
      [],
      ['allow /ws/**', 'deny /ws/a/**', 'deny /ws/a/b', 'deny /ws/a/*'],
      ['deny -> allow: /ws/** minus /ws/a/**; /ws/file; head 0 base '],
    ],
    ['grants that go', ['allow /ws/**', 'allow /ws/a'], ['allow /ws/a'], ['allow -> deny: /ws/** minus /ws/a; /ws/file; head  base 0']],
  ])('%s', (_name, base, head, expected) => {
    expect(told(base, head)).toEqual(expected);
  });
});

describe('what is written in another way is equal', () => {
  test.each<readonly [base: readonly string[], head: readonly string[]]>([
    [['allow /ws/**'], ['allow /ws', 'allow /ws/*', 'allow /ws/*/**']],
    [['allow /ws/** /x'], ['allow /x', 'allow /ws/**']],
    [['allow /**/a/**'], ['allow /**/**/a/**', 'allow /a']],
    [['ask /ws/?*'], ['ask /ws/*']],
    [['deny /a', 'allow /b'], ['allow /b']],
    [['deny /a/**', 'allow /a/b', 'ask /a/c'], []],
    [
      ['ask /a/**', 'allow /a/b', 'deny /x'],
      ['ask /a/**', 'deny /x /y'],
    ],
    // Requests have neither empty segments nor dots.
    [['allow /.', 'allow /..', 'allow /a/./b'], []],
  ])('%j and %j', (base, head) => {
    expect(told(base, head)).toEqual([]);
    expect(told(head, base)).toEqual([]);
  });
});

const any: SegmentNode = { kind: 'one', set: complement(charSetOf('/')) };

function anyOf(count: number): readonly SegmentNode[] {
  return Array.from({ length: count }, () => any);
}

function sequenceOf(...parts: readonly SegmentNode[]): SegmentNode {
  return { kind: 'sequence', parts };
}

describe('work that has no end', () => {
  const notA: SegmentNode = { kind: 'one', set: complement(charSetOf('/a')) };
  /** Of a text it is to be known whether the character `count` before its end is an `a`; a subset of all texts for each beginning. */
  const cover = (count: number): SequenceRule => ({
    effect: 'allow',
    sequences: [[sequenceOf(star('/'), one('a'), ...anyOf(count))], [sequenceOf(star('/'), notA, ...anyOf(count))]],
  });
  const covered = (count: number): SequenceRule => ({ effect: 'allow', sequences: [[sequenceOf(...anyOf(count + 1), star('/'))]] });

  test('is done where it is little', () => {
    expect(compare([cover(4)], [cover(4), covered(4)])).toEqual({ rises: [], falls: [], undetermined: [] });
  });

  test.each([16, 40])('ends as undetermined, for the rule it was about: %d', (count) => {
    expect(compare([cover(count)], [rule('deny /x'), covered(count), cover(count)])).toMatchObject({
      rises: [],
      falls: [],
      undetermined: [{ side: 'head', index: 1 }],
    });
  });

  test('the bound decides, and nothing else: the same twice, and more with more', () => {
    const lists = [[cover(6)], [cover(6), covered(6)]] as const;
    const [little, again] = [compare(...lists, { bound: 20_000 }), compare(...lists, { bound: 20_000 })];
    expect(little).toEqual(again);
    expect(little.undetermined).toEqual([{ side: 'head', index: 1 }]);
    expect(compare(...lists).undetermined).toEqual([]);
  });

  test('what others have used up is gone', () => {
    const steps = { left: 1_000 };
    const lists = [[], [rule('allow /ws/**'), rule('deny /**/x*y*z')]] as const;
    expect(compare(...lists, { steps }).rises).toHaveLength(1);
    expect(steps.left).toBeLessThan(1_000);
    expect(compare(...lists, { steps: { left: 3 } })).toEqual({
      rises: [],
      falls: [],
      undetermined: [
        { side: 'head', index: 0 },
        { side: 'head', index: 1 },
      ],
    });
  });

  test('nests too deep', () => {
    let deep: SegmentNode = one('a');
    for (let depth = 0; depth < 100_000; depth += 1) deep = { kind: 'choice', parts: [deep, word('b')] };
    const nested: SequenceRule = { effect: 'allow', sequences: [[deep]] };
    expect(compare([], [nested]).undetermined).toEqual([{ side: 'head', index: 0 }]);
  });

  test('hundreds of characters that may be there', () => {
    const optional = sequenceOf(
      ...Array.from({ length: isSampled ? 20 : 200 }, (): SegmentNode => ({ kind: 'choice', parts: [word(''), one('a')] })),
    );
    const comparison = compare(
      [{ effect: 'allow', sequences: [[optional]] }],
      [{ effect: 'allow', sequences: [[sequenceOf(optional, one('b'))]] }],
    );
    expect(comparison.rises.map(({ witness }) => witness)).toEqual(['/b']);
  });

  test('many names at any depth, each of which may or may not have come', () => {
    const names = many('/**/x', 14).map((name) => rule(`deny ${name}/**`));
    const head = [...names, rule('allow /**/a/**/b/**')];
    expect(compare(names, head).rises.map(({ witness }) => witness)).toEqual(['/a/b/a']);
    expect(compare([rule('allow /**')], [rule('allow /**'), ...names]).falls).toHaveLength(14);
  });
});

describe('witnesses', () => {
  test('are what a request can have, where the universe cannot say it', () => {
    const isNormal = (text: string): boolean => !text.includes('a');
    expect(compare([], [rule('allow /ws/*')], { isNormal }).rises.map(({ witness }) => witness)).toEqual(['/ws/file']);
    expect(compare([], [rule('allow /ws/a')], { isNormal })).toEqual({ rises: [], falls: [], undetermined: [{ side: 'head', index: 0 }] });
  });

  test.each([
    ['allow /ws/*.ts', '/ws/a.ts'],
    ['allow /**/*.ts', '/a.ts'],
    ['allow /ws/lib-*', '/ws/lib-a'],
    ['allow /ws/?', '/ws/a'],
    ['allow /ws/**/src/*', '/ws/src/a'],
    ['allow /**', '/a'],
  ])('read well: %s', (text, witness) => {
    expect(compare([], [rule(text)]).rises.map((rise) => rise.witness)).toEqual([witness]);
  });

  test('avoid what is not meant, with the names that rules give', () => {
    expect(told([], ['allow /ws/*/x', 'deny /ws/a/**', 'deny /ws/file/**', 'deny /ws/?*e/**'])[0]).toContain('; /ws/data/x;');
    expect(told(['deny /**/*.key', 'allow /ws/**'], ['allow /ws/**'])[0]).toContain('; /ws/a.key;');
  });
});
