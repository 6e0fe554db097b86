// The body of a code worker: bytes of files in, findings and graphs out; and a tree's graphs in, flows out. Its thread holds one parser for good.
import { rules as catalogue } from '../../../rules/generated/code.ts';
import { learnJudgedPatterns, takeJudgedPatterns } from '../../analysis/regex/check.ts';
import { createParser } from '../../analysis/parse/parser.ts';
import { packGraph } from '../../analysis/program/packed-graph.ts';
import { decodeText, isBinary, isTransportStream } from './decode.ts';
import { holdsCode } from './file-kind.ts';
import { createFlowEngine } from './flow/engine.ts';
import { solvePacked } from './flow/solve.ts';
import { createFileLinter, type FileLinter } from './lint-file.ts';
import type { CodeRule } from './rule.ts';
import type { CodeTask, FileAnswer, FileContent, FileInput, LintAnswer } from './task.ts';

export interface HandlerOptions {
  /** The bytes of `@oxc-parser/binding-wasm32-wasi`'s module. */
  readonly wasm: Uint8Array;
  /** Default: all of rules/code/. */
  readonly rules?: readonly CodeRule[];
  /** Called before a tree is solved, which one thread does while the others wait. */
  readonly beforeSolving?: () => void;
}

/** An answer after which the thread has to be replaced. */
interface Retiring {
  readonly retire: true;
  readonly value: unknown;
}

/**
 * Makes the handler of a worker thread. It wants a stack of 32 MB (`resourceLimits.stackSizeMb`), with which code may nest some 25,000 levels deep.
 * Where the parser aborted, its answer is wrapped as `{ retire: true, value }` and the thread has to be replaced; files behind the guilty one are then
 * left unanswered. Whatever it throws means the same.
 */
export function createHandler({ wasm, rules = catalogue, beforeSolving }: HandlerOptions): (task: unknown) => Promise<unknown> {
  const flowEngine = createFlowEngine();
  const linter = createFileLinter(createParser(wasm), rules, flowEngine);
  return async (given): Promise<unknown> => {
    const task = given as CodeTask;
    switch (task.kind) {
      case 'lint':
        return lintAll(linter, task.files);
      case 'graph':
        return graphAlone(linter, task.file);
      case 'solve':
        beforeSolving?.();
        learnJudgedPatterns(task.judgedPatterns);
        return solvePacked(flowEngine, task);
      case 'describe':
        return linter.describe(decodeText(task.file.bytes), task.file.kind, task);
    }
  };
}

async function lintAll(linter: FileLinter, inputs: readonly FileInput[]): Promise<LintAnswer | Retiring> {
  const files: (FileAnswer | null)[] = [];
  const graphs: (Uint8Array | null)[] = [];
  const whole = (): LintAnswer => ({
    files: inputs.map((_, index) => files[index] ?? null),
    graphs: inputs.map((_, index) => graphs[index] ?? null),
    judgedPatterns: takeJudgedPatterns(),
  });
  for (const input of inputs) {
    const { answer, graph, trapped } = await answerFor(linter, input);
    files.push(answer);
    graphs.push(graph);
    if (trapped) return { retire: true, value: whole() };
  }
  return whole();
}

interface Answered {
  readonly answer: FileAnswer;
  readonly graph: Uint8Array | null;
  readonly trapped: boolean;
}

async function answerFor(linter: FileLinter, { kind, secretsOnly, bytes }: FileInput): Promise<Answered> {
  if (!holdsCode(kind) && isBinary(bytes)) return { answer: binary, graph: null, trapped: false };
  const { trapped, graph, ...answer } = await linter.lint(decodeText(bytes), kind, '', { secretsOnly });
  // Only what is no code may pass as a film: a file that parses is judged, whatever its bytes look like.
  if (answer.problem?.kind === 'syntax' && isTransportStream(bytes)) return { answer: binary, graph: null, trapped };
  const state = graph === null ? null : graph.truncated ? 'truncated' : 'whole';
  return { answer: { ...answer, graph: state }, graph: graph === null ? null : packGraph(graph), trapped };
}

async function graphAlone(linter: FileLinter, { kind, bytes }: FileContent): Promise<Uint8Array | Retiring | null> {
  const { graph, trapped } = await linter.graph(decodeText(bytes), kind);
  const packed = graph === null ? null : packGraph(graph);
  return trapped ? { retire: true, value: packed } : packed;
}

const binary: FileAnswer = { looked: 'binary', findings: [], problem: null, graph: null, named: [], foreign: false };
