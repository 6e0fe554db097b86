// The checklist with every default filled in: what has to be shown, and by whom, before a release.
import { createHash } from 'node:crypto';
import { canonical } from '../core/canonical.ts';
import type { Checklist, ChecklistEntry, EvidenceDemand, GateId, Phase, ReportFormat, Severity } from '../core/documents.ts';

/** The six security gates of the security model ("Secure Development Lifecycle"), in its order. */
export const phases = [
  'design-review',
  'threat-modelling',
  'security-testing',
  'code-review',
  'deployment-review',
  'security-monitoring',
] as const satisfies readonly Phase[];

export type ItemEvidence =
  | { readonly kind: 'sign-off' }
  | { readonly kind: 'gate'; readonly gate: GateId }
  | {
      readonly kind: 'report';
      readonly formats: readonly ReportFormat[];
      /** Null for any. */
      readonly tools: readonly string[] | null;
      readonly maxAgeDays: number;
      /** A report with findings of this severity or a higher one does not count. */
      readonly failOn: Severity;
    };

/** Each null where it does not matter. */
export interface ItemScope {
  readonly paths: readonly string[] | null;
  readonly branches: readonly string[] | null;
  readonly labels: readonly string[] | null;
}

/** An item without gaps. Serialisable. */
export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  readonly evidence: ItemEvidence;
  /** Principals; null for all that may sign. */
  readonly signers: readonly string[] | null;
  /** People. */
  readonly threshold: number;
  readonly notAuthor: boolean;
  readonly expiresDays: number;
  /** Null: everywhere. */
  readonly appliesTo: ItemScope | null;
  readonly guidance: string | null;
}

/** The security model's checklist ("Security Checklist"), which holds where nobody wrote another. */
export const defaultChecklist: Checklist = {
  items: [
    {
      id: 'security-requirements',
      title: 'Security requirements defined',
      phase: 'design-review',
      evidence: 'sign-off',
      guidance: 'What has to be protected, from whom, and which of the requirements this release adds or changes.',
    },
    {
      id: 'threat-modelling',
      title: 'Threat modelling completed',
      phase: 'threat-modelling',
      evidence: 'sign-off',
      guidance: 'Whether the threat model covers what this release adds: entry points, data, trust boundaries, what the agent may do.',
    },
    { id: 'static-analysis', title: 'Static analysis performed', phase: 'security-testing', evidence: { gate: 'code' } },
    { id: 'dependency-scanning', title: 'Dependency scanning done', phase: 'security-testing', evidence: { gate: 'dependencies' } },
    {
      id: 'penetration-testing',
      title: 'Penetration testing completed',
      phase: 'security-testing',
      evidence: { report: { formats: ['sarif', 'zap', 'burp', 'mcgate-report'] } },
      guidance: 'A report of the tool that attacked this version, without open findings of high severity.',
    },
    {
      id: 'security-review',
      title: 'Security review approved',
      phase: 'code-review',
      evidence: 'sign-off',
      guidance: 'The changes since the last release, the findings that are set aside and why, and the approvals that were given.',
    },
  ],
};

export function resolveChecklist({ items }: Checklist): readonly ChecklistItem[] {
  return items.map((entry) => resolveItem(entry));
}

function resolveItem({
  id,
  title,
  phase,
  evidence,
  signers,
  threshold,
  notAuthor,
  expires,
  appliesTo,
  guidance,
}: ChecklistEntry): ChecklistItem {
  const { paths, branches, labels } = appliesTo ?? {};
  return {
    id,
    title,
    phase,
    evidence: resolveEvidence(evidence),
    signers: signers ?? null,
    threshold: threshold ?? 1,
    notAuthor: notAuthor ?? true,
    expiresDays: days(expires ?? '90d'),
    appliesTo: appliesTo === undefined ? null : { paths: paths ?? null, branches: branches ?? null, labels: labels ?? null },
    guidance: guidance ?? null,
  };
}

function resolveEvidence(evidence: EvidenceDemand): ItemEvidence {
  if (evidence === 'sign-off') return { kind: 'sign-off' };
  if ('gate' in evidence) return { kind: 'gate', gate: evidence.gate };
  const { formats, tools, maxAge, failOn } = evidence.report;
  return { kind: 'report', formats, tools: tools ?? null, maxAgeDays: days(maxAge ?? '14d'), failOn: failOn ?? 'high' };
}

/** Of `30d`; the schema has checked the form. */
function days(text: string): number {
  return Number.parseInt(text, 10);
}

/** SHA-256, in hex, of an item as it stands (RFC 8785): who signed it signed it so. */
export function itemDigest(item: ChecklistItem): string {
  return createHash('sha256').update(canonical(item)).digest('hex');
}
