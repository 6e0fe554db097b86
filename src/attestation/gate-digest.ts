// What a gate answered, as one digest: the record of a release names it, and whoever has the run's report computes it again.
import { createHash } from 'node:crypto';
import { canonical } from '../core/canonical.ts';
import type { Finding, GateReport } from '../core/documents.ts';

export type GateAnswer = Pick<GateReport, 'id' | 'coverage' | 'reasons'>;
export type GateFinding = Pick<Finding, 'ruleId' | 'identity' | 'state'>;

/**
 * SHA-256, in hex, of `{id, coverage, reasons, findings: [[identity, state], …]}` (RFC 8785), findings in the report's order. What blocks, and with
 * it the outcome, is left out: that is the judge's word, and `mode: inform` changes it. As a report writes strings: a lone surrogate is U+FFFD.
 */
export function gateDigest({ id, coverage, reasons }: GateAnswer, findings: readonly GateFinding[]): string {
  const own = findings.filter(({ ruleId }) => ruleId.startsWith(`${id}/`)).map(({ identity, state }) => [identity, state]);
  return createHash('sha256')
    .update(reportedForm({ id, coverage, reasons, findings: own }))
    .digest('hex');
}

/** Equal text for what is equal once it stands in a report. */
export function reportedForm(value: unknown): string {
  const text = JSON.stringify(value ?? null, (_, inner: unknown) => (typeof inner === 'string' ? inner.toWellFormed() : inner));
  return canonical(JSON.parse(text));
}
