// Which tests are tried on a mutant, and in which order.
import path from 'node:path';

/** Milliseconds of processor time that a mutant may cost: by the tests of its folder, and by all others. */
const mostHere = 4000;
const mostElsewhere = 1000;

/** What Stryker asks for. */
export interface MutantRun {
  readonly activeMutant: { readonly id: string; readonly fileName: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

/** Processor time of each test by its id, in milliseconds: the same on a busy machine. */
export type Costs = ReadonlyMap<string, number>;

export interface PlannedTest {
  readonly id: string;
  readonly file: string;
}

/** The file that a test of this id is in. */
export function fileOf(id: string): string {
  return id.split(' > ', 1)[0] ?? '';
}

/** Whether the tests are those of the mutant's folder. */
export function isAbout(file: string, { activeMutant }: MutantRun): boolean {
  const folder = path.posix.dirname(activeMutant.fileName.replaceAll('\\', '/'));
  return folder.endsWith(path.posix.dirname(file).replace(/^test/, 'src'));
}

/** Tests by what they cost, those of the mutant's folder before others that cost ten times less. What is left when the time is up is not tried. */
export function planOf(costs: Costs, run: MutantRun): readonly PlannedTest[] {
  const spent = { here: 0, elsewhere: 0 };
  return [...(run.testFilter ?? costs.keys())]
    .map((id) => {
      const file = fileOf(id);
      const [cost, here] = [costs.get(id) ?? 0, isAbout(file, run)];
      return { id, file, cost, here, rank: here ? cost / 10 : cost };
    })
    .sort((a, b) => a.rank - b.rank)
    .filter(({ cost, here }, index) => {
      if (here) spent.here += cost;
      else spent.elsewhere += cost;
      return index === 0 || (here ? spent.here <= mostHere : spent.elsewhere <= mostElsewhere);
    });
}
