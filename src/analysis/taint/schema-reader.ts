// How a schema is written: which call or object makes it, through variables, imports and exports.
import { nodeOf, type FileGraph, type NodeId, type Store } from '../program/file-graph.ts';
import type { ValueId } from '../link/value-flow.ts';
import type { SchemaPlace } from '../models/model.ts';
import { onlyOrigin, type CallNode, type CallView, type ProgramView } from './program-view.ts';

/** A node of a file. */
export interface Place {
  readonly file: number;
  readonly node: NodeId;
}

export interface SchemaReader {
  /** What makes the value: a call, an object that is written out, a parameter, the read of a property. Null where it is not one thing, or far away. */
  readonly makerOf: (place: Place) => Place | null;
  /** A call of the library of schemas, and of nothing else. */
  readonly callAt: (place: Place) => CallView | null;
  /** `z.string()`, not a method of a schema. */
  readonly isRoot: (call: CallView) => boolean;
  readonly receiverOf: (place: Place, call: CallView) => Place | null;
  readonly isObject: (place: Place) => boolean;
  /** What a property of an object is written as; null where that may be more than one thing, or comes from another object. */
  readonly writtenAs: (object: Place, property: string) => Place | null;
  /** Whether the object may have such a property of its own. */
  readonly mayWrite: (object: Place, property: string) => boolean;
  readonly patternAt: (place: Place) => { readonly source: string; readonly flags: string } | null;
  /** Whether all that the call is handed are constants, or lists and objects of them: nothing that comes from elsewhere. */
  readonly isConstant: (place: Place, call: CallView) => boolean;
  /** The schema that stands beside the function of the parameter in the one call that takes it. */
  readonly schemaOfHandler: (parameter: Place, where: readonly SchemaPlace[]) => Place | null;
}

/** Steps back to what makes a value. */
const longest = 24;
const making: ReadonlySet<string> = new Set(['call', 'object', 'parameter', 'load']);
const zod = /^zod(?:\/[\w-]+)*\./u;

/** Whether the program has schemas at all: most have none, and need not be asked about each value. */
export function hasSchemas({ program }: ProgramView): boolean {
  return program.files.some(({ graph }) => graph.nodes.some((node) => node.kind === 'import' && zod.test(`${node.specifier}.`)));
}

