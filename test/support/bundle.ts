// Bundles the sources once a run, for all tests that spawn the command or the Action: what they start is what ships, and never an older dist/.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleEntries } from '../../scripts/build/bundle.ts';
import { entries } from '../../scripts/build/entries.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** vitest's global setup: leaves the place of the entries in MCGATE_TEST_ENTRY and MCGATE_TEST_ACTION, unless they say another. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcgate-dist-'));
  await writeBundle(folder);
  project.onTestsRerun(() => writeBundle(folder));
  process.env['MCGATE_TEST_ENTRY'] ??= path.join(folder, 'cli/main.js');
  process.env['MCGATE_TEST_ACTION'] ??= path.join(folder, 'action/main.js');
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

async function writeBundle(folder: string): Promise<void> {
  const { outputFiles } = await bundleEntries(root, entries);
  for (const { path: file, contents } of outputFiles) {
    const target = path.join(folder, path.relative(path.join(root, 'dist'), file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
}
