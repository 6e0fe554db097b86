// What README.md shows of `npm run demo` is what it prints, but for the time that it takes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { realScanner } from '../gates/dependencies/gate-run.ts';
import { mcgate } from '../support/cli.ts';
import { makeFolder } from '../support/git-repository.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Blocks of lines, which `…` alone on a line parts. */
function partsOf(readme: string): readonly string[] {
  const shown = /<!-- demo output -->\s+```text\n(.*?)```/su.exec(readme)?.[1] ?? '';
  return withoutTimes(shown)
    .split(/^ +…$/mu)
    .map((part) => part.trim());
}

function withoutTimes(text: string): string {
  return text.replaceAll(/\b[\d.,]+ m?s\b/gu, 'N ms');
}

const scanner = await realScanner();

it.skipIf(scanner === null)('README.md shows what the demo prints', async () => {
  const database = makeFolder();
  await writeOsvDatabase(database, await readOsvRecords(path.join(root, 'fixtures/demo-advisories')));
  const args = ['check', 'fixtures/demo', '--no-git', '--osv-database', database];
  const { stdout, code } = await mcgate(args, { cwd: root, env: { MCGATE_OSV_SCANNER: scanner ?? '' } });
  const printed = withoutTimes(stdout);
  const parts = partsOf(await readFile(path.join(root, 'README.md'), 'utf8'));
  expect(code).toBe(1);
  expect(parts).toHaveLength(4);
  expect(parts.filter((part) => !printed.includes(part))).toEqual([]);
});
