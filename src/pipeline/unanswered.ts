// Where there is no answer: a report that says why, in the place of one that judges.
import type { GateId, Reason, Report, Subject } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { gateIds } from '../core/vocabulary.ts';
import { buildReport } from './build-report.ts';

/** A part of the repository that cannot be read leaves the run without an answer, but not the caller without a report. */
export async function orReason<T>(answer: Promise<T>): Promise<T | { readonly reason: Reason }> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled' || error.code === 'usage') throw error;
    const { message, remedy, code } = error;
    return { reason: { code, message, ...(remedy === undefined ? {} : { remedy }) } };
  }
}

/** Every gate is incomplete for this reason. */
export function unanswered(version: string, partial: readonly string[], subject: Subject, reason: Reason): Report {
  const gates = gateIds.map((id: GateId) => ({
    id,
    outcome: 'incomplete' as const,
    reason: reason.message,
    reasons: [reason],
    coverage: null,
    durationMs: 0,
  }));
  return buildReport({
    version,
    mode: 'block',
    partial,
    subject,
    verdict: 'incomplete',
    gates,
    findings: [],
    notices: [],
    rules: new Map(),
    approvals: null,
  });
}
