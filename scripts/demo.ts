// `npm run demo`: mcgate judges fixtures/demo with the advisories beside it. Exits 0 if the verdict is the expected `fail`.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readOsvRecords, writeOsvDatabase } from './build-osv-database.ts';
import { installOsvScanner } from './install-osv-scanner.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Report {
  readonly verdict: string;
  readonly gates: readonly { readonly id: string; readonly outcome: string }[];
  readonly counts: { readonly blocking: number };
}

process.exitCode = await demo();

async function demo(): Promise<number> {
  const step = await installOsvScanner();
  if (step.outcome === 'failed') {
    process.stderr.write(`${step.message} ${step.remedy ?? ''}\n`);
    return 2;
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mcgate-demo-'));
  try {
    await writeOsvDatabase(folder, await readOsvRecords(path.join(root, 'fixtures/demo-advisories')));
    process.stderr.write('mcgate check fixtures/demo: a small repository with planted faults, judged with five advisories of its own.\n\n');
    return await check(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function check(database: string): Promise<number> {
  const file = path.join(database, 'report.json');
  const args = ['bin/mcgate.cjs', 'check', 'fixtures/demo', '--no-git', '--osv-database', database, '--output', file];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => null,
  );
  const asExpected = ['code', 'dependencies'].every(
    (id) => report?.gates.some((gate) => gate.id === id && gate.outcome === 'fail') === true,
  );
  if (status === 1 && report?.verdict === 'fail' && asExpected) {
    process.stderr.write(`\nThe verdict is fail, as it should be: ${String(report.counts.blocking)} findings block.\n`);
    return 0;
  }
  process.stderr.write(
    `\nExpected the verdict fail from the gates code and dependencies; mcgate ended with exit code ${String(status)}.\n`,
  );
  return status === 0 || status === null ? 1 : status;
}
