// What every part of the linker works on: numbers, objects, the solver, the heap and the edges, and the few ways in which they change together.
import { factsOf, nodeOf, type FunctionGraph, type Use } from '../program/file-graph.ts';
import { noApi, type ApiNode, type CompiledModels } from '../models/compiled.ts';
import type { SourceModel } from '../models/model.ts';
import { createLetIn, type CrowdBounds } from './crowds.ts';
import { createEdgeTable, type EdgeDetail, type EdgeTable } from './edges.ts';
import { createGivenNames, type GivenNames } from './given-names.ts';
import { createHeap, type Heap, type PropertyId } from './heap.ts';
import { globalId, type ProgramNumbers } from './numbering.ts';
import { createObjectTable, objectKinds, type AbstractObject, type ObjectTable } from './objects.ts';
import { createSolver, type Handler, type HandlerId, type Solver } from './solver.ts';
import type { EdgeKind, LinkedFile, ProgramFunction, ValueId } from './value-flow.ts';

export interface LinkBounds extends CrowdBounds {
  readonly steps: number;
  readonly places: number;
  readonly edges: number;
}

/** A value where it is used: its number over all files, and the use for its facts. */
export interface ValueUse {
  readonly value: ValueId;
  readonly use: Use;
  /** Of a receiver: named by `call`, `apply` or `bind`, so that all it may be is `this`. */
  readonly explicit?: boolean;
  /** Of an argument: handed on as what is in it, `...list`. */
  readonly spread?: boolean;
}

/** A call as it is made: plain, through `call` or `apply`, of a bound function, or by a library. */
export interface CallShape {
  /** Index among the linker's calls. */
  readonly index: number;
  /** The call's node: where what it returns arrives, and what its edges are matched by. */
  readonly result: ValueId;
  /** The node to report. */
  readonly origin: ValueId;
  /** What is called, of a call as it is written; -1 of one that another call stands for. */
  readonly callee: ValueId;
  readonly receiver: ValueUse | null;
  readonly arguments: readonly ValueUse[];
  /** Index of the first argument that is spread; -1 if none is. */
  readonly spread: number;
  readonly isNew: boolean;
}

export interface FoundSource {
  readonly model: SourceModel;
  readonly value: ValueId;
}

export interface Core {
  readonly numbers: ProgramNumbers;
  readonly models: CompiledModels;
  readonly objects: ObjectTable;
  readonly solver: Solver;
  readonly heap: Heap;
  readonly edges: EdgeTable;
  readonly sources: readonly FoundSource[];
  readonly shapes: readonly CallShape[];
  readonly shape: (parts: Omit<CallShape, 'index'>) => CallShape;
  /** An edge; objects go along `same`, `call` and `return`. */
  readonly flow: (from: ValueId, to: ValueId, kind: EdgeKind, detail?: EdgeDetail) => void;
  /** A place of a library comes in at a node: what its models call a source is one there. */
  readonly seedApi: (node: ValueId, state: ApiNode) => void;
  /** `target` is what `property` of the objects at `base` is. */
  readonly load: (base: ValueId, property: PropertyId, target: ValueId) => void;
  readonly names: GivenNames;
  /** The `this` of a function; -1 if it uses none. */
  readonly thisOf: (fn: ProgramFunction) => ValueId;
  /** The same for a function that uses it without naming it: through `super`. */
  readonly needThis: (fn: ProgramFunction) => ValueId;
  readonly setLoadHandler: (handler: HandlerId) => void;
  /** Makes `a` a parent of what comes: an instance, a copy. */
  readonly inheritHandler: HandlerId;
}

export function valueUse(file: LinkedFile, use: Use): ValueUse {
  return { value: globalId(file, nodeOf(use)), use };
}

/** Facts only where there are some: most edges have no detail at all. */
export function detailOf(use: Use): EdgeDetail | undefined {
  return factsOf(use).length > 0 ? { use } : undefined;
}

