// Computed keys wait until it is known what they are: one that is a symbol is a name like any other, and only the rest may mean every property.
import type { Core } from './core.ts';
import type { PropertyId } from './heap.ts';
import { objectKinds } from './objects.ts';
import type { ValueId } from './value-flow.ts';

export interface ComputedKeys {
  /** `wire` gets the property once keys are settled; null where it may be any. */
  readonly later: (key: ValueId, wire: (property: PropertyId | null) => void) => void;
  readonly settle: () => void;
}

export function createComputedKeys(core: Core): ComputedKeys {
  let waiting: { key: ValueId; wire: (property: PropertyId | null) => void }[] = [];
  return {
    later: (key, wire) => {
      waiting.push({ key, wire });
    },
    settle: () => {
      const due = waiting;
      waiting = [];
      for (const { key, wire } of due) wire(symbolProperty(core, key));
    },
  };
}

function symbolProperty(core: Core, key: ValueId): PropertyId | null {
  const [object, ...others] = core.solver.pointsTo(key);
  if (object === undefined || others.length > 0) return null;
  const kind = core.objects.kindOf(object);
  const isSymbol = kind === objectKinds.builtin || (kind === objectKinds.literal && core.objects.flavourOf(object) === 'symbol');
  return isSymbol ? core.heap.propertyId(`@@${String(object)}`) : null;
}
