// What a value can be where it can be but few things: constants, elements of constant lists, one known pattern.
import { nodeOf, type FlowNode } from '../program/file-graph.ts';
import type { Core } from './core.ts';
import type { EdgeIndex } from './edges.ts';
import { anyKey, isHidden, mapKeys } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ValueFlow, ValueId } from './value-flow.ts';

export type Constant = string | number | boolean | null;

export type ConstantAnswers = Pick<ValueFlow, 'constantsOf' | 'elementConstantsOf' | 'patternOf'>;

interface ConstantPorts {
  readonly edges: EdgeIndex;
  /** True for a call that only functions of the program answer. */
  readonly isProgramCall: (call: ValueId) => boolean;
}

const maxConstants = 64;
const maxVisited = 400;

export function createConstants(core: Core, ports: ConstantPorts): ConstantAnswers {
  const cache = new Map<ValueId, readonly Constant[] | null>();
  const constantsOf = (value: ValueId): readonly Constant[] | null => {
    const known = cache.get(value);
    if (known !== undefined) return known;
    const found = new Set<Constant>();
    const complete = gather(core, ports, value, found);
    const answer = complete && found.size > 0 && found.size <= maxConstants ? [...found] : null;
    cache.set(value, answer);
    return answer;
  };
  return {
    constantsOf,
    elementConstantsOf: (value) => elementsOf(core, ports, value, constantsOf),
    patternOf: (value) => patternOf(core, ports, value, constantsOf),
  };
}

/** Adds all that the value can be; false if that is not known. */
function gather(core: Core, ports: ConstantPorts, start: ValueId, found: Set<Constant>): boolean {
  const seen = new Set<ValueId>([start]);
  const pending = [start];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const node = core.numbers.nodeOf(value);
    if (node?.kind === 'constant') {
      found.add(node.value);
      continue;
    }
    if (node?.kind === 'key') {
      const keys = keysOf(core, ports, (core.numbers.files[core.numbers.fileOf(value)]?.first ?? 0) + nodeOf(node.object));
      if (keys === null) return false;
      for (const key of keys) found.add(key);
      continue;
    }
    if (!follows(ports, node, value)) return false;
    const sources = sourcesOf(core, ports, value);
    if (sources === null || sources.length === 0) return false;
    for (const source of sources) {
      if (seen.has(source)) continue;
      seen.add(source);
      pending.push(source);
    }
    if (seen.size > maxVisited) return false;
  }
  return true;
}

/** Whether a value is nothing but what its edges bring. */
function follows(ports: ConstantPorts, node: FlowNode | null, value: ValueId): boolean {
  if (node === null) return true;
  switch (node.kind) {
    case 'variable':
    case 'phi':
    case 'await':
    case 'load':
    case 'element':
    case 'import':
      return true;
    case 'call':
      return ports.isProgramCall(value);
    default:
      return false;
  }
}

/** Where the value comes from; null if not all of it is the value as it was. */
function sourcesOf(core: Core, ports: ConstantPorts, value: ValueId): readonly ValueId[] | null {
  const sources: ValueId[] = [];
  const others: ValueId[] = [];
  ports.edges.eachInto(value, (from, kind) => {
    if (kind === 'same' || kind === 'return') sources.push(from);
    else others.push(kind === 'part' ? from : -1);
  });
  // A field of an object whose fields are all known is all there is.
  return others.every((from) => from >= 0 && isClosed(core, ports, from)) ? sources : null;
}

/** True where the value is nothing but objects that the program itself made, and whose making is known. */
function isClosed(core: Core, ports: ConstantPorts, start: ValueId): boolean {
  const seen = new Set<ValueId>([start]);
  const pending = [start];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const node = core.numbers.nodeOf(value);
    const made = core.solver.pointsTo(value);
    if (made.length === 0 || !made.every((object) => isOwn(core, object))) return false;
    if (node?.kind === 'object' || node?.kind === 'exports' || node?.kind === 'module' || isFreshObject(core, value, made)) continue;
    // `new Proxy(names, traps)` is whatever the traps say.
    if ((!follows(ports, node, value) && node?.kind !== 'call') || (node?.kind === 'call' && node.new)) return false;
    const strange: ValueId[] = [];
    ports.edges.eachInto(value, (from, kind) => {
      if (kind !== 'same' && kind !== 'return' && kind !== 'part') strange.push(from);
      if (kind === 'part' || seen.has(from)) return;
      seen.add(from);
      pending.push(from);
    });
    if (strange.length > 0 || seen.size > maxVisited) return false;
  }
  return true;
}

