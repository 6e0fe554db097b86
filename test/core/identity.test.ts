import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawFinding } from '../../src/core/documents.ts';
import { isWorse, matchFindings } from '../../src/core/identity.ts';

function finding(path: string, line: number, anchor = 'exec(cmd)', ruleId = 'code/shell'): RawFinding {
  return { ruleId, severity: 'high', confidence: 'high', message: 'm', anchor, location: { path, startLine: line, startColumn: 1 } };
}

function outcome(base: readonly RawFinding[], judged: readonly RawFinding[]): { new: string[]; same: string[]; fixed: string[] } {
  const matching = matchFindings(base, judged);
  const place = ({ location }: RawFinding): string => `${location.path}:${String(location.startLine)}`;
  return {
    new: matching.judged.filter((matched) => matched.prior === null).map((matched) => place(matched.finding)),
    same: matching.judged
      .filter((matched) => matched.prior !== null)
      .map((matched) => `${place(matched.prior ?? matched.finding)} -> ${place(matched.finding)}`),
    fixed: matching.fixed.map((fixed) => place(fixed.finding)),
  };
}

describe('matching', () => {
  test('a finding whose lines moved is the same', () => {
    expect(outcome([finding('a.js', 1)], [finding('a.js', 9)])).toEqual({ new: [], same: ['a.js:1 -> a.js:9'], fixed: [] });
  });

  test('a finding whose file was renamed is the same', () => {
    expect(outcome([finding('a.js', 1)], [finding('lib/b.js', 1)])).toEqual({ new: [], same: ['a.js:1 -> lib/b.js:1'], fixed: [] });
  });

  test('a copy is new, whichever path sorts first', () => {
    expect(outcome([finding('m.js', 5)], [finding('a.js', 5), finding('m.js', 5)])).toEqual({
      new: ['a.js:5'],
      same: ['m.js:5 -> m.js:5'],
      fixed: [],
    });
    expect(outcome([finding('m.js', 5)], [finding('m.js', 5), finding('z.js', 5)])).toEqual({
      new: ['z.js:5'],
      same: ['m.js:5 -> m.js:5'],
      fixed: [],
    });
  });

  test('a copy in the same file is new, and the original keeps its place', () => {
    expect(outcome([finding('m.js', 5)], [finding('m.js', 2), finding('m.js', 5)])).toEqual({
      new: ['m.js:2'],
      same: ['m.js:5 -> m.js:5'],
      fixed: [],
    });
  });

  test('a copy never takes the identity of the original', () => {
    const base = matchFindings([], [finding('m.js', 5)]).judged[0]?.identity;
    const after = matchFindings([finding('m.js', 5)], [finding('a.js', 5), finding('m.js', 5)]).judged;
    expect(after.find((matched) => matched.prior !== null)?.identity).toBe(base);
    expect(after.find((matched) => matched.prior === null)?.identity).toBe(`${String(base)}-2`);
  });

  test('of two moved files the one with the same name is matched', () => {
    const matched = outcome([finding('a/x.js', 1), finding('a/y.js', 1)], [finding('b/y.js', 1), finding('c/x.js', 1)]);
    expect(matched.same.sort()).toEqual(['a/x.js:1 -> c/x.js:1', 'a/y.js:1 -> b/y.js:1']);
  });

  test('another rule or another anchor is another finding', () => {
    expect(outcome([finding('a.js', 1)], [finding('a.js', 1, 'other()')])).toEqual({ new: ['a.js:1'], same: [], fixed: ['a.js:1'] });
    expect(outcome([finding('a.js', 1)], [finding('a.js', 1, 'exec(cmd)', 'code/other')])).toEqual({
      new: ['a.js:1'],
      same: [],
      fixed: ['a.js:1'],
    });
  });

  test('rule and anchor cannot be shifted into each other', () => {
    expect(outcome([finding('a.js', 1, 'bc', 'code/a')], [finding('a.js', 1, 'c', 'code/ab')]).new).toHaveLength(1);
  });

  test('what is gone is fixed, with the identity it had', () => {
    const before = matchFindings([], [finding('a.js', 1), finding('a.js', 2)]).judged.map((matched) => matched.identity);
    const { fixed } = matchFindings([finding('a.js', 1), finding('a.js', 2)], [finding('a.js', 1)]);
    expect(fixed.map((one) => one.identity)).toEqual([before[1]]);
  });
});

