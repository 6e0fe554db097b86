// Whether a run needs the scanner, and what for. Asked once: for what the cache brings, what is fetched and what is stored.
import type { CheckRequest } from '../core/check.ts';
import type { Survey } from '../pipeline/survey.ts';

export interface ScannerNeed {
  /** As OSV spells them: those of the lockfiles that the dependencies gate will read. Without any, the run needs no scanner. */
  readonly ecosystems: readonly string[];
  /** Whatever is missing may be fetched. */
  readonly fetches: boolean;
  /** npm's advisories are this run's to keep: they may be fetched, and nobody named a folder of them. */
  readonly keepsNpm: boolean;
}

/** `setup`: whoever runs this lets it fetch. */
export async function scannerNeed(
  { gates, options }: Pick<CheckRequest, 'gates' | 'options'>,
  survey: Survey | null,
  setup: boolean,
): Promise<ScannerNeed> {
  const isAsked = gates === null || gates.includes('dependencies');
  const ecosystems = isAsked && survey !== null ? await ecosystemsOf(survey.paths) : [];
  const fetches = setup && !options.offline && ecosystems.length > 0;
  return { ecosystems, fetches, keepsNpm: fetches && options.osvDatabase === null && ecosystems.includes('npm') };
}

async function ecosystemsOf(paths: readonly string[]): Promise<readonly string[]> {
  // Readers of lockfiles come with it.
  const { lockfileKind } = await import('../gates/dependencies/lockfile-kind.ts');
  return [...new Set(paths.flatMap((path) => lockfileKind(path)?.ecosystem ?? []))].sort();
}
