// What was asked of the engine, and whether this run shows it.
import { figure } from './figure.ts';
import type { Results } from './results.ts';

export interface AcceptanceLine {
  readonly text: string;
  readonly measured: string;
  readonly met: boolean;
}

/** The lines in the order in which they were asked for. */
export function acceptance(results: Results): readonly AcceptanceLine[] {
  const decision = (peer: string, rules: number, requests: number): Results['decisions'][number] | undefined =>
    results.decisions.find((row) => row.peer === peer && row.rules === rules && row.requests === requests);
  const ours = decision('mcgate', 1000, 1000);
  const cold = results.decisions.filter(({ peer }) => peer === 'mcgate').map(({ coldP99Us }) => coldP99Us ?? Number.NaN);
  const compileMs = results.compile.find(({ peer, rules }) => peer === 'mcgate' && rules === 1000)?.milliseconds;
  const diff = (name: string, rules: number): number | undefined =>
    results.diff.find((row) => row.name.startsWith(name) && row.rules === rules)?.milliseconds;
  const rewrite = results.diff.find(({ name }) => name.startsWith('every rule'));
  const atLeast = (text: string, value: number | undefined, bound: number, unit = ''): AcceptanceLine => ({
    text,
    measured: value === undefined ? 'not measured' : `${figure(value)}${unit}`,
    met: value !== undefined && value >= bound,
  });
  const under = (text: string, value: number | undefined, bound: number, unit = ''): AcceptanceLine => ({
    text,
    measured: value === undefined ? 'not measured' : `${figure(value)}${unit}`,
    met: value !== undefined && value < bound,
  });
  return [
    atLeast('at least 3 M decisions a second at 1,000 rules', ours?.rate, 3e6),
    atLeast('at least 0.8 times picomatch over three globs alone', results.toThreeGlobs, 0.8, ' times'),
    atLeast('at least 5,000 times casbin at 1,000 rules', decision('casbin, globMatch', 1000, 1000)?.slowerThanMcgate, 5000, ' times'),
    atLeast('at least 5,000 times Cedar wasm at 1,000 rules', decision(cedarName, 1000, 1000)?.slowerThanMcgate, 5000, ' times'),
    under('10 to 10,000 rules: at most 1.5 times the cost on 1,000 distinct requests', results.growth[1000].quietest, 1.5000001, ' times'),
    under(
      '10 to 10,000 rules: at most 2.2 times the cost on 10,000 distinct requests',
      results.growth[10_000].quietest,
      2.2000001,
      ' times',
    ),
    under('cold p99 under 100 µs at every size', Math.max(...cold), 100, ' µs'),
    under('compile of 1,000 rules under 50 ms', compileMs, 50, ' ms'),
    under('diff of 1,000 rules, 1 % changed, under 300 ms', diff('1 %', 1000), 300, ' ms'),
    under('diff of 10,000 rules, 1 % changed, under 5 s', diff('1 %', 10_000), 5000, ' ms'),
    { ...under('equivalent rewrite of 1,000 rules proved empty under 3 s', rewrite?.milliseconds, 3000, ' ms'), ...provedEmpty(rewrite) },
    under(
      '`mcgate/policy` under 40 kB gzipped, nothing of Node.js in it',
      results.bundles.find(({ name }) => name === 'mcgate/policy')?.gzipBytes,
      40_000,
      ' B',
    ),
  ];
}

export const cedarName = 'Cedar wasm, policy set parsed once';

function provedEmpty(row: Results['diff'][number] | undefined): Partial<AcceptanceLine> {
  if (row === undefined || row.equal) return {};
  return { measured: 'not empty', met: false };
}