export function createCore(numbers: ProgramNumbers, models: CompiledModels, bounds: LinkBounds): Core {
  const objects = createObjectTable();
  const solver = createSolver(bounds, createLetIn(objects, numbers, bounds), numbers.nodeCount);
  const edges = createEdgeTable(bounds.edges);
  const sources: FoundSource[] = [];
  const shapes: CallShape[] = [];
  let loadHandler: HandlerId = 0;

  const flow = (from: ValueId, to: ValueId, kind: EdgeKind, detail?: EdgeDetail): void => {
    if (from < 0 || to < 0) return;
    edges.add(from, to, kind, detail);
    if (kind === 'same' || kind === 'call' || kind === 'return') solver.copy(from, to);
  };
  const seedApi = (node: ValueId, state: ApiNode): void => {
    if (node < 0 || state === noApi) return;
    if (!solver.add(node, objects.intern(objectKinds.api, state))) return;
    for (const model of models.sources(state)) sources.push({ model, value: node });
  };
  const implicitThis = new Map<ProgramFunction, ValueId>();
  const thisOf = (fn: ProgramFunction): ValueId => {
    const graph = numbers.functionGraph(fn);
    return typeof graph?.thisNode === 'number' ? nodeIn(numbers, fn, graph.thisNode) : (implicitThis.get(fn) ?? -1);
  };
  const receiverHandler = solver.handler((object, receiver) => {
    if (objects.kindOf(object) !== objectKinds.function) return;
    const self = thisOf(objects.payloadOf(object));
    if (self >= 0) solver.add(self, receiver);
  });
  const heap = createHeap({
    solver,
    objects,
    models,
    firstPlace: numbers.nodeCount,
    limit: bounds.places,
    flow: (from, to) => {
      flow(from, to, 'same');
    },
    carry: (from, to, detail) => {
      if (from >= 0 && to >= 0) edges.add(from, to, 'same', detail);
    },
    seedApi,
    receiverHandler,
  });
  const inherit: Handler = (parent, object) => {
    heap.addParent(object, parent);
  };
  return {
    numbers,
    models,
    objects,
    solver,
    heap,
    edges,
    sources,
    shapes,
    shape: (parts) => {
      const shape = { ...parts, index: shapes.length };
      shapes.push(shape);
      return shape;
    },
    flow,
    seedApi,
    load: (base, property, target) => {
      if (target >= 0) solver.watch(base, loadHandler, target, property);
    },
    names: createGivenNames({ solver, objects, heap, flow }),
    thisOf,
    needThis: (fn) => {
      const known = thisOf(fn);
      if (known >= 0) return known;
      const made = heap.fresh();
      implicitThis.set(fn, made);
      return made;
    },
    setLoadHandler: (handler) => {
      loadHandler = handler;
    },
    inheritHandler: solver.handler(inherit),
  };
}

/** A node of the function's file as a value. */
export function nodeIn(numbers: ProgramNumbers, fn: ProgramFunction, node: number): ValueId {
  return (numbers.files[numbers.fileOfFunction(fn)]?.first ?? 0) + node;
}

/** A function's graph with its parameters as values. */
export interface FunctionParts {
  readonly graph: FunctionGraph;
  readonly first: ValueId;
  readonly parameters: readonly ValueId[];
  /** Index of the rest parameter; -1 if there is none. */
  readonly rest: number;
}

export function functionParts(core: Core, fn: ProgramFunction): FunctionParts | null {
  const graph = core.numbers.functionGraph(fn);
  const file = core.numbers.files[core.numbers.fileOfFunction(fn)];
  if (graph === null || file === undefined) return null;
  const rest = graph.parameters.findIndex((node) => {
    const parameter = file.graph.nodes[node];
    return parameter?.kind === 'parameter' && parameter.rest;
  });
  return { graph, first: file.first, parameters: graph.parameters.map((node) => file.first + node), rest };
}

/** The array that a rest parameter is. */
export function restArray(core: Core, parameter: ValueId): AbstractObject {
  return core.objects.intern(objectKinds.literal, parameter, 'array');
}

export function argumentsObject(core: Core, fn: ProgramFunction): AbstractObject {
  return core.objects.intern(objectKinds.arguments, fn, 'array');
}
