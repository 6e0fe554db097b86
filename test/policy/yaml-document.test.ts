// One document: its value, the lines of its keys, and the bounds within which it is read.
import { describe, expect, test } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import { maxDocumentBytes, parseYamlValue } from '../../src/policy/yaml-document.ts';

function failure(text: string): McgateError | null {
  try {
    parseYamlValue(text, 'p.yaml');
    return null;
  } catch (error) {
    if (error instanceof McgateError) return error;
    throw error;
  }
}

describe('places', () => {
  const text = 'a: 1\nb:\n  - x\n  - c: 2\n    d: &here\n      e: 3\nf: *here\n1: one\n';
  test.each<[readonly (string | number)[], number, number]>([
    [[], 1, 1],
    [['a'], 1, 1],
    [['b'], 2, 1],
    [['b', 0], 3, 5],
    [['b', '1'], 4, 5],
    [['b', 1, 'd'], 5, 5],
    [['b', 1, 'd', 'e'], 6, 7],
    [['f'], 7, 1],
    // Written where the alias points.
    [['f', 'e'], 6, 7],
    [['1'], 8, 1],
    // The nearest ancestor that is there.
    [['b', 1, 'missing', 'x'], 4, 5],
    [['b', 7], 2, 1],
    [['a', 'below'], 1, 1],
    [['missing'], 1, 1],
  ])('%j is at %i:%i', (keys, line, column) => {
    expect(parseYamlValue(text, 'p.yaml').positionOf(keys)).toEqual({ line, column });
  });

  test('of an empty document, and of one that begins further down', () => {
    expect(parseYamlValue('', 'p.yaml').positionOf(['a'])).toEqual({ line: 1, column: 1 });
    expect(parseYamlValue('\n\n  a: 1\n', 'p.yaml').positionOf(['b'])).toEqual({ line: 3, column: 3 });
    expect(parseYamlValue('', 'p.yaml').value).toBeNull();
  });
});

describe('refused, at its place', () => {
  test.each<[string, string, number | undefined, number | undefined]>([
    ['a key twice', 'a: 1\nb: 2\na: 3\nb: 4', 3, 1],
    ['a key twice, as number and text', '1: a\n"1": b', 2, 1],
    ['a key twice further down', 'a: 1\nb:\n  - c: 1\n    c: 2', 4, 5],
    ['an open quote', 'a: "x', 1, 6],
    ['an open bracket', 'a:\n  [1', 2, 5],
    ['too long', ' '.repeat(maxDocumentBytes + 1), undefined, undefined],
    ['61 brackets', `${'['.repeat(61)}${']'.repeat(61)}`, undefined, undefined],
    ['61 braces', `${'{a: '.repeat(61)}1${'}'.repeat(61)}`, undefined, undefined],
    ['61 brackets behind closed ones', `- ]\n- [${']'.repeat(60)}\n- ${'['.repeat(61)}`, undefined, undefined],
    ['400 blanks before a key', `a:\n${' '.repeat(400)}b: 1`, undefined, undefined],
    ['400 dashes', `${'- '.repeat(400)}x`, undefined, undefined],
    [
      'too many aliases',
      `a: &a [1,2,3,4,5,6,7,8,9]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
      undefined,
      undefined,
    ],
  ])('%s', (_, text, line, column) => {
    const error = failure(text);
    expect(error?.code).toBe('invalid-document');
    expect(error?.positions).toEqual([line === undefined ? { path: 'p.yaml' } : { path: 'p.yaml', line, column }]);
  });

  test('in no more than a few lines', () => {
    expect(failure(`a: *${'x'.repeat(100_000)}`)?.message.length).toBeLessThan(400);
  });
});

describe('taken', () => {
  test.each<[string, string, unknown]>([
    ['the longest', `a: 1${' '.repeat(maxDocumentBytes - 4)}`, { a: 1 }],
    ['many brackets side by side', `[${'[],'.repeat(100)}{}]`, [...Array.from({ length: 100 }, () => []), {}]],
    ['blanks within a line', `a: x${' '.repeat(500)}# y`, { a: 'x' }],
    ['equal keys of two maps', '- a: 1\n- a: 2', [{ a: 1 }, { a: 2 }]],
    ['a few aliases', 'a: &a [1]\nb: [*a, *a]', { a: [1], b: [[1], [1]] }],
    ['closing brackets in a text', `a: "${']'.repeat(70)}"\nb: ${'['.repeat(60)}${']'.repeat(60)}`, expect.anything()],
  ])('%s', (_, text, value) => {
    expect(parseYamlValue(text, 'p.yaml').value).toEqual(value);
  });

  test('60 levels, and no more', () => {
    expect(failure(`${'['.repeat(60)}${']'.repeat(60)}`)).toBeNull();
    expect(failure(`${'{a: '.repeat(60)}1${'}'.repeat(60)}`)).toBeNull();
  });

  test('keys are texts', () => {
    expect(parseYamlValue('1: a\ntrue: b', 'p.yaml').value).toEqual({ 1: 'a', true: 'b' });
  });
});
