// Text that is written piece by piece: what goes into one of its pieces is told once in a function.
import type { SinkUse } from '../link/value-flow.ts';
import { rankOf } from './confidence.ts';
import type { Flow } from './flow.ts';
import { functionAround, type ProgramView } from './program-view.ts';
import { standsFor } from './stands-for.ts';

export interface ToldSink {
  readonly sink: SinkUse;
  readonly flow: Flow;
}

/** All flows but those into a piece for which another of the same function stands: the surest, and of these the last. */
export function tellPieces(view: ProgramView, told: readonly ToldSink[]): readonly Flow[] {
  const pieces = Map.groupBy(
    told.filter(({ sink }) => sink.model.piece),
    ({ sink, flow: { steps } }) => {
      const graph = view.graphOf(sink.file);
      const fn = graph === null ? 0 : functionAround(graph, sink.start);
      // By source as well, so that many pieces of many sources take no time: no two of these stand for each other.
      const source = `${String(steps[0]?.file)} ${String(steps[0]?.start)}`;
      return `${sink.model.class} ${sink.model.what} ${String(sink.file)} ${String(fn)} ${source}`;
    },
  );
  const kept = new Set([...pieces.values()].flatMap(keptOf));
  return told.filter(({ sink, flow }) => !sink.model.piece || kept.has(flow)).map(({ flow }) => flow);
}

function keptOf(pieces: readonly ToldSink[]): readonly Flow[] {
  const kept: Flow[] = [];
  const bestFirst = pieces.toSorted((a, b) => rankOf(b.flow.confidence) - rankOf(a.flow.confidence) || b.sink.end - a.sink.end);
  for (const { flow } of bestFirst) if (!kept.some((each) => standsFor(each, flow))) kept.push(flow);
  return kept;
}
