// Reads and writes with computed keys: what pollution of prototypes is made of.
import { factsOf, nodeOf, type FileGraph, type FlowNode, type Property, type Store } from '../program/file-graph.ts';
import type { Core } from './core.ts';
import { objectKinds, type Flavour } from './objects.ts';
import type { OwnKeys } from './own-keys.ts';
import { textOf } from './texts.ts';
import type { ComputedLoad, ComputedStore, LinkedFile, ValueId } from './value-flow.ts';

type Computed = Exclude<Property, string>;

/** A computed key that is no constant. */
function openKey(core: Core, file: LinkedFile, property: Property | null): Computed | null {
  if (property === null || typeof property === 'string') return null;
  return textOf(core.numbers, file.first + nodeOf(property.key)) === null ? property : null;
}

export function computedStores(core: Core, { isOwn }: OwnKeys): readonly ComputedStore[] {
  return core.numbers.files.flatMap((file, index) =>
    [...file.graph.stores, ...assigned(file)].flatMap((store) => {
      const property = openKey(core, file, store.property);
      if (property === null) return [];
      const base = file.first + nodeOf(store.object);
      return [
        {
          file: index,
          fn: store.fn,
          start: store.start,
          end: store.end,
          base,
          baseFacts: factsOf(store.object),
          key: file.first + nodeOf(property.key),
          keyFacts: factsOf(property.key),
          value: file.first + nodeOf(store.value),
          branches: store.branches ?? 0,
          harmless: isHarmless(core, base, unpolluted) || isOwn(base, file.first + nodeOf(property.key)),
        },
      ];
    }),
  );
}

/** `Object.assign(target, { [key]: value })` and `Reflect.set(target, key, value)` write `target[key]`; `Object.defineProperty` is how `__proto__` is made harmless. */
function assigned({ graph }: LinkedFile): readonly Store[] {
  const calls = graph.nodes.flatMap((node) => {
    const name = node.kind === 'call' ? writerOf(graph, node) : null;
    return node.kind === 'call' && name !== null ? [{ node, name }] : [];
  });
  const assigns = calls.flatMap(({ node, name }) => (name === 'Object.assign' ? [node] : []));
  const written = assigns.length === 0 ? null : Map.groupBy(graph.stores, ({ object }) => nodeOf(object));
  const properties = assigns.flatMap(({ fn, start, end, arguments: [target, ...sources] }) =>
    sources.flatMap((source) => {
      const stores = graph.nodes[nodeOf(source)]?.kind === 'object' ? (written?.get(nodeOf(source)) ?? []) : [];
      return target === undefined ? [] : stores.map((store) => ({ ...store, fn, start, end, object: target }));
    }),
  );
  const single = calls.flatMap(({ node: { fn, start, end, arguments: given }, name }): readonly Store[] => {
    const [object, key, value] = name === 'Reflect.set' ? given : [];
    return object === undefined || key === undefined || value === undefined
      ? []
      : [{ fn, start, end, object, property: { key }, value, accessor: null }];
  });
  return [...properties, ...single];
}

const writers: ReadonlySet<string> = new Set(['Object.assign', 'Reflect.set']);

function writerOf({ nodes }: FileGraph, { callee, receiver, spread }: Extract<FlowNode, { kind: 'call' }>): string | null {
  const [method, owner] = [nodes[nodeOf(callee)], receiver === null ? undefined : nodes[nodeOf(receiver)]];
  if (spread.length > 0 || method?.kind !== 'load' || typeof method.property !== 'string' || owner?.kind !== 'global') return null;
  const name = `${owner.name}.${method.property}`;
  return writers.has(name) ? name : null;
}

export function computedLoads(core: Core, { isOwn }: OwnKeys): readonly ComputedLoad[] {
  return core.numbers.files.flatMap((file, index) =>
    file.graph.nodes.flatMap((node, local) => {
      const property = node.kind === 'load' ? openKey(core, file, node.property) : null;
      if (property === null || node.kind !== 'load') return [];
      const [key, base] = [file.first + nodeOf(property.key), file.first + nodeOf(node.object)];
      const harmless = isHarmless(core, base, bare) || isOwn(base, key);
      return [{ result: file.first + local, base, key, file: index, keyFacts: factsOf(property.key), harmless }];
    }),
  );
}

/** Objects without prototype, and what keeps its entries elsewhere. */
const bare: readonly Flavour[] = ['bare', 'map'];
/** A write to these reaches no prototype. */
const unpolluted: readonly Flavour[] = [...bare, 'array'];

/** All of them made so by the program itself. */
function isHarmless(core: Core, base: ValueId, flavours: readonly Flavour[]): boolean {
  const objects = core.solver.pointsTo(base);
  return (
    objects.length > 0 &&
    objects.every((object) => core.objects.kindOf(object) === objectKinds.literal && flavours.includes(core.objects.flavourOf(object)))
  );
}
