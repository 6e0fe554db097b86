// What users of a package can call: everything that its entry modules' exports lead to.
import { nodeOf } from '../program/file-graph.ts';
import type { Calls, ClassParts } from './calls.ts';
import { functionParts, nodeIn, type Core } from './core.ts';
import type { PackageEntry } from './entries.ts';
import { originOf } from './texts.ts';
import { isHidden } from './heap.ts';
import type { Modules } from './modules.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ExportedParameter, ProgramFunction, ValueId } from './value-flow.ts';

export interface ExportPorts {
  readonly calls: Calls;
  readonly modules: Modules;
  readonly classOf: (node: ValueId) => ClassParts | null;
}

interface Reached {
  readonly object: AbstractObject;
  readonly api: string;
  readonly depth: number;
}

const maxDepth = 5;
const maxReached = 200_000;
/** Prototypes that an instance finds methods in. */
const maxPrototypes = 40;

const globals: ReadonlySet<string> = new Set(['global', 'globalThis']);

interface Walk {
  readonly core: Core;
  readonly ports: ExportPorts;
  readonly found: ExportedParameter[];
  readonly seen: Set<AbstractObject>;
  readonly queue: Reached[];
}

/** Walks what is exported, breadth first, so that the shortest way to each function tells its name; their parameters get objects from outside. */
export function exportedParameters(
  core: Core,
  ports: ExportPorts,
  entries: readonly PackageEntry[],
  offered: readonly number[],
): readonly ExportedParameter[] {
  const walk: Walk = { core, ports, found: [], seen: new Set(), queue: [] };
  for (const { file, api } of entries) {
    for (const object of core.solver.pointsTo(ports.modules.commonExports(file))) push(walk, object, api, 0);
    push(walk, ports.modules.namespaceOf(file), api, 0);
  }
  for (const file of offered) pushGlobals(walk, file);
  // The queue grows as it is walked.
  for (const reached of walk.queue) visit(walk, reached);
  return walk.found;
}

function push({ seen, queue }: Walk, object: AbstractObject, api: string, depth: number): void {
  if (depth > maxDepth || seen.has(object) || queue.length >= maxReached) return;
  seen.add(object);
  queue.push({ object, api, depth });
}

/** What a package makes global all its users can call. */
function pushGlobals(walk: Walk, index: number): void {
  const { core } = walk;
  const file = core.numbers.files[index];
  for (const { object, property, value } of file?.graph.stores ?? []) {
    if (file === undefined || typeof property !== 'string') continue;
    const base = core.numbers.nodeOf(originOf(core.numbers, file.first + nodeOf(object)));
    if (base?.kind !== 'global' || !globals.has(base.name)) continue;
    for (const found of core.solver.pointsTo(file.first + nodeOf(value))) push(walk, found, memberText('global', property), 0);
  }
}

function visit(walk: Walk, { object, api, depth }: Reached): void {
  const { core, ports } = walk;
  const { objects, heap } = core;
  const kind = objects.kindOf(object);
  if (kind === objectKinds.function) {
    callable(walk, objects.payloadOf(object), api, depth);
    // Whether it is called with `new` is up to its users.
    bindThis(core, object, heap.instanceOf(object));
    properties(walk, object, api, depth, null);
    methods(walk, object, `new (${api})()`, depth);
  } else if (kind === objectKinds.class) {
    const construct = constructorOf(core, ports, object);
    if (construct !== null) callable(walk, construct, `new (${api})`, depth);
    if (construct !== null) bindThis(core, objects.intern(objectKinds.function, construct), heap.instanceOf(object));
    properties(walk, object, api, depth, object);
    methods(walk, object, `new (${api})()`, depth);
  } else if (kind === objectKinds.instance) {
    methods(walk, objects.payloadOf(object), api, depth);
  } else if (kind === objectKinds.bound) {
    push(walk, ports.calls.unbound(object).target, api, depth);
  } else if (kind === objectKinds.literal || kind === objectKinds.exports || kind === objectKinds.namespace) {
    properties(walk, object, api, depth, kind === objectKinds.namespace ? null : object);
  }
}

function callable(walk: Walk, fn: ProgramFunction, api: string, depth: number): void {
  const { core, found } = walk;
  const parts = functionParts(core, fn);
  if (parts === null) return;
  parts.parameters.forEach((value, index) => {
    found.push({ value, fn, index, api });
    if (index !== parts.rest) core.solver.add(value, core.heap.outsideAt(value));
  });
  if (parts.graph.argumentsNode !== null)
    found.push({ value: parts.first + parts.graph.argumentsNode, fn, index: parts.parameters.length, api });
  for (const use of parts.graph.returns) {
    for (const object of core.solver.pointsTo(nodeIn(core.numbers, fn, nodeOf(use)))) push(walk, object, `${api}()`, depth + 1);
  }
}

/** The constructor that `new` of a class runs: its own or an inherited one. */
function constructorOf(core: Core, ports: ExportPorts, object: AbstractObject): ProgramFunction | null {
  let current: AbstractObject | undefined = object;
  for (let step = 0; step < 10 && current !== undefined; step += 1) {
    if (core.objects.kindOf(current) === objectKinds.function) return core.objects.payloadOf(current);
    const parts = core.objects.kindOf(current) === objectKinds.class ? ports.classOf(core.objects.payloadOf(current)) : null;
    if (typeof parts?.construct === 'number') return parts.construct;
    if (parts === null) return null;
    current = core.heap.parentsOf(current)[0];
  }
  return null;
}

function properties(walk: Walk, object: AbstractObject, api: string, depth: number, self: AbstractObject | null): void {
  ownProperties(walk, object, api, depth, self);
  for (const parent of walk.core.heap.parentsOf(object)) ownProperties(walk, parent, api, depth, self);
}

function ownProperties(walk: Walk, owner: AbstractObject, api: string, depth: number, self: AbstractObject | null): void {
  const { core, seen } = walk;
  for (const { property, value } of core.heap.placesOf(owner).slice()) {
    for (const object of core.solver.pointsTo(value)) {
      if (self !== null) bindThis(core, object, self);
      const name = seen.has(object) ? null : core.heap.nameOf(property);
      if (!seen.has(object) && name?.startsWith('#') !== true && !isHidden(name)) push(walk, object, memberText(api, name), depth + 1);
    }
  }
}

/** What instances have: their own fields, and methods of their class and of those it extends. */
function methods(walk: Walk, constructor: AbstractObject, api: string, depth: number): void {
  const { heap } = walk.core;
  const instance = heap.instanceOf(constructor);
  const owners = new Set<AbstractObject>([instance]);
  for (const owner of owners) {
    ownProperties(walk, owner, api, depth, instance);
    for (const parent of heap.parentsOf(owner)) if (owners.size < maxPrototypes) owners.add(parent);
  }
}

function bindThis(core: Core, object: AbstractObject, self: AbstractObject): void {
  if (core.objects.kindOf(object) === objectKinds.function) core.solver.add(core.thisOf(core.objects.payloadOf(object)), self);
}

function memberText(api: string, name: string | null): string {
  if (name === null) return `${api}[…]`;
  return /^[\w$]{1,100}$/u.test(name) ? `${api}.${name}` : `${api}['${name.slice(0, 100).replace(/[^\w$./ -]/gu, '?')}']`;
}
