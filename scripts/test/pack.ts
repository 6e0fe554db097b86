// Packs mcgate as `npm publish` would.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.ts';
import type { StepResult } from './run.ts';

/** The tarball in `folder`, or null where packing failed. */
export async function pack(folder: string): Promise<{ readonly result: StepResult; readonly tarball: string | null }> {
  // npm's own entry, where npm started this, spares a shell on Windows.
  const npm = process.env['npm_execpath'];
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const result = npm === undefined ? await run({ name: 'pack', args }, 'npm') : await run({ name: 'pack', args: [npm, ...args] });
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  return { result, tarball: result.ok && name !== undefined ? path.join(folder, name) : null };
}
