import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf, normaliseRequest, type PatternResource } from '../../../src/policy/pattern/kinds.ts';
import { quoteWords, splitWords } from '../../../src/policy/request/words.ts';
import { patternScopes } from '../../../src/policy/scopes.ts';
import { look, posix, run, use, windows } from '../pattern/meaning.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const normalise = (resource: PatternResource): string | null => normaliseRequest(resource, posix);

test('every scope is normalised as its kind is', () => {
  const fields = { path: '/a', host: 'a', port: 1, name: 'a', argv: ['a'] };
  const texts = { path: '/a', host: '.a.1', env: '\0a', name: '\0\0\0a', argv: '\0\0\0a' };
  for (const scope of patternScopes) {
    expect([scope, normalise({ ...fields, scope })]).toEqual([scope, texts[kindOf(scope)]]);
  }
});

describe('commands', () => {
  test('are digest, signer and arguments', () => {
    expect(normalise(run('git', 'status'))).toBe('\0\0\0git\0status');
    expect(normalise(run('a', ''))).toBe('\0\0\0a\0');
    expect(normalise(run('a', ' é\n/e\u0301'))).toBe('\0\0\0a\0 é\n/e\u0301');
    expect(normalise({ scope: 'execution.commands', argv: ['a'], digest, signedBy: 'ann' })).toBe(`\0${digest}\0ann\0a`);
    expect(normalise({ scope: 'sandbox.execution.commands', argv: ['a'], digest })).toBe(`\0${digest}\0\0a`);
  });

  test.each<readonly unknown[]>([
    [[]],
    [['']],
    [['', 'a']],
    [['a\0b']],
    [['a', '\0']],
    [['a', '\ud800']],
    [['\udc00']],
    // Two halves of one pair in two arguments are two halves.
    [['a\ud83d', '\ude00']],
    [['a', 1]],
    [['a', null]],
    ['git status'],
    [null],
    [{ length: 1, 0: 'a' }],
    [Array.from({ length: 4097 }, () => 'a')],
    [['a'.repeat(131_073)]],
    [['a'.repeat(131_072), 'b']],
  ])('%.40j is denied', (argv) => {
    expect(normaliseRequest({ scope: 'execution.commands', argv } as PatternResource, posix)).toBeNull();
  });

  test('4,096 arguments of 131,072 UTF-16 units together', () => {
    expect(normalise(run(...Array.from({ length: 4096 }, () => 'a'.repeat(32))))).toHaveLength(131_072 + 4096 + 2);
    expect(normalise(run(...Array.from({ length: 4095 }, () => 'a'.repeat(32)), 'a'.repeat(33)))).toBeNull();
    expect(normalise({ scope: 'execution.commands', argv: ['a'.repeat(131_072)], digest })).not.toBeNull();
  });
});

describe('names', () => {
  test('are digest, signer and name', () => {
    expect(normalise(use('readFile'))).toBe('\0\0\0readFile');
    expect(normalise(use('é/ a'))).toBe('\0\0\0é/ a');
    expect(normalise({ scope: 'execution.tools', name: 'a', digest, signedBy: 'ann@example.org' })).toBe(`\0${digest}\0ann@example.org\0a`);
    expect(normalise(use('a'.repeat(1024)))).toHaveLength(1027);
  });

  test.each(['', 'a=b', '=', 'a\0', 'a\nb', '\u007f', 'a\u0085', '\ud800', 'a'.repeat(1025), null, 1, undefined])(
    '%.20j is denied',
    (name) => {
      expect(normalise({ scope: 'execution.tools', name } as PatternResource)).toBeNull();
      expect(normalise({ scope: 'env.read', name } as PatternResource)).toBeNull();
      expect(normaliseRequest({ scope: 'env.read', name } as PatternResource, windows)).toBeNull();
    },
  );

  test.each([
    { digest: '' },
    { digest: 'sha256:00' },
    { digest: digest.toUpperCase() },
    { digest: 1 },
    { digest: null },
    { digest: `${digest}\n` },
    { digest: [digest] },
  ])('%j is denied', (by) => {
    expect(normalise({ scope: 'execution.tools', name: 'a', ...by } as PatternResource)).toBeNull();
    expect(normalise({ scope: 'execution.commands', argv: ['a'], ...by } as PatternResource)).toBeNull();
  });

  test.each(['', 'a\0b', 'a=b', '\ud800', 'a'.repeat(1025), null, 1])('a signer %.20j is denied', (signedBy) => {
    expect(normalise({ scope: 'execution.tools', name: 'a', signedBy } as PatternResource)).toBeNull();
  });

  test('variables of the environment are folded and composed on Windows', () => {
    expect(normalise(look('Path'))).toBe('\0Path');
    expect(normaliseRequest(look('Path'), windows)).toBe('\0path');
    expect(normaliseRequest(look('E\u0301'), windows)).toBe('\0é');
    // One unit of which NFC makes three.
    expect(normaliseRequest(look('\ufb2c'.repeat(341)), windows)).toHaveLength(1024);
    expect(normaliseRequest(look(`${'\ufb2c'.repeat(341)}a`), windows)).toHaveLength(1025);
    expect(normaliseRequest(look('\ufb2c'.repeat(342)), windows)).toBeNull();
  });
});

test('a scope that is none is denied', () => {
  expect(normaliseRequest({ scope: 'no', path: '/a' } as unknown as PatternResource, posix)).toBeNull();
});

describe('words of a command line', () => {
  test.each<[readonly string[], string]>([
    [['git', 'status', '-s'], 'git status -s'],
    [['a b', "c'd", ''], `'a b' 'c'\\''d' ''`],
    [['${workspace}/x', '$(x)', '`x`', '"'], `'\${workspace}/x' '$(x)' '\`x\`' '"'`],
    [['*', '?', '~', '#', '!', '&', ';', '|', '<', '(', '\\', '[', '{'], `'*' '?' '~' '#' '!' '&' ';' '|' '<' '(' '\\' '[' '{'`],
    [['é/例.ts'], 'é/例.ts'],
  ])('%j is %s', (words, text) => {
    expect(quoteWords(words)).toBe(text);
    expect(splitWords(text)).toEqual(words);
  });

  test.each<[string, readonly string[] | null]>([
    ['', []],
    ['  a   b\t', ['a', 'b']],
    ['a"b c"d', ['ab cd']],
    ['"a\\"b"', ['a"b']],
    ["'a\\b'", ['a\\b']],
    ['a\\ b', ['a b']],
    ['""', ['']],
    ['"a', null],
    ["'", null],
    ['a\\', null],
  ])('%s', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  test('are read back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 5 }), (words) => {
        expect(splitWords(quoteWords(words))).toEqual(words);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});
