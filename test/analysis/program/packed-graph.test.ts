// Packed graphs: the same graph again, and of damaged bytes an error, soon.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileGraph, FlowNode, NodeShape, Test, TypeName, Use } from '../../../src/analysis/program/file-graph.ts';
import { packGraph, unpackGraph } from '../../../src/analysis/program/packed-graph.ts';
import { graphOf } from './graph-text.ts';

const int = fc.nat(2 ** 24);
const text = fc.string({ unit: 'binary' });
const use: fc.Arbitrary<Use> = fc.oneof(int, fc.tuple(int, int, int));
const uses = fc.array(use);
const ids = fc.array(int);
const property = fc.oneof(text, fc.record({ key: use }));
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const constant = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

type ShapeOf<K extends FlowNode['kind']> = Omit<Extract<NodeShape, { readonly kind: K }>, 'kind'>;
const shapes: { readonly [K in FlowNode['kind']]: fc.Arbitrary<ShapeOf<K>> } = {
  constant: fc.record({ value: constant.map((value) => (Object.is(value, -0) ? 0 : value)) }),
  pattern: fc.record({ source: text, flags: text }),
  function: fc.record({ function: int }),
  class: fc.record({
    superclass: orNull(use),
    construct: orNull(int),
    members: fc.array(
      fc.record({
        name: property,
        static: fc.boolean(),
        kind: fc.constantFrom('method' as const, 'getter' as const, 'setter' as const, 'field' as const),
        value: orNull(use),
        function: orNull(int),
        decorators: ids,
      }),
    ),
    privates: fc.array(text),
  }),
  object: fc.record({ array: fc.boolean(), bare: fc.constant(true as const) }, { requiredKeys: ['array'] }),
  import: fc.record(
    { specifier: text, name: text, form: fc.constantFrom('import' as const, 'require' as const, 'dynamic' as const), local: text },
    { requiredKeys: ['specifier', 'name', 'form'] },
  ),
  global: fc.record({ name: text }),
  parameter: fc.record({ index: int, rest: fc.boolean(), name: text }),
  this: fc.constant({}),
  arguments: fc.constant({}),
  module: fc.constant({}),
  exports: fc.constant({}),
  variable: fc.record({ name: text, inputs: uses }),
  phi: fc.record({ inputs: uses }),
  load: fc.record({ object: use, property }),
  call: fc.record({ callee: use, receiver: orNull(use), arguments: uses, spread: ids, new: fc.boolean() }),
  super: fc.constant({}),
  concat: fc.record({ operands: uses }),
  scalar: fc.record({ operator: text, operands: uses }),
  key: fc.record({ object: use }),
  element: fc.record({ object: use }),
  await: fc.record({ value: use }),
  yield: fc.record({ value: orNull(use) }),
  caught: fc.constant({}),
  jsx: fc.record({ tag: orNull(text), component: orNull(use), properties: int }),
};
const place = fc.record({ start: int, end: int });
const type: fc.Arbitrary<{ readonly type?: TypeName }> = fc.record(
  { type: fc.record({ specifier: orNull(text), name: text }) },
  { requiredKeys: [] },
);
const node = fc
  .tuple(
    fc.oneof(...Object.entries(shapes).map(([kind, shape]) => (shape as fc.Arbitrary<object>).map((own) => ({ kind, ...own })))),
    int,
    place,
    type,
  )
  .map(([shape, fn, at, typed]) => ({ ...shape, fn, ...at, ...typed }) as FlowNode);