export function createSchemaReader(view: ProgramView): SchemaReader {
  const { program } = view;
  const indexes = new Map<number, FileIndex>();
  const indexOf = (file: number): FileIndex => {
    const found = indexes.get(file) ?? indexFile(view.graphOf(file));
    indexes.set(file, found);
    return found;
  };

  const makers = new Map<ValueId, Place | null>();

  const makerOf = ({ file, node }: Place): Place | null => {
    const value = view.valueOf(file, node);
    const known = makers.get(value);
    if (known !== undefined) return known;
    const found = findMaker(value);
    makers.set(value, found);
    return found;
  };

  const findMaker = (start: ValueId): Place | null => {
    const open = [start];
    const seen = new Set(open);
    const found: Place[] = [];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const place = program.nodeAt(at);
      const kind = place === null ? undefined : view.nodeOf(place.file, place.node)?.kind;
      const into = kind !== undefined && making.has(kind) ? [] : program.into(at);
      if (into.some((edge) => edge.kind !== 'same')) return null;
      const before = into.map(({ from }) => from);
      // Nothing is written to a place that has none before it.
      if (before.length === 0 && place !== null) found.push(place);
      for (const value of before) if (!seen.has(value)) open.push(value);
      for (const value of before) seen.add(value);
      if (found.length > 1 || seen.size > longest) return null;
    }
    return found[0] ?? null;
  };

  /** Also those of which the name is not known, or which spread another object. */
  const storesTo = ({ file, node }: Place, property: string): readonly Store[] => {
    const stores = indexOf(file).stores.get(node);
    return [...(stores?.get(property) ?? []), ...(stores?.get(null) ?? [])];
  };

  const writtenAs = (object: Place, property: string): Place | null => {
    if (view.nodeOf(object.file, object.node)?.kind !== 'object') return null;
    const [store, ...others] = storesTo(object, property);
    if (store === undefined || others.length > 0 || store.property !== property || store.accessor !== null) return null;
    return { file: object.file, node: nodeOf(store.value) };
  };

  const isConstant = (place: Place): boolean => {
    if (view.constantsOf(place.file, place.node) !== null) return true;
    const made = makerOf(place);
    const node = made === null ? null : view.nodeOf(made.file, made.node);
    if (made === null || node?.kind !== 'object') return false;
    if (node.array) return program.elementConstantsOf(view.valueOf(made.file, made.node)) !== null;
    const written = [...(indexOf(made.file).stores.get(made.node)?.values() ?? [])].flat();
    return written.every(({ property, value }) => property !== null && view.constantsOf(made.file, nodeOf(value)) !== null);
  };

  const schemaBeside = (file: number, call: CallNode, { argument, property }: SchemaPlace): Place | null => {
    const given = call.arguments[argument];
    if (given === undefined || call.spread.length > 0) return null;
    const place = { file, node: nodeOf(given) };
    if (property === null) return place;
    const made = makerOf(place);
    return made === null ? null : writtenAs(made, property);
  };

  return {
    makerOf,
    callAt: ({ file, node }) => {
      const call = view.callOf(file, node);
      const isSchema = (call?.callees ?? []).every((callee) => callee.kind === 'library' && zod.test(callee.name));
      return call !== null && call.callees.length > 0 && isSchema ? call : null;
    },
    isRoot: ({ names }) => !names.some((name) => name.includes('.ZodType.')),
    receiverOf: ({ file }, { node }) => (node.receiver === null ? null : makerOf({ file, node: nodeOf(node.receiver) })),
    isObject: ({ file, node }) => view.nodeOf(file, node)?.kind === 'object',
    writtenAs,
    mayWrite: (object, property) => !(view.nodeOf(object.file, object.node)?.kind === 'object') || storesTo(object, property).length > 0,
    patternAt: ({ file, node }) => {
      const found = view.nodeOf(file, node);
      return found?.kind === 'pattern' ? found : program.patternOf(view.valueOf(file, node));
    },
    isConstant: ({ file }, { node }) => node.spread.length === 0 && node.arguments.every((use) => isConstant({ file, node: nodeOf(use) })),
    schemaOfHandler: ({ file, node }, where) => {
      const parameter = view.nodeOf(file, node);
      const taken = parameter === null ? [] : (indexOf(file).functions.get(parameter.fn) ?? []);
      const holders = taken.flatMap((id) => [id, ...(indexOf(file).holders.get(id) ?? [])]);
      const [call, ...others] = new Set(holders.flatMap((id) => view.callsWith(file, id)));
      if (call === undefined || others.length > 0) return null;
      for (const each of where) {
        const schema = schemaBeside(file, call, each);
        const made = schema === null ? null : makerOf(schema);
        const kind = made === null ? undefined : view.nodeOf(made.file, made.node)?.kind;
        if (kind === 'object' || kind === 'call') return schema;
      }
      return null;
    },
  };
}

interface FileIndex {
  /** Stores by the object that is written out, and by the name of the property; null for what has none. */
  readonly stores: ReadonlyMap<NodeId, ReadonlyMap<string | null, readonly Store[]>>;
  /** Nodes of a function. */
  readonly functions: ReadonlyMap<number, readonly NodeId[]>;
  /** Objects that are written with a value in them. */
  readonly holders: ReadonlyMap<NodeId, readonly NodeId[]>;
}

function indexFile(graph: FileGraph | null): FileIndex {
  if (graph === null) return { stores: new Map(), functions: new Map(), holders: new Map() };
  const { nodes, stores } = graph;
  const byObject = Map.groupBy(stores, ({ object }) => onlyOrigin(graph, nodeOf(object)) ?? -1);
  const byName = (found: readonly Store[]): ReadonlyMap<string | null, readonly Store[]> =>
    Map.groupBy(found, ({ property }) => (typeof property === 'string' ? property : null));
  const functions = nodes.flatMap((node, id) => (node.kind === 'function' ? [{ fn: node.function, id }] : []));
  return {
    stores: new Map([...byObject].map(([object, found]) => [object, byName(found)])),
    functions: new Map([...Map.groupBy(functions, ({ fn }) => fn)].map(([fn, found]) => [fn, found.map(({ id }) => id)])),
    holders: new Map(
      [...Map.groupBy(stores, ({ value }) => nodeOf(value))].map(([value, found]) => [value, found.map(({ object }) => nodeOf(object))]),
    ),
  };
}
