// One finding by its identity, from a report file or from a check of the working tree.
import type { Finding, Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { osvDatabaseOf } from './check-request.ts';
import { readReportFile } from './report-file.ts';
import type { Session } from './session.ts';

/** From 6 digits on a beginning will do, as long as only one finding has it. */
const identityPattern = /^[0-9a-f]{6,32}(-[1-9][0-9]*)?$/;

export interface FindingSource {
  readonly identity: string;
  /** A report file, or null to check the repository at `root`. */
  readonly report: string | null;
  readonly root: string;
}

/** Throws McgateError `usage` for what is no identity. */
export function checkIdentity(text: string): string {
  if (identityPattern.test(text)) return text;
  throw new McgateError('usage', `${JSON.stringify(text)} is no identity of a finding.`, {
    remedy: 'Reports print it with each finding: 32 digits, as 0a1b2c3d4e5f67890a1b2c3d4e5f6789.',
  });
}

/** The report to look in. */
export async function loadReport({ report, root }: Pick<FindingSource, 'report' | 'root'>, session: Session): Promise<Report> {
  if (report !== null) return readReportFile(report, session.cwd);
  const { runLocalCheck } = await import('./run-check.ts');
  return runLocalCheck(root, osvDatabaseOf(null, session.cwd, session.env), session);
}

/** Throws McgateError `usage` where no finding, or more than one, has the identity; says so if a gate had no answer. */
export function findIn(report: Report, identity: string): Finding {
  const matches = report.findings.filter((finding) => finding.identity.startsWith(identity));
  const exact = matches.find((finding) => finding.identity === identity);
  const [only, ...more] = matches;
  if (exact !== undefined) return exact;
  if (only !== undefined && more.length === 0) return only;
  if (more.length > 0) {
    throw new McgateError('usage', `${String(matches.length)} findings begin with ${identity}.`, { remedy: 'Give more of its digits.' });
  }
  const silent = report.gates.filter((gate) => gate.outcome === 'incomplete');
  const [first] = silent;
  const reason = first === undefined ? '' : ` But the gate ${first.id} did not answer: ${first.reason ?? 'no reason was given'}`;
  throw new McgateError('usage', `There is no finding ${identity}.${reason}`, {
    remedy: first?.reasons[0]?.remedy ?? 'It may be fixed or have changed: `mcgate check` prints the identities of today.',
  });
}
