import { describe, expect, test } from 'vitest';
import { anyDepth, type SegmentNode } from '../../../src/policy/automaton/sequence.ts';
import { parsePattern } from '../../../src/policy/pattern/kinds.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { caseless, matches, path, posix, problemOf, read, windows } from './meaning.ts';

function sizeOf(node: SegmentNode | typeof anyDepth): number {
  if (node === anyDepth || node.kind === 'one') return 1;
  return 1 + (node.kind === 'repeat' ? sizeOf(node.part) : node.parts.reduce((sum, each) => sum + sizeOf(each), 0));
}

type Row = readonly [pattern: string, held: readonly string[], not: readonly string[]];

function check(pattern: string, held: readonly string[], not: readonly string[], environment: PolicyEnvironment): void {
  expect(held.filter((each) => !matches(path(pattern), read(each), environment))).toEqual([]);
  expect(not.filter((each) => matches(path(pattern), read(each), environment))).toEqual([]);
}

describe('path patterns', () => {
  test.each<Row>([
    ['/a', ['/a', '/a/', '//a', '/./a'], ['/', '/a/b', '/ab', '/A']],
    ['/*', ['/a', '/.a', '/a b'], ['/', '/a/b']],
    ['/a/*.ts', ['/a/x.ts', '/a/.ts', '/a/.x.ts'], ['/a/b/x.ts', '/a/x.tsx', '/a']],
    ['/**', ['/', '/a', '/a/b', '/.a/.b'], []],
    ['/a/**', ['/a', '/a/b', '/a/b/c'], ['/', '/ab', '/b/a']],
    ['/a/**/b', ['/a/b', '/a/x/b', '/a/x/y/b'], ['/a', '/ab', '/a/xb']],
    ['/a/**/**/b', ['/a/b', '/a/x/b'], ['/a']],
    ['**/b', ['/b', '/a/b', '/a/a/b'], ['/ab', '/b/a']],
    ['**/.env*', ['/.env', '/ws/.env.local', '/ws/.environment'], ['/ws/x.env', '/.env/x']],
    ['**/a/**', ['/a', '/x/a', '/x/a/y'], ['/xa']],
    ['/a?c', ['/abc', '/a.c', '/a𝒳c'], ['/ac', '/abbc', '/a/c']],
    ['/[a-cx]', ['/a', '/c', '/x'], ['/d', '/ab']],
    ['/[!a-c]', ['/d', '/!'], ['/a', '/dd']],
    ['/[^a]', ['/b'], ['/a']],
    ['/[]a]', ['/]', '/a'], ['/b']],
    ['/[a-]', ['/a', '/-'], ['/b']],
    ['/[\\]-]x', ['/]x', '/-x'], ['/\\x']],
    ['/[.-0]', ['/0'], ['/a']],
    ['/{a,b}', ['/a', '/b'], ['/c', '/{a,b}']],
    ['/x{,y}', ['/x', '/xy'], ['/y']],
    ['/{a,{b,c}d}e', ['/ae', '/bde', '/cde'], ['/be']],
    ['/{a/b,c}/d', ['/a/b/d', '/c/d'], ['/a/d', '/b/d']],
    ['/{a,..*/?}', ['/a', '/..x/y'], ['/..']],
    ['/x{1..,..3,a\\..b}', ['/x1..', '/x..3', '/xa..b'], ['/x2']],
    ['/{a,**}/d', ['/a/d', '/d', '/x/y/d'], ['/a']],
    ['/a{/b,}', ['/a', '/a/b'], ['/ab']],
    ['/\\*\\?\\[\\{\\}\\,\\a', ['/*?[{},a'], ['/x?[{},a']],
    ['/!a', ['/!a'], ['/b']],
    ['/a,b]c(d)$^|+.', ['/a,b]c(d)$^|+.'], ['/a']],
    ['/a\\\\b', ['/a\\b'], ['/a/b', '/ab']],
    ['/e\u0301', ['/é', '/e\u0301'], ['/e']],
    ['/[e\u0301]', ['/é', '/e\u0301'], ['/e']],
    ['/?', ['/e\u0301', '/\u{1f600}'], ['/ee']],
    ['/a=b', ['/a=b'], []],
    // A file's name may look like what stands for Windows elsewhere.
    ['/unc:/x', ['/unc:/x'], ['/x']],
    ['/c:/x', ['/c:/x'], ['/x']],
  ])('%s', (pattern, held, not) => {
    check(pattern, held, not, posix);
  });

  test.each<Row>([
    ['${workspace}', ['/ws', '/ws/'], ['/ws/a', '/']],
    ['${workspace}/**', ['/ws', '/ws/a/b'], ['/wsx', '/home/ann']],
    ['${home}/.ssh/**', ['/home/ann/.ssh/id'], ['/home/bob/.ssh/id']],
    ['${temp}/*', ['/tmp/a'], ['/tmp', '/tmp/a/b']],
    ['${workspace}/{a,b/c}', ['/ws/a', '/ws/b/c'], ['/a']],
  ])('%s', (pattern, held, not) => {
    check(pattern, held, not, posix);
  });

  test('what a folder of the environment holds is no glob', () => {
    const odd = { ...posix, workspace: '/w*s/[a]/{b,c}/x\\y' };
    check('${workspace}/z', ['/w*s/[a]/{b,c}/x\\y/z'], ['/wxs/a/b/xy/z', '/w*s/a/b/x\\y/z', '/w*s/[a]/b/x\\y/z'], odd);
    check('${workspace}/**', ['/', '/a'], [], { ...posix, workspace: '/' });
    check('${workspace}/x', ['/ws/x'], [], { ...posix, workspace: '/ws/' });
    expect(problemOf(path('${workspace}/x'), { ...posix, workspace: 'ws' })).not.toBeNull();
    expect(problemOf(path('${workspace}/x'), { ...posix, workspace: '/a/../b' })).not.toBeNull();
    expect(problemOf(path('/x'), { ...posix, workspace: 'ws' })).toBeNull();
  });

  test.each<Row>([
    ['/Ab/**', ['/ab/X', '/AB/x'], ['/b']],
    ['/[A-C]x', ['/ax', '/Bx', '/CX'], ['/d', '/dx']],
    ['/[a-c]x', ['/AX'], ['/dx']],
    ['/[!A]x', ['/bx', '/BX'], ['/ax', '/AX']],
    ['/[!a-z]', ['/0'], ['/q', '/Q']],
    ['/[Z-a]', ['/z', '/Z', '/a', '/A', '/_'], ['/b', '/y']],
    ['/Σ[Σ]ς', ['/σςΣ', '/ΣΣΣ'], ['/sss']],
    ['/[à-þ]', ['/É', '/é'], ['/e', '/×']],
    ['/[\u212a]', ['/k', '/K', '/\u212a'], ['/x']],
    ['/ß', ['/ß', '/ẞ'], ['/ss', '/SS']],
    ['/i', ['/i', '/I'], ['/İ', '/ı']],
    ['/J\u030c', ['/ǰ', '/j\u030c'], ['/j']],
    ['${workspace}/X', ['/WS/x'], []],
  ])('%s where case does not count', (pattern, held, not) => {
    check(pattern, held, not, caseless);
  });

  test.each<Row>([
    ['C:/a/**', ['C:\\a', 'c:/A/b', '\\\\?\\C:\\a\\b'], ['D:\\a', 'C:\\b', '\\\\c\\a\\b']],
    ['//Srv/Share/**', ['\\\\srv\\share', '\\\\SRV\\SHARE\\x', '\\\\?\\UNC\\srv\\share\\x'], ['C:\\srv\\share', '\\\\srv\\other\\x']],
    ['//*/share/x', ['\\\\a\\share\\x'], ['\\\\a\\b\\share\\x']],
    ['${workspace}/*', ['C:\\ws\\a', 'c:\\WS\\a'], ['C:\\ws\\a\\b']],
    ['${home}/x', ['C:\\users\\ann\\x'], []],
    ['**/.env', ['C:\\.env', '\\\\srv\\share\\.env', 'C:\\a\\.ENV'], ['C:\\x.env']],
    ['/**', ['C:\\', 'C:\\a', '\\\\srv\\share\\a'], []],
  ])('%s on Windows', (pattern, held, not) => {
    check(pattern, held, not, windows);
  });

  test('drive, server and share have no case, even where files have one', () => {
    const exact = { ...windows, caseSensitive: true };
    check('c:/Ab', ['C:\\Ab'], ['C:\\ab'], exact);
    check('//SRV/Share/Ab', ['\\\\srv\\share\\Ab'], ['\\\\srv\\share\\ab'], exact);
  });

  test('drives and shares match nothing elsewhere', () => {
    check('C:/**', [], ['/', '/c:', '/c:/x', '/C:/x'], posix);
    check('//srv/share/**', [], ['/', '/srv/share/x', '/unc:/srv/share/x'], posix);
  });

  test.each([
    '',
    'a',
    './a',
    '**',
    '*',
    '~/a',
    '${workspace}x',
    '${other}/x',
    '$workspace/x',
    '{/a,/b}',
    '[/]a',
    '!/a',
    '/',
    'C:/',
    'C:',
    'C:a',
    'C:\\a',
    'CC:/a',
    '//srv',
    '//srv/',
    '///srv/x',
    '//**/x',
    '//srv/**',
    '//srv/**/x',
    '/a/',
    '/a//b',
    '/./a',
    '/a/.',
    '/a/..',
    '/../a',
    '/{a,..}/b',
    '/{.,a}{.,b}',
    '/[.]/a',
    '/\\.\\./a',
    '/a/{,b}',
    '/{,a}/b',
    '/{a,}{b,}/c',
    '/a{/,b}',
    '/{a,b/}',
    '/a**',
    '/**a',
    '/a**b',
    '/***',
    '/a/x{**,y}',
    '/{a/**,b}c',
    '/[**]/**x',
    '/@(a|b)',
    '/?(a)',
    '/*(a)',
    '/+(a)',
    '/!(a)',
    '/a**(b)',
    '/{1..3}',
    '/{1..3,5}',
    '/{a..c}',
    '/x{b,a..c}',
    '/{-1..9..2,x}',
    '/[[:alpha:]]',
    '/[a[=b=]]',
    '/[[.a.]]',
    '/[a',
    '/[]',
    '/[!]',
    '/[a/b]',
    '/[a\\/b]',
    '/[z-a]',
    '/{a',
    '/{a,b',
    '/{a,{b}',
    '/{a}',
    '/{}',
    '/a}',
    '/a\\',
    '/a\\/b',
    '/a\0b',
    '/a\nb',
    '/a\u0085b',
    '/a\ud800b',
    '/a\udc00',
  ])('%j is refused, everywhere', (text) => {
    expect(problemOf(path(text))).not.toBeNull();
    expect(problemOf(path(text), windows)).not.toBeNull();
  });
});

