// From a file's nodes to constraints and edges: what each kind of node is and where its value comes from.
import { nodeOf, type ClassMember, type FlowNode, type Use } from '../program/file-graph.ts';
import { noApi } from '../models/compiled.ts';
import { builtinGlobal, builtinHelper, type BuiltinTable } from './builtin-names.ts';
import { extendLibrary } from './builtins.ts';
import type { Calls, ClassParts } from './calls.ts';
import type { Consumers } from './consumers.ts';
import type { Contents } from './contents.ts';
import { argumentsObject, detailOf, functionParts, restArray, valueUse, type CallShape, type Core, type ValueUse } from './core.ts';
import { anyKey, everyKey } from './heap.ts';
import type { Modules } from './modules.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { HandlerId } from './solver.ts';
import type { Stores } from './stores.ts';
import type { ComputedKeys } from './symbol-keys.ts';
import { calleeName, textOf } from './texts.ts';
import type { LinkedFile, ProgramFunction, ValueId } from './value-flow.ts';

/** Made once for all files. */
interface WiringHandlers {
  readonly bind: HandlerId;
  readonly superclass: HandlerId;
  readonly component: HandlerId;
}

export interface WiringPorts {
  readonly builtins: BuiltinTable;
  readonly calls: Calls;
  readonly consumers: Consumers;
  readonly contents: Contents;
  readonly modules: Modules;
  readonly stores: Stores;
  readonly computedKeys: ComputedKeys;
}

type NodeOf<Kind extends FlowNode['kind']> = Extract<FlowNode, { kind: Kind }>;

interface FileWiring extends WiringPorts {
  readonly handlers: WiringHandlers;
  readonly core: Core;
  readonly file: LinkedFile;
  readonly index: number;
  readonly firstFunction: ProgramFunction;
  /** The class, and whether static, of functions that are its members. */
  readonly homes: ReadonlyMap<number, Home>;
}

interface Home {
  readonly node: ValueId;
  readonly isStatic: boolean;
}

/** Lengths are numbers: nothing of the text is left. */
const numeric = new Set(['length', 'size', 'byteLength']);

/** Gives the function that wires one file. */
export function createWiring(core: Core, ports: WiringPorts): (index: number) => void {
  const handlers = {
    bind: bindHandler(core, ports.calls),
    superclass: superclassHandler(core, ports.consumers),
    component: componentHandler(core),
  };
  return (index) => {
    wireFile(core, ports, handlers, index);
  };
}

function wireFile(core: Core, ports: WiringPorts, handlers: WiringHandlers, index: number): void {
  const file = core.numbers.files[index];
  if (file === undefined) return;
  const homes = homesOf(file);
  const wiring: FileWiring = { ...ports, handlers, core, file, index, firstFunction: core.numbers.firstFunction[index] ?? 0, homes };
  ports.modules.wireExports(file, index);
  for (const store of file.graph.stores) ports.stores.store(file, index, store);
  file.graph.nodes.forEach((node, local) => {
    wireNode(wiring, node, file.first + local);
    if (node.type !== undefined) wireType(wiring, node.type.specifier, node.type.name, file.first + local);
  });
  file.graph.functions.forEach((fn, local) => {
    fn.parameterDecorators.forEach((decorators, parameter) => {
      const target = fn.parameters[parameter];
      for (const decorator of target === undefined ? [] : decorators) core.flow(file.first + decorator, file.first + (target ?? 0), 'same');
    });
    if (local === 0) core.solver.add(core.thisOf(wiring.firstFunction), ports.modules.exportsOf(index));
  });
}

/** The class by its node, for calls. */
export function classParts(core: Core, value: ValueId): ClassParts | null {
  const file = core.numbers.fileOf(value);
  const node = core.numbers.nodeOf(value);
  const first = core.numbers.files[file]?.first ?? 0;
  if (node?.kind !== 'class') return null;
  return {
    construct: node.construct === null ? null : (core.numbers.firstFunction[file] ?? 0) + node.construct,
    superclass: node.superclass === null ? null : first + nodeOf(node.superclass),
  };
}

