// What users of a package can call: everything that its entry modules' exports lead to.
import { nodeOf } from '../program/file-graph.ts';
import type { Calls, ClassParts } from './calls.ts';
import { functionParts, nodeIn, type Core } from './core.ts';
import type { PackageEntry } from './entries.ts';
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
  /** The object whose method it is. */
  readonly self: AbstractObject | null;
}

const maxDepth = 5;
const maxReached = 200_000;

/** Walks what is exported, breadth first, so that the shortest way to each function tells its name; their parameters get objects from outside. */
export function exportedParameters(core: Core, ports: ExportPorts, entries: readonly PackageEntry[]): readonly ExportedParameter[] {
  const queue: Reached[] = [];
  const seen = new Set<AbstractObject>();
  const found: ExportedParameter[] = [];
  const push = (objects: readonly AbstractObject[], api: string, depth: number, self: AbstractObject | null): void => {
    if (depth > maxDepth) return;
    for (const object of objects) {
      if (self !== null) bindThis(core, object, self);
      if (seen.has(object) || queue.length >= maxReached) continue;
      seen.add(object);
      queue.push({ object, api, depth, self });
    }
  };
  for (const { file, api } of entries) {
    push(core.solver.pointsTo(ports.modules.commonExports(file)), api, 0, null);
    push([ports.modules.namespaceOf(file)], api, 0, null);
  }
  // The queue grows as it is walked.
  for (const reached of queue) visit(core, ports, reached, push, found);
  return found;
}

type Push = (objects: readonly AbstractObject[], api: string, depth: number, self: AbstractObject | null) => void;

function visit(core: Core, ports: ExportPorts, reached: Reached, push: Push, found: ExportedParameter[]): void {
  const { objects, heap } = core;
  const { object, api, depth } = reached;
  const kind = objects.kindOf(object);
  if (kind === objectKinds.function) {
    callable(core, objects.payloadOf(object), api, depth, push, found);
    // Whether it is called with `new` is up to its users.
    bindThis(core, object, heap.instanceOf(object));
    properties(core, object, api, depth, push, null);
    methods(core, object, `new (${api})()`, depth, push);
  } else if (kind === objectKinds.class) {
    const construct = constructorOf(core, ports, object);
    if (construct !== null) callable(core, construct, `new (${api})`, depth, push, found);
    if (construct !== null) bindThis(core, objects.intern(objectKinds.function, construct), heap.instanceOf(object));
    properties(core, object, api, depth, push, object);
    methods(core, object, `new (${api})()`, depth, push);
  } else if (kind === objectKinds.instance) {
    methods(core, objects.payloadOf(object), api, depth, push);
  } else if (kind === objectKinds.bound) {
    const bound = ports.calls.boundAt(object);
    if (bound !== null) push([bound.target], api, depth, null);
  } else if (kind === objectKinds.literal || kind === objectKinds.exports || kind === objectKinds.namespace) {
    properties(core, object, api, depth, push, kind === objectKinds.namespace ? null : object);
  }
}

function callable(core: Core, fn: ProgramFunction, api: string, depth: number, push: Push, found: ExportedParameter[]): void {
  const parts = functionParts(core, fn);
  if (parts === null) return;
  parts.parameters.forEach((value, index) => {
    found.push({ value, fn, index, api });
    if (index !== parts.rest) core.solver.add(value, core.heap.outsideAt(value));
  });
  if (parts.graph.argumentsNode !== null)
    found.push({ value: parts.first + parts.graph.argumentsNode, fn, index: parts.parameters.length, api });
  for (const use of parts.graph.returns) push(core.solver.pointsTo(nodeIn(core.numbers, fn, nodeOf(use))), `${api}()`, depth + 1, null);
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

function properties(core: Core, object: AbstractObject, api: string, depth: number, push: Push, self: AbstractObject | null): void {
  for (const owner of [object, ...core.heap.parentsOf(object)]) {
    for (const { property, value } of core.heap.placesOf(owner).slice()) {
      const name = core.heap.nameOf(property);
      if (name?.startsWith('#') !== true) push(core.solver.pointsTo(value), memberText(api, name), depth + 1, self);
    }
  }
}

/** What instances have: their own fields, and methods of their class and of those it extends. */
function methods(core: Core, constructor: AbstractObject, api: string, depth: number, push: Push): void {
  const { heap } = core;
  const instance = heap.instanceOf(constructor);
  properties(core, instance, api, depth, push, instance);
  let owners: readonly AbstractObject[] = heap.parentsOf(heap.prototypeOf(constructor));
  for (let level = 0; level < 8 && owners.length > 0; level += 1) {
    for (const owner of owners) properties(core, owner, api, depth, push, instance);
    owners = owners.flatMap((owner) => heap.parentsOf(owner)).slice(0, 40);
  }
}

function bindThis(core: Core, object: AbstractObject, self: AbstractObject): void {
  if (core.objects.kindOf(object) === objectKinds.function) core.solver.add(core.thisOf(core.objects.payloadOf(object)), self);
}

function memberText(api: string, name: string | null): string {
  if (name === null) return `${api}[…]`;
  return /^[\w$]{1,100}$/u.test(name) ? `${api}.${name}` : `${api}['${name.slice(0, 100).replace(/[^\w$./ -]/gu, '?')}']`;
}
