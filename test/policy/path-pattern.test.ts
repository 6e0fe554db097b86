import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { compilePathPatterns, pathPatternProblem } from '../../src/policy/path-pattern.ts';
import { processorMs } from '../support/processor-time.ts';

const matches = (pattern: string, path: string): boolean => compilePathPatterns([pattern])(path);

describe('what a pattern means', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['vendor', ['vendor'], ['vendor/a', 'a/vendor', 'vendors']],
    ['*', ['a', '.a', 'a.b', 'a\nb'], ['a/b']],
    ['*.js', ['a.js', '.js', 'é𝒳.js'], ['a/b.js', 'a.jsx']],
    ['**', ['a', 'a/b', '.a/.b'], []],
    ['a/**', ['a', 'a/b', 'a/b/c', 'a/.b'], ['b/a/c', 'ab/c']],
    ['**/a', ['a', 'b/a', 'b/c/a'], ['ba', 'a/b']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb', 'ax/b']],
    ['a/**/**/b', ['a/b', 'a/c/b'], ['a/b/c']],
    ['é', ['é', 'e\u0301'], ['e']],
    ['**/x/**', ['x', 'b/x', 'x/a', 'b/x/a'], ['ax']],
    ['a?', ['ab', 'a𝒳'], ['a', 'a/', 'abc']],
    ['[a-c]x', ['ax', 'cx'], ['dx', '-x']],
    ['[!ab]x', ['cx', '!x'], ['ax', '/x']],
    ['[^ab]x', ['cx'], ['ax']],
    ['[]a]', [']', 'a'], ['b']],
    ['[a\\]]', [']', 'a'], ['\\']],
    ['{a,b}/**', ['a/x', 'b/x', 'a'], ['c/x', 'c']],
    ['**/*.{js,ts}', ['x.js', 'a/x.ts'], ['x.tsx']],
    ['{,a}b', ['b', 'ab'], ['a']],
    ['{a,{b,c}}', ['a', 'b', 'c'], ['{b,c}']],
    ['{**/a,b}', ['a', 'x/a', 'b'], ['x/b']],
    ['{a/**/,b}c', ['a/c', 'a/x/c', 'bc'], ['a/xc']],
    ['app/(group)/[[]id].ts', ['app/(group)/[id].ts'], ['app/group/[id].ts']],
    ['a+b|c$^.', ['a+b|c$^.'], ['aab', 'c']],
    ['a\\*', ['a*'], ['ab']],
    ['a\\{b\\}\\[c\\{d,', ['a{b}[c{d,'], ['ab']],
  ])('%s', (pattern, held, not) => {
    expect(held.filter((path) => !matches(pattern, path))).toEqual([]);
    expect(not.filter((path) => matches(pattern, path))).toEqual([]);
  });

  test('several patterns match what any of them does; none match nothing', () => {
    const any = compilePathPatterns(['a/**', '*.md', 'b']);
    expect(['a/x', 'x.md', 'b', 'c', 'x/y.md'].filter(any)).toEqual(['a/x', 'x.md', 'b']);
    expect(['', 'a'].filter(compilePathPatterns([]))).toEqual([]);
    expect(['', 'a'].filter(compilePathPatterns(['**']))).toEqual(['a']);
    expect(matches('a'.repeat(500), 'a'.repeat(500))).toBe(true);
  });

  test('as picomatch has it, where both agree on the grammar', () => {
    const segment = fc.oneof(
      fc.constantFrom('*', '**', '?', 'a', 'ab', '*a', 'a*', 'a*b', '?b', '[ab]', '[a-c]b', '{a,b}', 'a.{b,cd}', '.a'),
      fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 3 }).filter((text) => !/^\.{1,2}$/u.test(text)),
    );
    const path = fc.array(
      fc.string({ unit: fc.constantFrom('a', 'b', '.', 'c'), minLength: 1, maxLength: 3 }).filter((text) => !/^\.{1,2}$/u.test(text)),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), path, (segments, parts) => {
        const [pattern, name] = [segments.join('/'), parts.join('/')];
        expect(pathPatternProblem(pattern)).toBeNull();
        const theirs = (glob: string): boolean =>
          picomatch(glob, { dot: true, nonegate: true, noextglob: true, strictSlashes: true, windows: false })(name);
        // There `a/**` is `a` too, but `*/**` not `*`: here both are.
        const folder = pattern.replace(/(?:\/\*\*)+$/u, '');
        expect([pattern, name, matches(pattern, name)]).toEqual([pattern, name, theirs(pattern) || theirs(folder)]);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('hostile patterns and paths', () => {
  test.each([
    `${'*a'.repeat(30)}b`,
    '**/a/**/a/**/a/**/a/**/a/**/a/**/b',
    `${'{a,aa}'.repeat(10)}${'*a'.repeat(20)}b`,
    `*a${'?'.repeat(400)}`,
    '(a+)+$b',
    `${'[!b]*'.repeat(30)}b`,
  ])('%s takes no time', (pattern) => {
    expect(pathPatternProblem(pattern)).toBeNull();
    const match = compilePathPatterns([pattern]);
    const paths = ['a'.repeat(50_000), 'a/'.repeat(25_000), 'ab'.repeat(25_000), `${'a/'.repeat(1000)}c`];
    const before = processorMs();
    expect(paths.map(match)).toHaveLength(paths.length);
    expect(processorMs() - before).toBeLessThan(20_000);
  });

  test('any text is a pattern or refused', () => {
    const text = fc.string({ unit: fc.constantFrom('*', '?', '[', ']', '{', '}', ',', '\\', '/', '!', '-', 'a', '\ud800'), maxLength: 30 });
    fc.assert(
      fc.property(text, text, (pattern, path) => {
        expect(typeof matches(pattern, path)).toBe('boolean');
      }),
    );
  });

  test.each([
    '',
    'a'.repeat(501),
    '!a',
    '@(a|b)',
    '{1..3}',
    '/a',
    'a/../b',
    './a',
    '*a'.repeat(31),
    '{a,b}'.repeat(11),
    '[[:alpha:]]',
    'a**b',
    '***',
    'x{**,a}',
    'a[b',
    'a{b',
    'a{b}',
    'a}',
    'a/',
    'a//b',
    'a\\',
    '[z-a]',
    '[a/b]',
  ])('%s is refused, and matches nothing', (pattern) => {
    expect(pathPatternProblem(pattern)).not.toBeNull();
    for (const path of [pattern, pattern.replaceAll('*', ''), 'a'.repeat(31), 'a'.repeat(11)]) expect(matches(pattern, path)).toBe(false);
  });
});