describe('bounds', () => {
  test('4,096 characters', () => {
    expect(problemOf(path(`/${'a'.repeat(4095)}`))).toBeNull();
    expect(problemOf(path(`/${'a'.repeat(4096)}`))).toContain('4096');
  });

  test('64 alternatives of braces with slashes or `**`; others are not counted', () => {
    expect(problemOf(path('/{a/b,c}'.repeat(6)))).toBeNull();
    expect(problemOf(path('/{a/b,c}'.repeat(7)))).toContain('64');
    expect(problemOf(path('/{a,**}'.repeat(7)))).toContain('64');
    expect(problemOf(path(`/{${'a/b,'.repeat(64)}c}`))).toContain('64');
    expect(problemOf(path(`/{${'{a/b,c},'.repeat(32)}d/e}`))).toContain('64');
    expect(problemOf(path(`/${'{a,b}'.repeat(500)}`))).toBeNull();
  });

  test('braces 16 deep', () => {
    const nested = (depth: number): string => `/${'{a,'.repeat(depth)}b${'}'.repeat(depth)}`;
    expect(problemOf(path(nested(16)))).toBeNull();
    expect(problemOf(path(nested(17)))).toContain('16');
    expect(problemOf(path(`/${'{'.repeat(4000)}`))).toContain('16');
  });

  test.each([
    `/${'{a,b}'.repeat(800)}`,
    `/${'?'.repeat(3000)}{a/b,c}${'/{a/b,c}'.repeat(5)}`,
    `/${'[!a-z]'.repeat(600)}`,
    `/${'[\u0100-\u{10ffff}]'.repeat(600)}`,
    `/${'*a'.repeat(2000)}`,
    '/**/a'.repeat(800),
    `/${'{a,'.repeat(16)}${'x'.repeat(3900)}${'}'.repeat(16)}`,
    `/{${'a,'.repeat(2000)}b}`,
  ])('%.40s grows to no more than 64 times its length', (text) => {
    for (const environment of [posix, caseless]) {
      const parsed = parsePattern(path(text), environment);
      const nodes = parsed.ok ? parsed.sequences.flat().reduce((sum, each) => sum + sizeOf(each), 0) : Infinity;
      expect(nodes).toBeLessThanOrEqual(64 * 2 * text.length);
    }
  });
});
