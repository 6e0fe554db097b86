import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import type { PatternSource } from '../../../src/policy/model.ts';
import { canonicalPattern, formatPattern, parsePattern, separatorOf } from '../../../src/policy/pattern/kinds.ts';
import { argv, caseless, env, host, name, path, posix } from './meaning.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each<[PatternSource, string]>([
  [path('/a/**'), '/a/**'],
  [path('/a/**/**/b/**/**'), '/a/**/b/**'],
  [path('**/**/a'), '**/a'],
  [path('**/**'), '/**'],
  [path('/**/**x'), '/**/**x'],
  [name('!a'), '!a'],
  [path('c:/A'), 'C:/A'],
  [path('//srv/share/*'), '//srv/share/*'],
  [path('${workspace}'), '${workspace}'],
  [path('${workspace}/\\a\\*'), '${workspace}/a\\*'],
  [path('/e\u0301'), '/é'],
  [path('/[^cba-x]'), '/[!a-x]'],
  [path('/[ab]'), '/[ab]'],
  [path('/[\\]\\-]'), '/[\\-\\]]'],
  [path('/[e\\\u0301]'), '/[e\\\u0301]'],
  [path('/{a\\,b,c}\\,'), '/{a\\,b,c},'],
  [path('/a\\@\\(b\\)'), '/a@\\(b)'],
  [path('/*\\(a'), '/*\\(a'],
  [path('/{a.\\.b,c}'), '/{a\\..b,c}'],
  [path('/{a..*,..b,c...}'), '/{a..*,..b,c...}'],
  [path('/a\\!'), '/a!'],
  [path('/['), '/['],
  [path('relative'), 'relative'],
  [host('API.Example.com:443,80,81'), 'api.example.com:80-81,443'],
  [host('*.Bücher.example'), '*.xn--bcher-kva.example'],
  [host('10.0.0.1/32:8-10,9-12'), '10.0.0.1:8-12'],
  [host('2001:DB8:0::/32'), '2001:db8::/32'],
  [host('[2001:DB8:0::/32]:443'), '[2001:db8::/32]:443'],
  [host('[::1]'), '::1'],
  [host('::ffff:10.0.0.0/104'), '10.0.0.0/8'],
  [host('**:1-65535'), '**:1-65535'],
  [host('a..b'), 'a..b'],
  [env('LC_*'), 'LC_*'],
  [env('\\!a'), '\\!a'],
  [name('deploy'), 'deploy'],
  [name('deploy', digest, 'ann@example.org'), `{ name: deploy, digest: '${digest}', signedBy: ann@example.org }`],
  [name('*', null, "o'x"), "{ name: '*', signedBy: 'o''x' }"],
  [argv(['git', 'status', '**']), "[git, status, '**']"],
  [argv(['a b', 'true', '1', '', '-s', '\n']), `['a b', 'true', '1', '', '-s', "\\n"]`],
  [argv(['a'], digest), `{ argv: [a], digest: '${digest}' }`],
])('%j is %s', (source, printed) => {
  expect(formatPattern(source)).toBe(printed);
});

const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    'é',
    'e\\\u0301',
    '\u0301',
    'ß',
    '*',
    '?',
    '**',
    '/',
    '/**/',
    '/**',
    '{a,b}',
    '{,a}',
    '{a/b,c}',
    '{**/,}',
    ',',
    '.',
    '..',
    '!',
    '(',
    '+',
    '@',
  ),
  fc.constantFrom(
    '[a-c]',
    '[!a]',
    '[^A-Z]',
    '[]a]',
    '[a-]',
    '[\\]b-d-]',
    '[é\\\u0301a]',
    '[.]',
    '[\u0100-\u{10000}]',
    '\\*',
    '\\{',
    '\\,',
    '\\.',
    '\\!',
    '\\(',
    ']',
    '-',
    ' ',
    "'",
  ),
);
const glob = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const braced = fc.oneof(
  glob,
  fc.tuple(glob, glob).map(([a, b]) => `x{${a},${b}}`),
);
const provenance = fc.tuple(fc.constantFrom(null, digest), fc.constantFrom(null, 'ann', "o'x: y"));
const label = fc.constantFrom('a', '*', '**', 'A*', 'ü', 'b-*', '10');
const address = fc.constantFrom('10.0.0.0/8', '::1', '[2001:db8::/33]', '::ffff:1.2.3.4', '1.2.3.4');
const ports = fc.constantFrom('', ':443', ':80,79,1-3', ':1-65535,7');

