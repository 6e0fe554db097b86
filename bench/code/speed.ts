// `npm run bench:code -- <repository>… [--growth <folder>]… [--semgrep <program> --semgrep-rules <folder>…] [--rounds 3]`: measures the built code gate
// beside its peers over real repositories, all in one run, and writes speed.json, speed.svg and ../code-speed.md.
// `--growth`: folders whose code is taken, in order, to make up to a million lines; repositories, or folders of packages.
import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { thisMachine } from '../machine.ts';
import { acceptance, names } from './speed/acceptance.ts';
import { emptyCache, eslint, mcgate, semgrep, type Contender } from './speed/contenders.ts';
import { costOf, type Run } from './speed/cost.ts';
import { measureGrowth } from './speed/growth.ts';
import { plot } from './speed/plot.ts';
import { formatReport } from './speed/report.ts';
import type { Growth, Measured, RepositoryResults, Results } from './speed/results.ts';
import { changeFiles, copyRepository, makeWorkspace, restore, sourcesOf, sourcesUnder, type Workspace } from './speed/workspace.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    growth: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '3' },
    semgrep: { type: 'string' },
    'semgrep-rules': { type: 'string', multiple: true, default: [] },
  },
});
if (positionals.length === 0 && values.growth.length === 0) throw new Error('name at least one repository');

const started = performance.now();
function say(text: string): void {
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
}

const scratch = await mkdtemp(path.join(os.tmpdir(), 'mcgate-speed-'));
const cache = path.join(scratch, 'cache');

/** Runs of all contenders, in the order in which they were first asked. */
type Runs = Map<Contender, Run[]>;

async function ask(runs: Runs, contender: Contender, workspace: Pick<Workspace, 'root' | 'files'>): Promise<void> {
  const run = await costOf(contender.command(workspace));
  const findings = contender.findings(run);
  runs.set(contender, [...(runs.get(contender) ?? []), run]);
  const { wallMs, cpuMs, peakBytes } = run;
  say(
    `${contender.name}: ${(wallMs / 1000).toFixed(2)} s, processor ${(cpuMs / 1000).toFixed(2)} s, ${String(Math.round(peakBytes / 2 ** 20))} MiB, ${String(findings)} findings`,
  );
}

const contenders = {
  cold: mcgate(cache, names.cold),
  warm: mcgate(cache, names.warm),
  changed: mcgate(cache, names.changed, '--base', 'HEAD'),
  whole: mcgate(cache, names.whole),
  eslint: eslint(scratch),
  semgrep: values.semgrep === undefined ? null : semgrep(values.semgrep, values['semgrep-rules']),
};

async function measureRepository(repository: string): Promise<RepositoryResults> {
  const name = path.basename(repository);
  const workspace = makeWorkspace(path.join(scratch, 'work'), sourcesOf(repository));
  say(`${name}: ${String(workspace.files.length)} files, ${String(workspace.lines)} lines`);
  const runs: Runs = new Map();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    emptyCache(cache);
    await ask(runs, contenders.cold, workspace);
    await ask(runs, contenders.warm, workspace);
    changeFiles(workspace, 10, round);
    await ask(runs, contenders.changed, workspace);
    restore(workspace);
    await ask(runs, contenders.eslint, workspace);
  }
  if (contenders.semgrep !== null) await ask(runs, contenders.semgrep, workspace);
  const whole = { root: path.join(scratch, 'whole'), files: [] };
  copyRepository(whole.root, repository);
  emptyCache(cache);
  await ask(runs, contenders.whole, whole);
  return {
    name,
    files: workspace.files.length,
    lines: workspace.lines,
    measured: [...runs].map(([contender, all]) => measuredOf(contender, all)),
  };
}

function measuredOf(contender: Contender, runs: readonly Run[]): Measured {
  const [first] = runs;
  return {
    name: contender.name,
    findings: first === undefined ? 0 : contender.findings(first),
    runs: runs.map(({ wallMs, cpuMs, peakBytes }) => ({ wallMs, cpuMs, peakBytes })),
  };
}

async function growthOf(folders: readonly string[]): Promise<Growth | null> {
  const sources = folders.flatMap((folder) => sourcesUnder(folder, path.basename(folder)));
  return sources.length === 0 ? null : measureGrowth(sources, scratch, say);
}

async function versions(): Promise<readonly string[]> {
  const packages = ['eslint', 'eslint-plugin-security', 'typescript-eslint'].map(async (name) => {
    const manifest = JSON.parse(await readFile(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
    return `${name} ${manifest.version}`;
  });
  const others =
    values.semgrep === undefined ? [] : [`semgrep ${(await costOf({ argv: [values.semgrep, '--version'], cwd: root })).stdout.trim()}`];
  return [...(await Promise.all(packages)), ...others];
}

try {
  const loadBefore = os.loadavg()[0] ?? 0;
  const repositories: RepositoryResults[] = [];
  for (const repository of positionals) repositories.push(await measureRepository(path.resolve(repository)));
  const growth = await growthOf(values.growth);
  const results: Results = {
    measuredAt: new Date().toISOString().slice(0, 10),
    machine: {
      ...thisMachine(),
      load: [loadBefore, os.loadavg()[0] ?? 0],
    },
    peers: await versions(),
    repositories,
    growth,
    seconds: Math.round((performance.now() - started) / 1000),
  };
  const lines = acceptance(results);
  const json = await format(JSON.stringify({ ...results, acceptance: lines }), {
    ...(await resolveConfig('bench/code/speed.json')),
    parser: 'json',
  });
  writeFileSync(path.join(import.meta.dirname, 'speed.json'), json);
  if (growth !== null) writeFileSync(path.join(import.meta.dirname, 'speed.svg'), plot(growth));
  writeFileSync(path.join(root, 'bench/code-speed.md'), await formatReport(results, lines));
  for (const { text, measured, met } of lines) process.stdout.write(`${met ? 'met    ' : 'NOT MET'}  ${text}: ${measured}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
