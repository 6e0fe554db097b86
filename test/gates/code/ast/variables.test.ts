// Which variable an identifier means. The declaration that `probe(x)` means stands behind `/*x*/`; without that mark it is a global.
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../../src/analysis/parse/dialect.ts';
import { createParser } from '../../../../src/analysis/parse/parser.ts';
import { createVariables, type Variable } from '../../../../src/gates/code/ast/variables.ts';
import { wasm } from '../../../analysis/parse/wasm.ts';

const parser = createParser(wasm);

/** What the argument of each `probe(…)` means. */
function meanings(code: string, dialect: Dialect): readonly (Variable | null)[] {
  const source = parser.parse(code, dialect);
  if (!source.ok) throw new Error(source.message);
  const variableOf = createVariables(source);
  return source.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'probe') return [];
    const [argument] = node.arguments;
    return argument?.type === 'Identifier' ? [variableOf(argument)] : [];
  });
}

function only(code: string): Variable {
  const [variable] = meanings(code, 'tsx');
  if (variable === null || variable === undefined) throw new Error('no variable');
  return variable;
}

const cases: readonly (readonly [title: string, code: string])[] = [
  ['a name that nobody declares', 'probe(x);'],
  ['a name of the block', 'const x = 1; { const /*x*/x = 2; probe(x); }'],
  ['a name behind the block', 'const /*x*/x = 1; { const x = 2; } probe(x);'],
  ['a name that is declared later', 'probe(x); const /*x*/x = 1;'],
  ['a block that is the whole file', '{ const /*x*/x = 1; probe(x) }'],
  ['var out of blocks', 'const x = 1; function f() { probe(x); if (a) { for (;;) { try { var /*x*/x = 1; } catch {} } } }'],
  ['var of a static block', 'const /*x*/x = 1; class A { static { var x = 2; } } probe(x);'],
  ['var of a namespace', 'const /*x*/x = 1; namespace N { if (a) { var x = 2; } } probe(x);'],
  ['a function in a block', 'const /*x*/x = 1; { function x() {} } probe(x);'],
  ['a parameter before its function’s body', 'function f(/*x*/x) { probe(x); }'],
  ['a body’s own name, not the parameter’s default', 'const /*x*/x = 1; function f(a = probe(x)) { const x = 2; }'],
  ['another parameter in a default', 'const x = 1; function f(/*x*/x, a = probe(x)) { const y = 2; }'],
  ['arguments', 'const arguments_ = 1; const x = 1; (() => (/*x*/x) => probe(x));'],
  ['the name of a function’s expression', 'const x = 1; (function /*x*/x() { probe(x); });'],
  ['a variable of that name in it', 'const x = 1; (function x() { const /*x*/x = 2; probe(x); });'],
  ['not outside of it', 'const /*x*/x = 1; (function x() {}); probe(x);'],
  ['the name of a class’s expression', 'const x = 1; (class /*x*/x { a = probe(x); });'],
  ['a class from outside', 'class /*x*/x {} probe(x);'],
  ['a class from its own decorators', '@d(probe(x)) class /*x*/x { a = 1; }'],
  ['what is caught', 'const x = 1; try {} catch (/*x*/x) { probe(x); }'],
  ['a pattern that is caught', 'const x = 1; try {} catch ({ a: [/*x*/x = 1] }) { probe(x); }'],
  ['the switched value', 'const /*x*/x = 1; switch (probe(x)) { case 1: const x = 2; }'],
  ['a case', 'const x = 1; switch (1) { case 1: const /*x*/x = 2; break; case 2: probe(x); }'],
  ['a loop’s own name', 'const x = 1; for (let /*x*/x = 1; ; ) probe(x);'],
  ['a list that is gone through has the loop’s name', 'const x = 1; for (const /*x*/x of probe(x)) {}'],
  ['var of a loop', 'const f = () => { for (var /*x*/x of a) {} probe(x); };'],
  ['behind a loop', 'const /*x*/x = 1; for (const x of a) {} probe(x);'],
  ['patterns', 'const { a: { b: [, /*x*/x] }, ...c } = d; probe(x);'],
  ['the rest', 'const [...[/*x*/x]] = d; probe(x);'],
  ['no key', 'const { x: y } = d; probe(x);'],
  ['no method, field or label', 'x: for (;;) break x; class A { x = 1; x() {} } ({ x: 1 }).x; probe(x);'],
  ['an import', "import { a as /*x*/x } from 'a'; probe(x);"],
  ['no imported name', "import { x as a } from 'a'; probe(x);"],
  ['an import by equation', "import /*x*/x = require('a'); probe(x);"],
  ['no type', 'interface x {} type A<x> = x; probe(x);'],
  ['a value around a type', 'const /*x*/x = 1; { type x = 1; probe(x); }'],
  ['no type parameter', 'const /*x*/x = 1; function f<x>() { probe(x); }'],
  ['an enum', 'enum /*x*/x { a } probe(x);'],
  ['a member in its enum', 'const x = 1; enum A { /*x*/x = 1, b = probe(x) }'],
  ['a quoted member in its enum', "const x = 1; enum A { /*x*/'x' = 1, b = probe(x) }"],
  ['no member outside', 'const /*x*/x = 1; enum A { x = 1 } probe(x);'],
  ['a namespace', 'namespace /*x*/x { const x = 1; } probe(x);'],
  ['a parameter that is a property', 'const x = 1; class A { constructor(private /*x*/x = 1) { probe(x); } }'],
  ['what a method’s decorated parameter is given', 'const /*x*/x = 1; class A { m(@d(probe(x)) x) {} }'],
  ['a function in the decorator of a parameter has its own', 'const x = 1; class A { m(@d((/*x*/x) => probe(x)) p) {} }'],
  ['a constant in the decorator of a parameter', 'const x = 1; class A { m(@d(() => { const /*x*/x = 2; probe(x); }) p, x) {} }'],
  ['a method in the decorator of a parameter', 'const x = 1; class A { m(@d(class { m(@d(1) /*x*/x = 1) { probe(x); } }) x) {} }'],
  ['what is outside of a decorator within another', 'const /*x*/x = 1; class A { m(@d(class { m(@d(probe(x)) x) {} }) x) {} }'],
  ['a default behind a decorator', 'const x = 1; class A { m(@d(1) /*x*/x, @d(2) a = probe(x)) {} }'],
  ['behind a decorated parameter', 'const x = 1; class A { m(@d(x) /*x*/x) { probe(x); } }'],
  ['a wrapped name', 'const /*x*/x = 1; (x as any) = 2; probe(x);'],
];

