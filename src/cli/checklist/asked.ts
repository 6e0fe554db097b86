// What the commands of `mcgate checklist` share: the flags that say which tree and reports, and the check of a release that they start from.
import type { CheckRequest } from '../../core/check.ts';
import type { ChecklistItemState, Report } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import { localRequest, osvDatabaseOf } from '../check-request.ts';
import { readReports } from '../../wiring/read-reports.ts';
import type { Session } from '../session.ts';
import { resolveTargets } from '../targets.ts';

export const askedFlags = {
  base: { type: 'string', describe: 'The branch that the release is for; default: the upstream or default branch' },
  offline: { type: 'boolean', describe: 'Use no network' },
} as const;

export const reportFlags = {
  report: { type: 'string', array: true, describe: "Another tool's report for an item, as <item>=<file>; repeatable" },
} as const;

export interface Asked {
  readonly base: string | undefined;
  readonly offline: boolean | undefined;
}

export interface AskedRelease {
  readonly root: string;
  readonly request: CheckRequest;
  readonly report: Report;
  readonly items: readonly ChecklistItemState[];
}

/** Judges the working tree as a release, with all gates. Throws McgateError `usage` where nobody can tell how the checklist stands. */
export async function askRelease({ base, offline }: Asked, session: Session, reports: readonly string[] = []): Promise<AskedRelease> {
  const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
  const local = localRequest(root, base ?? null, osvDatabaseOf(null, session.cwd, session.env));
  const request = {
    ...local,
    release: true,
    reports: await readReports(reports, session.cwd, '--report'),
    options: { ...local.options, offline: offline ?? false },
  };
  const { runCheck } = await import('../run-check.ts');
  const report = await runCheck(request, session);
  const gate = report.gates.find(({ id }) => id === 'checklist');
  if (gate?.coverage?.items === undefined) {
    const [reason] = gate?.reasons ?? [];
    throw new McgateError('unreadable', `It is not known how the checklist stands: ${reason?.message ?? 'the gate did not run'}`, {
      ...(reason?.remedy === undefined ? {} : { remedy: reason.remedy }),
    });
  }
  return { root, request, report, items: gate.coverage.items };
}
