// Short ways to what a value is in its file: the questions that guards, transfers and traces ask of the program.
import { nodeOf, type FileGraph, type FlowNode, type FunctionId, type NodeId, type Use } from '../program/file-graph.ts';
import { countUses } from '../program/node-uses.ts';
import type { Callee, ValueFlow, ValueId } from '../link/value-flow.ts';

export type CallNode = Extract<FlowNode, { kind: 'call' }>;

/** A call, by whatever is known of what it calls. */
export interface CallView {
  readonly node: CallNode;
  readonly id: NodeId;
  readonly callees: readonly Callee[];
  /** How libraries spell it: `path.join`. */
  readonly names: readonly string[];
  /** The last name it is written with: the property of a method, the name of a function. */
  readonly method: string;
}

/** Whether it may call a function of the program's own, which does not do what the language's of that name does. */
export function isOwn({ callees }: CallView): boolean {
  return callees.some(({ kind }) => kind === 'function');
}

export interface ProgramView {
  readonly program: ValueFlow;
  readonly graphOf: (file: number) => FileGraph | null;
  readonly valueOf: (file: number, node: NodeId) => ValueId;
  readonly nodeOf: (file: number, node: NodeId) => FlowNode | null;
  readonly callOf: (file: number, node: NodeId) => CallView | null;
  /** What the value is if it is one constant. */
  readonly constantOf: (file: number, node: NodeId) => string | number | boolean | null | undefined;
  /** The calls of the file that take the node as an argument. */
  readonly callsWith: (file: number, node: NodeId) => readonly CallNode[];
  /** All that it may be if all are constant. */
  readonly constantsOf: (file: number, node: NodeId) => readonly (string | number | boolean | null)[] | null;
  /** How often nodes use it, or writes its fields: once as a value; twice where a method of it is called and nothing else. */
  readonly usesOf: (file: number, node: NodeId) => number;
}

export function viewProgram(program: ValueFlow): ProgramView {
  const graphOf = (file: number): FileGraph | null => program.files[file]?.graph ?? null;
  const valueOf = (file: number, node: NodeId): ValueId => (program.files[file]?.first ?? 0) + node;
  const nodeAt = (file: number, node: NodeId): FlowNode | null => program.files[file]?.graph.nodes[node] ?? null;
  const calls = new Map<ValueId, CallView>();
  const takers = new Map<number, ReadonlyMap<NodeId, readonly CallNode[]>>();
  const uses = new Map<number, ReadonlyMap<NodeId, number>>();
  const constantsOf: ProgramView['constantsOf'] = (file, node) => {
    const found = nodeAt(file, node);
    if (found?.kind === 'constant') return [found.value];
    const constants = program.constantsOf(valueOf(file, node));
    return constants === null || constants.length === 0 ? null : constants;
  };
  return {
    program,
    graphOf,
    valueOf,
    nodeOf: nodeAt,
    constantsOf,
    callsWith: (file, node) => {
      const known = takers.get(file) ?? callsByArgument(graphOf(file));
      takers.set(file, known);
      return known.get(node) ?? [];
    },
    usesOf: (file, node) => {
      const counts = uses.get(file) ?? usesIn(graphOf(file));
      uses.set(file, counts);
      return counts.get(node) ?? 0;
    },
    callOf: (file, id) => {
      const node = nodeAt(file, id);
      if (node?.kind !== 'call') return null;
      const value = valueOf(file, id);
      const known = calls.get(value);
      if (known !== undefined) return known;
      const callees = program.calleesOf(value);
      const names = callees.flatMap((callee) => (callee.kind === 'library' ? [callee.name] : []));
      const view = { node, id, callees, names, method: methodOf(graphOf(file), node, callees) };
      calls.set(value, view);
      return view;
    },
    constantOf: (file, node) => {
      const constants = constantsOf(file, node);
      return constants?.length === 1 ? constants[0] : undefined;
    },
  };
}

/** How often each node is used, what is written to its fields among it. */
function usesIn(graph: FileGraph | null): ReadonlyMap<NodeId, number> {
  const counts = new Map(graph === null ? [] : countUses(graph));
  for (const { object } of graph?.stores ?? []) counts.set(nodeOf(object), (counts.get(nodeOf(object)) ?? 0) + 1);
  return counts;
}

function callsByArgument(graph: FileGraph | null): ReadonlyMap<NodeId, readonly CallNode[]> {
  const found = new Map<NodeId, CallNode[]>();
  for (const node of graph?.nodes ?? []) {
    for (const argument of node.kind === 'call' ? new Set(node.arguments.map(nodeOf)) : []) {
      const known = found.get(argument);
      if (known !== undefined) known.push(node as CallNode);
      else found.set(argument, [node as CallNode]);
    }
  }
  return found;
}

function methodOf(graph: FileGraph | null, call: CallNode, callees: readonly Callee[]): string {
  const callee = graph?.nodes[nodeOf(call.callee)];
  if (callee?.kind === 'load') return typeof callee.property === 'string' ? callee.property : '';
  if (callee?.kind === 'global' || callee?.kind === 'variable') return callee.name;
  if (callee?.kind === 'function') return graph?.functions[callee.function]?.name ?? '';
  if (callee?.kind === 'import') return callee.name;
  const [first] = callees;
  return first !== undefined && first.kind !== 'function' ? (first.name.split('.').at(-1) ?? '') : '';
}

const pathLibrary = /^(?:path(?:\/posix|\/win32)?|upath|path-browserify|pathe)(?:\.default)?(?:\.(?:posix|win32))?\.(\w+)$/;

/** The function of a library of paths that the call calls: `join`; null if it is none. */
export function pathFunctionOf(call: CallView | null): string | null {
  for (const name of call?.names ?? []) {
    const found = pathLibrary.exec(name);
    if (found !== null) return found[1] ?? null;
  }
  return null;
}

/** The innermost function that the offset stands in. */
export function functionAround({ functions }: FileGraph, offset: number): FunctionId {
  let found = 0;
  for (const [id, { start, end }] of functions.entries()) {
    const around = functions[found];
    if (start <= offset && offset < end && (around === undefined || found === 0 || start >= around.start)) found = id;
  }
  return found;
}

/** The nodes that a node hands on unchanged: inputs of variables and joins, the promise's value, followed to what makes them. Null beyond the bound. */
export function originsOf(graph: FileGraph, start: NodeId, most = 40): readonly NodeId[] | null {
  const found: NodeId[] = [];
  const seen = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = graph.nodes[id];
    const inputs = node === undefined ? null : inputsOf(node);
    if (inputs === null || inputs.length === 0) found.push(id);
    else
      for (const input of inputs) {
        const next = nodeOf(input);
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    if (seen.size > most) return null;
  }
  return found;
}

/** The node that makes the value, where it is one. */
export function onlyOrigin(graph: FileGraph, start: NodeId): NodeId | null {
  const origins = originsOf(graph, start);
  return origins?.length === 1 ? (origins[0] ?? null) : null;
}

function inputsOf(node: FlowNode): readonly Use[] | null {
  if (node.kind === 'variable' || node.kind === 'phi') return node.inputs;
  return node.kind === 'await' ? [node.value] : null;
}
