// Programs on a PATH of their own that note how they are called, and what environment they get, before they do what they are for.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './git-repository.ts';
import { descendants } from './judgement.ts';

export interface RecordedPrograms {
  /** Leads to them first. */
  readonly searchPath: string;
  /** Program and arguments, a line each. */
  readonly calls: () => readonly string[];
  /** Everything that they were given: arguments and environments. */
  readonly seen: () => string;
  /** Files of a git directory that held one of the secrets when git had ended. */
  readonly leaks: () => readonly string[];
}

/** `secrets` are looked for in what git writes, as soon as it has ended. */
export function recordPrograms(names: readonly string[], secrets: readonly string[]): RecordedPrograms {
  const folder = makeFolder({ secrets: `${secrets.join('\n')}\n`, 'bin/x': '' });
  const [log, leaked] = [path.join(folder, 'log'), path.join(folder, 'leaked')];
  for (const name of names) {
    const real = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    const lines = [
      '#!/bin/sh',
      `{ printf '%s\\n' "call ${name} $*"; tr '\\0' '\\n' < /proc/self/environ; } >> '${log}'`,
      `'${real}' "$@"; code=$?`,
      `test -d "$GIT_DIR" && grep -rlaF -f '${path.join(folder, 'secrets')}' "$GIT_DIR" >> '${leaked}'`,
      'exit $code',
    ];
    writeFileSync(path.join(folder, 'bin', name), `${lines.join('\n')}\n`, { mode: 0o755 });
  }
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    searchPath: [path.join(folder, 'bin'), process.env['PATH'] ?? ''].join(path.delimiter),
    calls: () =>
      read(log)
        .split('\n')
        .flatMap((line) => /^call (.*)$/u.exec(line)?.[1] ?? []),
    seen: () => read(log),
    leaks: () =>
      read(leaked)
        .split('\n')
        .filter((line) => line !== ''),
  };
}

export interface WatchedProcesses {
  /** By what was started: the environment that it had, as the system shows it. */
  readonly seen: ReadonlyMap<string, string>;
  readonly stop: () => void;
}

/** Looks at all processes below `pid`, again and again. */
export function watchProcesses(pid: number): WatchedProcesses {
  const seen = new Map<string, string>();
  const own = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  const look = (): void => {
    for (const each of descendants(pid).slice(1)) {
      try {
        const command = readFileSync(`/proc/${each}/cmdline`, 'utf8').replaceAll('\0', ' ');
        // Between fork and exec a process is still its parent, environment and all.
        if (command === own) continue;
        seen.set(`${each} ${command}`, readFileSync(`/proc/${each}/environ`, 'utf8').replaceAll('\0', '\n'));
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  const timer = setInterval(look, 5);
  return {
    seen,
    stop: () => {
      clearInterval(timer);
    },
  };
}
