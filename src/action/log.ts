// The job's log: plain lines, folded groups, and GitHub's log commands, none of which anybody else can write.
import { guardLogCommands } from '../report/escape.ts';

export interface Log {
  /** Lines that may hold anything; none of them is a command. */
  readonly text: (text: string) => Promise<void>;
  readonly error: (message: string) => Promise<void>;
  readonly warning: (message: string) => Promise<void>;
  readonly notice: (message: string) => Promise<void>;
  /** A line that GitHub folds away with all that `work` writes. */
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** As it is: for whoever writes commands itself. */
  readonly raw: (text: string) => Promise<void>;
}

export function openLog(write: (text: string) => Promise<void>): Log {
  const command = (name: 'error' | 'warning' | 'notice', message: string): Promise<void> =>
    write(`::${name} title=mcgate::${escapeData(message)}\n`);
  return {
    text: (text) => write(guardLogCommands(text.endsWith('\n') ? text : `${text}\n`)),
    error: (message) => command('error', message),
    warning: (message) => command('warning', message),
    notice: (message) => command('notice', message),
    group: async (title, work) => {
      await write(`::group::${escapeData(title)}\n`);
      try {
        return await work();
      } finally {
        await write('::endgroup::\n');
      }
    },
    raw: write,
  };
}

/** As GitHub's runner reads it back. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
