// Patterns put together from whatever pieces there are: most are refused, and what is not has some odd meaning.
import fc from 'fast-check';
import type { PatternSource } from '../../../src/policy/model.ts';
import type { PatternScope } from '../../../src/policy/request/request.ts';
import { kinds } from './kinds.ts';

const piece = fc.constantFrom(
  ...[
    '*',
    '**',
    '?',
    '[',
    ']',
    '[!',
    '[^',
    '{',
    '}',
    ',',
    '\\',
    '/',
    '!',
    '-',
    'a',
    'b',
    'A',
    '.',
    '..',
    '(',
    '@',
    '+',
    ' ',
    ':',
    "'",
    '"',
    '#',
    'é',
    'e\u0301',
    '\u0301',
    '😀',
    '${workspace}',
    'C:',
    '=',
    '\0',
  ],
  ...['[a-c]', '[!a]', '[\\]]', '[a-]', '{a,b}', '{a/b,**}', '{,a}', '\\*', '\\[', '\\,'],
);
const anyGlob = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const hostPiece = fc.constantFrom(
  'a',
  'B',
  '*',
  '**',
  '.',
  ':',
  '80',
  '443',
  '-',
  ',',
  '10.0.0.0',
  '/8',
  '[::1]',
  '2001:db8::',
  '/32',
  '[',
  ']',
  'ü',
  'xn--',
);
const by = fc.record({
  digest: fc.constantFrom(null, `sha256:${'a'.repeat(64)}`),
  signedBy: fc.constantFrom(null, 's@example.org', "it's: me", 'yes'),
});

/** By kind: a scope, and patterns of its kind that may be refused. */
export const oddPatterns: Readonly<Record<keyof typeof kinds, readonly [PatternScope, fc.Arbitrary<PatternSource>]>> = {
  paths: [
    'fileSystem.read',
    fc.oneof(
      kinds.paths.pattern,
      fc
        .tuple(fc.constantFrom('/', '**/', '${home}/', 'C:/'), anyGlob)
        .map(([start, text]) => ({ kind: 'path' as const, text: start + text })),
    ),
  ],
  hosts: [
    'network.api',
    fc.oneof(
      kinds.hosts.pattern,
      fc.array(hostPiece, { minLength: 1, maxLength: 6 }).map((parts) => ({ kind: 'host' as const, text: parts.join('') })),
    ),
  ],
  argv: [
    'execution.commands',
    fc.oneof(
      kinds.argv.pattern,
      fc.tuple(fc.array(anyGlob, { minLength: 1, maxLength: 3 }), by).map(([words, some]) => ({ kind: 'argv' as const, words, ...some })),
    ),
  ],
  names: [
    'execution.tools',
    fc.oneof(
      kinds.names.pattern,
      fc.tuple(anyGlob, by).map(([text, some]) => ({ kind: 'name' as const, text, ...some })),
    ),
  ],
  environment: [
    'env.read',
    fc.oneof(
      kinds.environment.pattern,
      anyGlob.map((text) => ({ kind: 'env' as const, text })),
    ),
  ],
};
