// Every normal request is in the universe that differences are searched in, comes back from its printed form, and is normal already.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatText, kindOf, normaliseRequest, separatorOf, universe } from '../../../src/policy/pattern/kinds.ts';
import type { PatternResource } from '../../../src/policy/pattern/kinds.ts';
import { parseRequest } from '../../../src/policy/request/parse.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { splitWords } from '../../../src/policy/request/words.ts';
import { matchingRules } from '../oracle/sequences.ts';
import { patience, runsOf } from './plan.ts';
import { linux, mac, windows } from './policies.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      'B',
      '.',
      '/',
      '-',
      '_',
      '0',
      '1',
      ' ',
      '$',
      '{',
      "'",
      '"',
      '~',
      ':',
      'é',
      'K',
      'İ',
      'ß',
      'ẞ',
      'ς',
      'ǰ',
      'J\u030c',
    ),
    maxLength: 8,
  }),
);
const segments = fc.array(anyText, { maxLength: 4 }).map((parts) => parts.join('/'));
const path = fc.oneof(
  segments.map((text) => `/${text}`),
  segments.map((text) => `C:\\${text}`),
  segments.map((text) => `\\\\srv\\share\\${text}`),
  segments.map((text) => `/ws/${text}`),
  segments.map((text) => `C:/ws/${text}`),
);
const label = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '-', '_', '0', '9', 'x', 'n'), minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom('xn--bcher-kva', 'bücher', 'ß', '中', 'xn--a', 'a--b', '0x', '1') },
  { weight: 1, arbitrary: anyText },
);
const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
  fc.domain(),
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.ipV6().map((address) => `[${address}]`),
);
const provenance = fc.record(
  { digest: fc.oneof(fc.constant(`sha256:${'0'.repeat(64)}`), anyText), signedBy: fc.oneof(fc.constant('a@example.org'), anyText) },
  { requiredKeys: [] },
);

const resources = {
  path: path.map((text) => ({ scope: 'fileSystem.read', path: text })),
  host: fc.tuple(host, fc.integer({ min: 0, max: 65_536 })).map(([name, port]) => ({ scope: 'network.api', host: name, port })),
  env: anyText.map((name) => ({ scope: 'env.read', name })),
  name: fc.tuple(anyText, provenance).map(([name, by]) => ({ scope: 'execution.tools', name, ...by })),
  argv: fc.tuple(fc.array(anyText, { maxLength: 4 }), provenance).map(([argv, by]) => ({ scope: 'execution.commands', argv, ...by })),
} satisfies Record<string, fc.Arbitrary<PatternResource>>;

function isInUniverse(resource: PatternResource, text: string, environment: PolicyEnvironment): boolean {
  const kind = kindOf(resource.scope);
  const { shapes, segment } = universe(kind, environment);
  const separator = separatorOf(kind);
  const depth = text === '' ? 0 : text.split(separator).length - 1;
  const [shaped, filled] = [
    { effect: 'allow', sequences: shapes },
    { effect: 'allow', sequences: [Array.from({ length: depth }, () => segment)] },
  ] as const;
  return matchingRules([shaped, filled], separator, text).length === 2;
}

describe('a normal request', () => {
  test.each(['path', 'host', 'env', 'name', 'argv'] as const)(
    '%s',
    (kind) => {
      fc.assert(
        fc.property(resources[kind] as fc.Arbitrary<PatternResource>, fc.constantFrom(linux, mac, windows), (resource, environment) => {
          const text = normaliseRequest(resource, environment);
          if (text === null) return;
          expect([resource, isInUniverse(resource, text, environment)]).toEqual([resource, true]);
          const words = splitWords(formatText(kind, text, environment));
          const again = parseRequest(resource.scope, words ?? [], environment) as PatternResource;
          expect([again, normaliseRequest(again, environment)]).toEqual([again, text]);
        }),
        runsOf(`universe ${kind}`),
      );
    },
    patience,
  );
});
