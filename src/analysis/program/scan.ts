// The first walk over a file: declares names, notes every write of a variable or a property, and resolves identifiers. Without recursion.
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import {
  runsWithin,
  type Binding,
  type BindingKind,
  type FunctionRecord,
  type Region,
  type Resolution,
  type StoredProperty,
  type Write,
} from './bindings.ts';
import type { GatheredSurprises } from './surprises.ts';
import type { ListEvent } from './list-events.ts';
import type { Node } from './syntax.ts';

interface Scope {
  readonly parent: Scope | null;
  names: Map<string, Binding> | null;
  /** True for bodies of functions, modules, namespaces and static blocks: where `var` goes. */
  readonly holdsVar: boolean;
  readonly fn: FunctionRecord;
  readonly loop: Region | null;
}

interface Reference {
  readonly node: Node;
  readonly name: string;
  readonly scope: Scope;
  readonly by: FunctionRecord;
  readonly write: Write | null;
}

/** Where the walk was before it went into a scope or a region. */
class Return {
  readonly scope: Scope;
  readonly loop: Region | null;
  readonly region: Region | null;
  constructor(scope: Scope, loop: Region | null, region: Region | null) {
    this.scope = scope;
    this.loop = loop;
    this.region = region;
  }
}

/** What a table of handlers does at a node: declare, note, and push the children to go to. */
export type ScanHandler = (scan: Scan, node: never) => void;

/** The state of the walk. */
export class Scan {
  readonly bindings: Binding[] = [];
  /** By place, for a map keyed by nodes would be a good part of the time. */
  readonly bindingAt: Int32Array;
  readonly functionOf: Map<Node, FunctionRecord>;
  readonly regionOf: Map<Node, Region>;
  readonly writes: Write[] = [];
  readonly stores: (string | null)[] = [];
  readonly storedProperties = new Map<string, StoredProperty>();
  /** Functions in blocks are seen in the whole function, but for modules. */
  readonly strict: boolean;
  /** What takes from the plain meaning of the file's words. */
  readonly surprises: GatheredSurprises = { hidden: false, builtIn: false, replaced: new Set() };
  /** What may add to lists, in the order of the walk. */
  readonly listEvents: ListEvent[] = [];
  /** Callbacks that a method of lists calls where they stand. */
  readonly inline: Set<Node>;
  private readonly references: Reference[] = [];
  private readonly waiting: (Node | Return)[] = [];
  private readonly module: Scope;
  private scope: Scope;
  private loop: Region | null = null;

  constructor(program: Node, strict: boolean) {
    // Not where they are declared: a declaration file could not name the inferred type.
    this.functionOf = new Map();
    this.regionOf = new Map();
    this.inline = new Set();
    this.strict = strict;
    this.bindingAt = new Int32Array(program.end + 1);
    const record: FunctionRecord = { node: program, parent: null, loop: null, inline: false, id: 0 };
    this.functionOf.set(program, record);
    this.module = { parent: null, names: null, holdsVar: true, fn: record, loop: null };
    this.scope = this.module;
  }

