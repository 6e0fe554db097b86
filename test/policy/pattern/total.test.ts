// Whatever a text holds: nothing throws, and what is normal stays as it is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalPattern,
  formatPattern,
  formatText,
  normaliseRequest,
  parsePattern,
  parseRequest,
  type PatternResource,
} from '../../../src/policy/pattern/kinds.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { splitWords } from '../../../src/policy/request/words.ts';
import { argv, caseless, env, host, name, path, posix, windows } from './meaning.ts';
import { processorMs } from '../../support/processor-time.ts';

const environments: readonly PolicyEnvironment[] = [posix, caseless, windows, { ...windows, caseSensitive: true }];

const unit = fc.oneof(
  fc.constantFrom(
    '/',
    '\\',
    '.',
    ':',
    '*',
    '?',
    '[',
    ']',
    '{',
    '}',
    ',',
    '!',
    '-',
    '$',
    '%',
    '2',
    'e',
    '0',
    'x',
    '1',
    '#',
    '@',
    '~',
    ' ',
    '\0',
    '\n',
  ),
  fc.constantFrom(
    '\ud800',
    '\udfff',
    '\u0301',
    '\u1100',
    '\u1161',
    '\u212a',
    'İ',
    'ß',
    '。',
    '．',
    '％',
    '１',
    '\u200d',
    '\u00ad',
    'xn--',
    '${workspace}',
    'C:/',
    '//',
    '**',
    '::',
    '[::1]',
    '127.0.0.1',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const text = fc.array(unit, { maxLength: 14 }).map((units) => units.join(''));

test('patterns', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      for (const source of [path(a), path(`/${a}`), host(a), env(a), name(a, b, b), name(a), argv([a, b]), argv([])]) {
        for (const environment of environments) {
          const parsed = parsePattern(source, environment);
          if (!parsed.ok) expect(parsed.problem).not.toBe('');
        }
        expect(typeof formatPattern(source)).toBe('string');
        expect(canonicalPattern(source).kind).toBe(source.kind);
      }
    }),
    { numRuns: 3000, seed: 3 },
  );
});

describe('requests', () => {
  const requests = (a: string, b: string): readonly PatternResource[] => [
    { scope: 'fileSystem.read', path: a },
    { scope: 'fileSystem.read', path: `/${a}` },
    { scope: 'fileSystem.read', path: `C:\\${a}` },
    { scope: 'fileSystem.read', path: `\\\\${a}` },
    { scope: 'network.llm', host: a, port: 443 },
    { scope: 'env.read', name: a },
    { scope: 'execution.tools', name: a, digest: b, signedBy: b },
    { scope: 'execution.tools', name: a },
    { scope: 'execution.commands', argv: [a, b] },
  ];
  const kinds = ['path', 'path', 'path', 'path', 'host', 'env', 'name', 'name', 'argv'] as const;

  test('are normalised or denied, and stay normal', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        for (const environment of environments) {
          for (const [index, resource] of requests(a, b).entries()) {
            const normal = normaliseRequest(resource, environment);
            if (normal === null) continue;
            expect(normal.isWellFormed()).toBe(true);
            const words = splitWords(formatText(kinds[index] ?? 'path', normal, environment)) ?? [];
            const again = normaliseRequest(parseRequest(resource.scope, words, environment) as PatternResource, environment);
            expect([resource, again]).toEqual([resource, normal]);
          }
        }
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  test('whatever the fields hold', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.anything(),
        fc.constantFrom('fileSystem.read', 'network.llm', 'env.read', 'execution.tools', 'execution.commands', 'x'),
        (a, b, scope) => {
          for (const environment of environments) {
            const odd = { scope, path: a, host: a, port: b, name: a, argv: Array.isArray(a) ? a : [a], digest: b, signedBy: b };
            expect(['string', 'object']).toContain(typeof normaliseRequest(odd as unknown as PatternResource, environment));
          }
        },
      ),
      { numRuns: 2000, seed: 3 },
    );
  });
});

describe('long and hostile texts end soon', () => {
  const long = (unitText: string, size: number): string => unitText.repeat(Math.ceil(size / unitText.length)).slice(0, size);
  const units = [
    'a',
    '/',
    '.',
    './',
    '/.',
    '/..',
    '%',
    '%2',
    '~',
    ' ',
    '*',
    '?',
    '*?',
    '[',
    '[a',
    '[a-',
    '[!',
    ']',
    '{',
    '{a,',
    '{,',
    '}',
    ',',
    '\\',
    '!',
    ':',
    '[:',
    '**/',
    '\u0301',
    'a\u0301\u0316',
    '\u1100\u1161',
    '0',
    '0x',
    '1.',
    '::',
    '-',
    'xn--',
    'ü',
    'İ',
    '\ud800',
    "'",
  ];

  test.each(units.map((each) => [each]))('%j', (each) => {
    const before = processorMs();
    for (const size of [4095, 4096, 131_072]) {
      const hostile = long(each, size);
      for (const around of [hostile, `/${hostile}`, `[${hostile}`, `//${hostile}`, `C:/${hostile}`, `\${workspace}/${hostile}`]) {
        for (const environment of environments) {
          for (const source of [path(around), host(around), name(around), argv([around])]) parsePattern(source, environment);
          for (const resource of [
            { scope: 'fileSystem.read', path: around },
            { scope: 'network.llm', host: around, port: 1 },
            { scope: 'execution.commands', argv: [around] },
            { scope: 'env.read', name: around },
          ] as const)
            normaliseRequest(resource, environment);
        }
        formatPattern(path(around));
        formatPattern(name(around));
      }
    }
    // What backtracks takes minutes or years for one of these; this is slow machines' time, not a measure.
    expect(processorMs() - before).toBeLessThan(20_000);
  });
});
