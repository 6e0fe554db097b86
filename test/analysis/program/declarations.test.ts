// Functions, classes, modules, TypeScript and JSX: the graph that their declarations give.
import { describe, expect, it, test } from 'vitest';
import type { Dialect } from '../../../src/analysis/parse/dialect.ts';
import type { FileGraph, FlowNode } from '../../../src/analysis/program/file-graph.ts';
import { givenTo, graphOf, storesOf, valueText } from './graph-text.ts';

function given(text: string, dialect: Dialect = 'typescript'): string {
  return givenTo(graphOf(text, dialect), 'sink').join(' / ');
}

function exportsOf(text: string, dialect: Dialect = 'typescript'): readonly string[] {
  const graph = graphOf(text, dialect);
  return graph.exports.map((item) =>
    'value' in item ? `${item.name} = ${valueText(graph, item.value)}` : `${item.name} = ${item.from}:${item.imported ?? '*'}`,
  );
}

/** `kind name(parameters) -> returns`. */
function functionsOf(graph: FileGraph): readonly string[] {
  return graph.functions.slice(1).map(({ kind, name, isAsync, isGenerator, parameters, returns, yields }) => {
    const marks = `${isAsync ? 'async ' : ''}${kind}${isGenerator ? '*' : ''}`;
    const given = parameters.map((parameter) => valueText(graph, parameter)).join(', ');
    const ends = [...returns.map((use) => valueText(graph, use)), ...yields.map((use) => `yield ${valueText(graph, use)}`)];
    return `${marks} ${name}(${given}) -> ${ends.join(' | ')}`;
  });
}

function classOf(
  text: string,
  dialect: Dialect = 'typescript',
): { readonly graph: FileGraph; readonly node: Extract<FlowNode, { kind: 'class' }> } {
  const graph = graphOf(text, dialect);
  const node = graph.nodes.find((one) => one.kind === 'class');
  if (node?.kind !== 'class') throw new Error('no class');
  return { graph, node };
}

function membersOf(text: string): readonly string[] {
  const { graph, node } = classOf(text);
  return node.members.map(({ name, static: isStatic, kind, value, decorators }) => {
    const key = typeof name === 'string' ? name : `[${valueText(graph, name.key)}]`;
    const marks = decorators.map((decorator) => `@${valueText(graph, decorator)} `).join('');
    return `${marks}${isStatic ? 'static ' : ''}${kind} ${key}${value === null ? '' : ` = ${valueText(graph, value)}`}`;
  });
}

test('what a class keeps private', () => {
  const text =
    'class A { private a = 1; private static b() {} private get c() { return 1 } d = 2; private [e]() {} private "f-g"() {} ' +
    'protected h() {} constructor(private i: string, private j = 1, public k: string, l: string) {} }';
  expect(classOf(text).node.privates).toEqual(['a', 'b', 'c', 'f-g', 'i', 'j']);
});

describe('functions', () => {
  it.each([
    ['a declaration', 'function f(a, b) { return a }', ['function f(f#0, f#1) -> f#0']],
    ['an arrow', 'const f = (a) => a', ['arrow f(f#0) -> f#0']],
    ['async', 'const f = async (a) => { return await a }', ['async arrow f(f#0) -> await f#0']],
    ['a generator', 'function* f(a) { yield a; yield* b; return c }', ['function* f(f#0) -> c | yield f#0 | yield element(b)']],
    [
      'a method of a literal',
      '({ m() { return 1 }, get g() {}, f: function () {} })',
      ['method m() -> 1', 'getter g() -> ', 'function f() -> '],
    ],
    ['assigned to a property', 'a.b.c = function () {}', ['function c() -> ']],
    ['several ends', 'function f(a) { if (a) return 1; return a }', ['function f(f#0) -> 1 | f#0']],
    ['a default', 'export default function () {}', ['function () -> ']],
    ['`this` as a parameter', 'function f(this: A, b) { return b }', ['function f(f#0) -> f#0']],
    ['overloads', 'function f(a: string): void; function f(a: any) { return a }', ['function f(f#0) -> f#0']],
  ])('%s', (_, text, expected) => {
    expect(functionsOf(graphOf(text, 'typescript'))).toEqual(expected);
  });

  it('has `this` and `arguments` only where they are used', () => {
    const { functions } = graphOf('function a() { return this } function b() { return () => arguments } function c() {}');
    expect(functions.map(({ thisNode, argumentsNode }) => [thisNode !== null, argumentsNode !== null])).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ]);
  });

  it('takes `this` of a CommonJS module for its exports', () => {
    expect(given('sink(this)', 'commonjs')).toBe('exports');
    expect(given('sink(this); export {}', 'javascript')).toBe('null');
  });
});

