// Builtins that call what they are handed: a function, or a method by its name, with arguments or a list of them.
import type { Act, BuiltinPorts } from './builtin-ports.ts';
import type { CallShape, Core, ValueUse } from './core.ts';
import type { ValueId } from './value-flow.ts';

/**
 * `function` and `method` tell what is called, `call` and `apply` whether with the arguments that follow or with a list. Those of `node` add a callback
 * behind them, and what comes behind the error in it is their result.
 */
export type CallAction =
  'apply' | 'function-call' | 'function-node-call' | 'function-node-apply' | 'method-node-call' | 'method-node-apply';

type Handed = Pick<CallShape, 'arguments' | 'spread'>;

interface Given extends Handed {
  readonly callee: ValueId;
  readonly receiver: ValueUse | null;
}

export function callActs(core: Core, ports: BuiltinPorts): Readonly<Record<CallAction, Act>> {
  const call = (shape: CallShape, { callee, ...given }: Given): void => {
    if (callee < 0) return;
    const inner = core.shape({ result: shape.result, origin: shape.origin, callee: -1, isNew: false, ...given });
    ports.calls.watch(callee, inner);
  };
  /** What is handed on from an argument on; nothing where one before it is spread. */
  const from = ({ arguments: given, spread }: CallShape, first: number): Handed | null =>
    spread >= 0 && spread < first ? null : { arguments: given.slice(first), spread: spread < 0 ? -1 : spread - first };
  const listed = (list: ValueUse): Handed => (list.value < 0 ? { arguments: [], spread: -1 } : { arguments: [list], spread: 0 });
  const withCallback = (shape: CallShape, { arguments: given, spread }: Handed): Handed => {
    const callback = core.heap.fresh();
    if (callback >= 0) core.solver.add(callback, ports.calls.handover(1, shape.result));
    return { arguments: [...given, { value: callback, use: 0 }], spread };
  };
  /** The method of that name; -1 where the name is not constant. */
  const methodOf = (object: ValueUse, name: ValueUse): ValueId => {
    const text = ports.textOf(name.value);
    if (text === null || object.value < 0) return -1;
    const method = core.heap.fresh();
    core.load(object.value, core.heap.propertyId(text), method);
    return method;
  };
  return {
    apply: (shape, argument) => {
      call(shape, { callee: argument(0).value, receiver: { ...argument(1), explicit: true }, ...listed(argument(2)) });
    },
    'function-call': (shape, argument) => {
      const given = from(shape, 1);
      if (given !== null) call(shape, { callee: argument(0).value, receiver: null, ...given });
    },
    'function-node-call': (shape, argument) => {
      const given = from(shape, 1);
      if (given !== null) call(shape, { callee: argument(0).value, receiver: null, ...withCallback(shape, given) });
    },
    'function-node-apply': (shape, argument) => {
      call(shape, { callee: argument(0).value, receiver: null, ...withCallback(shape, listed(argument(1))) });
    },
    'method-node-call': (shape, argument) => {
      const given = from(shape, 2);
      if (given === null) return;
      call(shape, { callee: methodOf(argument(0), argument(1)), receiver: argument(0), ...withCallback(shape, given) });
    },
    'method-node-apply': (shape, argument) => {
      call(shape, { callee: methodOf(argument(0), argument(1)), receiver: argument(0), ...withCallback(shape, listed(argument(2))) });
    },
  };
}
