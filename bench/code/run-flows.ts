// Runs the code gate over many packages in one process and writes SARIF for each: the loop in which rules and models are tuned.
//   node bench/code/run-flows.ts <list.json> [--rules flows|all] [--class path] [--library auto|on|off]
//   node bench/code/run-flows.ts --package <folder> [the same]      prints what a user would see
// The list is JSON: [{ "key", "dir", "out", "files" }]. Beside it come batch-times.json and batch-errors.txt.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { WorkerPool } from '../../src/core/gate.ts';
import { openWorkerPool } from '../../src/platform/worker-pool.ts';
import { format as formatPretty } from '../../src/report/pretty.ts';
import { format as formatSarif } from '../../src/report/sarif.ts';
import { flowRulesOf } from '../../src/gates/code/rule.ts';
import { judgePackage, noCache, type Judgement } from './judge-package.ts';
import { openPackage } from './package-tree.ts';
import { rulesOf, type RuleChoice } from './rules.ts';

interface Item {
  readonly key: string;
  readonly dir: string;
  readonly out: string;
  readonly files: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: 'string', default: 'flows' },
    class: { type: 'string' },
    library: { type: 'string', default: 'auto' },
    package: { type: 'string' },
    jobs: { type: 'string', default: '2' },
  },
});

const choice: RuleChoice = values.rules === 'all' ? 'all' : 'flows';
const chosen = rulesOf(choice);
const rules = values.class === undefined ? chosen : flowRulesOf(chosen).filter(({ match }) => match.class === values.class);
if (rules.length === 0) throw new Error(`no rule follows flows of the class ${String(values.class)}`);
const libraryParameters = values.library === 'on' || values.library === 'off' ? values.library : 'auto';
const jobs = Math.max(1, Number(values.jobs));
const pool = openWorkerPool({
  entry: new URL('./flow-worker.ts', import.meta.url),
  workerData: choice,
  size: jobs,
  maxOldGenerationSizeMb: 2048,
});

function judge(folder: string, files: readonly string[] | null, workers: WorkerPool): Promise<Judgement> {
  return openPackage(folder, files).then((tree) => judgePackage(tree, { rules, pool: workers, cache: noCache, libraryParameters }));
}

async function runOne(folder: string): Promise<void> {
  const started = performance.now();
  const { report, findings } = await judge(path.resolve(folder), null, pool);
  process.stdout.write(formatPretty(report, { color: process.stdout.isTTY, unicode: true, width: 120 }));
  process.stdout.write(`${JSON.stringify(findings.coverage.facts)}\n${((performance.now() - started) / 1000).toFixed(2)} s\n`);
}

async function runList(file: string): Promise<void> {
  const items = JSON.parse(await readFile(file, 'utf8')) as readonly Item[];
  const seconds: Record<string, number> = {};
  const errors: string[] = [];
  const left = [...items].reverse();
  const lane = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) {
      const { key } = item;
      const started = performance.now();
      try {
        const { report, findings } = await judge(item.dir, item.files, pool);
        await writeFile(item.out, formatSarif(report));
        errors.push(...findings.reasons.map(({ code, message }) => `${key} ${code} ${message}`));
      } catch (error) {
        errors.push(`${key} ${String(error)}`);
      }
      seconds[key] = (performance.now() - started) / 1000 / jobs;
      process.stderr.write(`${String(Object.keys(seconds).length)}/${String(items.length)} ${key} ${seconds[key].toFixed(2)} s\n`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  await writeFile(path.join(path.dirname(file), 'batch-times.json'), JSON.stringify(seconds));
  await writeFile(path.join(path.dirname(file), 'batch-errors.txt'), `${errors.join('\n')}\n`);
  process.stderr.write(errors.map((error) => `${error}\n`).join(''));
}

try {
  const [list] = positionals;
  if (values.package !== undefined) await runOne(values.package);
  else if (list !== undefined) await runList(list);
  else throw new Error('give a list, or --package and a folder');
} finally {
  await pool.close();
}
