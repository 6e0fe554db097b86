// The job's log: plain lines, folded groups, and GitHub's log commands, none of which anybody else can write.
import { escapeTerminalLines, guardLogCommands } from '../report/escape.ts';
import { logCommand } from '../report/log-command.ts';

export interface Log {
  /** A line, whatever is in it. */
  readonly line: (text: string) => Promise<void>;
  /** What was made for a terminal, colours and all; none of its lines is a command. */
  readonly text: (text: string) => Promise<void>;
  readonly error: (message: string) => Promise<void>;
  readonly warning: (message: string) => Promise<void>;
  readonly notice: (message: string) => Promise<void>;
  /** `title`, a word of our own, folds away with all that `work` writes. */
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** As it is: for whoever writes commands itself. */
  readonly raw: (text: string) => Promise<void>;
}

export function openLog(write: (text: string) => Promise<void>): Log {
  const command = (level: 'error' | 'warning' | 'notice', message: string): Promise<void> =>
    write(`${logCommand({ level, title: 'mcgate', message: escapeTerminalLines(message).join('\n'), place: null })}\n`);
  return {
    line: (text) => write(`${guardLogCommands(escapeTerminalLines(text).join('\n'))}\n`),
    text: (text) => write(guardLogCommands(text.endsWith('\n') ? text : `${text}\n`)),
    error: (message) => command('error', message),
    warning: (message) => command('warning', message),
    notice: (message) => command('notice', message),
    group: async (title, work) => {
      await write(`::group::${title}\n`);
      try {
        return await work();
      } finally {
        await write('::endgroup::\n');
      }
    },
    raw: write,
  };
}
