// Classes: members, what they extend, `super`, decorators.
import { nodeOf, type ClassMember } from '../program/file-graph.ts';
import { extendLibrary } from './builtin-objects.ts';
import type { Consumers } from './consumers.ts';
import { detailOf, type Core } from './core.ts';
import { anyKey } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { HandlerId } from './solver.ts';
import type { LinkedFile, ProgramFunction, ValueId } from './value-flow.ts';

import { classParts, ownerOf, type FileWiring, type Home, type NodeOf } from './wiring-parts.ts';

export function homesOf(file: LinkedFile): ReadonlyMap<number, Home> {
  const homes = new Map<number, Home>();
  file.graph.nodes.forEach((node, local) => {
    if (node.kind !== 'class') return;
    if (node.construct !== null) homes.set(node.construct, { node: file.first + local, isStatic: false });
    for (const member of node.members)
      if (member.function !== null) homes.set(member.function, { node: file.first + local, isStatic: member.static });
  });
  return homes;
}

export function wireClass(wiring: FileWiring, node: NodeOf<'class'>, value: ValueId): void {
  const { core, file, stores } = wiring;
  const { heap, objects, solver } = core;
  const object = objects.intern(objectKinds.class, value);
  solver.add(value, object);
  const prototype = heap.prototypeOf(object);
  // Frameworks make instances of classes that no `new` names.
  if (node.construct !== null) solver.add(core.thisOf(wiring.firstFunction + node.construct), heap.instanceOf(object));
  if (node.superclass !== null) solver.watch(file.first + nodeOf(node.superclass), wiring.handlers.superclass, object, value);
  for (const member of node.members) {
    const property = stores.propertyOf(file, member.name);
    const owner: AbstractObject = member.static ? object : member.kind === 'field' ? heap.instanceOf(object) : prototype;
    if (property !== anyKey || typeof member.name === 'string') wireMember(wiring, member, owner, property);
    else {
      wiring.computedKeys.later(file.first + nodeOf(member.name.key), (symbol) => {
        wireMember(wiring, member, owner, symbol ?? anyKey);
      });
    }
  }
}

function wireMember(wiring: FileWiring, member: ClassMember, owner: AbstractObject, property: number): void {
  const { core, file } = wiring;
  const place = core.heap.place(owner, property);
  if (member.value !== null) core.flow(file.first + nodeOf(member.value), place, 'same', detailOf(member.value));
  if (member.function !== null) wireMethod(wiring, member.kind, wiring.firstFunction + member.function, owner, property);
  for (const decorator of member.decorators) decorate(wiring, file.first + decorator, place);
}

function wireMethod(
  wiring: FileWiring,
  kind: 'method' | 'getter' | 'setter' | 'field',
  fn: ProgramFunction,
  owner: AbstractObject,
  property: number,
): void {
  const { core, stores } = wiring;
  const place = core.heap.place(owner, property);
  const object = core.objects.intern(objectKinds.function, fn);
  if (kind === 'method' || kind === 'field') {
    core.solver.add(place, object);
    return;
  }
  const carrier = core.heap.fresh();
  if (carrier < 0) return;
  core.solver.add(carrier, object);
  stores.accessorOf(carrier, owner, property, kind === 'getter' ? 'get' : 'set');
}

/** A decorator is a function that is called with what it decorates. */
function decorate(wiring: FileWiring, decorator: ValueId, decorated: ValueId): void {
  const { core, calls } = wiring;
  const argument = { value: decorated, use: 0 };
  const shape = core.shape({
    result: core.heap.fresh(),
    origin: decorator,
    callee: -1,
    receiver: null,
    arguments: [argument],
    spread: -1,
    isNew: false,
  });
  calls.watch(decorator, shape);
}

export function superclassHandler(core: Core, consumers: Consumers): HandlerId {
  const { heap, objects } = core;
  return core.solver.handler((parent, object, value) => {
    heap.addParent(object, parent);
    const kind = objects.kindOf(parent);
    if (kind === objectKinds.function || kind === objectKinds.class) heap.addParent(heap.prototypeOf(object), heap.prototypeOf(parent));
    if (kind === objectKinds.api) extendLibrary(core, consumers, object, core.models.returned(objects.payloadOf(parent)), value);
  });
}

export function wireSuper(wiring: FileWiring, fn: number, value: ValueId): void {
  const { core } = wiring;
  const home = wiring.homes.get(ownerOf(wiring, fn));
  const superclass = home === undefined ? null : (classParts(core, home.node)?.superclass ?? null);
  if (home === undefined || superclass === null) return;
  if (home.isStatic) core.flow(superclass, value, 'same');
  else core.load(superclass, core.heap.propertyId('prototype'), value);
}
