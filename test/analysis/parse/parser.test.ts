// What the parser answers where sources are old, odd or broken.
import { describe, expect, it } from 'vitest';
import { dialectOfHashbang, dialectOfPath } from '../../../src/analysis/parse/dialect.ts';
import { createParser, type ParsedSource, type SyntaxProblem } from '../../../src/analysis/parse/parser.ts';
import { loadOxc } from '../../../src/analysis/parse/oxc.ts';
import { wasm } from './wasm.ts';

const parser = createParser(wasm);

function parsed(...[text, dialect]: Parameters<typeof parser.parse>): ParsedSource {
  const source = parser.parse(text, dialect);
  if (!source.ok) throw new Error(source.message);
  return source;
}

function problem(...[text, dialect]: Parameters<typeof parser.parse>): SyntaxProblem {
  const source = parser.parse(text, dialect);
  if (source.ok) throw new Error('it parses');
  return source;
}

describe('dialects', () => {
  it.each([
    ['a/b.JS', 'javascript'],
    ['a.jsx', 'javascript'],
    ['a.mjs', 'module'],
    ['a.cjs', 'commonjs'],
    ['a.ts', 'typescript'],
    ['a.tsx', 'tsx'],
    ['a.mts', 'typescript-module'],
    ['a.cts', 'typescript-commonjs'],
    ['a.d.ts', 'definition'],
    ['a.d.mts', 'definition'],
    ['a.d.css.ts', 'definition'],
    ['a.constructor', null],
    ['a.json', null],
    ['js', null],
    ['a.ts/readme', null],
  ])('%s is %s', (path, dialect) => {
    expect(dialectOfPath(path)).toBe(dialect);
  });

  it.each([
    ['#!/usr/bin/env node\n', 'javascript'],
    ['#!/usr/bin/env -S node --title=x', 'javascript'],
    ['#!/usr/local/bin/node', 'javascript'],
    ['#!/usr/bin/env tsx', 'typescript'],
    ['#!/bin/sh\n# node', null],
    ['#!/usr/bin/nodemon', null],
    ['node', null],
  ])('%j is %s', (text, dialect) => {
    expect(dialectOfHashbang(text)).toBe(dialect);
  });
});

describe('old JavaScript', () => {
  it('reads what only a function body or a script may hold', () => {
    expect(parsed('if (x) return; var y', 'javascript').sourceType).toBe('commonjs');
    expect(parsed('with (a) b; var let = 010; <!-- old', 'javascript').sourceType).toBe('script');
    expect(parsed('import a from "b"; await c', 'javascript').sourceType).toBe('module');
  });

  it('reads Flow by TypeScript’s grammar', () => {
    const source = parsed('// @flow\nimport type { A } from "a"; function f(x: ?A, y: Array<string> = []): void {}', 'javascript');
    expect(source.ast.body).toHaveLength(2);
  });
});

describe('places', () => {
  it('spans the whole text, comments and all', () => {
    const { ast } = parsed('// a\nb // c\n', 'javascript');
    expect(ast).toMatchObject({ start: 0, end: 12 });
  });

  it.each(['', '/* only */', '\n\n'])('reads %j', (text) => {
    const source = parsed(text, 'typescript');
    expect([source.ast.body.length, source.ast.start, source.ast.end, source.nodes]).toEqual([0, 0, text.length, []]);
  });

  it('counts UTF-16 units after characters of every width', () => {
    const source = parsed('/* é ☃ 𝒳 \ud800 */ evil()', 'javascript');
    expect(source.ast.body[0]).toMatchObject({ start: 15, end: 21 });
  });

  it('counts lines as ECMAScript does', () => {
    expect(problem('a\r\nb\rc\u2028d\u2029e\nf g', 'javascript')).toMatchObject({ line: 6, column: 2 });
  });

  it('takes a byte order mark and a hashbang for what they are', () => {
    const source = parsed('\ufeff#!/usr/bin/env node\nx', 'javascript');
    expect(source.text).toBe('///usr/bin/env node\nx');
    expect(source.ast.body[0]).toMatchObject({ start: 20, end: 21 });
  });

  it('keeps a regular expression’s flags as written, and lives with one that Node does not know', () => {
    const [first, second] = parsed('/a/mig; /(?<a>b)(?<a>c)/', 'javascript').nodes.filter((node) => 'regex' in node);
    expect(first).toMatchObject({ regex: { pattern: 'a', flags: 'mig' } });
    expect(second).toMatchObject({ raw: '/(?<a>b)(?<a>c)/', value: null });
  });

  it('lists nodes in source order, each before what it holds', () => {
    const { nodes } = parsed('f(a, b => c); d;', 'javascript');
    expect(nodes.map(({ type, start }) => `${type} ${String(start)}`)).toEqual([
      ...['ExpressionStatement 0', 'CallExpression 0', 'Identifier 0', 'Identifier 2', 'ArrowFunctionExpression 5', 'Identifier 5'],
      ...['Identifier 10', 'ExpressionStatement 14', 'Identifier 14'],
    ]);
  });

  it('links nodes to their parents', () => {
    const statement = parsed('f(x)', 'javascript').ast.body[0];
    expect(statement).toMatchObject({ type: 'ExpressionStatement' });
    expect((statement as unknown as { readonly expression: { readonly parent: unknown } }).expression.parent).toBe(statement);
  });
});

describe('syntax errors', () => {
  it.each([
    ['a b', 'javascript', 1, 2],
    ['let x;\nlet = = 3', 'typescript', 2, 7],
    ['x\u2028 y z', 'javascript', 2, 3],
    ['const a = `', 'javascript', 1, 11],
    ['\0', 'javascript', 1, 1],
  ] as const)('%j in %s is an answer', (text, dialect, line, column) => {
    expect(problem(text, dialect)).toMatchObject({ ok: false, line, column });
  });

  it('are told of the likeliest reading, not of the last that was tried', () => {
    expect(problem('import a from "a";\nreturn a b', 'javascript').message).not.toMatch(/import/iu);
  });
});

it('gives the parser no files, no environment and no time', () => {
  // What it imports is what oxc.ts answers: a new system call must not slip in with an update.
  const imports = (
    globalThis as unknown as {
      WebAssembly: { Module: { new (bytes: Uint8Array): object; imports(module: object): { module: string; name: string }[] } };
    }
  ).WebAssembly.Module;
  const calls = imports.imports(new imports(wasm)).filter(({ module }) => module.startsWith('wasi'));
  expect(calls.map(({ name }) => name).sort()).toEqual([
    'clock_time_get',
    'environ_get',
    'environ_sizes_get',
    'fd_write',
    'proc_exit',
    'random_get',
    'sched_yield',
    'thread-spawn',
  ]);
});

it('throws for ever once it aborted', () => {
  const oxc = loadOxc(wasm);
  expect(oxc.trapped()).toBe(false);
  expect(() => oxc.parse('['.repeat(100_000), 'js', 'script')).toThrow('parser aborted');
  expect(() => oxc.parse('a', 'js', 'script')).toThrow('parser aborted');
  expect(oxc.trapped()).toBe(true);
});
