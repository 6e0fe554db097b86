// Findings about a comparison as a whole: a base that nobody can read, and what is beyond the bound.
import type { RawFinding } from '../../core/documents.ts';
import { messageOf, type McgateError } from '../../core/error.ts';
import { rule as undetermined } from '../../../rules/permissions/undetermined.ts';
import { policyPath } from '../../policy/document-paths.ts';
import { evidenceOf, quote, type Comparison } from './change-finding.ts';
import { around } from './change-location.ts';

/** The repair of an invalid policy: nobody knows what that one meant, so that no repair goes through unseen, and an approval can let it. */
export function baseInvalidFinding(error: McgateError, comparison: Comparison): RawFinding {
  const { location, snippet } = around(policyPath, [], comparison.texts);
  const shared = { modes: null, roles: null, witness: null, before: 'invalid', after: 'valid', lines: [] };
  return {
    ruleId: undetermined.id,
    severity: undetermined.severity,
    confidence: undetermined.confidence,
    message: `The policy of the base is invalid, so what this change widens cannot be told; the findings beside it compare with the secure defaults. It was: ${quote(messageOf(error))}`,
    location,
    anchor: JSON.stringify(['base-invalid', comparison.headDigest]),
    ...(snippet === null ? {} : { snippet }),
    evidence: evidenceOf({ ...shared, scope: 'policy', region: 'all requests' }, comparison),
    fix: 'Read the repaired policy as if it were new.',
  };
}

/** Stands for `left` findings like `worst`, and blocks if they would. */
export function moreFinding(left: number, worst: RawFinding, comparison: Comparison): RawFinding {
  const shared = { modes: null, roles: null, witness: null, before: 'not shown', after: 'not shown', lines: [] };
  return {
    ruleId: worst.ruleId,
    severity: worst.severity,
    confidence: worst.confidence,
    message: `${String(left)} more like this are not shown; \`mcgate policy diff\` and \`mcgate policy test\` show all`,
    location: { path: worst.location.path },
    anchor: JSON.stringify(['more', worst.ruleId, comparison.headDigest]),
    evidence: evidenceOf({ ...shared, scope: 'policy', region: `${String(left)} more` }, comparison),
  };
}
