// The graph of a file while it is made: nodes, stores, functions and facts, up to their bounds.
import type { Export, FlowNode, FunctionGraph, FunctionId, NodeId, NodeShape, Store, TypeName } from './file-graph.ts';
import { FactTable } from './learned.ts';

/** How much of a file is read; what lies beyond is cut, and the graph says so. */
export interface ExtractionBounds {
  readonly nodes: number;
  /** How deep the syntax may nest; the stack has to hold it. */
  readonly depth: number;
  /** Steps of joining branches, which hostile source can make many of. */
  readonly steps: number;
}

export const extractionBounds: ExtractionBounds = { nodes: 200_000, depth: 700, steps: 8_000_000 };

/** Where something stands: a node of the syntax tree. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Thrown where a bound is met, and caught where extraction begins: what was made until then is the graph. */
export class BoundReached extends Error {}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type FunctionDraft = {
  -readonly [K in keyof FunctionGraph]: FunctionGraph[K] extends readonly (infer T)[] ? T[] : FunctionGraph[K];
};

type Constant = string | number | boolean | null;

export class GraphBuilder {
  readonly nodes: FlowNode[] = [];
  readonly stores: Store[] = [];
  readonly functions: FunctionDraft[] = [];
  readonly factTable = new FactTable();
  readonly exports: Export[] = [];
  truncated = false;
  private readonly bounds: ExtractionBounds;
  private readonly constants = new Map<FunctionId, Map<Constant, NodeId>>();
  private readonly globals = new Map<string, NodeId>();
  private steps = 0;

  constructor(bounds: ExtractionBounds) {
    this.bounds = bounds;
  }

  add(shape: NodeShape, fn: FunctionId, start: number, end: number): NodeId {
    if (this.nodes.length >= this.bounds.nodes) throw new BoundReached();
    // Completed in place: a copy for each node would be a good part of the time.
    const node = shape as Mutable<FlowNode>;
    node.fn = fn;
    node.start = start;
    node.end = end;
    return this.nodes.push(node) - 1;
  }

  /** Takes back a node that nothing refers to, if it is the last one. */
  retract(id: NodeId): void {
    if (id === this.nodes.length - 1) this.nodes.pop();
  }

  /** Steps taken where the work is not linear in what is read. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > this.bounds.steps) throw new BoundReached();
  }

  get(id: NodeId): FlowNode {
    const node = this.nodes[id];
    if (node === undefined) throw new RangeError('no such node');
    return node;
  }

  /** Equal constants of one function are one node: nothing flows into them. */
  constant(value: Constant, fn: FunctionId, place: Place): NodeId {
    let known = this.constants.get(fn);
    if (known === undefined) this.constants.set(fn, (known = new Map<Constant, NodeId>()));
    let id = known.get(value);
    if (id === undefined) known.set(value, (id = this.add({ kind: 'constant', value }, fn, place.start, place.end)));
    return id;
  }

  /** What is there once for the file: globals, `module`, `exports`. */
  global(name: string, place: Place): NodeId {
    let id = this.globals.get(name);
    if (id === undefined) {
      const shape: NodeShape = name === 'module' || name === 'exports' ? { kind: name } : { kind: 'global', name };
      this.globals.set(name, (id = this.add(shape, 0, place.start, place.end)));
    }
    return id;
  }

  /** What an annotation says; the first one counts. */
  setType(id: NodeId, type: TypeName | null): void {
    const node: Mutable<FlowNode> = this.get(id);
    if (type !== null && node.type === undefined) node.type = type;
  }

  addFunction(
    name: string,
    kind: FunctionGraph['kind'],
    place: Place,
    parent: FunctionId | null,
    flags: readonly [boolean, boolean],
  ): FunctionId {
    const draft: FunctionDraft = {
      name,
      start: place.start,
      end: place.end,
      parent,
      kind,
      isAsync: flags[0],
      isGenerator: flags[1],
      parameters: [],
      thisNode: null,
      argumentsNode: null,
      returns: [],
      yields: [],
      onReturn: [],
      onTrue: [],
      onFalse: [],
      parameterDecorators: [],
    };
    return this.functions.push(draft) - 1;
  }

  functionDraft(id: FunctionId): FunctionDraft {
    const draft = this.functions[id];
    if (draft === undefined) throw new RangeError('no such function');
    return draft;
  }
}
