// Tests of models as they are written: what each says, and that none can hold by a slip of its author.
import { describe, expect, test } from 'vitest';
import { McgateError } from '../../../src/core/error.ts';
import { parseModelTests, type ModelTestCase } from '../../../src/gates/code/model-tests.ts';

function parse(...rest: readonly string[]): readonly ModelTestCase[] {
  return parseModelTests(`cases:\n${rest.map((each) => `  - { name: x, ${each} }\n`).join('')}`, 'a.tests.yml');
}

function problemsOf(rest: string): readonly string[] {
  try {
    parse(rest);
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    expect(error.code).toBe('invalid-document');
    return error.positions.map(({ key = '' }) => key);
  }
  throw new Error('it was parsed');
}

test('a case says its program, its place and what it expects', () => {
  const found = 'found: [{ class: sql, source: 1, sink: 2, confidence: medium }]';
  const [first, second] = parse(
    `code: "a;\\nb;", ${found}`,
    "files: { package.json: '{}', a.ts: 'a;' }, notFound: [{ sink: 'a.ts:1' }, { class: xss }]",
  );
  expect(first).toEqual({
    name: 'x',
    files: [{ path: 'example.js', text: 'a;\nb;' }],
    manifests: [],
    libraryParameters: 'auto',
    found: [{ class: 'sql', source: { path: 'example.js', line: 1 }, sink: { path: 'example.js', line: 2 }, confidence: 'medium' }],
    notFound: [],
    document: 'a.tests.yml',
    line: 2,
    column: 5,
  });
  expect(second).toMatchObject({
    files: [{ path: 'a.ts' }],
    manifests: [{ path: 'package.json' }],
    notFound: [
      { class: null, source: null, sink: { path: 'a.ts', line: 1 }, confidence: 'low' },
      { class: 'xss', source: null, sink: null },
    ],
    line: 3,
  });
});

describe('is refused', () => {
  test.each<[string, readonly string[]]>([
    ['code: "a;"', ['cases.0']],
    ['notFound: any', ['cases.0']],
    ['code: "a;", files: { b.js: "b;" }, notFound: any', ['cases.0']],
    ['code: "a;", notFound: [{ sink: 2 }]', ['cases.0.notFound.0.sink']],
    ['code: "a;\\n\\nb;", notFound: [{ source: 2 }]', ['cases.0.notFound.0.source']],
    ['code: "a;", found: [{ class: sql, source: 1, sink: "b.js:1" }]', ['cases.0.found.0.sink']],
    ['files: { a.js: "a;", b.js: "b;" }, notFound: [{ sink: 1 }]', ['cases.0.notFound.0.sink']],
    ['files: { a.txt: "a;" }, notFound: any', ['cases.0.files.a.txt']],
    ['code: "a;", notFound: [{}]', ['cases.0.notFound', 'cases.0.notFound.0']],
    ['code: "a;", notFound: all', ['cases.0.notFound', 'cases.0.notFound']],
    ['code: "a;", found: [{ class: sqll, source: 1, sink: 1 }]', ['cases.0.found.0.class']],
    ['code: "a;", found: [{ class: sql, sink: 1 }]', ['cases.0.found.0']],
  ])('%s', (rest, keys) => {
    expect(problemsOf(rest)).toEqual(keys);
  });
});
