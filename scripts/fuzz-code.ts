// Fuzzes the code gate's engine with mutated programs, or runs files through it as they are, and tells crashes, hangs, answers that are
// not sound and over-runs of bounds. A program that breaks it is written to a folder, with the case that makes it again.
//   npm run fuzz:code -- --seconds 3600 [--seed 1] [--workers 1] [--corpus <folder>]... [--out <folder>]
//   npm run fuzz:code -- --case 1234 [--seed 1]      one case again
//   npm run fuzz:code -- --as-is <folder> [--seconds 3600]      every code file of a folder, unchanged
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openWorkerPool } from '../src/platform/worker-pool.ts';
import { codeFiles, readCorpus, type Seed } from './fuzz/corpus.ts';
import { judge, type Judgement, type Patience, type ProgramFile } from './fuzz/judge.ts';
import { mutateTokens } from './fuzz/mutate-tokens.ts';
import { createTreeMutator, type TreeMutator } from './fuzz/mutate-tree.ts';
import { randomOf } from './fuzz/random.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    cases: { type: 'string' },
    case: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    corpus: { type: 'string', multiple: true, default: [] },
    'as-is': { type: 'string' },
    /** Seconds of one task: a busy machine needs more. */
    overrun: { type: 'string', default: '20' },
    out: { type: 'string' },
  },
});
if (values.seconds === undefined && values.cases === undefined && values.case === undefined && values['as-is'] === undefined)
  throw new Error('how long? --seconds, --cases or --case');

const root = path.resolve(import.meta.dirname, '..');
const seed = Number(values.seed);
const out = path.resolve(values.out ?? path.join(tmpdir(), `mcgate-fuzz-${String(seed)}`));
const patience: Patience = { overrun: Number(values.overrun) * 1000, hang: Number(values.overrun) * 6000 };
const pool = openWorkerPool({
  entry: new URL('../src/cli/code-worker.ts', import.meta.url),
  size: Number(values.workers),
  maxOldGenerationSizeMb: 2048,
});

interface Case {
  readonly name: string;
  readonly files: () => Promise<readonly ProgramFile[]>;
}

const totals = { programs: 0, parsed: 0, flows: 0, cut: 0, faults: 0 };
const refusals = new Map<string, number>();
const cuts = new Map<string, number>();

function count(into: Map<string, number>, text: string): void {
  // What is quoted of the source, and numbers, differ each time.
  const key = text.replaceAll(/`[^`]*`|"[^"]*"|'[^']*'|\d+/gu, '…').slice(0, 100);
  into.set(key, (into.get(key) ?? 0) + 1);
}

async function keep(name: string, files: readonly ProgramFile[], { faults }: Judgement): Promise<void> {
  const folder = path.join(out, name.replaceAll(/[^\w.-]+/gu, '_').slice(-120));
  await mkdir(folder, { recursive: true });
  for (const { path: file, bytes } of files) await writeFile(path.join(folder, file), bytes);
  await writeFile(path.join(folder, 'faults.json'), JSON.stringify({ name, faults }, null, 2));
  for (const { what, detail } of faults) process.stdout.write(`${what}: ${name}: ${detail.slice(0, 300)}\n  kept in ${folder}\n`);
}

async function runCase({ name, files }: Case): Promise<void> {
  const program = await files();
  const first = await judge(program, pool, patience);
  // A machine that does other work may be slow once.
  const isSlow = first.faults.length > 0 && first.faults.every(({ what }) => what === 'over-run' || what === 'hang');
  const judged = isSlow ? await judge(program, pool, patience) : first;
  totals.programs += 1;
  totals.parsed += judged.parsed;
  totals.flows += judged.flows;
  totals.cut += judged.cut.length;
  for (const reason of judged.refused) count(refusals, reason);
  for (const reason of judged.cut) count(cuts, reason);
  if (judged.faults.length === 0) return;
  totals.faults += 1;
  await keep(name, program, judged);
}

function programOf(index: number, corpora: readonly (readonly Seed[])[], trees: TreeMutator): readonly ProgramFile[] {
  const random = randomOf(seed, index);
  const corpus = random.pick(corpora);
  return Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, place): ProgramFile => {
    const { text, extension } = random.pick(corpus);
    const tree = random.chance(80) ? trees.mutate(text, extension, random) : null;
    const mutated = tree === null || random.chance(10) ? mutateTokens(tree ?? text, random.pick(corpus).text, random) : tree;
    const joined =
      place === 0 && random.chance(50)
        ? `${mutated}\n;exports.other = require('./other');\nexports.third = require('./third');\n`
        : mutated;
    const name = ['index', 'other', 'third'][place] ?? 'more';
    return { path: `${name}${extension}`, bytes: new TextEncoder().encode(joined) };
  });
}

async function* mutatedCases(): AsyncGenerator<Case> {
  const own = ['src', 'test', 'rules', 'scripts', 'bench', 'node_modules'].map((name) => path.join(root, name));
  const corpora = (await Promise.all([own, ...values.corpus.map((folder) => [path.resolve(folder)])].map(readCorpus))).filter(
    ({ length }) => length > 0,
  );
  const wasm = await readFile(createRequire(import.meta.url).resolve('@oxc-parser/binding-wasm32-wasi/parser.wasm32-wasi.wasm'));
  const trees = createTreeMutator(wasm);
  const only = values.case === undefined ? null : Number(values.case);
  const most = values.cases === undefined ? Infinity : Number(values.cases);
  process.stdout.write(`${String(corpora.flat().length)} sources, seed ${String(seed)}\n`);
  for (let index = only ?? 0; index < (only === null ? most : only + 1); index += 1) {
    yield { name: `seed ${String(seed)} case ${String(index)}`, files: () => Promise.resolve(programOf(index, corpora, trees)) };
  }
}

async function* unchangedCases(folder: string): AsyncGenerator<Case> {
  for (const file of await codeFiles(path.resolve(folder))) {
    yield { name: file, files: async () => [{ path: path.basename(file), bytes: await readFile(file) }] };
  }
}

const started = performance.now();
const until = values.seconds === undefined ? Infinity : started + Number(values.seconds) * 1000;
const cases = values['as-is'] === undefined ? mutatedCases() : unchangedCases(values['as-is']);

function progress(): string {
  const seconds = Math.round((performance.now() - started) / 1000);
  const { programs, parsed, flows, cut, faults } = totals;
  return `${String(seconds)} s: ${String(programs)} programs, ${String(parsed)} files parsed, ${String(flows)} flows, ${String(cut)} cut, ${String(faults)} with faults`;
}

let told = started;
const lane = async (): Promise<void> => {
  for (let next = await cases.next(); next.done !== true && performance.now() < until; next = await cases.next()) {
    await runCase(next.value);
    if (performance.now() - told > 60_000) {
      told = performance.now();
      process.stdout.write(`${progress()}\n`);
    }
  }
};
await Promise.all(Array.from({ length: Number(values.workers) }, lane));
await pool.close();
for (const [title, counts] of [
  ['refused', refusals],
  ['cut', cuts],
] as const) {
  for (const [reason, times] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 40))
    process.stdout.write(`${title} ${String(times)}: ${reason}\n`);
}
process.stdout.write(`${progress()}\n`);
process.exitCode = totals.faults > 0 ? 1 : 0;
