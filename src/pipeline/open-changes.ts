// What went past the gate, and what of it still stands: a change is taken back when nothing of it is left, by whatever step.
import type { Finding, Notice } from '../core/documents.ts';
import type { HistoryStep } from '../core/repository.ts';
import { mayBePolicyDocument } from '../policy/document-paths.ts';
import type { Approval } from './approvals.ts';
import { concernsAuthority, isSettled, type Authority } from './authority.ts';
import { compareSnapshots, withSnapshots, type Difference, type DifferenceSources, type Snapshot } from './snapshot.ts';
import { standsStill } from './stands-still.ts';
import type { StepChange } from './step-approvals.ts';
import { weakeningFinding } from './weakening.ts';

export interface Begun {
  readonly commit: string;
  /** How many attestations were brought before. */
  readonly brought: number;
}

export interface OpenChange extends StepChange, Begun {
  /** Too few, if any. */
  readonly given: readonly Approval[];
}

export interface Standing {
  readonly open: readonly OpenChange[];
  readonly notices: readonly Notice[];
}

/** Changes that are looked at again, step by step; more than these count as standing until the end. */
const mostOpen = 20;

export function hasFindings({ findings }: OpenChange): boolean {
  return findings.length > 0;
}

/** Without what does not stand any more, compared with how it was before. */
export async function takeBack(
  open: readonly OpenChange[],
  after: Snapshot,
  step: HistoryStep,
  sources: DifferenceSources,
): Promise<Standing> {
  const touchesPolicy = step.paths.some((path) => path === '.mcgate' || mayBePolicyDocument(path));
  let standing: Standing = { open: [], notices: [] };
  // One after the other, to bound what runs at once.
  for (const change of open.slice(0, mostOpen)) {
    const policy = touchesPolicy && change.findings.some(isOfPolicy);
    const now = await withSnapshots([change.before], sources, ([before]) => compareSnapshots(before, after, sources, { policy }));
    const { open: left, notices } = without([change], stillIn(now, policy), `and taken back in ${step.commit.slice(0, 12)}`);
    standing = { open: [...standing.open, ...left], notices: [...standing.notices, ...notices] };
  }
  return { ...standing, open: [...standing.open, ...open.slice(mostOpen)] };
}

/** Without what is no looser than where the history comes from: a step may undo another that needed no approval. */
export async function sinceStart(
  open: readonly OpenChange[],
  start: string,
  after: Snapshot,
  sources: DifferenceSources,
  concerns: (finding: Finding) => boolean,
): Promise<Standing> {
  const asked = open.flatMap(({ findings }) => findings).filter(concerns);
  if (asked.length === 0) return { open, notices: [] };
  const policy = asked.some(isOfPolicy);
  const now = await withSnapshots([start], sources, ([first]) => compareSnapshots(first, after, sources, { policy }));
  const stands = stillIn(now, policy);
  return without(open, (finding) => !concerns(finding) || stands(finding), 'but no looser than it was at first');
}

/** Without changes of who signs that left it as it was last approved. */
export function settle(open: readonly OpenChange[], authority: Authority, now: Authority, step: HistoryStep): Standing {
  const stands = (finding: Finding): boolean => !concernsAuthority(finding) || !isSettled(finding, authority, now);
  return without(open, stands, `and as it was last approved since ${step.commit.slice(0, 12)}`);
}

function stillIn({ weakenings, widenings, reasons }: Difference, comparesPolicy: boolean): (finding: Finding) => boolean {
  const now = { weakenings: weakenings.map(weakeningFinding), widenings: comparesPolicy && reasons.length === 0 ? widenings : null };
  return (finding) => standsStill(finding, now);
}

function without(open: readonly OpenChange[], stands: (finding: Finding) => boolean, how: string): Standing {
  const gone = open.flatMap(({ findings }) => findings.filter((finding) => !stands(finding)));
  return {
    open: open.map((change) => ({ ...change, findings: change.findings.filter(stands) })).filter(hasFindings),
    notices: gone.map(({ ruleId, message }) => ({ code: 'taken-back', message: `Without an approval, ${how}: ${ruleId}: ${message}` })),
  };
}

function isOfPolicy({ ruleId, evidence }: Finding): boolean {
  return evidence?.kind === 'policy-change' || ruleId.startsWith('permissions/');
}
