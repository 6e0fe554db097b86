import { describe, expect, test } from 'vitest';
import { normalisePath } from '../../../src/policy/request/path.ts';
import { caseless, posix, windows } from '../pattern/meaning.ts';

describe('paths', () => {
  test.each<[string, string]>([
    ['/', ''],
    ['//', ''],
    ['/.', ''],
    ['/./.', ''],
    ['/a', '/a'],
    ['/a/', '/a'],
    ['/a//b', '/a/b'],
    ['//a', '/a'],
    ['/a/./b/.', '/a/b'],
    ['/.a', '/.a'],
    ['/..a', '/..a'],
    ['/...', '/...'],
    ['/a.', '/a.'],
    ['/a..', '/a..'],
    ['/a/.b/..c/d.e', '/a/.b/..c/d.e'],
    ['/a b', '/a b'],
    ['/a\\b', '/a\\b'],
    ['/a:b|c?*', '/a:b|c?*'],
    ['/CON/x~1/y. ', '/CON/x~1/y. '],
    ['/~/$HOME/%HOME%', '/~/$HOME/%HOME%'],
    ['/%20%41%', '/%20%41%'],
    ['/%2', '/%2'],
    ['/%%2', '/%%2'],
    ['/é', '/é'],
    ['/e\u0301', '/é'],
    ['/\u212b\u2126', '/\u00c5\u03a9'],
    ['/𝒳', '/𝒳'],
    ['/A', '/A'],
  ])('%j is %j', (path, text) => {
    expect(normalisePath(path, posix)).toBe(text);
  });

  test.each([
    '',
    'a',
    './a',
    '../a',
    '..',
    '~/a',
    'C:\\a',
    'file:///a',
    '/..',
    '/../a',
    '/a/..',
    '/a/../b',
    '/a/.//..',
    '/a\0',
    '/\0',
    '/a\nb',
    '/a\tb',
    '/\u001f',
    '/\u007f',
    '/\u0085',
    '/\u009f',
    '/\ud800',
    '/a\udc00b',
    '/%2f',
    '/%2F',
    '/%5c',
    '/a%5Cb',
    '/%2e%2e/a',
    '/%2E',
    '/%00',
    '/%%2e',
    '/%2%2e',
  ])('%j is denied', (path) => {
    expect(normalisePath(path, posix)).toBeNull();
    expect(normalisePath(path, caseless)).toBeNull();
  });

  test('4,096 UTF-16 units, before and after', () => {
    expect(normalisePath(`/${'a'.repeat(4095)}`, posix)).toHaveLength(4096);
    expect(normalisePath(`/${'a'.repeat(4096)}`, posix)).toBeNull();
    expect(normalisePath(`/${'/'.repeat(4095)}a`, posix)).toBeNull();
    expect(normalisePath(`/${'é'.repeat(4095)}`, posix)).toHaveLength(4096);
    // One unit of which NFC makes three.
    expect(normalisePath(`/${'\ufb2c'.repeat(1365)}`, posix)).toHaveLength(4096);
    expect(normalisePath(`/${'\ufb2c'.repeat(1366)}`, posix)).toBeNull();
  });

  test.each<[string, string]>([
    ['/Ab', '/ab'],
    ['/É', '/é'],
    ['/E\u0301', '/é'],
    ['/ΣΑΣ', '/σασ'],
    ['/σας', '/σασ'],
    ['/\u212a', '/k'],
    ['/ẞ', '/ß'],
    ['/ß', '/ß'],
    ['/İ', '/İ'],
    ['/ı', '/ı'],
    ['/ſ', '/s'],
    ['/J\u030c', '/ǰ'],
    ['/Ⅷ', '/ⅷ'],
    ['/𐐀', '/𐐨'],
  ])('%j is %j where case does not count', (path, text) => {
    expect(normalisePath(path, caseless)).toBe(text);
  });

  test.each([null, undefined, 0, {}, ['/a'], { toString: () => '/a' }])('%j is no path', (path) => {
    expect(normalisePath(path, posix)).toBeNull();
    expect(normalisePath(path, windows)).toBeNull();
  });
});

