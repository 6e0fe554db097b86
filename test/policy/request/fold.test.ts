import { describe, expect, test } from 'vitest';
import { foldCharacter, foldedCodePoints, foldText } from '../../../src/policy/request/fold.ts';

const scalars = Array.from({ length: 0x20000 }, (_, codePoint) => codePoint)
  .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
  .map((codePoint) => String.fromCodePoint(codePoint));

describe('folding', () => {
  test.each<[string, string]>([
    ['K', 'k'],
    ['\u212a', 'k'],
    ['ẞ', 'ß'],
    ['ß', 'ß'],
    ['İ', 'İ'],
    ['ı', 'ı'],
    ['i', 'i'],
    ['I', 'i'],
    ['ς', 'σ'],
    ['Σ', 'σ'],
    ['ſ', 's'],
    ['ﬅ', 'ﬆ'],
    ['\u0345', 'ι'],
    ['𐐀', '𐐨'],
  ])('%s is %s', (character, folded) => {
    expect(foldCharacter(character)).toBe(folded);
  });

  test('is one character for one, and the same when done again', () => {
    const odd = scalars.filter((each) => {
      const folded = foldCharacter(each);
      return Array.from(folded).length !== 1 || foldCharacter(folded) !== folded;
    });
    expect(odd).toEqual([]);
  });

  test('what is in NFC stays a character in NFC', () => {
    const odd = scalars.filter((each) => each.normalize('NFC') === each && foldCharacter(each).normalize('NFC') !== foldCharacter(each));
    expect(odd).toEqual([]);
  });

  test('joins exactly the letters that case-insensitive matching of Unicode joins, but for those that NFC joins', () => {
    const cased = scalars.filter((each) => each.normalize('NFC') === each && (each.toLowerCase() !== each || each.toUpperCase() !== each));
    const all = cased.join('');
    const odd = cased.filter((each) => {
      const joined = all.match(new RegExp(`\\u{${(each.codePointAt(0) ?? 0).toString(16)}}`, 'giu')) ?? [];
      const same = cased.filter((other) => foldCharacter(other) === foldCharacter(each));
      return joined.join('') !== same.join('');
    });
    expect(odd).toEqual([]);
  }, 120_000);

  test('the table has every code point that folds', () => {
    const table = foldedCodePoints();
    const odd = scalars.filter(
      (each) => (table.get(each.codePointAt(0) ?? 0) ?? each.codePointAt(0)) !== foldCharacter(each).codePointAt(0),
    );
    expect(odd).toEqual([]);
  });

  test('of a text is that of its characters, composed', () => {
    expect(foldText('ABC[\\]`Z@{')).toBe('abc[\\]`z@{');
    expect(foldText('ΣΑΣ J\u030c')).toBe('σασ ǰ');
    expect(foldText('')).toBe('');
  });
});
