// Problems of documents: line, key, and the nearest thing that would be right.
import { describe, expect, test } from 'vitest';
import type { ValidationError } from '../../src/core/validation.ts';
import { againstSchema, didYouMean, invalidDocument, problemAt, shorten } from '../../src/policy/document-problems.ts';

const broken = (keyword: string, more: Partial<ValidationError> = {}): ValidationError => ({
  keyword,
  instancePath: '/a',
  schemaPath: '#',
  params: {},
  ...more,
});

/** What is told of one broken keyword, behind the place. */
function told(value: unknown, ...errors: readonly ValidationError[]): string {
  return againstSchema(value, errors, 'p.yaml', null).message;
}

describe('a place', () => {
  test.each([
    [{ path: 'p' }, 'p: x'],
    [{ path: 'p', line: 3 }, 'p:3:1: x'],
    [{ path: 'p', line: 3, column: 4 }, 'p:3:4: x'],
    [{ path: 'p', line: 3, column: 4, key: '' }, 'p:3:4: x'],
    [{ path: 'p', line: 3, column: 4, key: 'a.0' }, 'p:3:4: a.0: x'],
    [{ path: 'p', key: 'a' }, 'p: a: x'],
  ])('%j: %s', (position, text) => {
    expect(problemAt(position, 'x')).toEqual({ text, position });
  });

  test('is the one of the key that is wrong, whatever is in its name', () => {
    const asked: unknown[] = [];
    const positionOf = (keys: unknown): { line: number; column: number } => {
      asked.push(keys);
      return { line: 2, column: 3 };
    };
    const errors = [
      broken('type', { instancePath: '/a~1b/c~0d/0', params: { type: 'string' } }),
      broken('additionalProperties', { instancePath: '/m', params: { additionalProperty: 'x' } }),
      broken('maxLength', { instancePath: '/m', propertyName: 'y', message: 'is long' }),
    ];
    const { message, positions, code } = againstSchema({ 'a/b': { 'c~d': [1] } }, errors, 'p.yaml', positionOf);
    expect(code).toBe('invalid-document');
    expect(asked).toEqual([
      ['a/b', 'c~d', '0'],
      ['m', 'x'],
      ['m', 'y'],
    ]);
    expect(message.split('\n')).toEqual([
      'p.yaml:2:3: a/b.c~d.0: must be text, not 1',
      'p.yaml:2:3: m.x: unknown key',
      'p.yaml:2:3: m.y: is long, not "y"',
    ]);
    expect(positions.map(({ key, line, column, path }) => [path, line, column, key])).toEqual([
      ['p.yaml', 2, 3, 'a/b.c~d.0'],
      ['p.yaml', 2, 3, 'm.x'],
      ['p.yaml', 2, 3, 'm.y'],
    ]);
  });
});

describe('what would be right', () => {
  test.each<[unknown, ValidationError, string]>([
    [
      { a: 'blok' },
      broken('enum', { params: { allowedValues: ['block', 'inform'] } }),
      'must be one of block, inform, not "blok"; did you mean "block"?',
    ],
    [{ a: 1 }, broken('enum', { params: { allowedValues: ['block', 'inform'] } }), 'must be one of block, inform, not 1'],
    [{ a: {} }, broken('required', { params: { missingProperty: 'b' } }), 'lacks "b"'],
    [{ a: 2 }, broken('const', { params: { allowedValue: 1 } }), 'must be 1, not 2'],
    [{ a: null }, broken('type', { params: { type: 'array' } }), 'must be a list, not null'],
    [{ a: {} }, broken('type', { params: { type: ['string', 'integer'] } }), 'must be text or a whole number, not a map'],
    [{ a: [] }, broken('type', { params: { type: 'object' } }), 'must be a map, not a list'],
    [{ a: 'x' }, broken('type', { params: { type: 'boolean' } }), 'must be true or false, not "x"'],
    [{ a: 'x' }, broken('type', { params: { type: 'number' } }), 'must be a number, not "x"'],
    [{ a: 'x' }, broken('type', { params: { type: 'null' } }), 'must be null, not "x"'],
    [{ a: 'x' }, broken('pattern', { parentSchema: { examples: ['90s', '5m'] } }), 'must be written like "90s" or "5m", not "x"'],
    [{ a: 'x' }, broken('pattern', { message: 'must match', parentSchema: {} }), 'must match, not "x"'],
    [{ a: 1 }, broken('minimum', { message: 'must be >= 5', parentSchema: { examples: [7] } }), 'must be >= 5, not 1'],
    [{}, broken('minimum', { message: 'must be >= 5' }), 'must be >= 5, not nothing'],
    [null, broken('minimum', { message: 'must be >= 5' }), 'must be >= 5, not nothing'],
    ['text', broken('minimum', { instancePath: '/length', message: 'must be >= 5' }), 'must be >= 5, not nothing'],
    [
      { a: {} },
      broken('additionalProperties', {
        params: { additionalProperty: 'fialOn' },
        parentSchema: { properties: { failOn: {}, timeout: {} } },
      }),
      'unknown key; did you mean "failOn"? Known: failOn, timeout',
    ],
    [{ a: {} }, broken('additionalProperties', { params: { additionalProperty: 'x' }, parentSchema: {} }), 'unknown key'],
  ])('of %j %j', (value, error, expected) => {
    expect(told(value, error).replace(/^p\.yaml: (?:[\w.]+: )?/, '')).toBe(expected);
  });

  test('nothing where nothing is known', () => {
    expect(didYouMean('x', [])).toBe('');
    expect(didYouMean('reed', ['write', 'read'])).toContain('"read"');
  });

  test('what tells less than another is left out, unless nothing else is told', () => {
    const vague = ['oneOf', 'anyOf', 'if', 'propertyNames'].map((keyword) => broken(keyword, { message: `vague ${keyword}` }));
    expect(told({ a: 1 }, ...vague, broken('minimum', { message: 'small' })).split('\n')).toEqual(['p.yaml: a: small, not 1']);
    expect(told({ a: 1 }, ...vague).split('\n')).toHaveLength(4);
  });
});

describe('bounds', () => {
  test('80 characters of a text', () => {
    expect(shorten('x'.repeat(80))).toBe('x'.repeat(80));
    expect(shorten('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(shorten(`${'x'.repeat(78)}😀😀`).isWellFormed()).toBe(true);
  });

  test('20 problems', () => {
    const problems = Array.from({ length: 21 }, (_, index) => problemAt({ path: 'p', line: index + 1 }, 'x'));
    expect(invalidDocument(problems, 'p').message.split('\n')).toHaveLength(20);
    expect(invalidDocument(problems, 'p').positions).toHaveLength(20);
    expect(invalidDocument(problems, 'p.yaml').remedy).toContain('p.yaml');
    const errors = problems.map(() => broken('minimum', { message: 'small' }));
    expect(told({ a: 1 }, ...errors).split('\n')).toHaveLength(20);
  });
});
