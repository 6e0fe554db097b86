// From a file's nodes to constraints and edges: what each kind of node is and where its value comes from.
import { nodeOf, type FlowNode, type Use } from '../program/file-graph.ts';
import { noApi } from '../models/compiled.ts';
import { builtinGlobal } from './builtin-names.ts';
import { argumentsObject, detailOf, functionParts, restArray, type Core } from './core.ts';
import { anyKey, everyKey } from './heap.ts';
import { objectKinds } from './objects.ts';
import { textOf, textsOf } from './texts.ts';
import type { ProgramFunction, ValueId } from './value-flow.ts';

import { bindHandler, componentHandler, wireCall, wireJsx } from './wiring-calls.ts';
import { homesOf, superclassHandler, wireClass, wireSuper } from './wiring-classes.ts';
import { ownerOf, type FileWiring, type NodeOf, type WiringHandlers, type WiringPorts } from './wiring-parts.ts';

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
      core.solver.add(value, core.objects.intern(objectKinds.literal, value, node.array ? 'array' : node.bare === true ? 'bare' : 'plain'));
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
      core.names.take(file.first + nodeOf(node.object), value);
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
  if (property !== anyKey || typeof node.property === 'string') {
    core.load(base, property, value);
    return;
  }
  const texts = textsOf(core.numbers, file.first + nodeOf(node.property.key));
  if (texts !== null) for (const text of texts) core.load(base, core.heap.propertyId(text), value);
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

function wireType(wiring: FileWiring, specifier: string | null, name: string, value: ValueId): void {
  const { core, modules, index } = wiring;
  const library = specifier?.startsWith('node:') === true ? specifier.slice(5) : specifier;
  const state = core.models.type(library, name);
  if (state !== noApi) core.seedApi(value, state);
  else if (specifier !== null) modules.typeInto(index, specifier, name, value);
}
