// What validation by a schema leaves of a value: text that is no object, a number, one of a few constants. Zod's, whose parsers give back only what keeps to
// the schema (https://zod.dev/api), and that of a tool's arguments, which frameworks check before they call its handler.
import { nodeOf, type NodeId, type Use } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import type { SchemaPlace } from '../models/model.ts';
import { bitOf, everything, type ClassMask } from './levels.ts';
import type { ReadPattern } from './pattern-view.ts';
import { onlyOrigin, type ProgramView } from './program-view.ts';
import { createSchemaReader, hasSchemas, type SchemaBeside, type SchemaCall, type SchemaReader } from './schema-reader.ts';
import { conclude, gatherMatch, gatherNothing } from './verdict.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const objects = words('object strictObject looseObject');
/** Nothing of what the text said is left. */
const plain = words('number int int32 uint32 float32 float64 bigint int64 uint64 boolean stringbool date nan null undefined');
const texts = words('string email url httpUrl hostname emoji base64 base64url jwt e164 ip ipv4 ipv6 cuid lowercase uppercase');
/** Hexadecimal digits and the like, unless an option says otherwise. */
const ids = words('uuid uuidv4 uuidv6 uuidv7 guid cuid2 ulid nanoid');
/** One of what they are handed. */
const choices = words('literal enum');
/** Methods that let through what they are handed as well. */
const additions = words('default prefault catch');
/** Methods that leave the type as it is, and of an object all that it holds. */
const keepers = words('optional nullable nullish readonly brand describe meta strict strip passthrough loose catchall partial required');
/** The same of what is no object: a function that is asked cannot change it. */
const keepersOfText = words(
  'refine superRefine min max length nonempty trim toLowerCase toUpperCase regex startsWith endsWith includes email url cuid ip cidr datetime date time ' +
    'duration base64 base64url jwt emoji int positive nonnegative negative nonpositive finite safe gt gte lt lte multipleOf step',
);
const parsers = words('parse parseAsync decode decodeAsync');
const safeParsers = words('safeParse safeParseAsync safeDecode safeDecodeAsync');
/** Methods in a row, and objects in each other. */
const longest = 24;

export interface Schemas {
  /** The classes that a schema stops where the edge reads a property of what it let through, or takes what it lets through as a whole. */
  readonly stoppedAt: (edge: Edge) => ClassMask;
}

/** Every question is bounded; what a file's schemas look like is found out once. */
export function createSchemas(view: ProgramView, pattern: ReadPattern): Schemas {
  if (!hasSchemas(view)) return { stoppedAt: () => 0 };
  const handed = new Map<ValueId, readonly SchemaPlace[]>();
  for (const { value, model } of view.program.sources) if (model !== null && model.schema.length > 0) handed.set(value, model.schema);
  const offered = new Set(view.program.exported.map(({ value }) => value));
  // Whoever else calls the handler checks nothing.
  const placesOf = (value: ValueId): readonly SchemaPlace[] =>
    offered.has(value) || view.program.into(value).length > 0 ? [] : (handed.get(value) ?? []);
  const files = new Map<number, FileSchemas | null>();
  return {
    stoppedAt: (edge) => {
      const target = view.program.nodeAt(edge.to);
      if (target === null) return 0;
      const known = files.get(target.file);
      const schemas = known === undefined ? createFileSchemas(view, pattern, target.file, placesOf) : known;
      files.set(target.file, schemas);
      return schemas?.stoppedAt(edge, target.node) ?? 0;
    },
  };
}

interface FileSchemas {
  readonly stoppedAt: (edge: Edge, to: NodeId) => ClassMask;
}

