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
 * Makes the handler of a worker thread. It answers a task of the code gate; it throws ParserTrapped where the parser aborted, after which
 * every task fails: the thread has to be replaced, as after any error that it throws. It wants a stack of 32 MB
 * (`resourceLimits.stackSizeMb`), with which code may nest some 25,000 levels deep.
 */
export function createHandler({ wasm, rules = catalogue }: HandlerOptions): (task: unknown) => Promise<unknown> {
  const linter = createFileLinter(createParser(wasm), rules);
  return async (task): Promise<LintAnswer> => {
    const files: FileAnswer[] = [];
    for (const file of (task as LintTask).files) files.push(await answer(linter, file));
    return { files };
  };
}

async function answer(linter: FileLinter, { kind, bytes }: FileInput): Promise<FileAnswer> {
  if (!isCodeKind(kind) && isBinary(bytes)) return binary;
  const result = await linter.lint(decodeText(bytes), kind, '');
  // Only what is no code may pass as a film: a file that parses is judged, whatever its bytes look like.
  return result.problem?.kind === 'syntax' && isTransportStream(bytes) ? binary : result;
}

const binary: FileAnswer = { looked: 'binary', findings: [], problem: null };