describe('Windows paths', () => {
  test.each<[string, string]>([
    ['C:\\', '/c:'],
    ['c:/', '/c:'],
    ['C:\\a\\b', '/c:/a/b'],
    ['C:/a/b/', '/c:/a/b'],
    ['C:\\a\\\\b\\.\\c', '/c:/a/b/c'],
    ['C:\\A', '/c:/a'],
    ['\\\\?\\C:\\a', '/c:/a'],
    ['//?/c:/a', '/c:/a'],
    ['\\\\srv\\share', '/unc:/srv/share'],
    ['\\\\srv\\share\\', '/unc:/srv/share'],
    ['\\\\SRV\\Share\\A', '/unc:/srv/share/a'],
    ['//srv/share/a', '/unc:/srv/share/a'],
    ['\\\\?\\UNC\\srv\\share\\a', '/unc:/srv/share/a'],
    ['\\\\?\\unc\\srv\\share\\a', '/unc:/srv/share/a'],
    ['C:\\.a\\b.c', '/c:/.a/b.c'],
    ['C:\\console\\nulls\\com10.txt\\lpt', '/c:/console/nulls/com10.txt/lpt'],
    ['C:\\a~b\\~x', '/c:/a~b/~x'],
    ['C:\\ a', '/c:/ a'],
  ])('%s is %s', (path, text) => {
    expect(normalisePath(path, windows)).toBe(text);
  });

  test.each([
    '',
    'a',
    '\\a',
    '/a',
    'C:',
    'C:a',
    'CC:\\a',
    'ſ:\\a',
    '1:\\a',
    'C:\\..',
    'C:\\a\\..\\b',
    '\\\\?\\C:',
    '\\\\?\\C:\\..\\a',
    '\\\\?\\a',
    '\\\\?\\Volume{b75e2c83-0000-0000-0000-602f00000000}\\a',
    '\\\\?\\GLOBALROOT\\Device\\x',
    '\\\\?\\UNC\\srv',
    '\\\\?\\\\C:\\a',
    '\\??\\C:\\a',
    '\\\\.\\C:\\a',
    '\\\\.\\PhysicalDrive0',
    '\\\\.\\pipe\\x',
    '\\\\srv',
    '\\\\srv\\',
    '\\\\\\srv\\share',
    '\\\\srv\\\\share',
    '\\\\srv\\share\\..\\x',
    '\\\\..\\share\\x',
    '\\\\.\\share',
    '\\\\srv\\..\\x',
    '\\\\localhost\\C$\\a',
    '\\\\srv\\ADMIN$',
    '\\\\srv\\pipe\\x',
    '\\\\srv\\MailSlot\\x',
    '\\\\srv:80\\share',
    'C:\\a:stream',
    'C:\\a::$DATA',
    'C:\\a:$INDEX_ALLOCATION\\b',
    'C:\\a?b',
    'C:\\a*b',
    'C:\\a<b',
    'C:\\a>b',
    'C:\\a"b',
    'C:\\a|b',
    'C:\\PROGRA~1',
    'C:\\progra~1\\x',
    'C:\\a~12.txt',
    'C:\\AB12~1.TXT',
    'C:\\a.',
    'C:\\a...',
    'C:\\...',
    'C:\\a \\b',
    'C:\\a.\\b',
    'C:\\ ',
    'C:\\CON',
    'C:\\a\\con.txt',
    'C:\\NUL',
    'C:\\nul.tar.gz',
    'C:\\nul .txt',
    'C:\\PRN\\x',
    'C:\\aux',
    'C:\\COM1',
    'C:\\com0',
    'C:\\COM¹',
    'C:\\lpt9.x',
    'C:\\CONIN$',
    'C:\\conout$',
    'C:\\clock$',
    'C:\\a\0',
    'C:\\a\nb',
    'C:\\%2e%2e',
    'C:\\a%5cb',
    'C:\\\ud800',
    'x\\\\?\\C:\\a',
    '/\\\\?\\C:\\a',
    '\\\\?\\\\\\srv\\share\\a',
    'x\\\\srv\\share',
  ])('%j is denied', (path) => {
    expect(normalisePath(path, windows)).toBeNull();
    expect(normalisePath(path, { ...windows, caseSensitive: true })).toBeNull();
  });

  test('drive, server and share are folded even where files have case', () => {
    const exact = { ...windows, caseSensitive: true };
    expect(normalisePath('C:\\Ab', exact)).toBe('/c:/Ab');
    expect(normalisePath('\\\\SRV\\Share\\Ab', exact)).toBe('/unc:/srv/share/Ab');
  });
});
