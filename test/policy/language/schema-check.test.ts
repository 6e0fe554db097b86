// The schema is read as ajv reads it: the same documents pass, and the same keywords are broken at the same places.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/policy/generated/policy-schema.ts';
import { secureDefaults } from '../../../src/policy/generated/secure-defaults.ts';
import type { ValidationError } from '../../../src/core/validation.ts';
import { checkSchema, type CheckedSchema } from '../../../src/policy/language/schema-check.ts';

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const validate = ajv.compile(JSON.parse(readFileSync('schemas/policy.schema.json', 'utf8')) as object);

/** What is broken where; ajv tells an empty key's parent and a bad key as one more. */
function byAjv(value: unknown): readonly string[] {
  return validate(value)
    ? []
    : (validate.errors ?? [])
        .filter(({ keyword }) => keyword !== 'propertyNames')
        .map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
        .sort();
}

function byUs(value: unknown): readonly string[] {
  return checkSchema(policySchema, value)
    .map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
    .sort();
}

/** ajv goes on in a list of another type's keywords only where the type is right; both tell a wrong type once. */
function agree(value: unknown): void {
  expect(new Set(byUs(value))).toEqual(new Set(byAjv(value)));
}

/** The secure defaults with something put in the place of one of its values. */
function mutated(keys: readonly number[], replacement: unknown): unknown {
  const document = structuredClone(secureDefaults) as unknown;
  let at = document;
  for (const key of keys) {
    if (at === null || typeof at !== 'object') break;
    const names = Object.keys(at);
    const name = names[key % names.length];
    if (name === undefined) break;
    const inner = (at as Record<string, unknown>)[name];
    if (key % 3 === 0 || inner === null || typeof inner !== 'object') {
      (at as Record<string, unknown>)[name] = replacement;
      break;
    }
    at = inner;
  }
  return document;
}