describe('classes', () => {
  it('lists members', () => {
    expect(
      membersOf('class A { x = 1; static y = 2; #z = 3; m() {} static s() {} get g() { return 1 } set g(v) {} [k]() {} constructor() {} }'),
    ).toEqual(['field x = 1', 'field #z = 3', 'static field y = 2', 'method m', 'static method s', 'getter g', 'setter g', 'method [k]']);
  });

  it('reads private members, and fields that are arrows', () => {
    expect(given('class A { #p = 1; m(x) { this.#p = x; sink(this.#p) } h = (y) => { sink(this, y) } }')).toBe('this, h#0 / m#0');
  });

  it('sets fields in the constructor, made up if there is none', () => {
    const { graph, node } = classOf('class A extends B { x = y }');
    expect(functionsOf(graph)).toEqual(['constructor A(...A#0) -> ']);
    expect(node.construct).toBe(1);
    expect(graph.nodes.map((_, id) => valueText(graph, id))).toContain('super(......A#0)');
    expect(classOf('class A { m() {} }').node.construct).toBeNull();
  });

  it('knows the class in static blocks', () => {
    expect(given('class A { static { sink(this) } static x = sink(this) }')).toBe('class / class');
  });

  it('calls super', () => {
    const { graph } = classOf('class A extends B { constructor(x) { super(x); super.m(x) } }');
    expect(graph.nodes.flatMap((node, id) => (node.kind === 'call' ? [valueText(graph, id)] : []))).toEqual(['super(A#0)', 'super.m(A#0)']);
  });

  it('has decorators of members, parameters and the class', () => {
    const text = 'import { Get, Query, C } from "n"; @C("p") class A { @Get() m(@Query("q") q: string) {} }';
    const { graph } = classOf(text);
    expect(membersOf(text)).toEqual(['@n:Get() method m']);
    expect(graph.functions[1]?.parameterDecorators.map((all) => all.map((one) => valueText(graph, one)))).toEqual([['n:Query("q")']]);
    expect(graph.nodes.map((_, id) => valueText(graph, id))).toContain('n:C("p")(class)');
  });

  it('stores parameter properties', () => {
    expect(storesOf(graphOf('class A { constructor(private readonly db: Db, public x = 1) {} }', 'typescript'))).toEqual([
      'this.db = A#0',
      'this.x = phi(A#1, 1)',
    ]);
  });
});

describe('modules', () => {
  it.each([
    ['import', 'import a, { b as c, "d e" as f } from "m"; import * as n from "o"; sink(a, c, f, n)', 'm:default, m:b, m:d e, o'],
    ['import = require', 'import a = require("m"); sink(a)', 'require m'],
    ['import = of a namespace', 'import a = N.O.p; sink(a)', 'N.O.p'],
    ['an import in a closure', 'export const f = () => sink(a); import { a } from "m"', 'm:a'],
    ['output of TypeScript', 'const a_1 = __importDefault(require("m")); sink(a_1.default)', '__importDefault(require m).default'],
    ['a meta property', 'sink(import.meta.url)', 'import.meta.url'],
  ])('%s', (_, text, expected) => {
    expect(given(text)).toBe(expected);
  });

  it.each([
    ['names', 'const a = 1; const b = 2; export { a, b as c, a as default }', ['a = 1', 'c = 2', 'default = 1']],
    [
      'declarations',
      'export const a = 1, { b } = c; export function f() {} export class K {}',
      ['a = 1', 'b = c.b', 'f = function f', 'K = class'],
    ],
    ['a variable that is written again', 'export let a = 1; a = 2', ['a = var a']],
    ['default', 'export default a.b', ['default = a.b']],
    ['a default function', 'export default function f() {}', ['default = function f']],
    ['a default class', 'export default class {}', ['default = class']],
    ['from elsewhere', 'export { a, default as b } from "m"', ['a = m:a', 'b = m:default']],
    ['all from elsewhere', 'export * from "m"; export * as n from "o"', ['* = m:*', 'n = o:*']],
    ['what is imported', 'import { a } from "m"; export { a }', ['a = m:a']],
    ['types', 'export type A = 1; export interface B {} export type { C } from "m"', []],
  ])('exports: %s', (_, text, expected) => {
    expect(exportsOf(text)).toEqual(expected);
  });

  it('stores CommonJS exports', () => {
    expect(storesOf(graphOf('exports = module.exports = a; exports.b = 1', 'commonjs'))).toEqual(['module.exports = a', 'a.b = 1']);
    expect(storesOf(graphOf('export = a', 'typescript'))).toEqual(['module.exports = a']);
  });

  it('keeps both values of an `exports` that is written', () => {
    const graph = graphOf('exports = module.exports = a; exports.f = () => exports', 'commonjs');
    expect(graph.functions[1]?.returns.map((use) => valueText(graph, use))).toEqual(['a']);
  });
});

