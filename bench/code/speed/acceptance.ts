// What was asked of the code gate's speed, and whether this run shows it.
import { median } from '../../policy/clock.ts';
import { best, find, powerAtTheEnd, type Quantity, type RepositoryResults, type Results } from './results.ts';

export interface AcceptanceLine {
  readonly text: string;
  readonly measured: string;
  readonly met: boolean;
}

/** The median of what each round says: what slows the machine for a while slows both. Null where either was not measured. */
export function ratio(repository: RepositoryResults, one: string, other: string, quantity: Quantity): number | null {
  const [ours, theirs] = [find(repository, one)?.runs, find(repository, other)?.runs];
  if (ours === undefined || theirs === undefined) return null;
  const ratios = ours.flatMap((run, round) => (theirs[round] === undefined ? [] : [run[quantity] / theirs[round][quantity]]));
  return ratios.length === 0 ? null : median(ratios);
}

export const names = {
  cold: 'mcgate, cold',
  warm: 'mcgate, nothing changed',
  changed: 'mcgate, ten files changed',
  whole: 'mcgate, cold, all text files',
  eslint: 'ESLint',
} as const;

/** The lines in the order in which they were asked for, for each repository. */
export function acceptance({ repositories, growth }: Results): readonly AcceptanceLine[] {
  const lines = repositories.flatMap((repository): readonly AcceptanceLine[] => {
    const { name } = repository;
    const atMost = (text: string, one: string, other: string, quantity: Quantity, bound: number): AcceptanceLine => {
      const value = ratio(repository, one, other, quantity);
      return {
        text: `${name}: ${text}`,
        measured: value === null ? 'not measured' : value.toFixed(3),
        met: value !== null && value <= bound,
      };
    };
    const changed = find(repository, names.changed);
    const seconds = changed === null ? null : best(changed, 'wallMs') / 1000;
    return [
      atMost('cold at most 0.5 of ESLint’s wall time', names.cold, names.eslint, 'wallMs', 0.5),
      atMost('memory at most ESLint’s', names.cold, names.eslint, 'peakBytes', 1),
      atMost('nothing changed: under 0.05 of cold', names.warm, names.cold, 'wallMs', 0.05),
      {
        text: `${name}: ten files changed in under 1 s`,
        measured: seconds === null ? 'not measured' : `${seconds.toFixed(2)} s`,
        met: (seconds ?? Infinity) < 1,
      },
    ];
  });
  if (growth === null) return lines;
  const power = Math.max(growth.exponents.cpu, powerAtTheEnd(growth, 'cpuMs'));
  return [
    ...lines,
    {
      text: 'near linear, over all and at the end: time goes with lines to the power of at most 1.1',
      measured: Number.isNaN(power) ? 'not measured' : power.toFixed(2),
      met: power <= 1.1,
    },
  ];
}
