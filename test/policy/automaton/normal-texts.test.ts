// Paths that are decided as they are asked get the decision that they would get by way of their normal form.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { SequenceRule } from '../../../src/policy/automaton/sequence.ts';
import { normalUnits, normalisePath } from '../../../src/policy/request/path.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { literal, sequenceRules, star } from './meeting.ts';

const tiny = { states: 1, cells: 1, members: 1, steps: 1 };
const environment: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/w', home: '/h', temp: '/t' };
const environments: readonly PolicyEnvironment[] = [environment, { ...environment, caseSensitive: false }];
const units = normalUnits(environment) ?? new Uint8Array();

const rules: readonly SequenceRule[] = [
  { effect: 'allow', sequences: [[literal('a'), anyDepth]] },
  { effect: 'deny', sequences: [[anyDepth, literal('b'), anyDepth]] },
  { effect: 'ask', sequences: [[literal('c'), star('/')], [literal('é')]] },
];
const everything: readonly SequenceRule[] = [{ effect: 'allow', sequences: [[anyDepth]] }];

/** Paths in which what is normal and what is not meet often. */
const paths = fc
  .array(fc.constantFrom('a', 'b', 'c', '/', '/', '.', '..', '%', '%2e', '%2F', 'A', 'é', 'e\u0301', '\0', '\x7f', '\ud800', '😀', ' '), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''))
  .chain((path) => fc.constantFrom(path, `/${path}`));

describe('a path that is decided as it is asked', () => {
  test.each([
    '/',
    '',
    'a',
    '/a/',
    '//a',
    '/a//b',
    '/a/./b',
    '/a/..',
    '/..',
    '/.',
    '/a%2f',
    '/a/%41',
    '/a\0',
    '/a/\0',
    '/a\x7f',
    '/é',
    '/aé',
    '/a/\ud800',
  ])('%j is not', (path) => {
    expect(compileRules(everything, '/').deciderOfNormal(units)(path)).toBeNull();
  });

  test.each(['/a', '/a/...', '/a/.b', '/a/b.', '/..a/.b.', '/a b/~', `/${'a/'.repeat(30)}b`])('%j is', (path) => {
    expect(compileRules(everything, '/').deciderOfNormal(units)(path)).toBe('allow');
  });

  test('is denied before what is wrong with it, for that could only deny it too', () => {
    expect(compileRules(rules, '/').deciderOfNormal(units)('/a/b/c/..')).toBe('deny');
  });

  test('has upper case only where case is told apart', () => {
    const folding = normalUnits({ ...environment, caseSensitive: false }) ?? new Uint8Array();
    expect(compileRules(everything, '/').deciderOfNormal(folding)('/A')).toBeNull();
    expect(normalUnits({ ...environment, platform: 'windows' })).toBeNull();
  });

  test('agrees with its normal form', () => {
    const automata = [compileRules(rules, '/'), compileRules(rules, '/', tiny), compileRules(everything, '/')];
    fc.assert(
      fc.property(paths, fc.constantFrom(...environments), (path, where) => {
        const normal = normalisePath(path, where);
        for (const automaton of automata) {
          const decision = automaton.deciderOfNormal(normalUnits(where) ?? new Uint8Array())(path);
          if (decision !== null) expect(decision).toBe(normal === null ? 'deny' : automaton.decide(normal));
        }
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  test('agrees with its normal form, whatever the rules', () => {
    fc.assert(
      fc.property(sequenceRules('/'), fc.array(paths, { maxLength: 12 }), (some, asked) => {
        const automaton = compileRules(some, '/');
        const decide = automaton.deciderOfNormal(units);
        for (const path of asked) {
          const normal = normalisePath(path, environment);
          expect([null, normal === null ? 'deny' : automaton.decide(normal)]).toContain(decide(path));
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
