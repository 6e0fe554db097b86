import { describe, expect, test } from 'vitest';
import type { PatternResource } from '../../../src/policy/pattern/kinds.ts';
import { argv, caseless, env, look, matches, name, problemOf, run, use, windows } from './meaning.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const other = `sha256:${'f'.repeat(64)}`;

describe('commands', () => {
  test.each<[readonly string[], readonly (readonly string[])[], readonly (readonly string[])[]]>([
    [['git', 'status'], [['git', 'status']], [['git'], ['git', 'status', '-s'], ['git status'], ['Git', 'status']]],
    [
      ['git', '*'],
      [
        ['git', 'status'],
        ['git', ''],
        ['git', 'a b/c\n'],
      ],
      [['git'], ['git', 'a', 'b']],
    ],
    [['git', '**'], [['git'], ['git', 'a'], ['git', 'a', '', 'b']], [['gitx']]],
    [['**'], [['a'], ['a', 'b']], []],
    [['*'], [['a']], [['a', 'b']]],
    [
      ['make', '{test,lint:*}'],
      [
        ['make', 'test'],
        ['make', 'lint:ts'],
      ],
      [['make', 'lint']],
    ],
    [['/usr/bin/*'], [['/usr/bin/env'], ['/usr/bin/a/b']], [['/usr/bin']]],
    [
      ['a', '?'],
      [
        ['a', '/'],
        ['a', 'é'],
        ['a', '𝒳'],
      ],
      [
        ['a', ''],
        ['a', 'bc'],
      ],
    ],
    [
      ['a', '[!b]'],
      [
        ['a', '/'],
        ['a', '\n'],
      ],
      [['a', 'b']],
    ],
    [
      ['a', '[/]', '\\**'],
      [
        ['a', '/', '*'],
        ['a', '/', '*x'],
      ],
      [['a', '/', 'x']],
    ],
    [['a', '\\*\\*'], [['a', '**']], [['a'], ['a', 'b']]],
    [['a', ''], [['a', '']], [['a'], ['a', 'b']]],
    [
      ['a', '{,b}'],
      [
        ['a', ''],
        ['a', 'b'],
      ],
      [['a']],
    ],
    [['a', '..', '.'], [['a', '..', '.']], []],
    // As they are: what a system runs by one spelling it does not run by the other.
    [
      ['a', 'e\u0301'],
      [['a', 'e\u0301']],
      [
        ['a', 'e'],
        ['a', 'é'],
      ],
    ],
  ])('%j', (words, held, not) => {
    expect(held.filter((each) => !matches(argv(words), run(...each)))).toEqual([]);
    expect(not.filter((each) => matches(argv(words), run(...each)))).toEqual([]);
  });

  test.each<readonly string[][]>([
    [[]],
    [['**', 'a']],
    [['a', '**', 'b']],
    [['a', 'b**']],
    [['a', '{**,b}']],
    [['a', '[b']],
    [['a', '{b']],
    [['a', '{b}']],
    [['a', 'b}']],
    [['a', '\\']],
    [['a', '!b']],
    [['a', '@(b)']],
    [['a', '{1..3}']],
    [['a', '[[:alpha:]]']],
    [['a', 'b\0c']],
    [['a', '\ud800']],
    [['a'.repeat(4000), 'b'.repeat(97)]],
    [Array.from({ length: 257 }, () => 'a')],
  ])('%.60j is refused', (words) => {
    expect(problemOf(argv(words))).not.toBeNull();
  });

  test('case always counts', () => {
    expect(matches(argv(['Git']), run('git'), caseless)).toBe(false);
  });
});

describe('names', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['readFile', ['readFile'], ['readfile', 'readFiles']],
    ['mcp/*', ['mcp/a', 'mcp/a/b', 'mcp/'], ['mcp']],
    ['*', ['a', 'a/b', '-', 'a b'], []],
    ['git_{read,write}*', ['git_read', 'git_write_all'], ['git_']],
    ['[a-c]?', ['ax'], ['a', 'dx']],
    ['\\*', ['*'], ['a']],
    ['a.b', ['a.b'], ['axb']],
  ])('%s', (pattern, held, not) => {
    expect(held.filter((each) => !matches(name(pattern), use(each)))).toEqual([]);
    expect(not.filter((each) => matches(name(pattern), use(each)))).toEqual([]);
    expect(held.filter((each) => !matches(env(pattern), look(each)))).toEqual([]);
  });

  test.each(['', '**', 'a**', '!a', '[a', '{a', '{a}', 'a=b', 'a\nb', 'a\0b', '\ud800', '\\', 'a'.repeat(4097)])(
    '%.20j is refused',
    (pattern) => {
      expect(problemOf(name(pattern))).not.toBeNull();
      expect(problemOf(env(pattern))).not.toBeNull();
    },
  );

  test('variables of the environment are folded on Windows only', () => {
    expect(matches(env('Path'), look('PATH'), windows)).toBe(true);
    expect(matches(env('LC_[A-Z]*'), look('lc_all'), windows)).toBe(true);
    expect(matches(env('Path'), look('PATH'), caseless)).toBe(false);
    expect(matches(name('Path'), use('PATH'), windows)).toBe(false);
  });
});

describe('digest and signer', () => {
  const signed = (by: { digest?: string; signedBy?: string }): PatternResource => ({ scope: 'execution.tools', name: 'deploy', ...by });

  test('narrow a rule to what has exactly them', () => {
    expect(matches(name('deploy'), signed({}))).toBe(true);
    expect(matches(name('deploy'), signed({ digest, signedBy: 'ann@example.org' }))).toBe(true);
    expect(matches(name('deploy', digest), signed({ digest }))).toBe(true);
    expect(matches(name('deploy', digest), signed({ digest, signedBy: 'x' }))).toBe(true);
    expect(matches(name('deploy', digest), signed({ digest: other }))).toBe(false);
    expect(matches(name('deploy', digest), signed({}))).toBe(false);
    expect(matches(name('deploy', null, 'ann@example.org'), signed({ signedBy: 'ann@example.org' }))).toBe(true);
    expect(matches(name('deploy', null, 'ann@example.org'), signed({ signedBy: 'annxexample.org' }))).toBe(false);
    expect(matches(name('deploy', null, 'ann@example.org'), signed({ digest }))).toBe(false);
    expect(matches(name('deploy', digest, 'a'), signed({ digest, signedBy: 'b' }))).toBe(false);
    expect(matches(argv(['a'], digest), { scope: 'execution.commands', argv: ['a'], digest })).toBe(true);
    expect(matches(argv(['a'], digest), run('a'))).toBe(false);
  });

  test('are no globs', () => {
    expect(matches(name('deploy', null, '*'), signed({ signedBy: 'ann' }))).toBe(false);
    expect(matches(name('deploy', null, '*'), signed({ signedBy: '*' }))).toBe(true);
  });

  test.each<[string | null, string | null]>([
    ['', null],
    ['sha256:abc', null],
    [digest.toUpperCase(), null],
    [digest.replace('256', '512'), null],
    [`${digest}0`, null],
    [null, ''],
    [null, 'a=b'],
    [null, 'a\nb'],
    [null, 'a\0b'],
    [null, 'a'.repeat(1025)],
  ])('%.20j %.20j are refused', (badDigest, signedBy) => {
    expect(problemOf(name('a', badDigest, signedBy))).not.toBeNull();
    expect(problemOf(argv(['a'], badDigest, signedBy))).not.toBeNull();
  });
});
