// Runs the command as a user would: spawned, with an environment of its own, so that the machine's setup and CI do not show.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { makeFolder } from './git-repository.ts';

/** What is spawned: the bundle of these sources (bundle.ts); MCGATE_TEST_ENTRY=src/cli/main.ts runs them as they are. */
export const entry = path.resolve(process.env['MCGATE_TEST_ENTRY'] ?? 'dist/cli/main.js');

export interface Ran {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Waits for the end. Standard input is empty. */
export async function mcgate(args: readonly string[], options: RunOptions): Promise<Ran> {
  return finished(startMcgate(args, options));
}

export function startMcgate(args: readonly string[], { cwd, env }: RunOptions): ChildProcess {
  return spawn(process.execPath, [entry, ...args], { cwd, env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function finished(child: ChildProcess): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

let home: string | null = null;

/** A home folder that is empty at first, and nothing that a CI or a shell would add. */
export function cleanEnvironment(): Record<string, string> {
  home ??= makeFolder();
  return { PATH: process.env['PATH'] ?? '', HOME: home, USERPROFILE: home, LOCALAPPDATA: home, LANG: 'C.UTF-8' };
}
