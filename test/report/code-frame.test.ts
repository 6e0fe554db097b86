// The underline stands under the span, whatever the line holds.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { codeFrame, type FrameStyle } from '../../src/report/code-frame.ts';
import { textWidth } from '../../src/report/text-width.ts';

const identity = (text: string): string => text;
const style: FrameStyle = { width: 60, unicode: true, bar: '|', ellipsis: '…', quiet: identity, loud: identity };

/** What stands above the carets of a one-line frame. */
function underlined(line: string, startColumn: number, endColumn: number, changes: Partial<FrameStyle> = {}, cut = 1): string {
  const location = { path: 'a', startLine: 7, startColumn, endLine: 7, endColumn };
  const [code = '', carets = ''] = codeFrame({ startLine: 7, startColumn: cut, lines: [line] }, location, { ...style, ...changes });
  const from = carets.indexOf('^');
  const to = carets.lastIndexOf('^') + 1;
  let column = 0;
  let above = '';
  for (const character of code) {
    if (column >= from && column < to) above += character;
    column += textWidth(character);
  }
  return above;
}

describe('codeFrame', () => {
  it.each([
    ['plain', 'const a = foo(b);', 11, 14, 'foo'],
    ['behind tabs', '\t\ta\tfoo()', 5, 8, 'foo'],
    ['behind wide characters', '名前 = foo(値)', 6, 9, 'foo'],
    ['wide characters themselves', 'x = 名前;', 5, 7, '名前'],
    ['behind astral characters', '😀😀 foo', 6, 9, 'foo'],
    ['behind combining marks', 'e\u0301e\u0301 foo', 6, 9, 'foo'],
    ['behind controls', 'a\x1b[31mfoo', 7, 10, 'foo'],
    ['an empty span', 'foo', 2, 2, 'o'],
    ['to the end of the line', 'foo bar', 5, 8, 'bar'],
  ])('%s', (_, line, start, end, above) => {
    expect(underlined(line, start, end)).toBe(above);
  });

  it('brings a span far into a long line into view', () => {
    const line = `${'x'.repeat(300)}foo(bar)${'y'.repeat(300)}`;
    expect(underlined(line, 301, 309)).toBe('foo(bar)');
    expect(underlined(`${'漢'.repeat(150)}foo(bar)${'y'.repeat(30)}`, 151, 159)).toBe('foo(bar)');
    expect(underlined('foo(bar)', 1_000_001, 1_000_009, {}, 1_000_001)).toBe('foo(bar)');
  });

  it('draws no underline where the span lies outside of the snippet or has no column', () => {
    expect(
      codeFrame({ startLine: 7, lines: ['abc'] }, { path: 'a', startLine: 7, startColumn: 50, endLine: 7, endColumn: 60 }, style),
    ).toEqual(['> 7 | abc']);
    expect(codeFrame({ startLine: 7, lines: ['abc'] }, { path: 'a', startLine: 7 }, style)).toEqual(['> 7 | abc']);
    expect(codeFrame({ startLine: 7, lines: ['abc'] }, { path: 'a' }, style)).toEqual(['  7 | abc']);
  });

  it('marks all lines of a long span, and underlines the first', () => {
    const location = { path: 'a', startLine: 9, startColumn: 3, endLine: 11, endColumn: 2 };
    expect(codeFrame({ startLine: 8, lines: ['a', '  f(', '    1,', ')', 'b'] }, location, style)).toEqual([
      '   8 | a',
      '>  9 |   f(',
      '     |   ^^',
      '> 10 |     1,',
      '> 11 | )',
      '  12 | b',
    ]);
  });

  it('never exceeds its width nor starts with the text', () => {
    const text = fc
      .array(fc.constantFrom('a', 'bc', '\t', '漢', '😀', '\x1b[31m', '\u0301', ' ', '::error::', '\u202e'), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 5 }),
        fc.nat(90),
        fc.nat(90),
        fc.integer({ min: 20, max: 120 }),
        fc.boolean(),
        (lines, start, length, width, unicode) => {
          const location = { path: 'a', startLine: 2, startColumn: start + 1, endLine: 2 + (length % 3), endColumn: start + 1 + length };
          for (const line of codeFrame({ startLine: 1, lines }, location, { ...style, width, unicode, ellipsis: unicode ? '…' : '...' })) {
            expect(textWidth(line)).toBeLessThanOrEqual(width);
            expect(line).toMatch(/^(?:[> ] \d| {4}\|)/);
            expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          }
        },
      ),
    );
  });
});