describe('TypeScript', () => {
  it.each([
    ['casts', 'sink(a as B, <C>d, e!, f satisfies G)', 'a, d, e, f'],
    ['an enum', 'enum E { A, B = 5, C, D = "x" } sink(E.A, E.C, E.D)', '0, 6, "x"'],
    ['a namespace', 'namespace N { export const a = x; export function f() {} const b = 1 } sink(N.a, N.f)', 'x, function f'],
    ['instantiation', 'sink(f<string>)', 'f'],
    ['a method call on a cast', 'sink((a as any).b(c))', 'a.b(c)'],
    ['what is declared only', 'declare const a: string; declare function f(): void; sink(a, f)', 'a, f'],
  ])('%s', (_, text, expected) => {
    expect(given(text)).toBe(expected);
  });

  it('stores the members of a namespace and an enum', () => {
    expect(storesOf(graphOf('namespace N { export const a = 1 } enum E { A }', 'typescript'))).toEqual(['{0}.a = 1', '{1}.A = 0']);
  });

  it('tells types of parameters and casts', () => {
    const graph = graphOf(
      'import type { Request } from "web"; import * as e from "ex"; function f(a: Request, b: e.Response, c: string[], d?: Date | null, g = 1, ...h: X[]) {} (y as Z).p',
      'typescript',
    );
    const types = graph.nodes.flatMap(({ type }) => (type === undefined ? [] : [`${type.specifier ?? ''}:${type.name}`]));
    expect(types).toEqual([':Z', 'web:Request', 'ex:Response', ':Array', ':Date', ':Array']);
  });
});

describe('JSX', () => {
  function elementsOf(text: string): readonly string[] {
    const graph = graphOf(text, 'tsx');
    return graph.nodes.flatMap((node, id) => (node.kind === 'jsx' ? [valueText(graph, id)] : []));
  }

  it('reads tags, components, properties and children', () => {
    const text = 'x = <a href={u} {...rest} on>t {c}<B.C d="e&amp;f" /></a>';
    expect(elementsOf(text)).toEqual(['<B.C {1}>', '<a {0}>']);
    expect(storesOf(graphOf(text, 'tsx'))).toEqual([
      '{0}.href = u',
      '{0}.* = rest',
      '{0}.on = true',
      '{1}.d = "e&f"',
      '[2].0 = "t"',
      '[2].1 = c',
      '[2].2 = <B.C {1}>',
      '{0}.children = [2]',
    ]);
  });

  it('reads fragments and single children', () => {
    const text = 'function F(p) { return <><p.A>{p.b}</p.A></> }';
    expect(elementsOf(text)).toEqual(['<F#0.A {1}>', '< {0}>']);
    expect(storesOf(graphOf(text, 'tsx'))).toEqual(['{1}.children = F#0.b', '{0}.children = <F#0.A {1}>']);
  });
});

test('directives that a file or a function begins with', () => {
  const graph = graphOf(
    `'use strict'; 'use server'; function f() { 'use cache'; 'use client'; f(); 'late'; } function g() { ('use server'); }`,
  );
  expect(graph.functions.map(({ directives }) => directives)).toEqual([['use server'], ['use cache', 'use client'], undefined]);
});
