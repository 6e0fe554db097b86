// Reading a property of what a value may be.
import { nodeOf } from '../program/file-graph.ts';
import { hasDefault, noApi, type ApiNode, type CompiledModels } from '../models/compiled.ts';
import { builtinMember, type BuiltinTable } from './builtin-names.ts';
import type { Core } from './core.ts';
import { anyKey, everyKey, type PropertyId } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { Handler } from './solver.ts';
import type { ValueId } from './value-flow.ts';

/** Makes `core.load` work. */
export function defineLoads(core: Core, builtins: BuiltinTable, globalPath: (path: string) => ApiNode): void {
  const { objects, heap, flow } = core;
  const written = writtenNames(core);
  const functionsOnly = core.solver.handler((object, target) => {
    const kind = objects.kindOf(object);
    if (kind === objectKinds.function || kind === objectKinds.bound) core.solver.add(target, object);
  });
  const handle: Handler = (object, target, property) => {
    const kind = objects.kindOf(object);
    if (kind === objectKinds.api) {
      loadApi(core, object, property, target);
      // Middlewares put functions of their own on a response. What else is patched is known better by its models than by that code.
      if (written.has(property) && isResponse(core.models, objects.payloadOf(object)))
        core.solver.watch(heap.read(object, property), functionsOnly, target, 0);
    } else if (kind === objectKinds.builtin) loadBuiltin(core, builtins, globalPath, object, property, target);
    else {
      const name = heap.nameOf(property);
      if (name === 'prototype' && isConstructor(core, object)) core.solver.add(target, heap.prototypeOf(object));
      else if (name === '__proto__') for (const parent of heap.parentsOf(object)) core.solver.add(target, parent);
      else flow(heap.read(object, property), target, 'same');
    }
  };
  core.setLoadHandler(core.solver.handler(handle));
}

function isResponse(models: CompiledModels, state: ApiNode): boolean {
  return models.member(state, 'writeHead') !== noApi && models.member(state, 'setHeader') !== noApi;
}

/** Properties that the program writes to other things than literals. */
function writtenNames({ numbers, heap }: Core): ReadonlySet<PropertyId> {
  const names = new Set<string>();
  for (const { graph } of numbers.files) {
    for (const { object, property } of graph.stores)
      if (typeof property === 'string' && graph.nodes[nodeOf(object)]?.kind !== 'object') names.add(property);
  }
  return new Set([...names].map((name) => heap.propertyId(name)));
}

export function isConstructor(core: Core, object: AbstractObject): boolean {
  const kind = core.objects.kindOf(object);
  return kind === objectKinds.function || kind === objectKinds.class;
}

function loadApi(core: Core, object: AbstractObject, property: PropertyId, target: ValueId): void {
  const { models, heap } = core;
  const state = core.objects.payloadOf(object);
  const name = heap.nameOf(property);
  const member = models.member(state, name);
  if (member !== noApi) core.seedApi(target, member);
  if (name === null) core.seedApi(target, models.element(state));
  // Interop: a CommonJS module is its own default.
  else if (name === 'default' && !hasDefault(models, state)) core.solver.add(target, object);
  if (member === noApi) core.flow(heap.read(object, property === everyKey ? anyKey : property), target, 'same');
}

function loadBuiltin(
  core: Core,
  builtins: BuiltinTable,
  globalPath: (path: string) => ApiNode,
  object: AbstractObject,
  property: PropertyId,
  target: ValueId,
): void {
  const name = core.heap.nameOf(property);
  if (name === null) return;
  const found = builtinMember(builtins, core.objects.payloadOf(object), name);
  if (found === null) core.seedApi(target, globalPath(`${builtins.names[core.objects.payloadOf(object)] ?? ''}.${name}`));
  else if (found.kind === 'builtin') core.solver.add(target, core.objects.intern(objectKinds.builtin, found.builtin));
  else core.seedApi(target, core.models.root(found.library));
}