const operator = fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const);
const argument = fc.integer({ min: -1, max: 99 });
type TestOf<K extends Test['kind']> = Omit<Extract<Test, { readonly kind: K }>, 'kind'>;
const tests: { readonly [K in Test['kind']]: fc.Arbitrary<TestOf<K>> } = {
  truthy: fc.constant({}),
  equals: fc.record({ other: int, part: int }, { requiredKeys: ['other'] }),
  typeof: fc.record({ type: text }),
  instanceof: fc.record({ class: int }),
  reads: fc.record({ object: int }),
  in: fc.record({ object: int }),
  compare: fc.record({ operator, other: int }),
  length: fc.record({ operator, other: int }),
  call: fc.record({
    call: int,
    argument,
    result: fc.oneof(
      fc.constant({ operator: 'truthy' as const }),
      fc.record({ operator: fc.oneof(operator, fc.constant('===' as const)), other: int }),
    ),
  }),
  asked: fc.record({ call: int }),
  returned: fc.record({ call: int, argument }),
  any: fc.record({ sets: fc.array(ids) }),
};
const test = fc.oneof(
  ...Object.entries(tests).map(([kind, own]) => (own as fc.Arbitrary<object>).map((rest) => ({ kind, ...rest }) as Test)),
);

const graph: fc.Arbitrary<FileGraph> = fc.record({
  nodes: fc.array(node, { maxLength: 40 }),
  stores: fc.array(
    fc
      .tuple(
        place,
        fc.record(
          {
            fn: int,
            object: use,
            property: orNull(property),
            value: use,
            accessor: fc.constantFrom(null, 'get' as const, 'set' as const),
            branches: int,
          },
          { requiredKeys: ['fn', 'object', 'property', 'value', 'accessor'] },
        ),
      )
      .map(([at, store]) => ({ ...store, ...at })),
  ),
  functions: fc.array(
    fc.record(
      {
        name: text,
        start: int,
        end: int,
        parent: orNull(int),
        kind: fc.constantFrom('module' as const, 'arrow' as const, 'setter' as const),
        isAsync: fc.boolean(),
        isGenerator: fc.boolean(),
        parameters: ids,
        thisNode: orNull(int),
        argumentsNode: orNull(int),
        returns: uses,
        yields: uses,
        onReturn: ids,
        onTrue: ids,
        onFalse: ids,
        parameterDecorators: fc.array(ids),
        directives: fc.array(text),
      },
      {
        requiredKeys: [
          'name',
          'start',
          'end',
          'parent',
          'kind',
          'isAsync',
          'isGenerator',
          'parameters',
          'thisNode',
          'argumentsNode',
          'returns',
          'yields',
          'onReturn',
          'onTrue',
          'onFalse',
          'parameterDecorators',
        ],
      },
    ),
  ),
  facts: fc.array(fc.record({ subject: int, holds: fc.boolean(), test, start: int, end: int })),
  exports: fc.array(fc.oneof(fc.record({ name: text, value: int }), fc.record({ name: text, from: text, imported: orNull(text) }))),
  firstCalls: ids,
  dense: ids,
  sourceType: fc.constantFrom('module' as const, 'script' as const),
  truncated: fc.boolean(),
});

describe('a packed graph', () => {
  it('is the same when unpacked, and has the same bytes again', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const bytes = packGraph(given);
        expect(unpackGraph(bytes)).toEqual(given);
        expect(packGraph(unpackGraph(bytes))).toEqual(bytes);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('is an error where a byte is missing or too many', () => {
    const bytes = packGraph(graphOf('import a from "b"; export function f(x) { if (x > 1) return a(x, "ä"); }'));
    for (let length = 0; length < bytes.length; length += 1) expect(() => unpackGraph(bytes.slice(0, length))).toThrow();
    expect(() => unpackGraph(new Uint8Array([...bytes, 0]))).toThrow();
  });

  it('ends soon, whatever the bytes', () => {
    const bytes = packGraph(graphOf('import a from "b"; export class C { m(x) { if (x === "c") return a(x, "ä"); } }'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = bytes.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        try {
          expect(unpackGraph(damaged).nodes.length).toBeLessThan(bytes.length);
        } catch (error) {
          expect((error as Error).name).toMatch(/^(?:DamagedGraph|SyntaxError|RangeError)$/u);
        }
      }),
      { numRuns: 1000, seed: 2 },
    );
  });
});