function isOwn(core: Core, object: AbstractObject): boolean {
  const kind = core.objects.kindOf(object);
  return kind === objectKinds.literal || kind === objectKinds.exports || kind === objectKinds.namespace || kind === objectKinds.module;
}

/** `new Set([…])` and the like: the call made the object. */
function isFreshObject(core: Core, value: ValueId, made: readonly AbstractObject[]): boolean {
  const [only] = made;
  return (
    only !== undefined && made.length === 1 && core.objects.kindOf(only) === objectKinds.literal && core.objects.payloadOf(only) === value
  );
}

/** Names of all properties of the objects that a value may be; null where others may be written. */
function keysOf(core: Core, ports: ConstantPorts, value: ValueId): readonly string[] | null {
  if (!isClosed(core, ports, value)) return null;
  const names = new Set<string>();
  for (const object of core.solver.pointsTo(value)) {
    const flavour = core.objects.flavourOf(object);
    if ((flavour !== 'plain' && flavour !== 'bare') || core.heap.isOpen(object)) return null;
    for (const { property, value: place } of core.heap.placesOf(object)) {
      const name = core.heap.nameOf(property);
      // What is only read is no key.
      if (name !== null && !isHidden(name) && !isEmpty(ports, place)) names.add(name);
    }
  }
  return names.size > 0 && names.size <= maxConstants ? [...names] : null;
}

type ConstantsOf = (value: ValueId) => readonly Constant[] | null;

function elementsOf(core: Core, ports: ConstantPorts, value: ValueId, constantsOf: ConstantsOf): readonly string[] | null {
  if (!isClosed(core, ports, value)) return null;
  const lists = core.solver.pointsTo(value).filter((object) => core.objects.flavourOf(object) !== 'plain');
  if (lists.length === 0) return keysOf(core, ports, value);
  if (lists.length < core.solver.pointsTo(value).length) return null;
  const found = new Set<string>();
  for (const object of lists) {
    const isMap = core.heap.has(object, core.heap.propertyId(mapKeys));
    if (isMap && core.heap.has(object, core.heap.propertyId('set'))) return null;
    for (const { property, value: place } of core.heap.placesOf(object)) {
      const name = core.heap.nameOf(property);
      if (isMap && name !== mapKeys) continue;
      if (!isMap && property !== anyKey && (name === null || !/^\d{1,9}$/u.test(name))) continue;
      const constants = constantsOf(place);
      // An index that is read but never written holds nothing.
      if (constants === null && !isEmpty(ports, place)) return null;
      for (const constant of constants ?? []) found.add(String(constant));
    }
  }
  return found.size > 0 && found.size <= maxConstants ? [...found] : null;
}

function isEmpty(ports: ConstantPorts, place: ValueId): boolean {
  let empty = true;
  ports.edges.eachInto(place, () => {
    empty = false;
  });
  return empty;
}

function patternOf(
  core: Core,
  ports: ConstantPorts,
  start: ValueId,
  constantsOf: ConstantsOf,
): { readonly source: string; readonly flags: string } | null {
  let value = start;
  for (let step = 0; step < 20; step += 1) {
    const node = core.numbers.nodeOf(value);
    const first = core.numbers.files[core.numbers.fileOf(value)]?.first ?? 0;
    if (node?.kind === 'pattern') return { source: node.source, flags: node.flags };
    if (node?.kind === 'call') return madePattern(core, node, first, constantsOf);
    if (!follows(ports, node, value)) return null;
    const sources = sourcesOf(core, ports, value);
    const [only] = sources ?? [];
    if (only === undefined || sources?.length !== 1) return null;
    value = only;
  }
  return null;
}

/** `new RegExp('…', 'g')`. */
function madePattern(
  core: Core,
  node: Extract<FlowNode, { kind: 'call' }>,
  first: ValueId,
  constantsOf: ConstantsOf,
): { readonly source: string; readonly flags: string } | null {
  const callee = core.numbers.nodeOf(first + nodeOf(node.callee));
  if (callee?.kind !== 'global' || callee.name !== 'RegExp' || node.spread.length > 0) return null;
  const [source, flags] = node.arguments.map((use) => constantsOf(first + nodeOf(use)));
  const [text, mode] = [source?.[0], node.arguments.length > 1 ? flags?.[0] : ''];
  const isOne = source?.length === 1 && (node.arguments.length === 1 || flags?.length === 1);
  return isOne && typeof text === 'string' && typeof mode === 'string' ? { source: text, flags: mode } : null;
}
