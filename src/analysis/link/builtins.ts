// What the builtins of `builtin-names.ts` do with objects, all together.
import { callActs } from './builtin-calls.ts';
import { collectionActs } from './builtin-collections.ts';
import { compilerActs } from './builtin-compilers.ts';
import type { BuiltinAction } from './builtin-names.ts';
import { objectActs } from './builtin-objects.ts';
import type { Act, BuiltinPorts } from './builtin-ports.ts';
import type { CallShape, Core, ValueUse } from './core.ts';

export type CallBuiltin = (shape: CallShape, action: BuiltinAction) => void;

const nowhere: ValueUse = { value: -1, use: 0 };

export function createBuiltins(core: Core, ports: BuiltinPorts): CallBuiltin {
  const acts: Readonly<Record<BuiltinAction, Act>> = {
    ...objectActs(core, ports),
    ...callActs(core, ports),
    ...collectionActs(core, ports),
    ...compilerActs(core, ports),
  };
  return (shape, action) => {
    acts[action](shape, (index) => ports.calls.argumentAt(shape, index) ?? nowhere);
  };
}
