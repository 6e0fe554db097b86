// Links a tree's graphs and follows its flows, in a worker: graphs arrive packed, and what leaves is small.
import type { Flow } from '../../../analysis/taint/flow.ts';
import type { FileGraph } from '../../../analysis/program/file-graph.ts';
import type { SolveTask } from '../task.ts';
import type { FlowEngine, Solution } from './engine.ts';
import { unpack } from './packed.ts';

/** More help nobody, and would let a hostile tree drown the report. */
export const mostFlows = 5000;

/** As `solve`, of packed graphs; one flow for each sink and class, at most 5,000. */
export function solvePacked(engine: FlowEngine, { files, ...rest }: Omit<SolveTask, 'kind'>): Solution {
  const program = files.map(({ path, graph }) => ({ path, graph: unpack(graph) as FileGraph }));
  const solution = engine.solve({ ...rest, files: program });
  const flows = oneForEachSink(solution.flows);
  if (flows.length <= mostFlows) return { ...solution, flows };
  return { ...solution, flows: flows.slice(0, mostFlows), gaps: [...solution.gaps, `more than ${String(mostFlows)} flows`] };
}

const sureness: Readonly<Record<Flow['confidence'], number>> = { high: 0, medium: 1, low: 2 };

/** The surest, and of those the shortest, for each sink and class; by place. */
function oneForEachSink(flows: readonly Flow[]): readonly Flow[] {
  const best = new Map<string, Flow>();
  for (const flow of flows) {
    const sink = flow.steps.at(-1);
    if (sink === undefined) continue;
    const key = `${flow.slow === null ? flow.class : 'slow'} ${String(sink.file)} ${String(sink.start)} ${String(sink.end)}`;
    const known = best.get(key);
    if (known === undefined || isBetter(flow, known)) best.set(key, flow);
  }
  return [...best.values()].sort((a, b) => compareSinks(a, b) || (a.class < b.class ? -1 : 1));
}

function isBetter(flow: Flow, known: Flow): boolean {
  return (
    sureness[flow.confidence] - sureness[known.confidence] < 0 ||
    (flow.confidence === known.confidence && flow.steps.length < known.steps.length)
  );
}

function compareSinks(a: Flow, b: Flow): number {
  const [one, other] = [a.steps.at(-1), b.steps.at(-1)];
  if (one === undefined || other === undefined) return 0;
  return one.file - other.file || one.start - other.start || one.end - other.end;
}
