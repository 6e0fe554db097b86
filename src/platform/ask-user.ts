// Asks a person a question on the terminal.
import { createInterface } from 'node:readline/promises';

export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** True for `y` or `yes`; null where there is nobody to ask. */
export async function askUser(question: string, { input, output }: Terminal, signal: AbortSignal): Promise<boolean | null> {
  if (!input.isTTY || !output.isTTY) return null;
  const terminal = createInterface({ input, output });
  try {
    return /^y(?:es)?$/iu.test((await terminal.question(question, { signal })).trim());
  } finally {
    terminal.close();
  }
}
