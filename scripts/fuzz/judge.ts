// One program through the code gate's workers: parsed, linted, extracted, linked and followed, and what went wrong with it.
import { unpackGraph } from '../../src/analysis/program/packed-graph.ts';
import { fileKindOf } from '../../src/gates/code/file-kind.ts';
import { extractionBounds } from '../../src/analysis/program/graph-builder.ts';
import { cutOf, solutionOf } from '../../src/gates/code/flow/follow.ts';
import { lintAnswerOf, type LintTask, type SolveTask } from '../../src/gates/code/task.ts';
import type { WorkerPool } from '../../src/core/gate.ts';
import { flawsOf } from '../../test/analysis/program/graph-shape.ts';

export interface ProgramFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Judgement {
  /** What must never be: `crash`, `hang`, `over-run`, `unsound`, and where. */
  readonly faults: readonly { readonly what: 'crash' | 'hang' | 'over-run' | 'unsound'; readonly detail: string }[];
  /** Files that parsed. */
  readonly parsed: number;
  /** Why the others were refused. */
  readonly refused: readonly string[];
  /** What was cut short, as coverage names it. */
  readonly cut: readonly string[];
  readonly flows: number;
}

/** Milliseconds of a task that are a hang, and those that a small program must not take. */
export interface Patience {
  readonly hang: number;
  readonly overrun: number;
}

const mostFlows = 5000;

/** Never throws for what the program holds. */
export async function judge(files: readonly ProgramFile[], pool: WorkerPool, patience: Patience): Promise<Judgement> {
  const faults: Judgement['faults'][number][] = [];
  const refused: string[] = [];
  const cut: string[] = [];
  const graphs: { readonly path: string; readonly graph: Uint8Array }[] = [];
  const run = async (task: LintTask | SolveTask): Promise<unknown> => {
    const started = performance.now();
    const result = await pool.run(task, patience.hang);
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    if (!result.ok) faults.push({ what: result.failure === 'crashed' ? 'crash' : 'hang', detail: `${task.kind}: ${result.detail}` });
    else if (performance.now() - started > patience.overrun) faults.push({ what: 'over-run', detail: `${task.kind} takes ${seconds}` });
    return result.ok ? result.value : null;
  };
  for (const { path, bytes } of files) {
    const value = await run({ kind: 'lint', files: [{ kind: fileKindOf(path), secretsOnly: false, bytes }] });
    if (value === null) continue;
    const answer = lintAnswerOf(value, 1);
    const [judged, graph] = [answer?.files[0] ?? null, answer?.graphs[0] ?? null];
    if (judged === null) faults.push({ what: 'unsound', detail: 'the answer is malformed' });
    const problem = judged?.problem ?? null;
    if (problem?.kind === 'rule-failed') faults.push({ what: 'crash', detail: `lint: ${problem.message}` });
    else if (problem !== null) refused.push(problem.kind === 'syntax' ? `syntax: ${problem.message}` : problem.kind);
    if (judged?.graph === 'truncated') cut.push('graph');
    if (graph !== null) {
      faults.push(...flawsIn(graph));
      graphs.push({ path, graph });
    }
  }
  if (graphs.length === 0) return { faults, parsed: 0, refused, cut, flows: 0 };
  const manifests = [{ path: 'package.json', text: JSON.stringify({ name: 'sample', main: graphs[0]?.path }) }];
  const value = await run({
    kind: 'solve',
    files: graphs,
    manifests,
    libraryParameters: 'on',
    knownLibraries: [],
    formerDependencies: [],
    models: [],
    judgedPatterns: [],
  });
  const solution = value === null ? null : solutionOf(value, graphs.length);
  if (value !== null && solution === null) faults.push({ what: 'unsound', detail: 'the solution is malformed' });
  if ((solution?.flows.length ?? 0) > mostFlows) faults.push({ what: 'over-run', detail: 'more flows than the bound' });
  const reason = solution === null ? null : cutOf(solution);
  if (reason !== null) cut.push(reason);
  return { faults, parsed: graphs.length, refused, cut, flows: solution?.flows.length ?? 0 };
}

function flawsIn(packed: Uint8Array): Judgement['faults'] {
  const graph = unpackGraph(packed);
  const flaws = flawsOf(graph).map((detail) => ({ what: 'unsound' as const, detail }));
  // A node or two of a construct that has begun may still come.
  const isOver = graph.nodes.length > extractionBounds.nodes * 1.01;
  return isOver ? [...flaws, { what: 'over-run', detail: `${String(graph.nodes.length)} nodes of one file` }] : flaws;
}
