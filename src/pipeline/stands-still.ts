// Whether what somebody did past the gate still stands, or was taken back. Where that cannot be told, it stands.
import type { Finding, RawFinding } from '../core/documents.ts';

/** `now`: what a comparison with the state before the change finds today; null for what it could not compare. */
export function standsStill(
  finding: Pick<Finding, 'ruleId' | 'location' | 'evidence'>,
  now: { readonly weakenings: readonly RawFinding[]; readonly widenings: readonly RawFinding[] | null },
): boolean {
  const { evidence, location } = finding;
  if (evidence?.kind === 'policy-change' || finding.ruleId.startsWith('permissions/')) {
    // A region may be told in another way, or half of it be gone: what is wider in the same scope stands for it.
    const scope = scopeOf(finding);
    return now.widenings === null || now.widenings.some((other) => [scope, all].includes(scopeOf(other)) || scope === all);
  }
  return now.weakenings.some(
    (other) =>
      other.location.path === location.path &&
      (keyOf(other) === keyOf(finding) || (other.ruleId === 'weakening/document-invalid' && finding.ruleId !== other.ruleId)),
  );
}

/** What stands for all that is not told one by one. */
const all = 'policy';

function scopeOf({ evidence }: Pick<RawFinding, 'evidence'>): string {
  return evidence?.kind === 'policy-change' ? evidence.scope : '';
}

/** What a weakening is about. Places in a list move; of who is who, one part may be told in the name of the whole. */
function keyOf({ ruleId, evidence }: Pick<RawFinding, 'ruleId' | 'evidence'>): string {
  if (evidence?.kind !== 'change') return ruleId;
  const key = evidence.key.replaceAll(/\.\d+(?=\.|$)/gu, '').replace(/^people\..*/u, 'people');
  return JSON.stringify([ruleId, key, ruleId === 'weakening/exclusion-added' ? evidence.after : null]);
}
