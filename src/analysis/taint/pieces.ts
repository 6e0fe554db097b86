// Text that is written piece by piece: what goes into one of its pieces is told once in a function.
import type { SinkUse } from '../link/value-flow.ts';
import { rankOf } from './confidence.ts';
import type { Flow } from './flow.ts';
import { functionAround, type ProgramView } from './program-view.ts';

export interface ToldSink {
  readonly sink: SinkUse;
  readonly flow: Flow;
}

/** All flows but those into a piece for which another of the same function stands: the surest, and of these the last. */
export function tellPieces(view: ProgramView, told: readonly ToldSink[]): readonly Flow[] {
  const best = new Map<string, ToldSink>();
  for (const each of told) {
    const { sink, flow } = each;
    if (!sink.model.piece) continue;
    const graph = view.graphOf(sink.file);
    const fn = graph === null ? 0 : functionAround(graph, sink.start);
    const key = `${sink.model.class} ${sink.model.what} ${String(sink.file)} ${String(fn)}`;
    const before = best.get(key);
    if (before === undefined || rankOf(flow.confidence) > rankOf(before.flow.confidence) || isLater(each, before)) best.set(key, each);
  }
  const kept = new Set([...best.values()].map(({ flow }) => flow));
  return told.filter(({ sink, flow }) => !sink.model.piece || kept.has(flow)).map(({ flow }) => flow);
}

function isLater({ sink, flow }: ToldSink, other: ToldSink): boolean {
  return flow.confidence === other.flow.confidence && sink.end > other.sink.end;
}
