// Parse and print are inverse: the canonical print of a pattern is the same pattern, to the parser, to the engine and to the oracle.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PatternSource } from '../../../src/policy/model.ts';
import { compareRules } from '../../../src/policy/difference/compare-rules.ts';
import { canonicalPattern, formatPattern, kindOf, parsePattern, separatorOf, universe } from '../../../src/policy/pattern/kinds.ts';
import { oddPatterns } from './odd-patterns.ts';
import { patience, runsOf } from './plan.ts';
import { linux, mac, windows } from './policies.ts';

/** What YAML makes of a printed argv, or of a name with digest or signer. */
function readBack(printed: string): unknown {
  return parse(printed);
}

describe('a printed pattern is the same pattern', () => {
  test.each(['paths', 'hosts', 'argv', 'names', 'environment'] as const)(
    '%s',
    (name) => {
      const [scope, source] = oddPatterns[name];
      const kind = kindOf(scope);
      fc.assert(
        fc.property(source, fc.constantFrom(linux, mac, windows), (pattern, environment) => {
          const parsed = parsePattern(pattern, environment);
          const canonical = canonicalPattern(pattern);
          const again = parsePattern(canonical, environment);
          expect(again.ok).toBe(parsed.ok);
          if (!parsed.ok || !again.ok) return;
          expect(canonicalPattern(canonical)).toEqual(canonical);
          const rules = [parsed, again].map(({ sequences }) => [{ effect: 'allow' as const, sequences }]);
          const options = { universe: universe(kind, environment), separator: separatorOf(kind) };
          expect([canonical, compareRules(rules[0] ?? [], rules[1] ?? [], options)]).toEqual([
            canonical,
            { rises: [], falls: [], undetermined: [] },
          ]);
          const printed = formatPattern(pattern);
          if (canonical.kind === 'argv' && canonical.digest === null && canonical.signedBy === null)
            expect(readBack(printed)).toEqual(canonical.words);
          else if (canonical.kind === 'argv' || (canonical.kind === 'name' && printed.startsWith('{ name:'))) {
            const { digest, signedBy } = canonical;
            expect(readBack(printed)).toEqual({
              ...(canonical.kind === 'argv' ? { argv: canonical.words } : { name: canonical.text }),
              ...(digest === null ? {} : { digest }),
              ...(signedBy === null ? {} : { signedBy }),
            });
          }
        }),
        runsOf('print patterns'),
      );
    },
    patience,
  );
});

test.each(['paths', 'argv', 'names', 'environment'] as const)(
  'parsing any text as one of %s answers, and never throws',
  (name) => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(text, (any) => {
        const pattern: PatternSource =
          name === 'argv'
            ? { kind: 'argv', words: [any], digest: null, signedBy: null }
            : name === 'names'
              ? { kind: 'name', text: any, digest: null, signedBy: null }
              : { kind: name === 'paths' ? 'path' : 'env', text: any };
        expect(typeof parsePattern(pattern, linux).ok).toBe('boolean');
      }),
      runsOf('parse anything'),
    );
  },
  patience,
);

test.each<[string, PatternSource, PatternSource]>([
  ['two stars over and over print as what may start a path', { kind: 'path', text: '**/**' }, { kind: 'path', text: '/**' }],
  [
    'a set that Windows composes is printed as it is written',
    { kind: 'env', text: '[e\u0301[a-c]' },
    { kind: 'env', text: '[e\u0301[a-c]' },
  ],
  ['what is refused for its "!" is not printed as something that is not', { kind: 'env', text: '!*' }, { kind: 'env', text: '!*' }],
])('%s', (_, pattern, printed) => {
  expect(canonicalPattern(pattern)).toEqual(printed);
});
