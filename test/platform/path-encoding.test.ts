import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePath, encodePath, isConfinedPath, splitRecords } from '../../src/platform/path-encoding.ts';

describe('path encoding', () => {
  it.each([
    ['src/a.ts', Buffer.from('src/a.ts')],
    ['ä/日本.ts', Buffer.from('ä/日本.ts')],
    ['\uFEFFbom', Buffer.from('\uFEFFbom')],
    ['a\\xFFb', Buffer.from([0x61, 0xff, 0x62])],
    ['a\\x5CxFF', Buffer.from('a\\xFF')],
    ['\\xED\\xA0\\x80', Buffer.from([0xed, 0xa0, 0x80])],
    ['é\\xC3', Buffer.from([0xc3, 0xa9, 0xc3])],
    ['a\nb"\u001B[31m', Buffer.from('a\nb"\u001B[31m')],
  ])('writes %j', (text, bytes) => {
    expect(encodePath(bytes)).toBe(text);
    expect(decodePath(text).equals(bytes)).toBe(true);
  });

  it('gives every byte string a text of its own, and gets it back', () => {
    const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x5c, 0x78, 0x46, 0xc3, 0xa9, 0xf0, 0x9f)), { maxLength: 24 });
    fc.assert(
      fc.property(bytes, (list) => {
        const original = Buffer.from(list);
        expect(decodePath(encodePath(original)).equals(original)).toBe(true);
      }),
    );
  });

  it('splits records alike, whether all are UTF-8 or not', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0') && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (names) => {
        const output = Buffer.from(names.map((text) => `${text}\0`).join(''));
        const broken = Buffer.concat([output, Buffer.from([0xff, 0])]);
        expect(splitRecords(broken).slice(0, -1)).toEqual(splitRecords(output));
      }),
    );
  });
});

describe('isConfinedPath', () => {
  it.each(['', '/etc/passwd', '../a', 'a/../../b', './a', 'a//b', 'a/', '.git/config', 'a/.GIT/x', 'a\0b', 'git~1/x'])(
    'refuses %j',
    (path) => {
      expect(isConfinedPath(path)).toBe(false);
    },
  );
  it.each(['a', '-rf', '...', '.gitignore', 'a b/c\nd', 'a\\xFF', '~'])('takes %j', (path) => {
    expect(isConfinedPath(path)).toBe(true);
  });
});
