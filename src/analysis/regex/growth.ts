// How the steps of a match grow with the text: measured on the matcher, never on a clock, so that the same pattern always gets the same answer.
import { attackText, type Attack } from './attack.ts';
import type { Budget } from './budget.ts';
import { runProgram, runThroughout, type RunOptions } from './matcher.ts';
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
/** Steps of one run when the largest bearable count is sought, which takes several. */
const shortRun = 400_000;
/** Steps of one run when a polynomial is measured: enough for some hundred pumps even where they count quadratically. */
const enoughSteps = 60_000;
const mostPumps = 4096;
const longestText = 12_000;

/** What is asked of a measurement. */
export interface MeasureOptions extends Pick<RunOptions, 'from' | 'once'> {
  /** Pumps below which a polynomial may only seem one. */
  readonly least: number;
  /** False where only a polynomial can be. */
  readonly mayBeExponential: boolean;
}

/** Null where it cannot be told: the budget does not last, or hardly any pump is too much for a run. */
export function measure(program: Program, attack: Attack, options: MeasureOptions, budget: Budget): Measurement | null {
  const sampler = createSampler(program, attack, budget, options);
  const exponential = options.mayBeExponential ? measureExponential(sampler) : false;
  if (exponential === null) return null;
  if (exponential) return { growth: { kind: 'exponential' }, samples: sampler.samples() };
  const degree = measureDegree(sampler, attack, options.least);
  if (degree === null) return null;
  return { growth: degree >= 2 ? { kind: 'polynomial', degree } : { kind: 'linear' }, samples: sampler.samples() };
}

interface Sampler {
  /** Null where the budget is used up. */
  readonly at: (count: number, limit: number) => Sample | null;
  readonly samples: () => readonly Sample[];
}

function createSampler(program: Program, attack: Attack, budget: Budget, { from, once }: MeasureOptions): Sampler {
  const known = new Map<number, Sample>();
  return {
    at(count, limit) {
      const sample = known.get(count);
      if (sample !== undefined && !(sample.cut && sample.steps < limit)) return sample;
      if (budget.exhausted()) return null;
      const text = attackText(attack, count);
      const run = (program.global && once !== true ? runThroughout : runProgram)(program, text, {
        budget: limit,
        ...(from !== undefined && { from }),
        ...(once !== undefined && { once }),
      });
      budget.spend(run.steps);
      const fresh = { count, length: text.length, steps: run.steps, cut: run.outcome === 'out-of-steps' };
      known.set(count, fresh);
      return fresh;
    },
    samples: () => [...known.values()].sort((a, b) => a.count - b.count),
  };
}

const mostExponentialPumps = 64;
/** Where so few pumps are too many for a run, there is nothing to compare: the growth is beyond any polynomial. */
const hardlyAny = 6;

/**
 * The local exponent (by which steps grow where the count does) stays what it is for a polynomial and rises with the count for an exponential. So it
 * is asked at the largest count that a run can bear and at half of it. Null where the budget is used up.
 */
function measureExponential(sampler: Sampler): boolean | null {
  const quick = largestCount(sampler, shortRun);
  const isQuick = quick === 'tame' || (quick !== null && quick > 1);
  const limit = isQuick ? shortRun : longestRun;
  const low = isQuick ? quick : largestCount(sampler, longestRun);
  if (low === null || low === 'tame') return low === null ? null : false;
  // Not even two pumps: there is nothing to compare.
  if (low < 2) return null;
  const { at } = sampler;
  const large = localExponent(at(low - 1, limit), at(low, limit));
  const half = Math.max(2, Math.round(low / 2));
  const small = localExponent(at(half - 1, limit), at(half, limit));
  if (large === null || small === null) return null;
  if (low <= hardlyAny ? large <= hardlyAny / 2 : large < 1.5 * small) return false;
  // What is bounded after all, as `(?:a?){9}` is, ends here.
  return at(2 * low + 2, longestRun)?.cut ?? null;
}

/** The largest count that a run can bear; `tame` where that is more than an exponential leaves. */
function largestCount({ at }: Sampler, limit: number): number | 'tame' | null {
  let low = 0;
  let high = 2;
  let last: Sample | null = null;
  for (;;) {
    const sample = at(high, limit);
    if (sample === null) return null;
    if (sample.cut) break;
    const exponent = localExponent(last, sample);
    if (high > mostExponentialPumps || (high >= 16 && exponent !== null && exponent < tameExponent)) return 'tame';
    last = sample;
    low = high;
    high += Math.max(2, Math.floor(high / 4));
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const sample = at(middle, limit);
    if (sample === null) return null;
    if (sample.cut) high = middle;
    else low = middle;
  }
  return low;
}

/** From 16 pumps on, even 1.2 ** n has more. */
const tameExponent = 2.5;

function localExponent(a: Sample | null, b: Sample | null): number | null {
  return a === null || b === null ? null : Math.log(b.steps / a.steps) / Math.log(b.count / a.count);
}

/** The exponent by which steps grow when the text doubles, or 1; null where the budget is used up. */
function measureDegree({ at }: Sampler, attack: Attack, least: number): number | null {
  let last: Sample | null = null;
  let before = 0;
  let degree = 0;
  for (let count = 4; count <= mostPumps && count * attack.pump.length <= longestText; count *= 2) {
    const sample = at(count, longestRun);
    if (sample === null) return null;
    if (sample.cut) break;
    before = degree;
    degree = last === null ? 0 : Math.log2(sample.steps / last.steps);
    last = sample;
    if (count <= least) continue;
    // A high degree takes longer to show: the lower powers in it fade slowly.
    if (degree >= leastDegree && degree < highDegree && before >= leastBefore && sample.steps > enoughSteps) break;
    if (degree < almostLinear && before < almostLinear && count >= longEnough) break;
  }
  // Of what is held back by a bound that the text cannot outgrow, nothing is said; nor of what was cut off before it grew.
  const isGrown = last !== null && last.count > least && last.steps > enoughSteps / 8;
  // The lower powers' share halves with each doubling: what is still missing is about what the last one added.
  return isGrown && degree >= leastDegree ? Math.max(2, Math.round(degree + Math.min(0.5, Math.max(0, degree - before)))) : 1;
}

/** What is linear or a little more has less; what is quadratic reaches it once the text is long enough. */
const leastDegree = 1.7;
const leastBefore = 1.5;
const highDegree = 2.3;
/** What still has less after so many pumps would need texts of thousands to be slow. */
const almostLinear = 1.1;
const longEnough = 256;
