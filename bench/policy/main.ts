// `npm run bench:policy`: measures the policy engine beside its peers, all in one run, and writes results.json and ../policy.md.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import { embedPolicy } from '../../scripts/build/policy-bundle.ts';
import { acceptance } from './acceptance.ts';
import { answeredYes, median } from './clock.ts';
import { thisMachine } from '../machine.ts';
import { agreeing, coldP99, diffs, fresh, otherKinds, prepare, race, requestCounts, sizes } from './measure.ts';
import type { Contender } from './measure.ts';
import { compilePaths } from './ours.ts';
import { peers, threeGlobs, threeOf } from './peers.ts';
import { formatReport } from './report.ts';
import type { Results } from './results.ts';
import { pathRequests, pathRules } from './workload.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rounds = 7;
/** Milliseconds a contender has in each round. */
const slice = 50;

const started = performance.now();
function say(text: string): void {
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
}

async function versions(): Promise<readonly string[]> {
  const names = [...new Set(peers.flatMap((peer) => peer.package ?? []))].sort();
  return Promise.all(
    names.map(async (name) => {
      const manifest = JSON.parse(await readFile(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
      return `${name} ${manifest.version}`;
    }),
  );
}

async function bundleSizes(): Promise<Results['bundles']> {
  const all = ['./policy', './policy/difference'] as const;
  const wanted = [[all[0]], [all[1]], all] as const;
  return Promise.all(
    wanted.map(async (subpaths) => {
      const { outputFiles } = await embedPolicy(root, subpaths);
      const bytes = outputFiles[0]?.contents ?? new Uint8Array();
      const name = subpaths.map((subpath) => subpath.replace('.', 'mcgate')).join(' and ');
      return { name, bytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length };
    }),
  );
}

const compileTimes: Results['compile'][number][] = [];
const contenders: Contender[] = [];
const threeName = 'picomatch, three globs alone';
const colds = new Map<string, number>();

for (const size of sizes) {
  const rules = pathRules(size);
  const reference = compilePaths(rules);
  for (const peer of peers) {
    const { prepared, compileMs } = await prepare(peer, size, peer.package === null ? 2000 : 250);
    compileTimes.push({ peer: peer.name, rules: size, milliseconds: compileMs });
    for (const requests of requestCounts) {
      const paths = pathRequests(rules, requests);
      const ask = prepared(paths);
      const agreed = agreeing(peer.name, ask, reference(paths), paths, 700);
      contenders.push({ name: peer.name, rules: size, requests, ask, agreed, rates: [], p99: [] });
    }
    say(`${peer.name}, ${String(size)} rules: answers as mcgate does`);
  }
  if (size !== 10 && size !== 1000) continue;
  // Asked for what mcgate is asked for with 1,000 rules, which is the comparison, and for paths of which most match.
  const three = threeOf(rules);
  const paths = pathRequests(size === 10 ? three : rules, 1000);
  const ask = threeGlobs(three)(paths);
  const agreed = agreeing(threeName, ask, compilePaths(three)(paths), paths, 1000);
  contenders.push({ name: threeName, rules: size, requests: 1000, ask, agreed, rates: [], p99: [] });
}

race(contenders, rounds, slice, (round) => {
  say(`round ${String(round)} of ${String(rounds)}`);
});

say('first questions');
for (const { name, rules, requests } of contenders) {
  const peer = peers.find((one) => one.name === name);
  if (peer !== undefined) colds.set(`${name} ${String(rules)} ${String(requests)}`, await coldP99(peer, rules, requests, 400));
}
say('hosts and argv');
const others = await otherKinds(5, slice);
say('differences');
const differences = await diffs();
say('fresh processes');
const freshFigures = await fresh(3);

const find = (name: string, rules: number, requests: number): Contender => {
  const found = contenders.find((one) => one.name === name && one.rules === rules && one.requests === requests);
  if (found === undefined) throw new Error(`${name} was not measured`);
  return found;
};
/** The median of what each round says: what slows the machine for a while slows both. */
const ratio = (one: Contender, other: Contender): number => median(one.rates.map((value, round) => value / (other.rates[round] ?? 0)));

const ours = find('mcgate', 1000, 1000);
/** At each one's quietest round: what is in the way of 10,000 rules on a busy machine is the others' share of the cache, which is not the question. */
const growth = (requests: 1000 | 10_000): { readonly quietest: number; readonly median: number } => {
  const [few, many] = [find('mcgate', 10, requests), find('mcgate', 10_000, requests)];
  return { quietest: Math.max(...few.rates) / Math.max(...many.rates), median: ratio(few, many) };
};
const results: Results = {
  measuredAt: new Date().toISOString().slice(0, 10),
  machine: thisMachine(),
  peers: await versions(),
  decisions: contenders.map((one) => ({
    peer: one.name,
    rules: one.rules,
    requests: one.requests,
    rate: median(one.rates),
    warmP99Us: median(one.p99) / 1000,
    coldP99Us: colds.get(`${one.name} ${String(one.rules)} ${String(one.requests)}`) ?? null,
    slowerThanMcgate: ratio(find('mcgate', one.rules, one.requests), one),
    agreed: one.agreed,
  })),
  toThreeGlobs: ratio(ours, find(threeName, 1000, 1000)),
  threeGlobs: {
    globs: threeOf(pathRules(10)).map(({ glob }) => glob),
    rate: median(find(threeName, 1000, 1000).rates),
    rateWhereMostMatch: median(find(threeName, 10, 1000).rates),
    toRateWhereMostMatch: ratio(ours, find(threeName, 10, 1000)),
  },
  growth: { 1000: growth(1000), 10000: growth(10_000) },
  compile: compileTimes,
  otherKinds: others,
  diff: differences,
  fresh: freshFigures,
  bundles: await bundleSizes(),
  seconds: Math.round((performance.now() - started) / 1000),
};

const lines = acceptance(results);
const json = await format(JSON.stringify({ ...results, acceptance: lines }), {
  ...(await resolveConfig('bench/policy/results.json')),
  parser: 'json',
});
await writeFile(path.join(import.meta.dirname, 'results.json'), json);
await writeFile(path.join(root, 'bench/policy.md'), await formatReport(results, lines));
for (const { text, measured, met } of lines) process.stdout.write(`${met ? 'met    ' : 'NOT MET'}  ${text}: ${measured}\n`);
say(`done, ${String(answeredYes())} answers were yes`);
