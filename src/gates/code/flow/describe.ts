// Has the files that flows pass through read once more, in workers, and told as reports show them.
import { toldIndexOf, type Flow, type FlowPlace } from '../../../analysis/taint/flow.ts';
import type { WorkerPool } from '../../../core/gate.ts';
import type { Tree } from '../../../core/workspace.ts';
import type { FileKind } from '../file-kind.ts';
import { digestOf, type Judged } from '../run-jobs.ts';
import { describeAnswerOf, type DescribedPlace, type DescribeTask } from '../task.ts';

/** A file of a tree that has a graph. */
export interface FlowFile extends Judged {
  readonly path: string;
  readonly kind: FileKind;
}

export interface Describer {
  /** Reads all files that the flows name. Answers why some could not be read, or null. */
  readonly read: (tree: Tree, pool: WorkerPool, timeoutMs: number) => Promise<string | null>;
  /** With its path; null for what could not be read. */
  readonly placeOf: (place: FlowPlace) => DescribedPlace | null;
  /** A text about a place, without the secrets of the place's file. */
  readonly clean: (place: FlowPlace, text: string) => string;
}

interface Wanted {
  readonly places: Map<string, DescribeTask['places'][number]>;
  readonly texts: Set<string>;
}

/** A describer for the places of these flows; files are named by index. */
export function createDescriber(flows: readonly Flow[], files: readonly FlowFile[]): Describer {
  const wanted = wantedOf(flows);
  const places = new Map<string, DescribedPlace>();
  const texts = new Map<string, string>();

  const readFile = async (
    index: number,
    { places: asked, texts: said }: Wanted,
    tree: Tree,
    pool: WorkerPool,
    timeoutMs: number,
  ): Promise<string | null> => {
    const file = files[index];
    if (file === undefined) return null;
    const read = await tree.read(file.path, Number.MAX_SAFE_INTEGER);
    if (!read.ok || digestOf(file, read.bytes) !== file.digest) return `${file.path} cannot be read again`;
    const task: DescribeTask = {
      kind: 'describe',
      file: { kind: file.kind, bytes: read.bytes },
      places: [...asked.values()],
      texts: [...said],
    };
    const result = await pool.run(task, timeoutMs);
    const answer = result.ok ? describeAnswerOf(result.value, task) : null;
    if (answer === null) return `${file.path} cannot be told`;
    [...asked.keys()].forEach((key, at) => {
      const place = answer.places[at];
      if (place !== undefined) places.set(`${String(index)} ${key}`, { ...place, location: { ...place.location, path: file.path } });
    });
    [...said].forEach((text, at) => texts.set(`${String(index)} ${text}`, answer.texts[at] ?? ''));
    return null;
  };

  return {
    async read(tree, pool, timeoutMs) {
      const left = [...wanted];
      let failure: string | null = null;
      const lane = async (): Promise<void> => {
        for (let next = left.pop(); next !== undefined; next = left.pop())
          failure = (await readFile(...next, tree, pool, timeoutMs)) ?? failure;
      };
      await Promise.all(Array.from({ length: Math.max(1, pool.size) * 2 }, lane));
      return failure;
    },
    placeOf: (place) => places.get(`${String(place.file)} ${keyOf(place)}`) ?? null,
    clean: (place, text) => texts.get(`${String(place.file)} ${text}`) ?? '',
  };
}

function keyOf({ start, end }: FlowPlace): string {
  return `${String(start)} ${String(end)}`;
}

function wantedOf(flows: readonly Flow[]): ReadonlyMap<number, Wanted> {
  const wanted = new Map<number, Wanted>();
  const want = (place: FlowPlace, sink: boolean, ...texts: readonly (string | null)[]): void => {
    const known: Wanted = wanted.get(place.file) ?? { places: new Map(), texts: new Set() };
    wanted.set(place.file, known);
    const before = known.places.get(keyOf(place));
    known.places.set(keyOf(place), { start: place.start, end: place.end, sink: sink || before?.sink === true });
    for (const text of texts) if (text !== null) known.texts.add(text);
  };
  for (const flow of flows) {
    const end = flow.steps.length - 1;
    const told = toldIndexOf(flow);
    flow.steps.forEach((step, index) => {
      want(
        step,
        index === told || index === end,
        step.what,
        index === 0 ? flow.sourceWhat : null,
        index === 0 ? flow.api : null,
        index === told ? flow.sinkWhat : null,
      );
    });
    const pattern = flow.slow?.place ?? null;
    if (pattern !== null) want(pattern, false);
    for (const step of flow.also ?? []) want(step, false, step.what);
    for (const guard of flow.failedGuards) want(guard, false, guard.why);
  }
  return wanted;
}
