// Runs tests of models through the engine that judges, in workers: a program that breaks it breaks one case.
import type { LibraryModel } from '../../analysis/models/model.ts';
import type { Flow, FlowPlace } from '../../analysis/taint/flow.ts';
import type { WorkerPool } from '../../core/gate.ts';
import { McgateError } from '../../core/error.ts';
import { confidenceReaches } from '../../core/vocabulary.ts';
import { fileKindOf } from './file-kind.ts';
import type { Solution } from './flow/engine.ts';
import { cutOf, solutionOf } from './flow/follow.ts';
import type { ModelTestCase, TestFlow, TestPlace } from './model-tests.ts';
import { lintAnswerOf, type SolveTask } from './task.ts';

/** A flow as a case tells it. */
export interface ToldFlow {
  readonly class: string;
  readonly source: TestPlace;
  readonly sink: TestPlace;
  readonly confidence: Flow['confidence'];
}

/** A case and what was told of its program. */
export interface ModelTestResult {
  readonly test: ModelTestCase;
  readonly passed: boolean;
  readonly told: readonly ToldFlow[];
  readonly missing: readonly TestFlow[];
  /** Told although they must not be. */
  readonly unwanted: readonly ToldFlow[];
  /** Why not all of the program's flows are known, or null: what is not known holds no case. */
  readonly failure: string | null;
}

/** In the order of the cases. `models` are the repository's own, beside mcgate's. Throws McgateError `invalid-document` for a program that does not parse. */
export async function runModelTests(
  cases: readonly ModelTestCase[],
  models: readonly LibraryModel[],
  pool: WorkerPool,
  timeoutMs: number,
): Promise<readonly ModelTestResult[]> {
  return Promise.all(
    cases.map(async (test) => {
      const answer = await solve(test, models, pool, timeoutMs);
      return typeof answer === 'string' ? failed(test, answer) : judge(test, answer);
    }),
  );
}

function failed(test: ModelTestCase, failure: string): ModelTestResult {
  return { test, passed: false, told: [], missing: [], unwanted: [], failure };
}

function judge(test: ModelTestCase, solution: Solution): ModelTestResult {
  // Of slow patterns no model tells where they are.
  const told = solution.flows.filter(({ slow }) => slow === null).flatMap((flow) => toldOf(test, flow));
  const missing = test.found.filter((wanted) => !told.some((flow) => agrees(flow, wanted)));
  const { notFound } = test;
  const unwanted = told.filter((flow) =>
    notFound === 'any' ? !test.found.some((wanted) => agrees(flow, wanted)) : notFound.some((bad) => agrees(flow, bad)),
  );
  const failure = cutOf(solution);
  return { test, passed: failure === null && missing.length + unwanted.length === 0, told, missing, unwanted, failure };
}

function agrees(flow: ToldFlow, wanted: TestFlow): boolean {
  return (
    (wanted.class === null || wanted.class === flow.class) &&
    (wanted.source === null || isSamePlace(wanted.source, flow.source)) &&
    (wanted.sink === null || isSamePlace(wanted.sink, flow.sink)) &&
    confidenceReaches(flow.confidence, wanted.confidence)
  );
}

function isSamePlace(one: TestPlace, other: TestPlace): boolean {
  return one.path === other.path && one.line === other.line;
}

function toldOf({ files }: ModelTestCase, { class: flowClass, steps, confidence }: Flow): readonly ToldFlow[] {
  const [source, sink] = [steps[0], steps.at(-1)].map((step) => (step === undefined ? null : lineOf(files, step)));
  if (source === undefined || source === null || sink === undefined || sink === null) return [];
  return [{ class: flowClass, source, sink, confidence }];
}

function lineOf(files: ModelTestCase['files'], { file, start }: FlowPlace): TestPlace | null {
  const { path, text } = files[file] ?? {};
  return path === undefined || text === undefined ? null : { path, line: text.slice(0, start).split('\n').length };
}

/** The flows, or why there are none. */
async function solve(
  test: ModelTestCase,
  models: readonly LibraryModel[],
  pool: WorkerPool,
  timeoutMs: number,
): Promise<Solution | string> {
  const graphs: { readonly path: string; readonly graph: Uint8Array }[] = [];
  for (const file of test.files) {
    const graph = await graphOf(test, file, pool, timeoutMs);
    if (typeof graph === 'string') return graph;
    graphs.push({ path: file.path, graph });
  }
  const { manifests, libraryParameters } = test;
  const task: SolveTask = {
    kind: 'solve',
    files: graphs,
    manifests,
    libraryParameters,
    knownLibraries: [],
    formerDependencies: [],
    models,
    judgedPatterns: [],
  };
  const result = await pool.run(task, timeoutMs);
  const solution = result.ok ? solutionOf(result.value, graphs.length) : null;
  return solution ?? (result.ok ? 'the answer is malformed' : `the engine failed: ${result.detail}`);
}

async function graphOf(
  test: ModelTestCase,
  { path, text }: ModelTestCase['files'][number],
  pool: WorkerPool,
  timeoutMs: number,
): Promise<Uint8Array | string> {
  const file = { kind: fileKindOf(path), bytes: new TextEncoder().encode(text), secretsOnly: false };
  const result = await pool.run({ kind: 'lint', files: [file] }, timeoutMs);
  if (!result.ok) return `${path} could not be read: ${result.detail}`;
  const answer = lintAnswerOf(result.value, 1);
  const [judged, graph] = [answer?.files[0] ?? null, answer?.graphs[0] ?? null];
  if (judged?.problem?.kind === 'syntax') throw syntaxError(test, path, judged.problem);
  if (graph === null) return `${path} was not followed: ${judged?.problem?.message ?? 'it has no graph'}`;
  return judged?.graph === 'truncated' ? `${path} is too large to be followed to its end` : graph;
}

function syntaxError(
  { document, line, column, name }: ModelTestCase,
  path: string,
  problem: { readonly message: string; readonly line?: number },
): McgateError {
  const where = problem.line === undefined ? path : `line ${String(problem.line)} of ${path}`;
  const message = `${document}:${String(line)}:${String(column)}: ${JSON.stringify(name)} does not parse: ${where}: ${problem.message}`;
  return new McgateError('invalid-document', message, { positions: [{ path: document, line, column }] });
}
