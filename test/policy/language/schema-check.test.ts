// The schema is read as ajv reads it: the same documents pass, and the same keywords are broken at the same places.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/policy/generated/policy-schema.ts';
import { secureDefaults } from '../../../src/policy/generated/secure-defaults.ts';
import { checkSchema } from '../../../src/policy/language/schema-check.ts';

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