function homesOf(file: LinkedFile): ReadonlyMap<number, Home> {
  const homes = new Map<number, Home>();
  file.graph.nodes.forEach((node, local) => {
    if (node.kind !== 'class') return;
    if (node.construct !== null) homes.set(node.construct, { node: file.first + local, isStatic: false });
    for (const member of node.members)
      if (member.function !== null) homes.set(member.function, { node: file.first + local, isStatic: member.static });
  });
  return homes;
}

/** The innermost function with a `this` of its own. */
function ownerOf(wiring: FileWiring, fn: number): number {
  const { functions } = wiring.file.graph;
  let current = fn;
  for (let depth = 0; depth < 64; depth += 1) {
    const graph = functions[current];
    if (graph?.kind !== 'arrow' || graph.parent === null) return current;
    current = graph.parent;
  }
  return current;
}

function inputs(wiring: FileWiring, uses: readonly Use[], value: ValueId): void {
  for (const use of uses) wiring.core.flow(wiring.file.first + nodeOf(use), value, 'same', detailOf(use));
}

function wireNode(wiring: FileWiring, node: FlowNode, value: ValueId): void {
  const { core, file, index, modules } = wiring;
  switch (node.kind) {
    case 'constant':
    case 'scalar':
    case 'caught':
    case 'this':
      return;
    case 'pattern':
      core.seedApi(value, core.models.root('regexp'));
      return;
    case 'function':
      core.solver.add(value, core.objects.intern(objectKinds.function, wiring.firstFunction + node.function));
      return;
    case 'class':
      wireClass(wiring, node, value);
      return;
    case 'object':
      core.solver.add(value, core.objects.intern(objectKinds.literal, value, node.array ? 'array' : 'plain'));
      return;
    case 'import':
      modules.wireImport(file, index, node, value);
      return;
    case 'global':
      wireGlobal(wiring, node.name, value);
      return;
    case 'parameter':
      if (node.rest) core.solver.add(value, restArray(core, value));
      return;
    case 'arguments': {
      const fn = wiring.firstFunction + ownerOf(wiring, node.fn);
      core.solver.add(value, argumentsObject(core, fn));
      wireArguments(core, fn);
      return;
    }
    case 'module':
      core.solver.add(value, modules.moduleOf(index));
      return;
    case 'exports':
      core.solver.add(value, modules.exportsOf(index));
      return;
    case 'variable':
    case 'phi':
      inputs(wiring, node.inputs, value);
      return;
    case 'await':
      inputs(wiring, [node.value], value);
      return;
    case 'yield':
      // Coroutines hand back what was promised.
      if (node.value !== null) inputs(wiring, [node.value], value);
      return;
    case 'load':
      wireLoad(wiring, node, value);
      return;
    case 'call':
      wireCall(wiring, node, value);
      return;
    case 'super':
      wireSuper(wiring, node.fn, value);
      return;
    case 'concat':
      wireConcat(wiring, node, value);
      return;
    case 'key':
      core.flow(file.first + nodeOf(node.object), value, 'key', detailOf(node.object));
      return;
    case 'element':
      core.flow(file.first + nodeOf(node.object), value, 'part', detailOf(node.object));
      core.load(file.first + nodeOf(node.object), everyKey, value);
      return;
    case 'jsx':
      wireJsx(wiring, node, value);
      return;
  }
}

function wireArguments(core: Core, fn: ProgramFunction): void {
  const parts = functionParts(core, fn);
  if (parts === null) return;
  const object = argumentsObject(core, fn);
  parts.parameters.forEach((parameter, index) => {
    if (index !== parts.rest) core.flow(parameter, core.heap.place(object, core.heap.propertyId(String(index))), 'same');
  });
}

function wireGlobal(wiring: FileWiring, name: string, value: ValueId): void {
  const { core } = wiring;
  const root = core.models.root('global');
  const builtin = builtinGlobal(wiring.builtins, name);
  if (builtin !== null) core.solver.add(value, core.objects.intern(objectKinds.builtin, builtin));
  if (builtin === null || wiring.builtins.actions[builtin] === null) core.seedApi(value, core.models.member(root, name));
}

