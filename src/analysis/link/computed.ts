// Reads and writes with computed keys: what pollution of prototypes is made of.
import { factsOf, nodeOf, type NodeId, type Property, type Use } from '../program/file-graph.ts';
import { calledLoads, calledStores, type NamedCall } from './computed-calls.ts';
import type { Core } from './core.ts';
import { objectKinds, type Flavour } from './objects.ts';
import type { OwnKeys } from './own-keys.ts';
import { textOf } from './texts.ts';
import type { ComputedLoad, ComputedStore, LinkedFile, ValueId } from './value-flow.ts';

type Computed = Exclude<Property, string>;

/** Of each file, its calls that read and write by names. */
type CallsByFile = readonly (readonly NamedCall[])[];

/** A computed key that is no constant. */
function openKey(core: Core, file: LinkedFile, property: Property | null): Computed | null {
  if (property === null || typeof property === 'string') return null;
  return textOf(core.numbers, file.first + nodeOf(property.key)) === null ? property : null;
}

export function computedStores(core: Core, { isOwn }: OwnKeys, calls: CallsByFile): readonly ComputedStore[] {
  return core.numbers.files.flatMap((file, index) =>
    [...file.graph.stores, ...calledStores(file.graph, calls[index] ?? [])].flatMap((store) => {
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

export function computedLoads(core: Core, { isOwn }: OwnKeys, calls: CallsByFile): readonly ComputedLoad[] {
  const found: ComputedLoad[] = [];
  for (const [index, file] of core.numbers.files.entries()) {
    const add = (node: NodeId, object: Use, named: Property): void => {
      const property = openKey(core, file, named);
      if (property === null) return;
      const [key, base] = [file.first + nodeOf(property.key), file.first + nodeOf(object)];
      const harmless = isHarmless(core, base, bare) || isOwn(base, key);
      found.push({ result: file.first + node, base, key, file: index, keyFacts: factsOf(property.key), harmless });
    };
    for (const [id, node] of file.graph.nodes.entries()) if (node.kind === 'load') add(id, node.object, node.property);
    for (const { node, object, key } of calledLoads(calls[index] ?? [])) add(node, object, { key });
  }
  return found;
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
