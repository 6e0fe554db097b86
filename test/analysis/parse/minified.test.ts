// What counts as written by a minifier.
import { expect, test } from 'vitest';
import { isMinified } from '../../../src/analysis/parse/minified.ts';

const statement = 'function a(b){if(b){c=b;d()}return e};';

test.each([
  ['one long line', statement.repeat(200), true],
  ['lines that were cut at some length', `${statement.repeat(10)}\n`.repeat(40), true],
  ['code as people write it', 'function a(b) {\n  if (b) {\n    c = b;\n  }\n  return d;\n}\n'.repeat(400), false],
  ['a long text within it', `const image = '${'QUJD'.repeat(20_000)}';\nexport { image };\n`, false],
  ['a few statements on one line', statement.repeat(10), false],
  ['nothing', '', false],
])('%s', (_, text, expected) => {
  expect(isMinified(text)).toBe(expected);
});
