// How long the Action's bundle takes from its start to its first gate, and how large it is.
// `node bench/action/cold-start.ts [--runs 20] [--dist dist]`, after a build. Nothing is fetched: that is up to the network.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { thisMachine } from '../machine.ts';
import { median } from '../policy/clock.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, dist: { type: 'string', default: 'dist' } } });
const dist = path.resolve(values.dist);
const scratch = mkdtempSync(path.join(tmpdir(), 'mcgate-bench-'));

/** A pull request of one file, as a checkout has it: its merge commit, whose id it answers with those of what it merges. */
function makeCheckout(root: string): { readonly base: string; readonly head: string } {
  mkdirSync(root);
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: scratch, ...who } }).trim();
  git('init', '-q', '-b', 'main');
  const commit = (file: string): string => {
    writeFileSync(path.join(root, file), 'export const one = 1;\n');
    git('add', '-A');
    git('commit', '-q', '-m', file);
    return git('rev-parse', 'HEAD');
  };
  const base = commit('a.js');
  const head = commit('b.js');
  git('checkout', '-q', '--detach', git('commit-tree', '-p', base, '-p', head, '-m', 'merge', `${head}^{tree}`));
  return { base, head };
}

const root = path.join(scratch, 'checkout');
const { base, head } = makeCheckout(root);
const payload = {
  pull_request: { number: 7, head: { sha: head }, base: { ref: 'main', sha: base }, merge_commit_sha: null },
  repository: { full_name: 'acme/shop', default_branch: 'main' },
};
writeFileSync(path.join(scratch, 'event.json'), JSON.stringify(payload));
const off = ['SETUP', 'CACHE', 'ANNOTATIONS', 'SUMMARY', 'COMMENT', 'UPLOAD-SARIF', 'STATUS'].map((name) => [`INPUT_${name}`, 'false']);
const env = {
  ...{ PATH: process.env['PATH'], HOME: scratch, RUNNER_TEMP: scratch, GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request' },
  ...{ GITHUB_EVENT_PATH: path.join(scratch, 'event.json'), GITHUB_REPOSITORY: 'acme/shop', INPUT_PATH: root },
  ...(Object.fromEntries(off) as Record<string, string>),
};

/** Milliseconds to the line that tells of the first gate, and to the end. */
function measure(): Promise<{ readonly first: number; readonly whole: number }> {
  const started = performance.now();
  let first = Number.NaN;
  const child = spawn(process.execPath, [path.join(dist, 'action/main.js')], { cwd: scratch, env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (Number.isNaN(first) && /^\w+: started$/mu.test(text)) first = performance.now() - started;
  });
  return new Promise((resolve) => {
    child.on('close', () => {
      resolve({ first, whole: performance.now() - started });
    });
  });
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

try {
  await measure();
  const runs: { readonly first: number; readonly whole: number }[] = [];
  for (let run = 0; run < Number(values.runs); run += 1) runs.push(await measure());
  const firsts = runs.map(({ first }) => first);
  const line = `to the first gate: median ${median(firsts).toFixed(0)} ms, best ${Math.min(...firsts).toFixed(0)} ms, worst ${Math.max(...firsts).toFixed(0)} ms of ${values.runs} runs`;
  process.stdout.write(`${line}; to the end: median ${median(runs.map(({ whole }) => whole)).toFixed(0)} ms\n`);
  const sizes = ['action', 'cli'].map((name) => `dist/${name}: ${(sizeOf(path.join(dist, name)) / 1e6).toFixed(2)} MB`);
  process.stdout.write(`${sizes.join(', ')}\n${JSON.stringify(thisMachine())}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
