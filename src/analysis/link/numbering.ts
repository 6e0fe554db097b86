// Numbers over all files: a file's nodes and functions stand in a row after those of the file before it.
import type { FileGraph, FlowNode, FunctionGraph, NodeId } from '../program/file-graph.ts';
import type { LinkedFile, ProgramFunction, ValueId } from './value-flow.ts';

export interface ProgramNumbers {
  readonly files: readonly LinkedFile[];
  /** Count of all files' nodes; numbers from here on are places in the heap. */
  readonly nodeCount: number;
  readonly functionCount: number;
  readonly firstFunction: readonly number[];
  /** Index of the file of a node; -1 for a place in the heap. */
  fileOf(value: ValueId): number;
  nodeOf(value: ValueId): FlowNode | null;
  fileOfFunction(fn: ProgramFunction): number;
  functionGraph(fn: ProgramFunction): FunctionGraph | null;
  /** The function in whose body a node is. */
  functionOf(value: ValueId): ProgramFunction | null;
}

export function numberProgram(inputs: readonly { readonly path: string; readonly graph: FileGraph }[]): ProgramNumbers {
  const files: LinkedFile[] = [];
  const firstNode: number[] = [];
  const firstFunction: number[] = [];
  let [nodeCount, functionCount] = [0, 0];
  for (const { path, graph } of inputs) {
    files.push({ path, graph, first: nodeCount });
    firstNode.push(nodeCount);
    firstFunction.push(functionCount);
    nodeCount += graph.nodes.length;
    functionCount += graph.functions.length;
  }
  const fileOf = (value: ValueId): number => (value < 0 || value >= nodeCount ? -1 : lastAtMost(firstNode, value));
  const fileOfFunction = (fn: ProgramFunction): number => (fn < 0 || fn >= functionCount ? -1 : lastAtMost(firstFunction, fn));
  return {
    files,
    nodeCount,
    functionCount,
    firstFunction,
    fileOf,
    nodeOf: (value) => {
      const file = files[fileOf(value)];
      return file?.graph.nodes[value - file.first] ?? null;
    },
    fileOfFunction,
    functionGraph: (fn) => {
      const file = fileOfFunction(fn);
      return files[file]?.graph.functions[fn - (firstFunction[file] ?? 0)] ?? null;
    },
    functionOf: (value) => {
      const index = fileOf(value);
      const file = files[index];
      const node = file?.graph.nodes[value - file.first];
      return node === undefined ? null : (firstFunction[index] ?? 0) + node.fn;
    },
  };
}

/** The node that `local` is over all files. */
export function globalId(file: LinkedFile, local: NodeId): ValueId {
  return file.first + local;
}

/** Files without nodes share their number with the next one; the last of them is the one that has the node. */
function lastAtMost(starts: readonly number[], value: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
