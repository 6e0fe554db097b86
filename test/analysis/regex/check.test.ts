// What the checker says of twins that differ in one token, of hostile patterns, and whether its attacks do what it says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackText } from '../../../src/analysis/regex/attack.ts';
import {
  checkRegex,
  createRegexChecker,
  learnJudgedPatterns,
  takeJudgedPatterns,
  type Verdict,
} from '../../../src/analysis/regex/check.ts';
import { runThroughout } from '../../../src/analysis/regex/matcher.ts';
import { parsePattern } from '../../../src/analysis/regex/pattern.ts';
import { compilePattern, type Program } from '../../../src/analysis/regex/program.ts';
import { patternOf } from './patterns.ts';
import { twins, type Slowness } from './twins.ts';
import { processorMs } from '../../support/processor-time.ts';

function slownessOf(verdict: Verdict): Slowness | Verdict['kind'] {
  if (verdict.kind !== 'vulnerable') return verdict.kind;
  if (verdict.growth.kind === 'exponential') return 'exponential';
  return verdict.inOneAttempt ? 'polynomial' : 'search';
}

describe('twins', () => {
  it('are many', () => {
    expect(twins.length).toBeGreaterThanOrEqual(50);
  });

  it.each(twins)('$slow against $fast', ({ slow, fast, flags = '', as }) => {
    expect(slownessOf(checkRegex(slow, flags))).toBe(as);
    expect(slownessOf(checkRegex(fast, flags))).toBe('safe');
  });
});

describe('degree', () => {
  it.each([
    ['^a*a*$', 2],
    ['^a*a*a*$', 3],
    ['^a*a*a*a*$', 4],
    ['a*a*$', 3],
    ['a*$', 2],
  ])('%s: %i', (source, degree) => {
    expect(checkRegex(source, '')).toMatchObject({ growth: { kind: 'polynomial', degree } });
  });
});

function programOf(source: string, flags: string): Program {
  const parsed = parsePattern(source, flags);
  if (!parsed.ok) throw new Error(parsed.problem);
  return compilePattern(parsed.pattern);
}

/** Steps for so many pumps, up to a limit. */
function stepsFor(program: Program, verdict: Extract<Verdict, { kind: 'vulnerable' }>, count: number): number {
  return runThroughout(program, attackText(verdict.attack, count), { budget: 6_000_000 }).steps;
}

function expectGrowth(source: string, flags: string, verdict: Extract<Verdict, { kind: 'vulnerable' }>): void {
  const program = programOf(source, flags);
  const { growth, samples } = verdict;
  const base = samples.findLast(({ cut }) => !cut)?.count ?? 0;
  const ratio = stepsFor(program, verdict, base * 2) / stepsFor(program, verdict, base);
  expect(ratio, `${source} ${JSON.stringify(verdict.attack)}`).toBeGreaterThan(growth.kind === 'exponential' ? 3 : 2.6);
}

