// What validation by a schema leaves of a value: text that is no object, a number, one of a few constants. Zod's, whose parsers give back only what keeps to
// the schema (https://zod.dev/api), and that of a tool's arguments, which frameworks check before they call its handler.
import { nodeOf } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import type { SchemaPlace } from '../models/model.ts';
import { bitOf, everything, type ClassMask } from './levels.ts';
import type { ReadPattern } from './pattern-view.ts';
import type { CallView, ProgramView } from './program-view.ts';
import { createSchemaReader, hasSchemas, type Place, type SchemaReader } from './schema-reader.ts';
import { conclude, gatherMatch, gatherNothing } from './verdict.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const objects = words('object strictObject looseObject');
/** Nothing of what the text said is left. */
const plain = words('number int int32 uint32 float32 float64 bigint int64 uint64 boolean stringbool date nan null undefined');
const texts = words('string email url httpUrl hostname emoji base64 base64url jwt e164 ip ipv4 ipv6 cuid lowercase uppercase');
/** Hexadecimal digits and the like. */
const ids = words('uuid uuidv4 uuidv6 uuidv7 guid cuid2 ulid nanoid');
/** One of what they are handed. */
const choices = words('literal enum nativeEnum');
/** Methods that let through what they are handed as well. */
const additions = words('default prefault catch');
/** Methods that leave the type as it is. */
const keepers = words(
  'optional nullable nullish readonly brand describe meta refine superRefine strict strip passthrough loose catchall partial ' +
    'required min max length nonempty trim toLowerCase toUpperCase normalize regex startsWith endsWith includes email url cuid ip cidr datetime date time ' +
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

/** Every question is bounded; the schema of an object is looked for once. */
export function createSchemas(view: ProgramView, pattern: ReadPattern): Schemas {
  if (!hasSchemas(view)) return { stoppedAt: () => 0 };
  const reader = createSchemaReader(view);
  const handed = new Map<ValueId, readonly SchemaPlace[]>();
  for (const { value, model } of view.program.sources) if (model !== null && model.schema.length > 0) handed.set(value, model.schema);
  const known = new Map<ValueId, Place | null>();

  const schemaOf = (place: Place, depth: number): Place | null => {
    const value = view.valueOf(place.file, place.node);
    const before = known.get(value);
    if (before !== undefined) return before;
    const found = depth > longest ? null : findSchema(place, depth);
    known.set(value, found);
    return found;
  };

  const findSchema = (place: Place, depth: number): Place | null => {
    const made = reader.makerOf(place);
    const node = made === null ? null : view.nodeOf(made.file, made.node);
    if (made === null || node === null) return null;
    if (node.kind === 'parameter') return reader.schemaOfHandler(made, handed.get(view.valueOf(made.file, made.node)) ?? []);
    if (node.kind === 'call') return parserAt(made, parsers);
    if (node.kind !== 'load' || typeof node.property !== 'string') return null;
    const object = { file: made.file, node: nodeOf(node.object) };
    const outer = schemaOf(object, depth + 1);
    return outer === null ? parsedAt(object, node.property) : fieldOf(reader, outer, node.property);
  };

  /** The schema whose method the call is. */
  const parserAt = (place: Place, methods: ReadonlySet<string>): Place | null => {
    const call = reader.callAt(place);
    return call !== null && methods.has(call.method) ? reader.receiverOf(place, call) : null;
  };

  /** `schema.safeParse(x).data`. */
  const parsedAt = (object: Place, property: string): Place | null => {
    const made = property === 'data' ? reader.makerOf(object) : null;
    return made === null ? null : parserAt(made, safeParsers);
  };

  return {
    stoppedAt: ({ from, to }) => {
      const [source, target] = [view.program.nodeAt(from), view.program.nodeAt(to)];
      const node = target === null ? null : view.nodeOf(target.file, target.node);
      if (target === null || node === null) return 0;
      const { file } = target;
      if (node.kind === 'call') {
        const [first] = node.arguments;
        const isGiven = first !== undefined && source?.file === file && source.node === nodeOf(first);
        const schema = isGiven ? parserAt(target, parsers) : null;
        return schema === null ? 0 : stoppedBy(reader, pattern, schema);
      }
      if (node.kind !== 'load' || typeof node.property !== 'string') return 0;
      const object = { file, node: nodeOf(node.object) };
      const parsed = parsedAt(object, node.property);
      if (parsed !== null) return stoppedBy(reader, pattern, parsed);
      // What was written to the property later comes from elsewhere.
      if (source?.file !== file || source.node !== object.node) return 0;
      const schema = schemaOf(object, 0);
      const field = schema === null ? null : fieldOf(reader, schema, node.property);
      return field === null ? 0 : stoppedBy(reader, pattern, field);
    },
  };
}

/** The schema of a property of what a schema lets through. */
function fieldOf(reader: SchemaReader, schema: Place, property: string): Place | null {
  let at = reader.makerOf(schema);
  for (let step = 0; step < longest && at !== null; step += 1) {
    // Tools take the bare properties as well.
    if (reader.isObject(at)) return reader.writtenAs(at, property);
    const call: CallView | null = reader.callAt(at);
    const given = call?.node.arguments[0];
    if (call === null) return null;
    const first = given === undefined ? null : reader.makerOf({ file: at.file, node: nodeOf(given) });
    if (reader.isRoot(call)) return first !== null && objects.has(call.method) ? reader.writtenAs(first, property) : null;
    if (call.method === 'extend' || call.method === 'safeExtend') {
      if (first === null) return null;
      if (reader.mayWrite(first, property)) return reader.writtenAs(first, property);
    } else if (!keeps(reader, at, call)) return null;
    at = reader.receiverOf(at, call);
  }
  return null;
}

function stoppedBy(reader: SchemaReader, pattern: ReadPattern, schema: Place): ClassMask {
  let stopped: ClassMask = 0;
  let at = reader.makerOf(schema);
  for (let step = 0; step < longest && at !== null; step += 1) {
    const call: CallView | null = reader.callAt(at);
    if (call === null) return 0;
    const { method } = call;
    if (reader.isRoot(call)) {
      if (plain.has(method) || ids.has(method)) return everything;
      if (choices.has(method)) return reader.isConstant(at, call) ? everything : 0;
      return texts.has(method) ? stopped | bitOf('nosql') : 0;
    }
    if (ids.has(method)) stopped = everything;
    else if (!keeps(reader, at, call)) return 0;
    if (method === 'regex') stopped |= matching(reader, pattern, at, call);
    at = reader.receiverOf(at, call);
  }
  return 0;
}

/** Whether the method lets through nothing that its schema does not. */
function keeps(reader: SchemaReader, place: Place, call: CallView): boolean {
  return keepers.has(call.method) || (additions.has(call.method) && reader.isConstant(place, call));
}

function matching(reader: SchemaReader, pattern: ReadPattern, { file }: Place, { node }: CallView): ClassMask {
  const [given] = node.arguments;
  const found = given === undefined ? null : reader.patternAt({ file, node: nodeOf(given) });
  const read = found === null ? null : pattern(found.source, found.flags);
  if (read === null) return 0;
  const gathered = gatherNothing();
  gatherMatch(gathered, read, { file, start: node.start, end: node.end });
  return conclude(gathered).kills;
}
