// The measurements, each a function from what is measured to figures.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { diffPolicies } from '../../src/policy/difference/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { latencies, median, quantile, rate, times } from './clock.ts';
import { argvPolicy, argvRequest, askWith, compile, hostPolicy, hostRequest, pathPolicy } from './ours.ts';
import type { Ask, Peer, Prepared } from './peers.ts';
import { argvRequests, argvRules, changed, hostRequests, hostRules, pathRequests, pathRules, rewritten } from './workload.ts';

export const sizes = [10, 100, 1000, 10_000] as const;
export const requestCounts = [1000, 10_000] as const;

/** One peer that is asked about one policy, and what was measured of it. */
export interface Contender {
  readonly name: string;
  readonly rules: number;
  readonly requests: number;
  readonly ask: Ask;
  readonly agreed: number;
  /** Answers a second, one figure a round; `null` in the same place for nobody: all are asked in every round. */
  readonly rates: number[];
  readonly p99: number[];
}

/** Asks both the same questions until time is over. Throws at the first answer that differs: peers that differ cannot be compared. */
export function agreeing(name: string, ask: Ask, reference: Ask, paths: readonly string[], budget: number): number {
  const end = performance.now() + budget;
  for (const [index, asked] of paths.entries()) {
    if (ask(index) !== reference(index)) throw new Error(`${name} and mcgate differ about ${asked}`);
    if (performance.now() > end) return index + 1;
  }
  return paths.length;
}

/** Time to prepare, and what was prepared; the slow ones are prepared once, the others until `budget` milliseconds are over, eleven times at most. */
export async function prepare(
  peer: Peer,
  size: number,
  budget: number,
): Promise<{ readonly prepared: Prepared; readonly compileMs: number }> {
  const rules = pathRules(size);
  const [first = Number.NaN] = await times(() => peer.prepare(rules), 1);
  const runs = Math.min(11, Math.floor(budget / Math.max(first, 0.1)));
  const taken = runs === 0 ? [first] : await times(() => peer.prepare(rules), runs);
  return { prepared: await peer.prepare(rules), compileMs: median(taken) };
}

/** All contenders in turn, `rounds` times, each round beginning with another. */
export function race(contenders: readonly Contender[], rounds: number, budget: number, announce: (round: number) => void): void {
  for (let round = 0; round < rounds; round += 1) {
    announce(round + 1);
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(turn + round * 5) % contenders.length];
      if (contender === undefined) continue;
      globalThis.gc?.({ type: 'minor' });
      contender.rates.push(rate(contender.ask, contender.requests, budget, round * 131).rate);
      contender.p99.push(quantile(latencies(contender.ask, contender.requests, budget / 2), 0.99));
    }
  }
}

/** Microseconds that 99 of 100 first questions to a new policy take at most; the code itself has run before. */
export async function coldP99(peer: Peer, size: number, requests: number, budget: number): Promise<number> {
  const rules = pathRules(size);
  const paths = pathRequests(rules, requests);
  const end = performance.now() + budget;
  const found: number[] = [];
  do {
    const prepared = await peer.prepare(rules);
    found.push(quantile(latencies(prepared(paths), requests, budget), 0.99) / 1000);
  } while (performance.now() < end && found.length < 7);
  return median(found);
}

export interface OtherKind {
  readonly kind: 'host' | 'argv';
  readonly rules: number;
  readonly requests: number;
  readonly compileMs: number;
  readonly rate: number;
}

/** Hosts and argv have no peer that says the same; these are mcgate's figures alone. */
export async function otherKinds(rounds: number, budget: number): Promise<readonly OtherKind[]> {
  const results: OtherKind[] = [];
  for (const size of sizes)
    for (const kind of ['host', 'argv'] as const) {
      const policy = kind === 'host' ? hostPolicy(hostRules(size)) : argvPolicy(argvRules(size));
      const compileMs = median(await times(() => compile(policy), size === 10_000 ? 3 : 9));
      const compiled = compile(policy);
      for (const count of requestCounts) {
        const requests = kind === 'host' ? hostRequests(size, count).map(hostRequest) : argvRequests(size, count).map(argvRequest);
        const ask = askWith(compiled, requests);
        const rates = Array.from({ length: rounds }, () => rate(ask, count, budget).rate);
        results.push({ kind, rules: size, requests: count, compileMs, rate: median(rates) });
      }
    }
  return results;
}

export interface DiffFigure {
  readonly name: string;
  readonly rules: number;
  readonly milliseconds: number;
  readonly equal: boolean;
  readonly widened: number;
  readonly narrowed: number;
  readonly undetermined: number;
}

/** Both compiles are in it: what is handed over are policies. */
export async function diffs(): Promise<readonly DiffFigure[]> {
  const measureOne = async (name: string, base: Policy, head: Policy, runs: number): Promise<DiffFigure> => {
    const found = diffPolicies(base, head);
    const milliseconds = median(await times(() => diffPolicies(base, head), runs));
    const { equal, widened, narrowed, undetermined } = found;
    return {
      name,
      rules: base.rules.length,
      milliseconds,
      equal,
      widened: widened.length,
      narrowed: narrowed.length,
      undetermined: undetermined.length,
    };
  };
  const results: DiffFigure[] = [];
  for (const size of sizes) {
    const rules = pathRules(size);
    results.push(await measureOne('1 % of the rules changed', pathPolicy(rules), pathPolicy(changed(rules)), size === 10_000 ? 3 : 7));
  }
  const thousand = pathRules(1000);
  results.push(await measureOne('every rule rewritten, same meaning', pathPolicy(thousand), pathPolicy(rewritten(thousand)), 5));
  results.push(await measureOne('two unrelated policies', pathPolicy(thousand), pathPolicy(pathRules(1000, 'x')), 3));
  return results;
}

export interface FreshFigure {
  readonly rules: number;
  readonly compileMs: number;
  readonly firstDecisionUs: number;
  readonly firstThousandP99Us: number;
  readonly compiledBytes: number;
  readonly afterDecisionsBytes: number;
}

/** Each in a process of its own, the median of `runs`. */
export async function fresh(runs: number): Promise<readonly FreshFigure[]> {
  const results: FreshFigure[] = [];
  for (const size of sizes) {
    const found: Record<string, number>[] = [];
    for (let run = 0; run < runs; run += 1) {
      const script = path.join(import.meta.dirname, 'fresh-process.ts');
      for (const what of run === 0 ? ['time', 'memory'] : ['time']) {
        const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, what, String(size)]);
        found.push(JSON.parse(stdout) as Record<string, number>);
      }
    }
    const middle = (key: string): number => median(found.flatMap((figures) => figures[key] ?? []));
    results.push({
      rules: size,
      compileMs: middle('compileMs'),
      firstDecisionUs: middle('firstDecisionUs'),
      firstThousandP99Us: middle('firstThousandP99Us'),
      compiledBytes: middle('compiledBytes'),
      afterDecisionsBytes: middle('afterDecisionsBytes'),
    });
  }
  return results;
}