describe('checkSchema', () => {
  it('takes the secure defaults', () => {
    agree(secureDefaults);
    expect(byUs(secureDefaults)).toEqual([]);
  });

  it.each([
    null,
    7,
    'x',
    [],
    {},
    { version: 1, extends: ['a', 'a'] },
    { version: 1, extends: [1] },
    { version: 1, extends: [''] },
    { version: 1, variables: { '': 'x' } },
    { version: 1, modes: { 'a b': {}, c: { transitions: { d: 'maybe' } } } },
    { version: 1, roles: { X: { grants: ['READ', 'READ'] } } },
    { version: 1, permissions: { execution: { tools: { allow: [{ digest: 'x' }, 7, '', { name: '' }] } } } },
    { version: 1, permissions: { execution: { commands: { allow: [[], [1], {}, { argv: [] }, 'git'] } } } },
    { version: 1, permissions: { resources: { connections: -1, memory: '1', cpu: '0s' } } },
    { version: 1, permissions: { resources: { connections: 1.5 } } },
    { version: 1, audit: { logging: { operation: { sampling: 2 } } } },
    { version: 1, sandbox: { permissions: { allow: [{ scope: 'x', argv: ['a'] }, 'x'] } } },
    { version: 1, constructor: 1, toString: {} },
    { version: 1, 'a/b~c': 1, permissions: { 'x/y': 1 } },
    { version: 1, headers: { 'X-Frame-Options': '\u{1F600}'.repeat(2000) } },
    { version: 1, headers: { 'X-Frame-Options': '\u{1F600}'.repeat(2001) } },
    JSON.parse('{"version":1,"__proto__":{"version":1},"modes":{"__proto__":{}}}'),
  ])('%j', (value) => {
    agree(value);
  });

  it('agrees with ajv on documents that are wrong in one place', () => {
    const replacement = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1.5,
        '',
        'x',
        '30m',
        '5/min',
        '5%',
        'allow',
        [],
        ['x'],
        [['x']],
        {},
        { name: 'x' },
        { x: 1 },
        'x'.repeat(5000),
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 7 }), replacement, (keys, value) => {
        agree(mutated(keys, value));
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  it.each<[CheckedSchema, readonly unknown[]]>([
    [{ type: 'array', minItems: 1, maxItems: 2 }, [[], [1], [1, 2], [1, 2, 3]]],
    [
      { type: 'array', uniqueItems: true, items: { type: 'integer' } },
      [
        [1, 2],
        [1, 1],
        [1, 'x'],
        [1.5, true],
      ],
    ],
    [{ type: 'object', maxProperties: 1 }, [{}, { a: 1 }, { a: 1, b: 2 }]],
    [{ type: 'object', required: ['a', 'b'], properties: { a: { const: 1 } } }, [{}, { a: 1 }, { a: 2, b: 1 }, { b: 1 }]],
    [{ type: 'object', additionalProperties: false, properties: { a: {} } }, [{ a: 1 }, { b: 1 }, { 'b/c~d': 1 }]],
    [{ type: 'object', additionalProperties: { type: 'string' } }, [{ a: 'x' }, { 'a/b': 1 }, { 'a~b': 1 }, { '~1': 1 }]],
    [
      { type: 'string', minLength: 2, maxLength: 3 },
      ['', 'a', '😀', 'ab', '😀😀', 'abc', '😀😀😀', 'abcd', '😀😀😀😀', 'a😀\ud800', '\ud83d\ud83d'],
    ],
    [{ type: 'string', pattern: '^.$' }, ['a', '😀', 'ab', '']],
    [{ type: 'number', minimum: 0.5, maximum: 1 }, [0, 0.5, 0.75, 1, 1.5]],
    [{ type: 'integer', minimum: -1 }, [-2, -1, 0.5, '0']],
    [{ type: ['string', 'array'] }, ['', [], {}, null, 1, true]],
    [{ type: 'boolean' }, [true, 0, 'true', null]],
    [{ type: 'object' }, [{}, [], null, 'x']],
    [{ enum: ['a', 1, null] }, ['a', 1, null, 'b', '1', {}]],
    [{ const: 'a' }, ['a', 'b', ['a']]],
    [{ $ref: '#/$defs/word', $defs: { word: { type: 'string', maxLength: 1 } } }, ['a', 'ab', 1]],
    [{ minLength: 3, minimum: 3, minItems: 3 }, ['a', 1, [1], {}, null, true]],
  ])('as ajv has %j, with what was asked for', (schema, values) => {
    const theirs = ajv.compile(schema);
    for (const value of values) {
      const valid = theirs(value);
      const errors = valid ? [] : (theirs.errors ?? []);
      const found = checkSchema(schema, value);
      const told = ({ instancePath, keyword, params }: Pick<ValidationError, 'instancePath' | 'keyword' | 'params'>): unknown => [
        instancePath,
        keyword,
        // Which of the items are the same is told by ajv alone, and which comparison it was.
        keyword === 'uniqueItems' ? {} : Object.fromEntries(Object.entries(params).filter(([key]) => key !== 'comparison')),
      ];
      expect([value, found.map(told)]).toEqual([value, errors.map(told)]);
      for (const each of found) expect(each.message?.length).toBeGreaterThan(5);
      for (const { keyword, message, params } of found)
        if ('limit' in params) expect([keyword, message]).toEqual([keyword, expect.stringContaining(String(params['limit']))]);
    }
  });

  it('a bad key is told as such, at its map', () => {
    const schema = { type: 'object', propertyNames: { pattern: '^[a-z]$' }, additionalProperties: { maxLength: 1 } };
    expect(checkSchema(schema, { a: 'x', B: 'xy' })).toEqual([
      {
        instancePath: '',
        schemaPath: '',
        keyword: 'pattern',
        params: { pattern: '^[a-z]$' },
        message: 'must match ^[a-z]$',
        parentSchema: schema.propertyNames,
        propertyName: 'B',
      },
      {
        instancePath: '/B',
        schemaPath: '',
        keyword: 'maxLength',
        params: { limit: 1 },
        message: 'must have 1 characters or fewer',
        parentSchema: schema.additionalProperties,
      },
    ]);
  });

  it('a reference that leads nowhere takes nothing', () => {
    for (const value of ['a', null, {}, 1]) expect(checkSchema({ $ref: '#/$defs/none' }, value)).toHaveLength(1);
  });

  it('tells a hundred errors and no more', () => {
    expect(
      checkSchema(policySchema, {
        version: 1,
        extends: [],
        permissions: { env: { read: { allow: Array.from({ length: 20_000 }, () => 7) } } },
      }),
    ).toHaveLength(100);
  });
});
