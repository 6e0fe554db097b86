// Asks ssh-keygen which keys a binary list of revoked keys names: its format is ssh-keygen's own business.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { McgateError } from '../core/error.ts';
import type { RunTool } from '../core/tool.ts';

export interface RevocationQuery {
  /** Absolute path of ssh-keygen. */
  readonly program: string;
  readonly runTool: RunTool;
  /** A private folder. */
  readonly scratch: string;
}

const timeoutMs = 20_000;
const maxOutputBytes = 256 * 1024;
/** Keys asked for at once: each is a file and an argument. */
const most = 500;

/** The numbers of those of `keys` (lines as in a `.pub` file) that `list` revokes. Throws McgateError `tool-failed` where there is no answer. */
export async function findRevoked(
  { program, runTool, scratch }: RevocationQuery,
  list: Uint8Array,
  keys: readonly string[],
): Promise<ReadonlySet<number>> {
  const folder = await mkdtemp(path.join(scratch, 'revoked-'));
  const revoked = new Set<number>();
  try {
    await writeFile(path.join(folder, 'list'), list, { mode: 0o600 });
    for (let start = 0; start < keys.length; start += most) {
      const names = keys.slice(start, start + most).map((_, index) => `${String(start + index)}.pub`);
      for (const name of names) await writeFile(path.join(folder, name), `${keys[Number.parseInt(name, 10)] ?? ''}\n`, { mode: 0o600 });
      const options = { cwd: folder, timeoutMs, maxOutputBytes, env: { LC_ALL: 'C' } };
      const { stdout, failure } = await runTool(program, ['-Q', '-f', 'list', ...names], options);
      const answers = new Map(
        [...stdout.matchAll(/^(\d+)\.pub(?: \(.*\))?: (ok|REVOKED)$/gmu)].map(([, name, said]) => [Number(name), said]),
      );
      if (failure !== null || names.some((name) => !answers.has(Number.parseInt(name, 10))))
        throw new McgateError('tool-failed', 'ssh-keygen did not say which keys the list of revoked keys names.');
      for (const [number, said] of answers) if (said === 'REVOKED') revoked.add(number);
    }
    return revoked;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
