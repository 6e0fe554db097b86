// Which approvals a step of the history brought with it count for what it and earlier ones did: as they did when they were merged.
import { grantApproval } from '../attestation/approval.ts';
import { maxEnvelopeLength } from '../attestation/envelope.ts';
import { createPeople, type Author } from '../attestation/people.ts';
import { predicateTypes, readAttestation } from '../attestation/statement.ts';
import { attestationFolder, isAttestationPath, type SubjectPlace } from '../attestation/subject.ts';
import { verifyAttestation, type Verified } from '../attestation/verify.ts';
import type { CheckPorts } from '../core/check.ts';
import type { ApprovalStatement, Finding, Notice } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import type { CommitRange, HistoryStep, Repository } from '../core/repository.ts';
import type { OpenSignatures } from '../core/signature.ts';
import { readText } from '../core/tree-text.ts';
import { namingProblem, subjectOfCommit, type Approval } from './approvals.ts';
import type { Authority, SignerList } from './authority.ts';
import type { Snapshot } from './snapshot.ts';
import type { UnreadAttestation } from './unread-attestations.ts';

/** An attestation, and the step that brought it. */
export interface Brought {
  readonly path: string;
  readonly text: string;
  readonly step: HistoryStep;
  /** When it came, in milliseconds. */
  readonly time: number;
  /** Branches that the step was for, in full. */
  readonly targets: readonly string[];
}

/** What was done, and by whose word it could be. */
export interface StepChange {
  /** The commit that it was done to. */
  readonly before: string;
  readonly authority: Authority;
  /** As they stood in `before`. */
  readonly signers: SignerList;
  readonly findings: readonly Finding[];
}

export interface StepApprovals {
  /** For a change, from what this and later steps brought. Why others do not count is told once each. */
  readonly find: (change: StepChange, brought: readonly Brought[]) => Promise<readonly Approval[]>;
  readonly notices: () => readonly Notice[];
  readonly close: () => Promise<void>;
}

const mostBrought = 200;

export interface BroughtFiles {
  readonly brought: readonly Brought[];
  readonly unread: readonly UnreadAttestation[];
}

/** Attestations that `after` has and `before` does not. Throws McGateError `unreadable` where there are too many. */
export async function readBrought(before: Snapshot, after: Snapshot, step: Omit<Brought, 'path' | 'text'>): Promise<BroughtFiles> {
  const known = new Set(before.tree.entries.filter(({ path }) => isAttestationPath(path)).map(({ id }) => id));
  const entries = after.tree.entries.filter(({ path, id }) => isAttestationPath(path) && !known.has(id));
  if (entries.length > mostBrought)
    throw new McgateError('unreadable', `the commit ${step.step.commit} brings more than ${String(mostBrought)} attestations`);
  const brought: Brought[] = [];
  const unread: UnreadAttestation[] = [];
  for (const { path } of entries) {
    const text = await textOrNull(after, path);
    const problem = text === null ? 'cannot be read' : approvalProblem(path, text);
    if (text !== null && problem === null) brought.push({ ...step, path, text });
    else if (path.endsWith('.json')) unread.push({ path, problem: `${problem ?? ''} (${step.step.commit.slice(0, 12)})` });
  }
  return { brought, unread };
}

/** Of a sign-off, which approves nothing, the name does not matter. */
function approvalProblem(path: string, text: string): string | null {
  const stated = readAttestation(text);
  if (!stated.ok) return stated.problem;
  return stated.statement.predicateType === predicateTypes.approval ? namingProblem(path, text) : null;
}

/** What is no envelope names nothing, and approves nothing. */
async function textOrNull({ tree }: Snapshot, path: string): Promise<string | null> {
  try {
    return await readText(tree, path, maxEnvelopeLength);
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    return null;
  }
}

export interface ApprovalFinderSources {
  readonly repository: Repository;
  readonly ports: Pick<CheckPorts, 'openSignatures'>;
  /** `owner/name`; null where nobody says it. */
  readonly name: string | null;
}

