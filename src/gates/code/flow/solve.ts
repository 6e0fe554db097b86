// Links a tree's graphs and follows its flows, in a worker: graphs arrive packed, and what leaves is small.
import { unpackGraph } from '../../../analysis/program/packed-graph.ts';
import type { SolveTask } from '../task.ts';
import type { FlowEngine, Solution } from './engine.ts';

/** More help nobody, and would let a hostile tree drown the report. */
const mostFlows = 5000;

/** As `solve`, of packed graphs; at most 5,000 flows. */
export function solvePacked(engine: FlowEngine, { files, ...rest }: Omit<SolveTask, 'kind' | 'judgedPatterns'>): Solution {
  const program = files.map(({ path, graph }) => ({ path, graph: unpackGraph(graph) }));
  const solution = engine.solve({ ...rest, files: program });
  if (solution.flows.length <= mostFlows) return solution;
  const gaps = [...solution.gaps, `more than ${String(mostFlows)} flows`];
  return { ...solution, flows: solution.flows.slice(0, mostFlows), gaps };
}
