// How a schema is written, in one file and one expression: what another name or file could change says nothing.
import { specifiersIn } from '../link/imports.ts';
import { countUses } from '../program/node-uses.ts';
import { nodeOf, type FileGraph, type FlowNode, type NodeId, type Store, type Use } from '../program/file-graph.ts';
import type { SchemaPlace } from '../models/model.ts';
import { onlyOrigin, type CallNode, type CallView, type ProgramView } from './program-view.ts';

export interface SchemaReader {
  /** The call that makes the value, if it is one of the library of schemas and nothing else can be: all the way down to the library's import. */
  readonly callAt: (value: Use) => SchemaCall | null;
  /** What the first argument, an object that is written there and used nowhere else, gives a property; null where that is not one value. */
  readonly writtenIn: (call: CallNode, property: string) => Use | null;
  /** The same of an object. */
  readonly writtenTo: (object: NodeId, property: string) => Use | null;
  /** Whether the first argument is no such object, or may have the property. */
  readonly mayWrite: (call: CallNode, property: string) => boolean;
  readonly patternOf: (value: Use) => { readonly source: string; readonly flags: string } | null;
  /** Whether all of the call's arguments but the first `but` are constants, or lists and objects of them: nothing that comes from elsewhere. */
  readonly areConstants: (call: CallNode, but?: number) => boolean;
  /** What stands in the place of a schema beside a function that is written in the one call that takes it; of an object, a property of it. */
  readonly besideHandler: (parameter: NodeId, where: readonly SchemaPlace[]) => SchemaBeside | null;
}

/** A call of the library; `receiver` is null for `z.string()`, and set for a method of a schema. */
export interface SchemaCall {
  readonly node: CallNode;
  readonly method: string;
  readonly receiver: Use | null;
}

export type SchemaBeside = { readonly schema: Use } | { readonly properties: NodeId };

const zod = /^zod(?:\/[\w-]+)*$/u;
/** What leads from a schema to what it is made of, where others may write to it. */
const inner: ReadonlySet<string> = new Set(['shape', '_def', '_zod']);
/** What the library keeps its functions in. */
const parts: ReadonlySet<string> = new Set(['z', 'default', 'coerce']);
const deepest = 24;

/** Whether the program has schemas, and nothing that reaches into one: most have none, and need not be asked about each value. */
export function hasSchemas({ program: { files } }: ProgramView): boolean {
  const specifiers = files.flatMap(({ graph }) => specifiersIn(graph));
  if (!specifiers.some((specifier) => zod.test(specifier))) return false;
  const reaching = files.filter(({ graph }) => graph.nodes.some(isInner));
  const loaded = new Set(reaching.length === 0 ? [] : specifiers.map(stemOf));
  return reaching.every(
    ({ path, graph }) =>
      isScript(graph) &&
      !path
        .split('/')
        .map(stemOf)
        .some((stem) => loaded.has(stem)),
  );
}

function isInner(node: FlowNode): boolean {
  return node.kind === 'load' && typeof node.property === 'string' && inner.has(node.property);
}

/** Of the browser's old kind: it loads nothing and gives nothing. Where nobody loads it or a folder that it stands in either, no schema comes to it. */
function isScript({ nodes, exports }: FileGraph): boolean {
  return exports.length === 0 && !nodes.some(({ kind }) => kind === 'import' || kind === 'module' || kind === 'exports');
}