function wireLoad(wiring: FileWiring, node: NodeOf<'load'>, value: ValueId): void {
  const { core, file, stores } = wiring;
  const base = file.first + nodeOf(node.object);
  const name = typeof node.property === 'string' ? node.property : null;
  if (name === null || !numeric.has(name)) core.flow(base, value, 'part', detailOf(node.object));
  const property = stores.propertyOf(file, node.property);
  if (property !== anyKey || typeof node.property === 'string') core.load(base, property, value);
  else {
    wiring.computedKeys.later(file.first + nodeOf(node.property.key), (symbol) => {
      core.load(base, symbol ?? everyKey, value);
    });
  }
}

function wireConcat(wiring: FileWiring, node: NodeOf<'concat'>, value: ValueId): void {
  const { core, file, contents } = wiring;
  let prefix: string | null = '';
  for (const use of node.operands) {
    const operand = file.first + nodeOf(use);
    const text = textOf(core.numbers, operand);
    core.flow(operand, value, 'built', { use, prefix });
    if (text === null) contents.joined(operand, value);
    prefix = prefix === null || text === null ? null : prefix + text;
  }
}

function wireCall(wiring: FileWiring, node: NodeOf<'call'>, value: ValueId): void {
  const { core, file, calls, builtins } = wiring;
  const callee = file.first + nodeOf(node.callee);
  const calleeNode = file.graph.nodes[nodeOf(node.callee)];
  const shape = core.shape({
    result: value,
    origin: value,
    callee,
    receiver: receiverOf(wiring, node, calleeNode),
    arguments: node.arguments.map((use) => valueUse(file, use)),
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
  if (node.receiver !== null && (name === 'call' || name === 'apply' || name === 'bind')) wireIndirect(wiring, shape, name);
  calls.watch(callee, shape);
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
  const [receiver, ...rest] = shape.arguments;
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

function bindHandler(core: Core, calls: Calls): HandlerId {
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

function wireClass(wiring: FileWiring, node: NodeOf<'class'>, value: ValueId): void {
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

function superclassHandler(core: Core, consumers: Consumers): HandlerId {
  const { heap, objects } = core;
  return core.solver.handler((parent, object, value) => {
    heap.addParent(object, parent);
    const kind = objects.kindOf(parent);
    if (kind === objectKinds.function || kind === objectKinds.class) heap.addParent(heap.prototypeOf(object), heap.prototypeOf(parent));
    if (kind === objectKinds.api) extendLibrary(core, consumers, object, core.models.returned(objects.payloadOf(parent)), value);
  });
}

function wireSuper(wiring: FileWiring, fn: number, value: ValueId): void {
  const { core } = wiring;
  const home = wiring.homes.get(ownerOf(wiring, fn));
  const superclass = home === undefined ? null : (classParts(core, home.node)?.superclass ?? null);
  if (home === undefined || superclass === null) return;
  if (home.isStatic) core.flow(superclass, value, 'same');
  else core.load(superclass, core.heap.propertyId('prototype'), value);
}

function wireType(wiring: FileWiring, specifier: string | null, name: string, value: ValueId): void {
  const { core, modules, index } = wiring;
  const library = specifier?.startsWith('node:') === true ? specifier.slice(5) : specifier;
  const state = core.models.type(library, name);
  if (state !== noApi) core.seedApi(value, state);
  else if (specifier !== null) modules.typeInto(index, specifier, name, value);
}

function wireJsx(wiring: FileWiring, node: NodeOf<'jsx'>, value: ValueId): void {
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
function componentHandler(core: Core): HandlerId {
  return core.solver.handler((object, properties) => {
    if (core.objects.kindOf(object) !== objectKinds.class) return;
    core.flow(properties, core.heap.place(core.heap.instanceOf(object), core.heap.propertyId('props')), 'same');
  });
}