describe('identity', () => {
  test('32 hex digits of rule and anchor, an ordinal from the second on', () => {
    const identities = matchFindings([], [finding('a.js', 1), finding('a.js', 2)]).judged.map((matched) => matched.identity);
    expect(identities[0]).toMatch(/^[0-9a-f]{32}$/u);
    expect(identities[1]).toBe(`${String(identities[0])}-2`);
  });

  test('ordinals go by column too', () => {
    const at = (startColumn: number): RawFinding => ({ ...finding('a.js', 1), location: { path: 'a.js', startLine: 1, startColumn } });
    expect(matchFindings([], [at(9), at(2), at(5)]).judged.map((matched) => matched.finding.location.startColumn)).toEqual([2, 5, 9]);
  });

  test('what is gone altogether is fixed with the identities it had', () => {
    const all = [finding('a.js', 1), finding('a.js', 2)];
    const before = matchFindings([], all).judged.map((matched) => matched.identity);
    expect(matchFindings(all, []).fixed.map((one) => one.identity)).toEqual(before);
  });

  test('many equal findings are matched in a blink', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => finding('a.js', index + 1));
    expect(matchFindings(many, many.slice(1)).fixed).toHaveLength(1);
  });
});

const findings = fc.array(
  fc
    .record({ path: fc.constantFrom('a.js', 'b.js', 'c/a.js'), line: fc.integer({ min: 1, max: 6 }), anchor: fc.constantFrom('x', 'y') })
    .map(({ path, line, anchor }) => finding(path, line, anchor)),
  { maxLength: 12 },
);

describe('laws of matching', () => {
  test('one to one: new + matched = judged, fixed + matched = base, identities are unique', () => {
    fc.assert(
      fc.property(findings, findings, (base, judged) => {
        const matching = matchFindings(base, judged);
        const same = matching.judged.filter((matched) => matched.prior !== null).length;
        expect(matching.judged).toHaveLength(judged.length);
        expect(matching.fixed.length + same).toBe(base.length);
        const identities = matching.judged.map((matched) => matched.identity);
        expect(new Set(identities).size).toBe(identities.length);
      }),
    );
  });

  test('nothing is new or fixed between a tree and itself', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const matching = matchFindings(all, all);
        expect(matching.fixed).toEqual([]);
        expect(matching.judged.every((matched) => matched.prior !== null)).toBe(true);
      }),
    );
  });

  test('more of a kind than before means new ones, however they are placed', () => {
    fc.assert(
      fc.property(findings, findings, (base, judged) => {
        const count = (all: readonly RawFinding[], anchor: string): number => all.filter((one) => one.anchor === anchor).length;
        for (const anchor of ['x', 'y']) {
          const fresh = matchFindings(base, judged).judged.filter(
            (matched) => matched.prior === null && matched.finding.anchor === anchor,
          ).length;
          expect(fresh).toBe(Math.max(0, count(judged, anchor) - count(base, anchor)));
        }
      }),
    );
  });

  test('order of the input does not matter', () => {
    const shuffled = findings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const places = (all: readonly RawFinding[], base: readonly RawFinding[]): string[] =>
      matchFindings(base, all)
        .judged.map(({ finding: one, identity }) => `${identity} ${one.location.path} ${String(one.location.startLine)}`)
        .sort();
    fc.assert(
      fc.property(shuffled, shuffled, ([a, b], [base, mixedBase]) => {
        expect(places(b, mixedBase)).toEqual(places(a, base));
      }),
    );
  });
});

describe('worsening', () => {
  const one = finding('a.js', 1);
  test.each([
    [{ severity: 'critical' }, {}, true],
    [{}, { severity: 'critical' }, false],
    [{ confidence: 'high' }, { confidence: 'low' }, true],
    [{ confidence: 'low' }, { confidence: 'high' }, false],
    [{}, {}, false],
    [{ severity: 'low', confidence: 'high' }, { severity: 'high', confidence: 'low' }, true],
  ] as const)('%o after %o: %s', (after, before, worse) => {
    expect(isWorse({ ...one, ...after }, { ...one, ...before })).toBe(worse);
  });
});
