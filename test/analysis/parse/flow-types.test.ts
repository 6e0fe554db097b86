// What is left of Flow's dialect without its types: JavaScript, each token where it was.
import { describe, expect, it } from 'vitest';
import { saysFlow } from '../../../src/analysis/parse/dialect.ts';
import { withoutFlowTypes } from '../../../src/analysis/parse/flow-types.ts';
import { createParser } from '../../../src/analysis/parse/parser.ts';
import { wasm } from './wasm.ts';

const parser = createParser(wasm);

/** Without the spaces that types leave. */
function code(text: string): string | null {
  return withoutFlowTypes(text)?.replaceAll(/ +/gu, ' ').trim() ?? null;
}

describe('types', () => {
  it.each([
    ['function f(a: ?string, b?: number): ?boolean {}', 'function f(a , b ) {}'],
    ['function f(x: mixed): boolean %checks { return !!x; }', 'function f(x ) { return !!x; }'],
    ['function f(this: A, x: B) {}', 'function f( x ) {}'],
    ['const f = <T>(x: T, ...rest: Array<T>): T => (x: any);', 'const f = (x , ...rest ) => (x );'],
    ['const f = async (x): Promise<{\n  a: ?string,\n}> => x;', 'const f = async (x) => x;'],
    ['function f(): {\n  a: ?string,\n} {}', 'function f() \n \n {}'],
    ['f<T>(1, new G<?T>()); a?.<T>(2);', 'f (1, new G ()); a?. (2);'],
    ['type A = {| +a: ?B |};\nf();', '; \nf();'],
    ['a = b\ntype T = ?U\n(c)()', 'a = b\n; \n(c)()'],
    ['a = b\ntype T = {\n  u: ?U,\n}\n;[c].map(d)', 'a = b\n; \n \n \n [c].map(d)'],
    ['opaque type I: string = string; export opaque type J = ?K; export type L = ?M; export interface N { a: ?O }', '; ; ; ;'],
    ['declare var x: ?string; declare function f(x: ?string): void; declare class A { x: ?B } interface C { x: ?D }', '; ; ; ;'],
    ["import type { A } from 'a'; import typeof B from 'b'; import { type C, d, typeof E } from 'c';", "; ; import { d, } from 'c';"],
    ["export type { A } from 'a'; export { b };", '; export { b };'],
    [
      'class A<+T> extends B<?T> implements C, D { +x: ?T; static -y: ?T = 1; m<U>(x: U): ?U {} }',
      'class A extends B { x ; static y = 1; m (x ) {} }',
    ],
    ['class A { declare x: ?T; y = 1; }', 'class A { y = 1; }'],
    [
      'const { a, b }: { a: ?A, b: B } = c; let d: ?D; for (const e: ?E of f) g(e);',
      'const { a, b } = c; let d ; for (const e of f) g(e);',
    ],
    ['const el = <A b={(c: ?D)} />;', 'const el = <A b={(c )} />;'],
  ])('%s', (text, left) => {
    const rest = withoutFlowTypes(text) ?? '';
    expect(code(text)).toBe(left);
    expect(rest).toHaveLength(text.length);
    expect(parser.parse(rest, 'javascript').ok).toBe(true);
  });

  it('leaves texts, comments and conditions as they are', () => {
    const text = "// x: ?T\nconst a = 'type A = ?B;' + (b ? c : d) + `${e ? (f) : g}` + h?.i /* : ?J */;";
    expect(withoutFlowTypes(text)).toBe(text);
  });

  it('answers nothing for what is no Flow either', () => {
    expect(withoutFlowTypes('function f(a: ?string { }')).toBeNull();
  });

  it('answers nothing for what nests too deeply', () => {
    expect(withoutFlowTypes(`const a: ?T = ${'('.repeat(100_000)}`)).toBeNull();
  });
});

describe('who says so', () => {
  it.each([
    ['/**\n * @flow strict\n */', 'javascript', true],
    ['// @flow', 'commonjs', true],
    ['// @flow', 'typescript', false],
    ['// @flower', 'javascript', false],
    [`${' '.repeat(10_000)}// @flow`, 'module', false],
  ] as const)('%j as %s: %s', (text, dialect, says) => {
    expect(saysFlow(text, dialect)).toBe(says);
  });
});