function createFileSchemas(
  view: ProgramView,
  pattern: ReadPattern,
  file: number,
  placesOf: (parameter: ValueId) => readonly SchemaPlace[],
): FileSchemas | null {
  const graph = view.graphOf(file);
  if (graph === null) return null;
  const reader = createSchemaReader(view, file, graph);
  const known = new Map<NodeId, SchemaBeside | null>();

  /** The schema that let the object through. */
  const schemaOf = (object: NodeId, depth: number): SchemaBeside | null => {
    const origin = onlyOrigin(graph, object);
    if (origin === null || depth > longest) return null;
    const before = known.get(origin);
    if (before !== undefined) return before;
    const found = findSchema(origin, depth);
    known.set(origin, found);
    return found;
  };

  const findSchema = (origin: NodeId, depth: number): SchemaBeside | null => {
    const node = graph.nodes[origin];
    if (node?.kind === 'parameter') {
      const where = placesOf(view.valueOf(file, origin));
      return where.length === 0 ? null : reader.besideHandler(origin, where);
    }
    if (node?.kind === 'call') return parserAt(origin, parsers);
    if (node?.kind !== 'load' || typeof node.property !== 'string') return null;
    const outer = schemaOf(nodeOf(node.object), depth + 1);
    const field = outer === null ? null : fieldOf(reader, outer, node.property);
    if (field !== null) return { schema: field };
    return node.property === 'data' && isOnlyData(origin) ? parserAt(onlyOrigin(graph, nodeOf(node.object)), safeParsers) : null;
  };

  /** The schema whose method the call is. */
  const parserAt = (origin: NodeId | null, methods: ReadonlySet<string>): SchemaBeside | null => {
    const call = origin === null ? null : reader.callAt(origin);
    const schema = call?.receiver ?? null;
    return call === null || schema === null || !methods.has(call.method) ? null : { schema };
  };

  /** `schema.safeParse(x).data`: what the library put there and nobody else. */
  const isOnlyData = (load: NodeId): boolean => {
    const { program } = view;
    return program.into(view.valueOf(file, load)).every(({ from }) => {
      const kept = program.keptAs(from);
      return program.nodeAt(from) !== null || (typeof kept === 'object' && kept?.name === 'data' && program.into(from).length === 1);
    });
  };

  const stoppedBy = (schema: SchemaBeside | null): ClassMask =>
    schema !== null && 'schema' in schema ? stoppedIn(reader, pattern, schema.schema) : 0;

  return {
    stoppedAt: ({ from }, to) => {
      const node = graph.nodes[to];
      const source = view.program.nodeAt(from);
      if (node?.kind === 'call') {
        const [first] = node.arguments;
        const isGiven = first !== undefined && source?.file === file && source.node === nodeOf(first);
        return isGiven ? stoppedBy(parserAt(to, parsers)) : 0;
      }
      if (node?.kind !== 'load' || typeof node.property !== 'string') return 0;
      const object = nodeOf(node.object);
      if (source === null && node.property === 'data' && isOnlyData(from))
        return stoppedBy(parserAt(onlyOrigin(graph, object), safeParsers));
      // What was written to the property later comes from elsewhere.
      if (source?.file !== file || source.node !== object) return 0;
      const schema = schemaOf(object, 0);
      const field = schema === null ? null : fieldOf(reader, schema, node.property);
      return field === null ? 0 : stoppedBy({ schema: field });
    },
  };
}

/** The schema of a property of what a schema lets through. */
function fieldOf(reader: SchemaReader, from: SchemaBeside, property: string): Use | null {
  if ('properties' in from) return reader.writtenTo(from.properties, property);
  let call = reader.callAt(from.schema);
  for (let step = 0; step < longest && call !== null; step += 1) {
    const { node, method, receiver } = call;
    if (receiver === null) return objects.has(method) ? reader.writtenIn(node, property) : null;
    if (method === 'extend' || method === 'safeExtend') {
      if (reader.mayWrite(node, property)) return reader.writtenIn(node, property);
    } else if (!keeps(reader, call)) return null;
    call = reader.callAt(receiver);
  }
  return null;
}

function stoppedIn(reader: SchemaReader, pattern: ReadPattern, schema: Use): ClassMask {
  let stopped: ClassMask = 0;
  let call = reader.callAt(schema);
  for (let step = 0; step < longest && call !== null; step += 1) {
    const { node, method, receiver } = call;
    // An option may say that it counts for nothing.
    const isId = ids.has(method) && reader.areConstants(node);
    if (receiver === null) {
      if (plain.has(method) || isId || (choices.has(method) && reader.areConstants(node))) return everything;
      return texts.has(method) ? stopped | bitOf('nosql') : 0;
    }
    if (isId) stopped = everything;
    else if (!ids.has(method) && !keepersOfText.has(method) && !keeps(reader, call)) return 0;
    if (method === 'regex') stopped |= matching(reader, pattern, call);
    call = reader.callAt(receiver);
  }
  return 0;
}

/** Whether the method lets through nothing that its schema does not. */
function keeps(reader: SchemaReader, { node, method }: SchemaCall): boolean {
  return keepers.has(method) || (additions.has(method) && reader.areConstants(node));
}

function matching(reader: SchemaReader, pattern: ReadPattern, { node }: SchemaCall): ClassMask {
  const [given] = node.arguments;
  const found = given === undefined || !reader.areConstants(node, 1) ? null : reader.patternOf(given);
  const read = found === null ? null : pattern(found.source, found.flags);
  if (read === null) return 0;
  const gathered = gatherNothing();
  gatherMatch(gathered, read, { file: 0, start: node.start, end: node.end });
  return conclude(gathered).kills;
}