export function openStepApprovals({ repository, ports, name }: ApprovalFinderSources): StepApprovals {
  const opened = new Map<string, OpenSignatures>();
  const digests = new Map<string, Promise<string | null>>();
  const told = new Map<string, Notice>();
  const tell = (message: string, remedy?: string): void => {
    told.set(message, { code: 'approval-refused', message, ...(remedy === undefined ? {} : { remedy }) });
  };
  const open = (revoked: Uint8Array | null): OpenSignatures => {
    const key = revoked === null ? '' : Buffer.from(revoked).toString('base64');
    const known = opened.get(key) ?? ports.openSignatures(repository.root, revoked);
    opened.set(key, known);
    return known;
  };
  const verify = async ({ text, time }: Brought, { allowed, revoked }: SignerList): Promise<Verified> =>
    verifyAttestation(text, { allowed, check: open(revoked).check, now: new Date(time) });

  /** Every file of the tree is read for it. */
  const digest = (commit: string, place: SubjectPlace): Promise<string | null> => {
    const key = `${commit} ${place.target}`;
    const known = digests.get(key) ?? subjectOfCommit(commit, place, repository);
    digests.set(key, known);
    return known;
  };

  const judge = async (one: Brought, statement: ApprovalStatement, change: StepChange, place: SubjectPlace): Promise<Approval | null> => {
    const verified = both(await verify(one, change.authority), await verify(one, change.signers));
    if (!verified.ok) return null;
    const shared = { place, pullRequest: null, people: createPeople(change.authority.config.people), now: new Date(one.time) };
    const stoodBefore = (): Promise<boolean | null> => repository.everHeld(one.step.parents[0] ?? '', one.path);
    let problem = 'is for another tree than the one that was merged';
    for (const tip of sidesOf(one.step)) {
      const subject = await digest(tip, place);
      if (subject === null || subject !== statement.subject[0]?.digest.sha256) continue;
      const authors = await authorsOf({ base: change.before, tip }, repository);
      const grant = await grantApproval(verified, statement, { ...shared, subjects: new Set([subject]), authors, stoodBefore });
      if (grant.ok) return { ...grant.granted, path: one.path };
      problem = grant.problem;
    }
    tell(`${one.path} in ${one.step.commit} ${problem}`);
    return null;
  };

  const find: StepApprovals['find'] = async (change, brought) => {
    const approvals: Approval[] = [];
    for (const one of brought) {
      const statement = approvalIn(one, change.findings);
      if (statement === null) continue;
      const place = name === null ? null : placeOf(statement, name, one.targets);
      try {
        const approval = place === null ? null : await judge(one, statement, change, place);
        if (approval !== null) approvals.push(approval);
        if (place === null)
          tell(
            `${one.path} in ${one.step.commit} is for ${statement.predicate.repository}, ${statement.predicate.target}: that is not where it came to`,
          );
      } catch (error) {
        if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
        tell(`${one.path} in ${one.step.commit} was not looked at: ${messageOf(error)}`, error.remedy);
      }
    }
    return approvals;
  };

  return {
    find,
    notices: () => [...told.values()],
    close: async () => {
      for (const each of opened.values()) await each.close();
    },
  };
}

/** The approval, if it names one of the findings. Nothing of it is verified yet. */
function approvalIn({ text }: Brought, findings: readonly Finding[]): ApprovalStatement | null {
  const stated = readAttestation(text);
  if (!stated.ok || stated.statement.predicateType !== predicateTypes.approval) return null;
  const { statement } = stated;
  const named = new Set(statement.predicate.changes.map(({ identity }) => identity));
  return findings.some(({ identity }) => named.has(identity)) ? statement : null;
}

/** Where it says that it is for, if that is where the step went. */
function placeOf({ predicate }: ApprovalStatement, name: string, targets: readonly string[]): SubjectPlace | null {
  return predicate.repository === name && targets.includes(predicate.target) ? { repository: name, target: predicate.target } : null;
}

/** Signatures that count by both lists: by what was last approved, and by what stood there. */
function both(approved: Verified, standing: Verified): Verified {
  if (!approved.ok || !standing.ok) return approved.ok ? standing : approved;
  const keys = new Set(standing.signers.map(({ key }) => key.fingerprint));
  return {
    ...approved,
    signers: approved.signers.filter(({ key }) => keys.has(key.fingerprint)),
    refused: [...new Set([...approved.refused, ...standing.refused])],
  };
}

/** What an approval may be about: each branch that was merged, whoever merged it; and what came of it, the work of all of them. */
function sidesOf({ commit, parents }: HistoryStep): readonly string[] {
  return [...parents.slice(1), commit];
}

/** Throws McgateError `unreadable` where they are not known. */
async function authorsOf(range: CommitRange, repository: Repository): Promise<readonly Author[]> {
  const { emails, whole } = await repository.authors({ ...range, without: attestationFolder });
  if (!whole) throw new McgateError('unreadable', `the authors up to ${range.tip} are not known: there are too many commits`);
  return emails.map((name) => ({ kind: 'email' as const, name }));
}
