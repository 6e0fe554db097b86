// What a run that could not answer says: one sentence, what to do, and a stack only for whoever asked for it.
import { McgateError, messageOf } from '../core/error.ts';
import { escapeTerminalLines } from '../report/escape.ts';

export interface FailureOptions {
  /** The stack and the causes follow. */
  readonly stack: boolean;
  /** What to report a fault of ours with; where its stack is then. */
  readonly evidence: string;
}

/** Text for people, ending with a newline. */
export function formatFailure(error: unknown, { stack, evidence }: FailureOptions): string {
  const known = error instanceof McgateError;
  const message = known ? error.message : `Unexpected error: ${messageOf(error)}`;
  const remedy = known ? error.remedy : `This is a fault in mcgate. Please report it with ${evidence}.`;
  const lines = [`mcgate: ${message}`, ...(remedy === undefined ? [] : [`  ${remedy}`]), ...(stack ? stackOf(error) : [])];
  // Messages may quote the repository: nothing in them may move the cursor or end up as a log command.
  return `${lines.flatMap((line) => escapeTerminalLines(line)).join('\n')}\n`;
}

function stackOf(error: unknown): readonly string[] {
  const stacks: string[] = [];
  for (let at: unknown = error; at instanceof Error && stacks.length < 5; at = at.cause) stacks.push(at.stack ?? at.message);
  return stacks;
}
