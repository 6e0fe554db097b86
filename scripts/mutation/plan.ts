// Which tests are tried on a mutant, and in which order.
import path from 'node:path';

/** Milliseconds of processor time: what a test may cost to be tried on mutants of other folders, and all of those together. */
const dear = 150;
const mostElsewhere = 1500;

/** What Stryker asks for. */
export interface MutantRun {
  readonly activeMutant: { readonly id: string; readonly fileName: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly mutantActivation: 'runtime' | 'static';
}

/** Processor time of each test by its id, in milliseconds: the same on a busy machine. */
export type Costs = ReadonlyMap<string, number>;

/** Whether the tests are those of the mutant's folder. */
export function isAbout(file: string, { activeMutant }: MutantRun): boolean {
  const folder = path.posix.dirname(activeMutant.fileName.replaceAll('\\', '/'));
  return folder.endsWith(path.posix.dirname(file).replace(/^test/, 'src'));
}

/** Properties and the table are about everything. */
const isGeneral = (file: string): boolean => /\/(?:properties|parity)\//.test(file);

/** Tests of one file. */
export interface Planned {
  readonly file: string;
  readonly ids: Set<string>;
  readonly cost: number;
}

/** Which tests of which files, the cheapest files first. A test is run for what it is about, and for what else it touches only while that is cheap. */
export function planOf(costs: Costs, run: MutantRun): readonly Planned[] {
  const byFile = Map.groupBy(run.testFilter ?? costs.keys(), (id) => id.split(' > ', 1)[0] ?? '');
  const costOf = (id: string): number => costs.get(id) ?? 0;
  let elsewhere = 0;
  return [...byFile]
    .map(([file, all]): Planned => {
      const ids = isGeneral(file) || isAbout(file, run) ? all : all.filter((id) => costOf(id) < dear);
      return { file, ids: new Set(ids), cost: ids.reduce((sum, id) => sum + costOf(id), 0) };
    })
    .sort((a, b) => a.cost - b.cost)
    .filter(({ file, cost }) => {
      if (isGeneral(file) || isAbout(file, run)) return true;
      elsewhere += cost;
      return elsewhere < mostElsewhere;
    });
}
