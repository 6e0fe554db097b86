// Runs a check for a command: progress on stderr where that is a terminal, the report to the caller.
import type { CheckRequest } from '../core/check.ts';
import type { Report } from '../core/documents.ts';
import { check } from '../pipeline/check.ts';
import { localRequest } from './check-request.ts';
import { githubAccess } from '../wiring/github-access.ts';
import type { Session } from './session.ts';
import { createProgress } from './progress.ts';
import { wireCheck } from '../wiring/wire.ts';

/** Throws as `Check` does; the progress display is gone before this settles. */
export async function runCheck(request: CheckRequest, session: Session): Promise<Report> {
  const line = createProgress(session.stderr.stream, { env: session.env, now: () => performance.now() });
  try {
    return await check(request, wireCheck({ access: githubAccess(session.env), signal: session.signal, progress: line.report }));
  } finally {
    line.end();
  }
}

/** What `explain`, `suppress` and `baseline` work from. */
export function runLocalCheck(root: string, osvDatabase: string | null, session: Session): Promise<Report> {
  return runCheck(localRequest(root, null, osvDatabase), session);
}
