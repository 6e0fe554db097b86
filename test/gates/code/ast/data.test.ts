// What counts as data, what a built text is made of, and that hostile expressions end.
import { describe, expect, it } from 'vitest';
import { isHarmless } from '../../../../src/gates/code/ast/data.ts';
import { dataOf, outlineOf, partsOf } from '../../../../src/gates/code/ast/text-parts.ts';
import { constantOf } from '../../../../src/gates/code/ast/values.ts';
import { probe } from './expression.ts';

const outline = (code: string): string => probe(code, (node, file) => outlineOf(partsOf(node, file)));
const harmless = (code: string): boolean => probe(code, isHarmless);
const constant = (code: string): unknown => probe(code, (node, file) => ({ value: constantOf(node, file)?.value })).value;

describe('constantOf', () => {
  it.each([
    ["const a = 'x'; const b = `${a}y` + 1; probe(b);", 'xy1'],
    ['const t = { n: 2 ** 10 }; probe(t.n);', 1024],
    ['const off = !true; probe(off);', false],
    ["const t = Object.freeze({ a: 'x' }); probe(t['a']);", 'x'],
  ])('%s', (code, expected) => {
    expect(constant(code)).toBe(expected);
  });

  it.each([
    "let a = 'x'; a += 'y'; probe(a);",
    'let i = 0; i++; probe(i);',
    "const t = { a: 'x', ...u }; probe(t.a);",
    'const a = a + 1; probe(a);',
  ])('does not guess: %s', (code) => {
    expect(constant(code)).toBeUndefined();
  });
});

describe('isHarmless', () => {
  it.each([
    'probe(1);',
    'export const f = (n: number) => probe(n);',
    "export const f = (n: 'a' | 'b') => probe(n);",
    "const t = { a: 'x', b: 'y' }; export const f = (k: 'a') => probe(t[k]);",
    "for (const a of ['x', 'y']) probe(a);",
    "['x', 'y'].forEach((a) => probe(a));",
    "import path from 'path'; probe(path.join(__dirname, 'x'));",
    "import { LIMIT_TEXT } from './limits.ts'; probe(LIMIT_TEXT);",
    "export const f = (list: string[]) => probe(list.map(() => '?').join(','));",
    'export const f = (list: string[]) => probe(list.length);',
  ])('yes: %s', (code) => {
    expect(harmless(code)).toBe(true);
  });

  it.each([
    'export const f = (s: string) => probe(s);',
    "export const f = (s = 'x') => probe(s);",
    "let a = 'x'; export const f = (s: string) => { a = s; probe(a); };",
    'export const f = (s: string) => { const list: string[] = []; list.push(s); probe(list); };',
    'export const f = (s: string) => { const t: any = {}; t.a = s; probe(t.a); };',
    "let s = ''; export const f = (x: string) => { s = s + x; probe(s); };",
    'export const f = (list: string[]) => { for (const a of list) probe(a); };',
    'export const f = (list: string[]) => probe(list.map((a) => a));',
    'probe(process.env.NAME);',
  ])('no: %s', (code) => {
    expect(harmless(code)).toBe(false);
  });
});

describe('partsOf', () => {
  it.each([
    ['export const f = (a: string) => probe(`x ${a} y`);', 'x \0 y'],
    ["export const f = (a: string) => { let s = 'x '; s += a; probe(s); };", 'x \0'],
    ["export const f = (a: string) => probe('x '.concat(a));", 'x \0'],
    ["export const f = (a: string) => probe(['x', a].join(' '));", 'x\0 '],
    ["export const f = (a: string, n: number) => probe('x' + n + a);", 'x\0'],
  ])('%s', (code, expected) => {
    expect(outline(code)).toBe(expected);
  });
});

describe('hostile expressions', () => {
  it('ends on 500 summands and finds the data among them', () => {
    const code = `export const f = (a: string) => probe(a ${"+ 'x'".repeat(500)});`;
    expect(probe(code, (node, file) => dataOf(partsOf(node, file)).length)).toBeGreaterThan(0);
  });

  it('ends on variables that double at every step', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `const a${String(index + 1)} = a${String(index)} + a${String(index)};`);
    const code = `export const f = (a0: string) => { ${lines.join('\n')} probe(a60); };`;
    expect(probe(code, isHarmless)).toBe(false);
    expect(probe(code, (node, file) => ({ constant: constantOf(node, file) })).constant).toBeNull();
    expect(probe(code, (node, file) => partsOf(node, file).length)).toBeLessThan(1000);
  });

  it('ends on variables that are made of each other', () => {
    expect(probe('let a = b + 1; var b = a + 1; probe(a);', (node, file) => partsOf(node, file).length)).toBeLessThan(10);
  });

  it('gives up on depth as data, not as harmless', () => {
    expect(harmless(`export const f = (s: string) => probe(${'(1, ['.repeat(100)}s${'])'.repeat(100)});`)).toBe(false);
  });
});