describe('a verified attack', () => {
  it.each(twins)('of $slow grows when it is asked again', ({ slow, flags = '' }) => {
    const verdict = checkRegex(slow, flags);
    if (verdict.kind !== 'vulnerable') throw new Error(verdict.kind);
    expectGrowth(slow, flags, verdict);
  });

  it('of any pattern grows, and every pattern gets the same answer twice', () => {
    fc.assert(
      fc.property(patternOf({ depth: 3 }), fc.constantFrom('', 'i', 'm', 's', 'u'), (source, flags) => {
        const verdict = checkRegex(source, flags);
        expect(checkRegex(source, flags)).toEqual(verdict);
        if (verdict.kind === 'vulnerable') expectGrowth(source, flags, verdict);
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});

const nested = (levels: number, open: string, close: string): string => `${open.repeat(levels)}a${close.repeat(levels)}`;
const words = (count: number): string => Array.from({ length: count }, (_, index) => index.toString(36)).join('|');

describe('hostile patterns end in bounded time', () => {
  const cases: readonly (readonly [name: string, source: string, flags: string, verdict: Verdict['kind']])[] = [
    ['500 nested quantifiers', `^${nested(500, '(?:', ')*')}$`, '', 'unjudged'],
    ['500 nested captures', `^${nested(500, '(', ')+')}$`, '', 'unjudged'],
    ['deeper than is read', `^${nested(5000, '(?:', ')*')}$`, '', 'unjudged'],
    ['100,000 open groups', '('.repeat(100_000), '', 'unjudged'],
    ['repeats of repeats', '(?:a{1000}){1000}{1000}', '', 'unjudged'],
    ['a repeat of repeats', '^(?:(?:a{1000}){1000}){1000}$', '', 'unjudged'],
    ['empty rounds', '^(?:(?:){1000}){1000}$', '', 'safe'],
    ['empty rounds that are open', '^(?:(?:a?){1000}){1000}$', '', 'unjudged'],
    ['10,000 alternatives', words(10_000).slice(0, 19_000), '', 'safe'],
    ['10,000 alternatives in a loop', `^(?:${words(5000).slice(0, 19_000)})*$`, '', 'unjudged'],
    ['1,000 alternatives that overlap in a loop', `^(?:${Array.from({ length: 1000 }, () => 'a').join('|')})*$`, '', 'unjudged'],
    ['200 loops after each other', `^${'a*'.repeat(200)}$`, '', 'unjudged'],
    ['200 different loops', `^${Array.from({ length: 200 }, (_, i) => `[a-z]*${String(i)}`).join('')}$`, '', 'safe'],
    ['references to references', `^(a*)${Array.from({ length: 30 }, (_, i) => `(\\${String(i + 1)}*)`).join('')}$`, '', 'vulnerable'],
    ['looks in looks', `^${'(?=a*'.repeat(100)}${')'.repeat(100)}$`, '', 'unjudged'],
    ['looks behind in looks behind', `${'(?<=a*'.repeat(100)}${')'.repeat(100)}b`, '', 'unjudged'],
    ['every property', `^(?:[\\p{L}\\p{N}\\p{P}\\p{S}\\p{Z}]+|\\p{ASCII}*)+$`, 'u', 'vulnerable'],
    ['sets of sets', `^(?:[\\w--[[a-c]&&[a-z]]]+)+$`, 'v', 'vulnerable'],
    ['emoji', `^(?:\\p{RGI_Emoji}+)+$`, 'v', 'unjudged'],
    ['no regular expression', '(', '', 'unjudged'],
    ['a very long literal', 'a'.repeat(19_999), '', 'safe'],
    [
      'a class of a thousand ranges',
      `^[${Array.from({ length: 1000 }, (_, i) => `\\u{${(0x4000 + 3 * i).toString(16)}}`).join('')}]*$`,
      'u',
      'safe',
    ],
  ];

  it.each(cases)('%s', (_, source, flags, kind) => {
    const start = processorMs();
    expect(checkRegex(source, flags).kind).toBe(kind);
    expect(processorMs() - start).toBeLessThan(3000);
  });

  it('a file of slow ones: what comes last is unjudged', () => {
    const check = createRegexChecker();
    const start = processorMs();
    const verdicts = Array.from({ length: 3000 }, (_, index) => check(`^(?:a+(?:${String(index)})?)+$`, '').kind);
    expect(processorMs() - start).toBeLessThan(20_000);
    expect(verdicts[0]).toBe('vulnerable');
    expect(verdicts.at(-1)).toBe('unjudged');
    expect(check('^(?:a+(?:0)?)+$', '').kind).toBe('vulnerable');
  });

  it('a file of patterns with many letters and many states takes seconds', () => {
    const check = createRegexChecker();
    const letters = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x4e00 + index));
    const pattern = letters.map((letter) => `${letter}(?:${letter}?){0,500}${letter}*!`).join('|');
    const start = processorMs();
    const verdicts = Array.from({ length: 30 }, (_, index) => check(`${pattern}${String(index)}`, ''));
    expect(processorMs() - start).toBeLessThan(10_000);
    expect(verdicts.at(-1)).toEqual({ kind: 'unjudged', reason: 'budget' });
  });

  it('what one file asked takes nothing from the bound of the next, and adds nothing to it', () => {
    const ask = (): readonly Verdict[] => {
      const check = createRegexChecker(2);
      return Array.from({ length: 40 }, (_, index) => check(`^(?:b+(?:${String(index)})?)+$`, ''));
    };
    const verdicts = ask();
    expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['vulnerable', 'unjudged']));
    expect(ask()).toEqual(verdicts);
  });
});

describe('what took long on one thread', () => {
  const slow = '^(?:handed|hande|d)+on(?:x+x+)+y$';

  it('is handed on once, with what it took, and what took no time is not', () => {
    takeJudgedPatterns();
    const check = createRegexChecker();
    const verdict = check(slow, 'i');
    check('^plain$', '');
    expect(takeJudgedPatterns()).toEqual([{ question: `i/${slow}`, judged: { answer: verdict, taken: expect.anything() as unknown } }]);
    expect(takeJudgedPatterns()).toEqual([]);
  });

  it('is believed on another, and charged there', () => {
    const taken = { analysis: 400_000, attack: 0, matching: 0 };
    learnJudgedPatterns([{ question: 'd/^(?:q+q+)+$', judged: { answer: { kind: 'safe' }, taken } }]);
    const check = createRegexChecker(2);
    expect(check('^(?:q+q+)+$', 'd').kind).toBe('safe');
    expect(check('^(?:z+z+)+$', 'd').kind).toBe('vulnerable');
    const poor = createRegexChecker(0.5);
    // More than is left is worked out anew, as far as it goes.
    expect(poor('^(?:q+q+)+$', 'd')).not.toEqual({ kind: 'safe' });
  });
});
