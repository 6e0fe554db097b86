// What a file that could not be judged means: a reason to be incomplete where the change touches it, coverage where not.
import type { Coverage, Reason } from '../../core/documents.ts';
import type { TreeFlows } from './flow/follow.ts';
import { textLimit, type JobFailure } from './run-jobs.ts';
import type { FileProblem } from './task.ts';

/** Why a file was not judged. */
export interface Shortfall {
  /** For `reasons`; null for what is out of the gate's scope even when it is changed. */
  readonly code: string | null;
  /** After the path, as in "<path> does not parse". */
  readonly what: string;
  /** As coverage counts it. */
  readonly reason: string;
  /** Where to mend the file is not it. */
  readonly remedy?: string;
}

const mebibyte = 1024 * 1024;

export function shortfallOfProblem(problem: FileProblem): Shortfall {
  switch (problem.kind) {
    case 'syntax': {
      const place = problem.line === undefined ? '' : ` (line ${String(problem.line)}, column ${String(problem.column ?? 1)})`;
      return { code: 'unparsable-file', what: `does not parse${place}: ${problem.message}`, reason: 'does not parse' };
    }
    case 'read-in-part':
      return { code: 'unparsable-file', what: `is judged in part: ${problem.message}`, reason: 'read in part' };
    case 'too-deep':
      return { code: 'unparsable-file', what: `cannot be judged: ${problem.message}`, reason: 'nests too deeply' };
    case 'rule-failed':
      return { code: 'unjudged-file', what: `cannot be judged: ${problem.message}`, reason: 'a rule failed on it' };
    case 'too-many-findings':
      return { code: 'unjudged-file', what: `has ${problem.message}: the rest is not shown`, reason: 'too many findings' };
  }
}

/**
 * `limit`: how many bytes a file of this kind may have to be judged; null where it holds no code, as told by the path: a large one, such as a film or a data
 * set, is out of scope.
 */
export function shortfallOfFailure(failure: JobFailure, limit: number | null): Shortfall {
  switch (failure.kind) {
    case 'missing':
    case 'unreadable':
      return { code: 'unreadable-file', what: `cannot be read: ${failure.detail}`, reason: 'cannot be read', remedy: readRemedy };
    case 'changed':
      return {
        code: 'unreadable-file',
        what: `cannot be read: ${failure.detail}`,
        reason: 'cannot be read',
        remedy: 'Run it again while nothing writes to the file.',
      };
    case 'too-large':
      return limit !== null
        ? {
            code: 'oversized-file',
            what: `is code of more than ${String(limit / mebibyte)} MiB, which is more than can be judged`,
            reason: `code of more than ${String(limit / mebibyte)} MiB`,
          }
        : { code: null, what: '', reason: `more than ${String(textLimit / mebibyte)} MiB: not searched for secrets` };
    case 'timed-out':
      return {
        code: 'unjudged-file',
        what: `was not judged within ${String(failure.seconds)} seconds`,
        reason: `not judged within ${String(failure.seconds)} seconds`,
      };
    case 'crashed':
      // As Node words it where a worker reaches its resource limits (ERR_WORKER_OUT_OF_MEMORY).
      return failure.detail.includes('memory limit')
        ? { code: 'unjudged-file', what: 'cannot be judged: it needs too much memory', reason: 'needs too much memory' }
        : { code: 'unjudged-file', what: 'cannot be judged: it crashes the worker', reason: 'crashes the worker' };
  }
}

/** A file too large or too deep for its data to be followed all the way. */
export const shortfallOfGraph: Shortfall = {
  code: 'unjudged-file',
  what: 'is too large for its data to be followed all the way: flows through it may be missed',
  reason: 'data flow followed in part only',
};

/** Why a change is not judged where no flow of its tree is known. */
export function notFollowed(failure: string): Reason {
  return {
    code: 'flows-not-followed',
    message: `Data could not be followed through the code: ${failure}.`,
    remedy: 'Give the gate more time (`gates.code.timeout`), or list generated and vendored code under `gates.code.exclude`.',
  };
}

/** What coverage says of the flows of the judged tree. */
export function factsOf({ files, libraries, gaps, failure }: TreeFlows): NonNullable<Coverage['facts']> {
  const [first] = libraries;
  const more = libraries.length > 1 ? ` and ${String(libraries.length - 1)} more` : '';
  return {
    'files linked': failure === null ? files : 0,
    'exported parameters as sources': first === undefined ? 'no' : `yes: ${first}${more}`,
    ...(gaps.length > 0 && { 'gaps of data flow': gapsText(gaps) }),
  };
}

function gapsText(gaps: TreeFlows['gaps']): string {
  const shown = gaps.slice(0, 5).map(({ reason, count }) => `${reason} (${String(count)})`);
  return [...shown, ...(gaps.length > 5 ? [`${String(gaps.length - 5)} more kinds`] : [])].join('; ');
}

/** Of a content that a commit of the change holds: what the clone lacks is nobody's doing; by the rest a change could hide something. */
export function shortfallOfPast(shortfall: Shortfall, commit: string, isMissing: boolean): Shortfall {
  const reason = `in the history of the change: ${isMissing ? 'not in this clone' : shortfall.reason}`;
  return { code: isMissing ? null : shortfall.code, what: `in commit ${commit} ${shortfall.what}`, reason, remedy: pastRemedy };
}

const pastRemedy =
  'Squash the commits of the change, so that none holds it, or list the file under `gates.code.exclude` in `.mcgate/config.yaml` on the trusted branch.';
const remedy =
  'Mend the file. If it is broken on purpose, as a test input may be, list it under `gates.code.exclude` in `.mcgate/config.yaml` on the trusted branch.';
const readRemedy = 'Let it be read: give permission, or fetch what this clone lacks (`git fsck` names broken objects).';
const mostReasons = 20;

/** One reason a file, up to twenty, and one for the rest. */
export function reasonsFor(shortfalls: readonly { readonly path: string; readonly shortfall: Shortfall }[]): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const { path, shortfall } of shortfalls) {
    if (shortfall.code !== null)
      reasons.push({
        code: shortfall.code,
        message: `${path} ${shortfall.what}.`.replace(/\.\.$/u, '.'),
        remedy: shortfall.remedy ?? remedy,
        path,
      });
  }
  const more = reasons.length - mostReasons;
  if (more <= 0) return reasons;
  return [...reasons.slice(0, mostReasons), { code: 'unjudged-file', message: `${String(more)} more files cannot be judged.`, remedy }];
}
