// Sources that together use every family of syntax.
import type { Dialect } from '../../../src/analysis/parse/dialect.ts';

export const samples: Readonly<Record<string, readonly [dialect: Dialect, source: string]>> = {
  jsx: [
    'tsx',
    `const a = <div className='x' b-c="y&amp;&#115;&#x74;&unknown;" {...p}>hi &lt; {x} <A.B/><></> {/* c */}</div>;\nlet g: Array<Array<T>>= f<T>(1);`,
  ],
  decorators: [
    'typescript',
    `@d() @e.f abstract class A<T extends B = C> extends D<E> implements F, G { #x = 1; static y?: string; declare z: number;
     constructor(private readonly q: string, @Inject() w) { super() } get g() { return this.#x } set g(v) {} abstract m(): void; accessor k = 1;
     static { y() } [k: string]: any; override async *gen<T>(): AsyncGenerator<T> { yield* a } 'quoted'() {} 1() {} [c]() {} static async = 1; get; set; static; }`,
  ],
  'enums and namespaces': [
    'typescript',
    `enum E { A = 1, 'b', C = A << 2 } const enum F { A } declare enum G {} declare namespace N.M { const x: 1 } namespace Q { export import a = b.c }
     declare module 'x' { export default y } declare global { var x: 1 }`,
  ],
  modules: [
    'typescript',
    `import type { A } from 'a'; import { type B, default as c } from 'b' with { type: 'json' }; export type * from 'x'; export * as ns from 'y';
     import d = require('e'); import.meta.url; await import('z', { with: {} }); export { c as default, type B as C }; import * as s from 's'; import 'side';
     export const e = 1; import def, { x as y } from 'm'; export declare const w: string;`,
  ],
  types: [
    'typescript',
    `type M = { readonly [K in keyof T as \`x\${K}\`]?: T[K] }; type Cd = A extends infer U extends string ? U : never; let u: unique symbol;
     let t: [a: string, b?: number, ...c: X[]]; function isS(x): asserts x is string {} type O = A | B & C; type Fn = new (...a: any[]) => abstract new () => void;
     export default interface I<in out T> extends J<T> { new (x): Y; (z): W; m?(): void; get x(): string; readonly [k: string]: unknown }
     let v = <T,>(x: T) => x; let w = <any>x; let s = x satisfies Y as const; let n = x!.y?.z?.[1]?.(); type L = -1 | 1n | 'a' | true | null;`,
  ],
  overloads: [
    'typescript',
    `function f(a: string): void; function f(a: number): void; function f(this: X, a?: any): void {} abstract class Q { abstract x: string; m(): void; m(a?: 1) {} }`,
  ],
  'resource management': ['typescript', `using x = y; await using z = w; for (using a of b) {} for await (const c of d) {}`],
  statements: [
    'javascript',
    `'use strict'; var x = function* named() { yield }, y = async (a) => { await a; for await (const b of c); }; label: for (const q of w) { continue label }
     try {} catch {} finally {} debugger; if (a) b; else c; do {} while (1); switch (x) { case 1: default: } function nt() { new.target } void 0, delete a.b, typeof c;
     let { a: { b: e = 1 }, ...r } = c2, [d2, , e2 = 1, ...r2] = f2; for (var i in o); while (0); throw new Error(\`a\${b}c\${\`d\${e}\`}\`);`,
  ],
  expressions: [
    'javascript',
    `x ??= y; x **= 2; x ||= 1; x &&= 2; a || b && c; a ?? b; \`x\`; tag\`y\\unicode\`; /=/g; a = b\n/c/g; a++ / 2; class P { #p; static h(o) { return #p in o } async *m() {} get a() {} set a(v) {} static #q = 1 }
     let n = 1_000n + 0xff + 0b1 + .5e3; /a[b/]c/vgi; /(?<n>x)\\k<n>/dsu; a.default; ({ class: 1, get, set: 2, async of() {}, null: 3, get b() {}, [c]: d, ...e, 'f': 1, 2: 3, __proto__: null });
     new (a.b)(); new A; (a, b); !(-x); y = z >>> 2 >> 1; a?.b?.[c]?.(d); import(x); async () => {}; (async function () {}); import.meta;`,
  ],
  'odd names': [
    'javascript',
    `let \\u0061b = 1, ünï = 2, $ = 3, _ = 4, 𠮷 = 5; ({ static: 1, let: 2, of: 3, true: 4, this: 5 }).this; a.new; yield_; var of, async, get;`,
  ],
  'JSX namespaces': ['tsx', `<a:b c:d={1}/>`],
  'import type attributes': ['typescript', `type Z = typeof import('x', { with: { 'resolution-mode': 'import' } });`],
};
