// One way in which a change would loosen its own judgement, as a finding.
import type { Location, RawFinding } from '../core/documents.ts';
import { rules } from '../../rules/generated/weakening.ts';

/** The rules that the pipeline itself judges; ids `weakening/<kebab-case>`. */
export const weakeningRules = rules;

/** Names of the rules, without the prefix. */
export type WeakeningRule =
  | 'gate-disabled'
  | 'threshold-loosened'
  | 'mode-loosened'
  | 'exclusion-added'
  | 'moved-under-exclusion'
  | 'release-branch-removed'
  | 'approval-loosened'
  | 'checklist-softened'
  | 'suppression-added'
  | 'baseline-grown'
  | 'signers-changed'
  | 'trusted-file-changed'
  | 'document-invalid'
  | 'workflow-step-removed'
  | 'workflow-step-softened';

export interface Weakening {
  readonly rule: WeakeningRule;
  readonly message: string;
  readonly location: Location;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  /** How many of those who sign have to approve it; absent: one approval of any kind does. */
  readonly signers?: number;
}

/** A weakening is judged like a finding: new, and blocking. Its anchor is what changed to what, so that its identity names just this change. */
export function weakeningFinding(weakening: Weakening): RawFinding {
  const { rule, message, location, key, before, after, signers } = weakening;
  return {
    ruleId: `weakening/${rule}`,
    severity: 'high',
    confidence: 'high',
    message,
    location,
    anchor: JSON.stringify([location.path, key, before, after]),
    evidence: { kind: 'change', key, before: cut(before), after: cut(after), ...(signers === undefined ? {} : { signers }) },
  };
}

function cut(text: string | null): string | null {
  return text !== null && text.length > 500 ? `${text.slice(0, 499)}…` : text;
}
