// Bundles once a run what tests start beside themselves: read as sources, each process and thread would load hundreds of TypeScript files.
// The command and the Action are bundled as they ship, so that what is tested is never an older dist/.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { bundleEntries } from '../../scripts/build/bundle.ts';
import { entries } from '../../scripts/build/entries.ts';

const root = path.resolve(import.meta.dirname, '../..');
const workers = path.join(root, 'test/gates/code/support');

/** vitest's global setup: until its end there are places in MCGATE_TEST_ENTRY, MCGATE_TEST_ACTION and MCGATE_TEST_WORKERS, unless they say others. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcgate-bundles-'));
  const places = {
    MCGATE_TEST_ENTRY: path.join(folder, 'cli/main.js'),
    MCGATE_TEST_ACTION: path.join(folder, 'action/main.js'),
    MCGATE_TEST_WORKERS: path.join(folder, 'workers'),
  };
  const unset = (Object.keys(places) as (keyof typeof places)[]).filter((name) => process.env[name] === undefined);
  for (const name of unset) process.env[name] = places[name];
  const end = (): void => {
    // Watched, the same process sets up again when the configuration changes.
    for (const name of unset) Reflect.deleteProperty(process.env, name);
    rmSync(folder, { recursive: true, force: true });
  };
  const bundle = async (): Promise<void> => {
    await Promise.all([bundleProduct(folder), bundleWorkers(path.join(folder, 'workers'))]);
  };
  try {
    await bundle();
  } catch (error) {
    end();
    throw error;
  }
  project.onTestsRerun(bundle);
  return end;
}

async function bundleProduct(folder: string): Promise<void> {
  const { outputFiles } = await bundleEntries(root, entries);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  for (const { path: file, contents } of outputFiles) {
    const target = path.join(folder, path.relative(path.join(root, 'dist'), file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
}

/** Worker threads of the code gate with rules of the tests (pool.ts). */
async function bundleWorkers(outdir: string): Promise<void> {
  await build({
    entryPoints: ['worker-entry', 'flow-worker-entry'].map((name) => path.join(workers, `${name}.ts`)),
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    // They look for the parser from where they stand.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(path.join(workers, 'bundle.js')).href) },
    banner: { js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);" },
    logLevel: 'silent',
  });
}
