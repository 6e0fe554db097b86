// How the steps of a match grow with the text: measured on the matcher, never on a clock, so that the same pattern always gets the same answer.
import { attackText, type Attack } from './attack.ts';
import type { Budget } from './ambiguity.ts';
import { runProgram, type RunOptions } from './matcher.ts';
import type { Program } from './program.ts';

/** Steps in proportion to `length ** degree`, or multiplied by each pump. */
export type Growth =
  { readonly kind: 'linear' } | { readonly kind: 'polynomial'; readonly degree: number } | { readonly kind: 'exponential' };

/** One measurement: what a text with so many pumps took. `steps` is a lower bound where the run was cut short. */
export interface Sample {
  readonly count: number;
  readonly length: number;
  readonly steps: number;
  readonly cut: boolean;
}

export interface Measurement {
  readonly growth: Growth;
  /** With rising counts; the last is the largest that was run. */
  readonly samples: readonly Sample[];
}

/** Steps of one run. */
const longestRun = 1_500_000;
/** Steps of one run when a polynomial is measured: enough for some hundred pumps even where they count quadratically. */
const enoughSteps = 150_000;
const mostPumps = 4096;
const longestText = 12_000;

/** Null where the budget does not last. `least` is the number of pumps below which a polynomial may only seem one. */
export function measure(
  program: Program,
  attack: Attack,
  least: number,
  budget: Budget,
  options: Omit<RunOptions, 'budget'> = {},
): Measurement | null {
  const sampler = createSampler(program, attack, budget, options);
  const exponential = measureExponential(sampler);
  if (exponential === null) return null;
  if (exponential) return { growth: { kind: 'exponential' }, samples: sampler.samples() };
  const degree = measureDegree(sampler, attack, least);
  if (degree === null) return null;
  return { growth: degree >= 2 ? { kind: 'polynomial', degree } : { kind: 'linear' }, samples: sampler.samples() };
}

interface Sampler {
  /** Null where the budget is used up. */
  readonly at: (count: number, limit: number) => Sample | null;
  readonly samples: () => readonly Sample[];
}

function createSampler(program: Program, attack: Attack, budget: Budget, options: Omit<RunOptions, 'budget'>): Sampler {
  const known = new Map<number, Sample>();
  return {
    at(count, limit) {
      const sample = known.get(count);
      if (sample !== undefined) return sample;
      if (budget.exhausted()) return null;
      const text = attackText(attack, count);
      const run = runProgram(program, text, { ...options, budget: limit });
      budget.spend(run.steps);
      const fresh = { count, length: text.length, steps: run.steps, cut: run.outcome === 'out-of-steps' };
      known.set(count, fresh);
      return fresh;
    },
    samples: () => [...known.values()].sort((a, b) => a.count - b.count),
  };
}

/** Steps at the smaller scale's first count: below it, what is constant drowns what grows. */
const firstSteps = 400;
const mostExponentialPumps = 40;

/**
 * Over counts n, 1.5 n and 2 n, the ratio of steps falls for every polynomial (1.5 ** d to 1.33 ** d) and never for an exponential. Asked at two
 * scales, and claimed only if a short text reaches the limit of a run.
 */
function measureExponential({ at }: Sampler): boolean | null {
  for (let count = 4; count <= mostExponentialPumps; count += 2) {
    const sample = at(count, longestRun);
    if (sample === null) return null;
    if (sample.steps < firstSteps) continue;
    for (const scale of [count, count + 2]) {
      const [a, b, c] = [at(scale, longestRun), at((scale * 3) / 2, longestRun), at(scale * 2, longestRun)];
      if (a === null || b === null || c === null) return null;
      if (a.cut || b.cut) return true;
      // A cut run took at least as many steps: the last ratio is a lower bound.
      if (c.steps / b.steps < 0.97 * (b.steps / a.steps) && !c.cut) return false;
    }
    return reachesLimit(at, count);
  }
  return false;
}

function reachesLimit(at: Sampler['at'], from: number): boolean | null {
  for (let count = from * 2; count <= from * 8; count += from) {
    const sample = at(count, longestRun);
    if (sample === null || sample.cut) return sample === null ? null : true;
  }
  return false;
}

/** The exponent by which steps grow when the text doubles, or 1; null where the budget is used up. */
function measureDegree({ at }: Sampler, attack: Attack, least: number): number | null {
  let last: Sample | null = null;
  let before = 0;
  for (let count = 16; count <= mostPumps && count * attack.pump.length <= longestText; count *= 2) {
    const sample = at(count, longestRun);
    if (sample === null) return null;
    if (sample.cut) break;
    const degree = last === null ? 0 : Math.log2(sample.steps / last.steps) / Math.log2(sample.length / last.length);
    const settled = last !== null && sample.steps > enoughSteps && count > least;
    if (settled) return degree >= 1.7 && before >= 1.55 ? Math.max(2, Math.round(degree)) : 1;
    before = degree;
    last = sample;
  }
  // Cut off before it settled: of a high degree, or held back by a bound that the text cannot outgrow.
  return last !== null && last.count > least && before >= 1.7 && last.steps > enoughSteps / 8 ? Math.max(2, Math.round(before)) : 1;
}
