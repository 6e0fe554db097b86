// Calls as they are written, also through `call`, `apply` and `bind`, and elements of components.
import { nodeOf, type FlowNode } from '../program/file-graph.ts';
import { builtinHelper } from './builtin-names.ts';
import type { Calls } from './calls.ts';
import { valueUse, type CallShape, type Core, type ValueUse } from './core.ts';
import { wireEvents } from './events.ts';
import { objectKinds } from './objects.ts';
import type { HandlerId } from './solver.ts';
import { calleeName } from './texts.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

import { classParts, ownerOf, type FileWiring, type NodeOf } from './wiring-parts.ts';

const nothing: ValueUse = { value: -1, use: 0 };

export function wireCall(wiring: FileWiring, node: NodeOf<'call'>, value: ValueId): void {
  const { core, file, calls, builtins } = wiring;
  const callee = file.first + nodeOf(node.callee);
  const calleeNode = file.graph.nodes[nodeOf(node.callee)];
  const shape = core.shape({
    result: value,
    origin: value,
    callee,
    receiver: receiverOf(wiring, node, calleeNode),
    arguments: argumentsOf(file, node),
    spread: node.spread[0] ?? -1,
    isNew: node.new,
  });
  if (calleeNode?.kind === 'super') {
    const home = wiring.homes.get(ownerOf(wiring, calleeNode.fn));
    const superclass = home === undefined ? null : (classParts(core, home.node)?.superclass ?? null);
    if (superclass !== null) calls.watchSuper(superclass, shape);
    return;
  }
  const name = calleeName(core.numbers, callee);
  // Only the loader's own `define` makes a module.
  const helper = name === null || (name === 'define' && calleeNode?.kind !== 'global') ? null : builtinHelper(builtins, name);
  if (helper !== null) calls.callObject(core.objects.intern(objectKinds.builtin, helper.builtin), shape, null);
  if (helper?.only === true) return;
  if (name !== null) wireEvents(core, wiring.callbacks, wiring.contents, shape, name);
  if (node.receiver !== null && (name === 'call' || name === 'apply' || name === 'bind')) wireIndirect(wiring, shape, name);
  calls.watch(callee, shape);
}

function argumentsOf(file: LinkedFile, node: NodeOf<'call'>): readonly ValueUse[] {
  const spread = new Set(node.spread);
  return node.arguments.map((use, index) => (spread.has(index) ? { ...valueUse(file, use), spread: true } : valueUse(file, use)));
}

function receiverOf(wiring: FileWiring, node: NodeOf<'call'>, callee: FlowNode | undefined): ValueUse | null {
  const { core, file } = wiring;
  const isSuper = callee?.kind === 'super' || (node.receiver !== null && file.graph.nodes[nodeOf(node.receiver)]?.kind === 'super');
  if (!isSuper) return node.receiver === null ? null : valueUse(file, node.receiver);
  const self = core.needThis(wiring.firstFunction + ownerOf(wiring, node.fn));
  return self < 0 ? null : { value: self, use: 0, explicit: true };
}

/** `f.call(self, …)`, `f.apply(self, list)`, `f.bind(self, …)`: a call of the receiver. */
function wireIndirect(wiring: FileWiring, shape: CallShape, name: 'call' | 'apply' | 'bind'): void {
  const { core, calls } = wiring;
  if (shape.receiver === null) return;
  if (name === 'bind') {
    core.solver.watch(shape.receiver.value, wiring.handlers.bind, shape.index, 0);
    return;
  }
  const [receiver, ...others] = shape.arguments;
  // In what is spread, nobody knows where the receiver ends: whatever is in it may be any argument.
  const rest = shape.spread === 0 && name === 'call' ? [nothing, ...shape.arguments] : others;
  const inner = core.shape({
    result: shape.result,
    origin: shape.origin,
    callee: -1,
    receiver: receiver === undefined || shape.spread === 0 ? null : { ...receiver, explicit: true },
    arguments: name === 'call' ? rest : rest.slice(0, 1),
    spread: name === 'apply' ? (rest.length > 0 ? 0 : -1) : shape.spread - (shape.spread > 0 ? 1 : 0),
    isNew: false,
  });
  calls.watch(shape.receiver.value, inner);
  calls.alias(shape, inner);
}

export function bindHandler(core: Core, calls: Calls): HandlerId {
  return core.solver.handler((object, index) => {
    const shape = core.shapes[index];
    const kind = core.objects.kindOf(object);
    const callable =
      kind === objectKinds.function ||
      kind === objectKinds.class ||
      kind === objectKinds.api ||
      kind === objectKinds.bound ||
      kind === objectKinds.handover;
    if (shape !== undefined && callable) calls.bind(object, shape);
  });
}

export function wireJsx(wiring: FileWiring, node: NodeOf<'jsx'>, value: ValueId): void {
  const { core, file, calls, consumers } = wiring;
  const properties = file.first + node.properties;
  const argument = { value: properties, use: node.properties };
  const shape = core.shape({ result: value, origin: value, callee: -1, receiver: null, arguments: [argument], spread: -1, isNew: true });
  if (node.component !== null) {
    const component = file.first + nodeOf(node.component);
    core.solver.watch(component, wiring.handlers.component, properties, 0);
    calls.watch(component, shape);
    return;
  }
  const tag = core.models.member(core.models.root('jsx'), node.tag);
  consumers.consume(properties, 0, core.models.argument(tag, 0, 1), consumers.placeOfCall(shape, false));
}

/** A class component finds its attributes in `this.props`. */
export function componentHandler(core: Core): HandlerId {
  return core.solver.handler((object, properties) => {
    if (core.objects.kindOf(object) !== objectKinds.class) return;
    core.flow(properties, core.heap.place(core.heap.instanceOf(object), core.heap.propertyId('props')), 'same');
  });
}