const sources: Readonly<Record<PatternSource['kind'], fc.Arbitrary<PatternSource>>> = {
  path: fc.tuple(fc.constantFrom('/', '**/', '${workspace}/', 'C:/', '//s/h/'), braced).map(([start, text]) => path(start + text)),
  host: fc
    .tuple(
      fc.oneof(
        fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
        address,
      ),
      ports,
    )
    .map(([text, port]) => host(text + port)),
  env: braced.map(env),
  name: fc.tuple(braced, provenance).map(([text, by]) => name(text, ...by)),
  argv: fc
    .tuple(fc.array(fc.oneof(braced, fc.constant('**')), { minLength: 1, maxLength: 3 }), provenance)
    .map(([words, by]) => argv(words, ...by)),
};

/** What a document that holds the printed pattern would mean. */
function readBack(kind: PatternSource['kind'], printed: string): PatternSource {
  if (kind !== 'argv' && kind !== 'name') return { kind, text: printed };
  const plain = kind === 'name' && !printed.startsWith('{ ');
  const value: unknown = plain ? printed : parseYaml(printed);
  const {
    digest: by = null,
    signedBy = null,
    ...rest
  } = Array.isArray(value) || typeof value === 'string' ? {} : (value as Record<string, string>);
  if (kind === 'name') return name(typeof value === 'string' ? value : String(rest['name']), by, signedBy);
  return argv((Array.isArray(value) ? value : rest['argv']) as readonly string[], by, signedBy);
}

test('a set whose characters only Windows composes stays as it is written', () => {
  const source: PatternSource = { kind: 'env', text: '[e\u0301[a-c]' };
  expect(canonicalPattern(source)).toEqual(source);
});

describe('print and parse are inverse', () => {
  test.each(Object.keys(sources) as PatternSource['kind'][])('%s', (kind) => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', '\u0301', '.', '/', ',', '!', '-', ']', '*', ' '), maxLength: 6 });
    let [tried, parsed] = [0, 0];
    fc.assert(
      fc.property(sources[kind], text, (source, subject) => {
        const canonical = canonicalPattern(source);
        expect(canonicalPattern(canonical)).toEqual(canonical);
        for (const environment of [posix, caseless]) {
          const before = parsePattern(source, environment);
          const after = parsePattern(readBack(kind, formatPattern(source)), environment);
          expect(after.ok).toBe(before.ok);
          tried += 1;
          if (!before.ok || !after.ok) continue;
          parsed += 1;
          const separator = separatorOf(kind);
          const automaton = compileRules(
            [
              { effect: 'allow', sequences: before.sequences },
              { effect: 'allow', sequences: after.sequences },
            ],
            separator,
          );
          const near =
            kind === 'host'
              ? ['.a.b.443', '.a.80', '.#401020304.80']
              : kind === 'path'
                ? ['/a/b', '/xa', '/ws/a']
                : ['\0\0\0a', '\0a', '\0\0\0xa\0b'];
          for (const each of [...near, separator + subject, `${separator}x${subject}`, `\0\0\0${subject}`, `/ws/x${subject}`])
            expect([source, each, automaton.matching(each).length % 2]).toEqual([source, each, 0]);
        }
      }),
      { numRuns: 2000, seed: 3 },
    );
    expect(parsed / tried).toBeGreaterThan(0.08);
  });
});
