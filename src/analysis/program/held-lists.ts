// Variables whose very value something else may hold: a list in one of them may be added to by any call, wherever that was not handed the list.
import type { Binding, BindingKind, FunctionRecord, Resolution } from './bindings.ts';
import type { Node } from './syntax.ts';

/** Of what is no list. */
const names: ReadonlySet<BindingKind> = new Set(['import', 'function', 'class']);

export type HeldLists = ReadonlyMap<FunctionRecord, readonly Binding[]>;

/**
 * By the function that has them: what a closure or another file sees, what is put into an object or a list, or given away. What may be the same value by
 * another name is held with it.
 */
export function heldListsOf({ bindings, bindingAt, listEvents }: Resolution): HeldLists {
  const bindingOf = (node: Node): Binding | null => bindings[(bindingAt[node.start] ?? 0) - 1] ?? null;
  const held = new Set(bindings.filter(({ kind, captured, exported }) => (captured || exported) && !names.has(kind)));
  const same = new Map<Binding, Binding[]>();
  const join = (one: Binding, other: Binding): void => {
    const known = same.get(one);
    if (known === undefined) same.set(one, [other]);
    else known.push(other);
  };
  for (const event of listEvents) {
    if (event.kind === 'named') {
      const [list, as] = [bindingOf(event.list), bindingOf(event.as)];
      if (list === null || as === null) continue;
      join(list, as);
      join(as, list);
    } else if (event.kind === 'kept' || event.kind === 'left') {
      for (const list of event.lists) {
        const binding = bindingOf(list);
        if (binding !== null) held.add(binding);
      }
    }
  }
  // A set's loop meets what is added on the way.
  for (const binding of held) for (const other of same.get(binding) ?? []) held.add(other);
  return Map.groupBy(held, ({ owner }) => owner);
}