/** `./lib/shapes.js` and `lib/shapes.ts`: `shapes`. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).split('.', 1)[0] ?? '';
}

/** Of one file. */
export function createSchemaReader(view: ProgramView, file: number, graph: FileGraph): SchemaReader {
  const { program } = view;
  const { nodes } = graph;
  const uses = countUses(graph);
  const byObject = Map.groupBy(graph.stores, ({ object }) => onlyOrigin(graph, nodeOf(object)) ?? -1);
  const stores = new Map([...byObject].map(([object, found]) => [object, byName(found)]));
  const functions = Map.groupBy(
    nodes.flatMap((node, id) => (node.kind === 'function' ? [{ fn: node.function, id }] : [])),
    ({ fn }) => fn,
  );
  const holders = Map.groupBy(graph.stores, ({ value }) => nodeOf(value));
  const calls = new Map<NodeId, SchemaCall | null>();

  const originOf = (use: Use): NodeId => onlyOrigin(graph, nodeOf(use)) ?? -1;

  const isOfLibrary = (callee: CallView['callees'][number]): boolean => callee.kind === 'library' && /^zod[/.]/u.test(callee.name);

  /** `z`, or a part of it. */
  const isLibrary = (use: Use, depth = 0): boolean => {
    const node = nodes[originOf(use)];
    if (node?.kind === 'import') return zod.test(node.specifier);
    const isPart = node?.kind === 'load' && typeof node.property === 'string' && parts.has(node.property);
    return isPart && depth < 3 && isLibrary(node.object, depth + 1);
  };

  const findCall = (id: NodeId): SchemaCall | null => {
    const call = view.callOf(file, id);
    if (call === null || call.callees.length === 0 || !call.callees.every(isOfLibrary) || call.node.spread.length > 0) return null;
    const { node, method } = call;
    if (isLibrary(node.receiver ?? node.callee)) return { node, method, receiver: null };
    return node.receiver === null ? null : { node, method, receiver: node.receiver };
  };

  /** Down to the library's import: what is called of what is no schema is none. */
  const isSound = (start: SchemaCall): boolean => {
    let call: SchemaCall | null = start;
    for (let step = 0; step < deepest && call !== null; step += 1) {
      if (call.receiver === null) return true;
      call = findCall(originOf(call.receiver));
    }
    return false;
  };

  const callAt = (value: Use): SchemaCall | null => {
    const id = originOf(value);
    const before = calls.get(id);
    if (before !== undefined) return before;
    const call = findCall(id);
    const answer = call !== null && isSound(call) ? call : null;
    calls.set(id, answer);
    return answer;
  };

  /** The object that is written within the call and is nobody else's. */
  const literalIn = (call: CallNode, value: Use | undefined): NodeId | null => {
    const id = value === undefined ? -1 : nodeOf(value);
    const node = nodes[id];
    const isOwn = node?.kind === 'object' && call.start <= node.start && node.end <= call.end && uses.get(id) === 1;
    return isOwn && call.spread.length === 0 ? id : null;
  };

  const storesTo = (object: NodeId, property: string): readonly Store[] => {
    const found = stores.get(object);
    return [...(found?.get(property) ?? []), ...(found?.get(null) ?? [])];
  };

  const writtenTo = (object: NodeId, property: string): Use | null => {
    const [store, ...others] = storesTo(object, property);
    if (store === undefined || others.length > 0 || store.property !== property || store.accessor !== null) return null;
    return store.value;
  };

  const isConstant = (call: CallNode, value: Use): boolean => {
    if (view.constantsOf(file, nodeOf(value)) !== null) return true;
    const id = originOf(value);
    const node = nodes[id];
    if (node?.kind !== 'object') return false;
    if (node.array) return program.elementConstantsOf(view.valueOf(file, id)) !== null;
    const written = literalIn(call, value) === null ? null : [...(stores.get(id)?.values() ?? [])].flat();
    return written?.every((store) => typeof store.property === 'string' && view.constantsOf(file, nodeOf(store.value)) !== null) === true;
  };

  return {
    callAt,
    writtenIn: (call, property) => {
      const literal = literalIn(call, call.arguments[0]);
      return literal === null ? null : writtenTo(literal, property);
    },
    writtenTo,
    mayWrite: (call, property) => {
      const literal = literalIn(call, call.arguments[0]);
      return literal === null || storesTo(literal, property).length > 0;
    },
    patternOf: (value) => {
      const node = nodes[nodeOf(value)];
      return node?.kind === 'pattern' ? node : null;
    },
    areConstants: (call, but = 0) => call.arguments.slice(but).every((value) => isConstant(call, value)),
    besideHandler: (parameter, where) => {
      const fn = nodes[parameter]?.fn ?? -1;
      const [taken, ...more] = functions.get(fn) ?? [];
      const shape = graph.functions[fn];
      if (taken === undefined || more.length > 0 || shape === undefined || uses.get(taken.id) !== 1) return null;
      const [holder] = holders.get(taken.id) ?? [];
      const [call, ...others] = view.callsWith(file, holder === undefined ? taken.id : nodeOf(holder.object));
      if (call === undefined || others.length > 0 || call.spread.length > 0 || shape.start < call.start || shape.end > call.end)
        return null;
      if (holder !== undefined && !call.arguments.some((value) => literalIn(call, value) === nodeOf(holder.object))) return null;
      for (const { argument, property } of where) {
        const value = call.arguments[argument];
        const literal = literalIn(call, value);
        // A description may stand in its place, or nothing.
        if (value === undefined || typeof view.constantOf(file, nodeOf(value)) === 'string') continue;
        if (property === null) return literal === null ? { schema: value } : { properties: literal };
        if (literal === null) return null;
        if (storesTo(literal, property).length === 0) continue;
        const schema = writtenTo(literal, property);
        const isObject = schema !== null && literalIn(call, schema) !== null;
        return schema === null ? null : isObject ? { properties: nodeOf(schema) } : { schema };
      }
      return null;
    },
  };
}

function byName(found: readonly Store[]): ReadonlyMap<string | null, readonly Store[]> {
  return Map.groupBy(found, ({ property }) => (typeof property === 'string' ? property : null));
}
