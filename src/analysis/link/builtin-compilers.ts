// What compilers and loaders put into programs: interop of modules, coroutines, `define`.
import { make, same, type Act, type BuiltinPorts } from './builtin-ports.ts';
import type { CallShape, Core } from './core.ts';

export type CompilerAction = 'interop' | 'export-all' | 'bind-export' | 'awaiter' | 'generator' | 'amd';

export function compilerActs(core: Core, ports: BuiltinPorts): Readonly<Record<CompilerAction, Act>> {
  const { heap } = core;
  const intoTarget = core.solver.handler((target, source) => {
    core.solver.watch(source, core.inheritHandler, target, 0);
  });
  const amd = (shape: CallShape): void => {
    const factory = shape.arguments.at(-1);
    const listed = shape.arguments.at(-2);
    if (factory === undefined) return;
    ports.callbacks.returns(factory.value, ports.exportsOf(shape), shape);
    if (core.numbers.nodeOf(factory.value)?.kind === 'object') same(core, factory, ports.exportsOf(shape));
    for (const [index, specifier] of listed === undefined ? [] : ports.stores.constantsOfArray(listed.value).entries()) {
      const module = heap.fresh();
      ports.importInto(shape, specifier, module);
      ports.callbacks.give(factory.value, module, index, index, shape);
    }
  };
  return {
    // The module is its own namespace, and the default of one that wraps it.
    interop: (shape, argument) => {
      same(core, argument(0), shape.result);
      same(core, argument(0), heap.place(make(core, shape, 'plain'), heap.propertyId('default')));
    },
    'export-all': (_shape, argument) => {
      const [from, to] = [argument(0), argument(1)];
      if (to.value >= 0 && from.value >= 0) core.solver.watch(to.value, intoTarget, from.value, 0);
    },
    'bind-export': (_shape, argument) => {
      const name = ports.textOf(argument(2).value);
      const alias = ports.textOf(argument(3).value) ?? name;
      if (name === null || alias === null) return;
      const value = heap.fresh();
      core.load(argument(1).value, heap.propertyId(name), value);
      ports.contents.store(argument(0).value, heap.propertyId(alias), value);
    },
    awaiter: (shape, argument) => {
      const body = argument(3);
      const inner = core.shape({
        ...shape,
        callee: -1,
        receiver: { ...argument(0), explicit: true },
        arguments: [],
        spread: -1,
        isNew: false,
      });
      ports.calls.watch(body.value, inner);
    },
    // The body's steps are pairs of an operation and a value.
    generator: (shape, argument) => {
      const step = heap.fresh();
      const inner = core.shape({
        result: step,
        origin: shape.origin,
        callee: -1,
        receiver: { ...argument(0), explicit: true },
        arguments: [],
        spread: -1,
        isNew: false,
      });
      ports.calls.watch(argument(1).value, inner);
      core.load(step, heap.propertyId('1'), shape.result);
    },
    amd,
  };
}
