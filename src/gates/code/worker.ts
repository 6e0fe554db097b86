// The body of a code worker: bytes of files in, findings out. Its thread holds one parser for good.
import { rules as catalogue } from '../../../rules/generated/code.ts';
import { createParser } from '../../analysis/parse/parser.ts';
import { decodeText, isBinary, isTransportStream } from './decode.ts';
import { isCodeKind } from './file-kind.ts';
import { createFileLinter, type FileLinter } from './lint-file.ts';
import type { CodeRule } from './rule.ts';
import type { FileAnswer, FileInput, LintAnswer, LintTask } from './task.ts';

export interface HandlerOptions {
  /** The bytes of `@oxc-parser/binding-wasm32-wasi`'s module. */
  readonly wasm: Uint8Array;
  /** Default: all of rules/code/. */
  readonly rules?: readonly CodeRule[];
}

/**
 * Makes the handler of a worker thread. It wants a stack of 32 MB (`resourceLimits.stackSizeMb`), with which code may nest some 25,000 levels deep.
 * Where the parser aborted, its answer is wrapped as `{ retire: true, value }` and the thread has to be replaced; files behind the guilty one are then
 * left unanswered. Whatever it throws means the same.
 */
export function createHandler({ wasm, rules = catalogue }: HandlerOptions): (task: unknown) => Promise<unknown> {
  const linter = createFileLinter(createParser(wasm), rules);
  return async (task): Promise<LintAnswer | { readonly retire: true; readonly value: LintAnswer }> => {
    const inputs = (task as LintTask).files;
    const files: (FileAnswer | null)[] = [];
    for (const input of inputs) {
      const { answer, trapped } = await answerFor(linter, input);
      files.push(answer);
      if (!trapped) continue;
      return { retire: true, value: { files: inputs.map((_, index) => files[index] ?? null) } };
    }
    return { files };
  };
}

async function answerFor(
  linter: FileLinter,
  { kind, secretsOnly, bytes }: FileInput,
): Promise<{ readonly answer: FileAnswer; readonly trapped: boolean }> {
  if (!isCodeKind(kind) && isBinary(bytes)) return { answer: binary, trapped: false };
  const { trapped, ...answer } = await linter.lint(decodeText(bytes), kind, '', { secretsOnly });
  // Only what is no code may pass as a film: a file that parses is judged, whatever its bytes look like.
  return { answer: answer.problem?.kind === 'syntax' && isTransportStream(bytes) ? binary : answer, trapped };
}

const binary: FileAnswer = { looked: 'binary', findings: [], problem: null };
