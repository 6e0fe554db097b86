// Calls of the language's own functions that read and write properties by names that are handed to them.
import { nodeOf, type FileGraph, type FlowNode, type Store, type Use } from '../program/file-graph.ts';

type Call = Extract<FlowNode, { kind: 'call' }>;

/** A read by a call: `Reflect.get(object, key)`. */
export interface CalledLoad {
  /** The call, by its node in the file. */
  readonly node: number;
  readonly object: Use;
  readonly key: Use;
}

const methods: ReadonlySet<string> = new Set([
  'Object.assign',
  'Object.defineProperty',
  'Reflect.defineProperty',
  'Reflect.get',
  'Reflect.set',
]);

export interface NamedCall {
  readonly node: Call;
  readonly id: number;
  readonly name: string;
}

export function namedCalls(graph: FileGraph): readonly NamedCall[] {
  return graph.nodes.flatMap((node, id) => {
    const name = node.kind === 'call' ? methodOf(graph, node) : null;
    return node.kind === 'call' && name !== null ? [{ node, id, name }] : [];
  });
}

function methodOf({ nodes }: FileGraph, { callee, receiver, spread }: Call): string | null {
  const [method, owner] = [nodes[nodeOf(callee)], receiver === null ? undefined : nodes[nodeOf(receiver)]];
  if (spread.length > 0 || method?.kind !== 'load' || typeof method.property !== 'string' || owner?.kind !== 'global') return null;
  const name = `${owner.name}.${method.property}`;
  return methods.has(name) ? name : null;
}

export function calledLoads(calls: readonly NamedCall[]): readonly CalledLoad[] {
  return calls.flatMap(({ node, id, name }) => {
    const [object, key] = name === 'Reflect.get' ? node.arguments : [];
    return object === undefined || key === undefined ? [] : [{ node: id, object, key }];
  });
}

/** Properties of a literal that is assigned from; it may be in many calls. */
const mostOfLiteral = 100;

/** Branches around a call are not counted: where a plain write stands beside it, that is told. */
const unknownBranches = 1000;

/**
 * `Object.assign(target, { [key]: value })`, `Reflect.set(target, key, value)` and `Object.defineProperty(target, key, { value })` write `target[key]`. Of
 * an object that is no literal `Object.assign` writes whatever it holds: what stands for the key is the object then. A property that is defined as a new
 * object is how `__proto__` on a path is made harmless: what is put in at the path's end is told.
 */
export function calledStores(graph: FileGraph, calls: readonly NamedCall[]): readonly Store[] {
  if (calls.length === 0) return [];
  const written = Map.groupBy(
    graph.stores.filter(({ property }) => property !== null),
    ({ object }) => nodeOf(object),
  );
  return calls.flatMap(({ node: { fn, start, end, arguments: given }, name }): readonly Store[] => {
    const [object, second, third] = given;
    if (object === undefined || second === undefined || name === 'Reflect.get') return [];
    const write = (key: Use, value: Use): Store => {
      return { fn, start, end, object, property: { key }, value, accessor: null, branches: unknownBranches };
    };
    if (name === 'Object.assign') {
      return given
        .slice(1)
        .flatMap((source) =>
          isLiteral(graph, source)
            ? (written.get(nodeOf(source)) ?? []).slice(0, mostOfLiteral).map((store) => ({ ...store, fn, start, end, object }))
            : [write(source, source)],
        );
    }
    if (third === undefined) return [];
    if (name === 'Reflect.set') return [{ ...write(second, third), branches: 0 }];
    const value = described(written.get(nodeOf(third)) ?? []) ?? third;
    return value !== third && isNew(graph, value) ? [] : [write(second, value)];
  });
}

/** What a descriptor that is written out says of the property. */
function described(stores: readonly Store[]): Use | null {
  return stores.find(({ property }) => property === 'value' || property === 'get')?.value ?? null;
}

function isNew({ nodes }: FileGraph, use: Use): boolean {
  const kind = nodes[nodeOf(use)]?.kind;
  return kind === 'object' || kind === 'constant';
}

function isLiteral({ nodes }: FileGraph, use: Use): boolean {
  return nodes[nodeOf(use)]?.kind === 'object';
}