  run(program: Node, handlers: Readonly<Record<string, ScanHandler | undefined>>): Resolution {
    this.pushChildren(program);
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) {
      if (next instanceof Return) this.leave(next);
      else {
        const handler = handlers[next.type];
        if (handler !== undefined) handler(this, next as never);
        // Types hold no values.
        else if (!next.type.startsWith('TS')) this.pushChildren(next);
      }
    }
    this.resolve();
    const { bindingAt, bindings, functionOf, regionOf, writes, stores, listEvents, storedProperties, surprises } = this;
    return { bindingAt, bindings, functionOf, regionOf, writes, stores, listEvents, storedProperties, surprises };
  }

  push(node: Node | null | undefined): void {
    if (node !== null && node !== undefined) this.waiting.push(node);
  }

  pushAll(nodes: readonly (Node | null)[]): void {
    for (let index = nodes.length - 1; index >= 0; index--) this.push(nodes[index]);
  }

  pushChildren(node: Node): void {
    const keys = visitorKeys[node.type] ?? [];
    for (let index = keys.length - 1; index >= 0; index--) {
      const child = (node as unknown as Record<string, unknown>)[keys[index] ?? ''];
      if (Array.isArray(child)) this.pushAll(child as (Node | null)[]);
      else this.push(child as Node | null | undefined);
    }
  }

  enterBlock(holdsVar = false): void {
    this.waiting.push(new Return(this.scope, this.loop, null));
    this.scope = { parent: this.scope, names: null, holdsVar, fn: this.scope.fn, loop: this.loop };
  }

  /** For a loop the scope is each round's. */
  enterRegion(node: Node, isLoop: boolean): void {
    const region = this.regionHere();
    this.regionOf.set(node, region);
    this.waiting.push(new Return(this.scope, this.loop, region));
    if (!isLoop) return;
    this.loop = region;
    this.scope = { parent: this.scope, names: null, holdsVar: false, fn: this.scope.fn, loop: region };
  }

  enterFunction(node: Node): void {
    const inline = this.inline.has(node);
    const region = inline ? this.regionHere() : null;
    this.waiting.push(new Return(this.scope, this.loop, region));
    const fn: FunctionRecord = { node, parent: this.scope.fn, loop: this.loop, inline, id: -1 };
    this.functionOf.set(node, fn);
    if (region !== null) this.regionOf.set(node, region);
    this.loop = region;
    this.scope = { parent: this.scope, names: null, holdsVar: true, fn, loop: region };
  }

  private regionHere(): Region {
    return {
      parent: this.loop,
      writesFrom: this.writes.length,
      writesTo: 0,
      storesFrom: this.stores.length,
      storesTo: 0,
      listEventsFrom: this.listEvents.length,
      listEventsTo: 0,
    };
  }

  private leave({ scope, loop, region }: Return): void {
    this.scope = scope;
    this.loop = loop;
    if (region === null) return;
    region.writesTo = this.writes.length;
    region.storesTo = this.stores.length;
    region.listEventsTo = this.listEvents.length;
  }

  declare(node: Node, name: string, kind: BindingKind, written: boolean): Binding {
    let scope = this.scope;
    if (kind === 'var') while (!scope.holdsVar && scope.parent !== null) scope = scope.parent;
    const binding = this.bindingIn(scope, node, name, kind);
    this.bindingAt[node.start] = binding.id + 1;
    if (written) {
      binding.declared = true;
      this.note({ binding, by: this.scope.fn, start: node.start, loop: this.loop });
    }
    return binding;
  }

  /** The kind of a function's declaration: one in a block is the whole function's, except in modules. */
  functionKind(): BindingKind {
    return this.strict || this.scope.holdsVar ? 'function' : 'var';
  }

  private bindingIn(scope: Scope, node: Node, name: string, kind: BindingKind): Binding {
    scope.names ??= new Map();
    const known = scope.names.get(name);
    if (known !== undefined) return known;
    const { start, end } = node;
    const made: Binding = {
      id: this.bindings.length,
      name,
      kind,
      owner: scope.fn,
      loop: scope.loop,
      start,
      end,
      writes: [],
      lastWrite: -1,
      loops: new Set(),
      declared: false,
      captured: false,
      shared: false,
      exported: false,
      reads: 0,
      node: -1,
      variable: -1,
      inputs: [],
    };
    this.bindings.push(made);
    scope.names.set(name, made);
    return made;
  }

  private note(write: Write): void {
    this.writes.push(write);
    if (write.binding !== null) addWrite(write.binding, write);
  }

  refer(node: Node, name: string, written: boolean): void {
    const by = this.scope.fn;
    const write = written ? { binding: null, by, start: node.start, loop: this.loop } : null;
    if (write !== null) this.note(write);
    this.references.push({ node, name, scope: this.scope, by, write });
  }

  store(property: string | null): void {
    this.stores.push(property);
    if (property === null) return;
    const known = this.storedProperties.get(property);
    if (known === undefined) this.storedProperties.set(property, { by: this.scope.fn, many: false });
    else if (known.by !== this.scope.fn) known.many = true;
  }

  private resolve(): void {
    // What is written and not declared is a variable of the whole program; here, of the file. So writes come first.
    for (const reference of this.references) {
      if (reference.write === null) continue;
      const binding = lookUp(reference) ?? this.bindingIn(this.module, reference.node, reference.name, 'implicit');
      reference.write.binding = binding;
      addWrite(binding, reference.write);
    }
    for (const reference of this.references) {
      const binding = lookUp(reference);
      if (binding === null) continue;
      this.bindingAt[reference.node.start] = binding.id + 1;
      if (!runsWithin(reference.by, binding.owner)) {
        binding.captured = true;
        if (reference.write !== null) binding.shared = true;
      }
      if (reference.write === null) binding.reads++;
    }
  }
}

function addWrite(binding: Binding, write: Write): void {
  binding.writes.push(write);
  binding.lastWrite = Math.max(binding.lastWrite, write.start);
  binding.loops.add(write.loop);
}

function lookUp({ scope, name }: Reference): Binding | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const binding = at.names?.get(name);
    if (binding !== undefined) return binding;
  }
  return null;
}
