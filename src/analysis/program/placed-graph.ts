// A graph made of a program that was put together from parts of a file, told by where these stand in the file.
import type { CodeView } from '../parse/embedded/code-view.ts';
import type { FileGraph } from './file-graph.ts';

export function placedGraph(graph: FileGraph, place: CodeView['place']): FileGraph {
  const placed = <T extends { readonly start: number; readonly end: number }>(it: T): T => {
    const [start, end] = place(it.start, it.end);
    return { ...it, start, end };
  };
  const dense = graph.dense.flatMap((offset, index) => (index % 2 === 0 ? place(offset, graph.dense[index + 1] ?? offset) : []));
  return {
    ...graph,
    nodes: graph.nodes.map(placed),
    stores: graph.stores.map(placed),
    functions: graph.functions.map(placed),
    facts: graph.facts.map(placed),
    dense,
  };
}