describe('a name means', () => {
  it.each(cases)('%s', (_, code) => {
    const [variable] = meanings(code, 'tsx');
    const mark = code.indexOf('/*x*/');
    expect(variable?.definitions[0]?.name.start ?? -1).toBe(mark < 0 ? -1 : mark + 5);
  });

  it.each([
    ['function f() { probe(arguments); }', 0],
    ['const f = () => probe(arguments);', null],
    ['probe(arguments); return 1;', 0],
    ['function f(a = probe(arguments)) {}', null],
    ['function f() { var arguments = 1; probe(arguments); }', 1],
  ])('arguments: %s', (code, definitions) => {
    expect(meanings(code, 'javascript')[0]?.definitions.length ?? null).toBe(definitions);
  });
});

describe('a variable', () => {
  it('is declared as often as it is', () => {
    expect(only('function x(); function x(a) {} interface x {} probe(x);').definitions.map(({ declarer }) => declarer)).toEqual([
      'function-name',
      'function-name',
      'type',
    ]);
  });

  it.each([
    ['let x; probe(x);', 'r'],
    ['let x = 1; probe(x);', 'w r'],
    ['let x = 1; x = 2; x += 3; x++; probe(x);', 'w w rw rw r'],
    ['let x; [x] = [1]; ({ a: x = 1, ...x } = a); probe(x);', 'w w w r'],
    ['let x; for (x of a) {} probe(x);', 'w r'],
    ['for (const x of a) probe(x);', 'w r'],
    ['for (var x = 0 in a) probe(x);', 'w w r'],
    ['let x; (x as any) = 1; x! += 1; (x as any).y = 1; probe(x);', 'w rw r r'],
    ['const x = 1; export { x }; export default x; const y = { x, [x]: x.x }; probe(x);', 'w r r r r r r'],
    ['const x = 1; type A = typeof x.x; let a: x; probe(x);', 'w r r'],
    ['const X = 1; <X.X X={1}><a X="" /></X.X>; probe(X);', 'w r r r'],
    ['const x = 1; <x />; probe(x);', 'w r'],
  ])('is used: %s', (code, uses) => {
    const [variable] = meanings(code, code.includes(' in ') ? 'javascript' : 'tsx');
    expect(variable?.references.map(({ reads, writes }) => `${reads ? 'r' : ''}${writes ? 'w' : ''}`).join(' ')).toBe(uses);
  });

  it.each([
    ['a pattern', `const ${'['.repeat(1000)}${'x, '.repeat(1000)}${']'.repeat(1000)} = a; probe(x);`],
    ['blocks', `${'{'.repeat(1000)}${'var x; '.repeat(1000)}${'}'.repeat(1000)} probe(x);`],
    ['scopes', `${'{ let x = 1; '.repeat(1000)}${'x; '.repeat(1000)}${'}'.repeat(1000)} var x; probe(x);`],
    ['a default before many', `function f(x, a = [${'x, '.repeat(20_000)}]) { var ${'x, '.repeat(20_000)}x; } var x; probe(x);`],
  ])('is found however deep: in %s', (_, code) => {
    expect(meanings(code, 'javascript')[0]).not.toBeNull();
  });
});
