import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charSetFromRanges } from '../../../src/policy/automaton/char-set.ts';
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { Effect, Sequence, SequenceRule } from '../../../src/policy/automaton/sequence.ts';
import { either, inOrder, literal, naiveMatching, repeated, segmentNodes, sequenceRules, star, strongest, texts } from './naive-matcher.ts';

const separators = ['/', '.', '\0'] as const;
/** So small that every text makes it forget. */
const tiny = { states: 1, cells: 1, members: 1, steps: 1 };
const small = { states: 6, cells: 100, members: 20, steps: 5 };

const rule = (effect: Effect, ...sequences: readonly Sequence[]): SequenceRule => ({ effect, sequences });

describe('what rules decide', () => {
  test.each<[string, readonly SequenceRule[], Readonly<Record<string, Effect>>]>([
    ['no rule', [], { '': 'deny', '/a': 'deny' }],
    ['the empty text', [rule('allow', [])], { '': 'allow', '/': 'deny', '/a': 'deny' }],
    ['an empty segment', [rule('allow', [literal('')])], { '': 'deny', '/': 'allow', '//': 'deny', '/a': 'deny' }],
    ['any depth', [rule('ask', [anyDepth])], { '': 'ask', '/': 'ask', '/a//b': 'ask', a: 'deny' }],
    ['any depth, whatever segments hold', [rule('allow', [literal('a'), anyDepth])], { '/a/\ud800': 'allow', '/\ud800/a': 'deny' }],
    ['half a character is none', [rule('allow', [star('/')])], { '/\ud800': 'deny', '/\udc00x': 'deny', '/😀': 'allow' }],
    [
      'deny beats ask beats allow',
      [
        rule('deny', [literal('a'), literal('d')]),
        rule('allow', [literal('a'), anyDepth]),
        rule('ask', [literal('a'), literal('b'), anyDepth]),
      ],
      { '/a': 'allow', '/a/c': 'allow', '/a/b': 'ask', '/a/b/c': 'ask', '/a/d': 'deny', '/a/d/e': 'allow', '/b': 'deny' },
    ],
    [
      'any depth in front, between and behind',
      [rule('allow', [anyDepth, literal('a'), anyDepth, literal('b')]), rule('deny', [anyDepth, literal('x'), anyDepth])],
      { '/a/b': 'allow', '/c/a/c/c/b': 'allow', '/a/b/c': 'deny', '/a/x/b': 'deny', '/b/a': 'deny', '/a/b/a/b': 'allow' },
    ],
    ['several sequences', [rule('allow', [literal('a')], [literal('b'), literal('c')])], { '/a': 'allow', '/b/c': 'allow', '/b': 'deny' }],
    ['a rule without a sequence', [rule('deny'), rule('allow', [anyDepth])], { '/a': 'allow' }],
  ])('%s', (_name, rules, decisions) => {
    const { decide } = compileRules(rules, '/');
    expect(Object.fromEntries(Object.keys(decisions).map((text) => [text, decide(text)]))).toEqual(decisions);
  });

  test('empty segments count where NUL separates', () => {
    const { decide } = compileRules([rule('allow', [star('\0'), literal(''), literal('git'), anyDepth])], '\0');
    expect(['\0sha\0\0git', '\0\0\0git\0push', '\0\0git', '\0\0a\0git'].map(decide)).toEqual(['allow', 'allow', 'deny', 'deny']);
  });

  test('the separator is one unit', () => {
    expect(() => compileRules([], '')).toThrow(RangeError);
    expect(() => compileRules([], '::')).toThrow(RangeError);
  });

  test.each(separators)('as trying everything has it, separator %j', (separator) => {
    fc.assert(
      fc.property(sequenceRules(separator), fc.array(texts(separator), { maxLength: 12 }), (rules, examples) => {
        const automata = [compileRules(rules, separator), compileRules(rules, separator, small), compileRules(rules, separator, tiny)];
        for (const text of [...examples, ...examples]) {
          const matching = naiveMatching(rules, separator, text);
          for (const automaton of automata) {
            expect([text, automaton.decide(text)]).toEqual([text, strongest(rules, matching)]);
            expect([text, automaton.matching(text)]).toEqual([text, matching]);
          }
        }
      }),
      { numRuns: 1500, seed: 6 },
    );
  });

  test('never throws, whatever the text', () => {
    const automata = separators.flatMap((separator) => [
      compileRules([rule('allow', [anyDepth, star(separator), literal('a😀')])], separator, small),
      compileRules([], separator),
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 5 }), (text, cut) => {
        for (const { decide, matching } of automata)
          for (const each of [text, `/${text}`, `/${text.slice(1)}/${cut}`, `\0${text}`]) {
            expect(['allow', 'deny']).toContain(decide(each));
            expect(matching(each).length > 0).toBe(decide(each) === 'allow');
          }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
