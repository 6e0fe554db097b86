// Mutations of a source as a row of tokens. Most results do not parse, many do and mean something that nobody would write.
import type { Random } from './random.ts';

const token =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|=>|\.{3}|\?\.|[<>*|&?=!]{2,4}|\+\+|--|[\s\S]/gu;

/** Words and signs that engines trip over. */
const nasty = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'then',
  'arguments',
  'this',
  'super',
  'new.target',
  'import.meta',
  'await',
  'yield',
  'async',
  'let',
  'static',
  'get',
  'set',
  'of',
  'eval',
  'undefined',
  'null',
  'delete',
  'typeof',
  'void',
  '...',
  '=>',
  '?.',
  '??=',
  '**',
  '=',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ';',
  ',',
  ':',
  '`',
  '${',
  '/',
  '<',
  '>',
  '#x',
  '@x',
  '0',
  '-1',
  '9007199254740993n',
  '1e309',
  "''",
  "'\\u0000'",
  '/(?<x>a)\\k<x>/u',
  '/(a+)+$/',
  '\u2028',
  '\ufeff',
  '\ud800',
  '<a b={c}/>',
  '<!--',
  'if',
  'else',
  'for',
  'while',
  'do',
  'switch',
  'case',
  'default',
  'break',
  'continue',
  'try',
  'catch',
  'finally',
  'throw',
  'return',
  'class',
  'extends',
  'function',
  'function*',
  'async function*',
  'var',
  'const',
  'using',
  'enum',
  'export',
  'import',
  'with',
  'debugger',
  'require',
  'module',
  'exports',
  'process',
  'globalThis',
] as const;

const pairs = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['(() => ', ')()'],
  ['async () => { await ', '}'],
  ['`${', '}`'],
  ['!', ''],
  ['...', ''],
] as const;

type Mutation = (tokens: string[], random: Random, other: readonly string[]) => void;

const mutations: readonly Mutation[] = [
  (tokens, random) => tokens.splice(random.below(tokens.length), 1 + random.below(random.chance(20) ? 40 : 3)),
  (tokens, random) => {
    const at = random.below(tokens.length);
    const some = tokens.slice(at, at + 1 + random.below(30));
    tokens.splice(random.below(tokens.length), 0, ...some);
  },
  (tokens, random) => {
    const [one, two] = [random.below(tokens.length), random.below(tokens.length)];
    [tokens[one], tokens[two]] = [tokens[two] ?? '', tokens[one] ?? ''];
  },
  (tokens, random) => {
    tokens[random.below(tokens.length)] = random.pick(nasty);
  },
  (tokens, random) => tokens.splice(random.below(tokens.length), 0, ` ${random.pick(nasty)} `),
  (tokens, random) => {
    tokens[random.below(tokens.length)] = random.pick(tokens);
  },
  (tokens, random, other) => {
    const at = random.below(other.length);
    tokens.splice(random.below(tokens.length), 0, ...other.slice(at, at + 1 + random.below(60)));
  },
  // Nothing is bounded by what people write.
  (tokens, random) => {
    const times = random.pick([10, 100, 1000, 3000]);
    const at = random.below(tokens.length);
    tokens[at] = (tokens[at] ?? '').slice(0, 100).repeat(times);
  },
  (tokens, random) => {
    const [open, close] = random.pick(pairs);
    const depth = random.pick([1, 5, 60, 400]);
    const at = random.below(tokens.length);
    tokens[at] = `${open.repeat(depth)}${tokens[at] ?? ''}${close.repeat(depth)}`;
  },
  (tokens, random) => {
    if (random.chance(30)) tokens.length = random.below(tokens.length);
  },
  // One name for another, everywhere.
  (tokens, random) => {
    const names = tokens.filter((each) => /^[\p{ID_Start}$_]/u.test(each));
    if (names.length === 0) return;
    const [from, to] = [random.pick(names), random.chance(50) ? random.pick(names) : random.pick(nasty)];
    tokens.forEach((each, index) => {
      if (each === from) tokens[index] = to;
    });
  },
];

/** The text, mutated in some places; `other` lends tokens. */
export function mutateTokens(text: string, other: string, random: Random): string {
  const tokens: string[] = text.match(token) ?? [''];
  const lent = other.match(token) ?? [''];
  const times = 1 + random.below(random.chance(80) ? 3 : 12);
  for (let count = 0; count < times && tokens.length > 0; count += 1) random.pick(mutations)(tokens, random, lent);
  return tokens.join('');
}
