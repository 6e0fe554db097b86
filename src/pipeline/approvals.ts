// Reads the attestations that came with a change, and tells which of its weakenings and widenings they let through.
import { createHash } from 'node:crypto';
import { allowedSignersPath, maxSignersBytes, parseAllowedSigners } from '../attestation/allowed-signers.ts';
import { grantApproval, type ApprovalSetting, type GrantedApproval } from '../attestation/approval.ts';
import { maxEnvelopeLength, readEnvelope } from '../attestation/envelope.ts';
import { createPeople } from '../attestation/people.ts';
import { revokedKeysPath } from '../attestation/revoked-keys.ts';
import { predicateTypes } from '../attestation/statement.ts';
import { isAttestationPath, subjectDigest, type HashEntry, type SubjectPlace } from '../attestation/subject.ts';
import { verifyAttestation } from '../attestation/verify.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { Notice, Person } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import { targetRef } from '../core/event.ts';
import type { Repository } from '../core/repository.ts';
import { readText } from '../core/tree-text.ts';
import type { Tree, TreeEntry } from '../core/workspace.ts';
import { changeAuthors, type AuthorSources } from './change-authors.ts';
import type { ResolvedSubject } from './trusted-tip.ts';
import { isPull } from './unresolved-subject.ts';

/** An approval that holds, and the file that it stands in. */
export interface Approval extends GrantedApproval {
  readonly path: string;
}

export interface Approvals {
  readonly approvals: readonly Approval[];
  /** Why attestations do not count. */
  readonly notices: readonly Notice[];
}

/** The change, and where it is going. */
export interface ApprovedChangeSources {
  readonly request: Pick<CheckRequest, 'event' | 'origin'>;
  readonly repository: Repository;
  readonly subject: ResolvedSubject;
  readonly judged: Tree;
}

export interface ApprovalSources extends ApprovedChangeSources, Pick<AuthorSources, 'actors'> {
  readonly trusted: Tree;
  readonly people: readonly Person[];
  readonly ports: Pick<CheckPorts, 'now' | 'openSignatures'>;
}

const mostAttestations = 200;
const maxBlobBytes = 512 * 1024 * 1024;
const envelopeFile = /^\.mcgate\/attestations\/(?<digest>[0-9a-f]{64})\.json$/u;

/** What the change brings with it and the trusted tip does not have. Throws McgateError `cancelled` alone: what cannot be read approves nothing. */
export async function loadApprovals(sources: ApprovalSources): Promise<Approvals> {
  const standing = new Set(sources.trusted.entries.filter(({ path }) => isAttestationPath(path)).map(({ id }) => id));
  const brought = sources.judged.entries.filter((entry) => isAttestationPath(entry.path) && !standing.has(entry.id));
  if (brought.length === 0) return { approvals: [], notices: [] };
  try {
    if (brought.length > mostAttestations) throw new McgateError('unreadable', `there are more than ${String(mostAttestations)} of them`);
    return await readApprovals(brought, sources);
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    const remedy = error.remedy === undefined ? {} : { remedy: error.remedy };
    return {
      approvals: [],
      notices: [{ code: 'approval-refused', message: `No attestation was looked at: ${messageOf(error)}`, ...remedy }],
    };
  }
}

async function readApprovals(brought: readonly TreeEntry[], sources: ApprovalSources): Promise<Approvals> {
  const { judged, trusted, ports, repository, people } = sources;
  const place = await placeOf(sources);
  const allowed = parseAllowedSigners((await readText(trusted, allowedSignersPath, maxSignersBytes)) ?? '');
  const signatures = ports.openSignatures(repository.root, await readRevoked(trusted));
  try {
    const setting = { ...(await settingOf(sources, place)), people: createPeople(people) };
    const approvals: Approval[] = [];
    const notices: Notice[] = [];
    const refuse = (path: string, problem: string): void => {
      notices.push({ code: 'approval-refused', message: `${path} ${problem}` });
    };
    for (const { path } of brought) {
      const text = (await readText(judged, path, maxEnvelopeLength)) ?? '';
      const misnamed = namingProblem(path, text);
      if (misnamed !== null) {
        refuse(path, misnamed);
        continue;
      }
      const verified = await verifyAttestation(text, { allowed, check: signatures.check, now: ports.now() });
      if (!verified.ok) refuse(path, verified.problem);
      if (!verified.ok || verified.statement.predicateType !== predicateTypes.approval) continue;
      const stoodBefore = (): Promise<boolean | null> => stood(path, sources);
      const grant = await grantApproval(verified, verified.statement, { ...setting, stoodBefore });
      if (grant.ok) approvals.push({ ...grant.granted, path });
      else refuse(path, grant.problem);
    }
    return { approvals, notices };
  } finally {
    await signatures.close();
  }
}

/** Named by what was signed, an attestation has one path, by which the history can be asked for it. */
export function namingProblem(path: string, text: string): string | null {
  const read = readEnvelope(text);
  if (!read.ok) return read.problem;
  const digest = createHash('sha256').update(read.envelope.payload).digest('hex');
  return envelopeFile.exec(path)?.groups?.['digest'] === digest ? null : `is not named by the digest of what was signed, ${digest}.json`;
}

/** For `ssh-keygen -r`; null where nobody revoked a key. Throws McgateError `unreadable`. */
export async function readRevoked(trusted: Tree): Promise<Uint8Array | null> {
  if (!trusted.entries.some(({ path }) => path === revokedKeysPath)) return null;
  const read = await trusted.read(revokedKeysPath, maxSignersBytes);
  if (read.ok) return read.bytes;
  throw new McgateError('unreadable', `${revokedKeysPath}: ${read.failure}: ${read.detail}`);
}

async function stood(path: string, { repository, subject }: ApprovalSources): Promise<boolean | null> {
  return subject.trusted === null ? null : repository.everHeld(subject.trusted.commit, path);
}

/** Where the change is going. Throws McgateError `unreadable` where nobody says it. */
export async function placeOf({ request, repository, subject }: ApprovedChangeSources): Promise<SubjectPlace> {
  const isLocal = request.event.name === 'local';
  const name = await repositoryNameOf(request, repository);
  const target = targetOf(request, subject);
  if (name !== null && target !== null) return { repository: name, target };
  const missing =
    name !== null
      ? 'the branch that the change is for'
      : isLocal
        ? 'a forge in the address of the remote `origin`'
        : 'the repository, in the event';
  throw new McgateError('unreadable', `it is not known for which place they would have to be: ${missing} is missing`);
}

/** `owner/name` on its forge; null where nobody says it. */
export async function repositoryNameOf(
  { event, origin }: Pick<CheckRequest, 'event' | 'origin'>,
  repository: Pick<Repository, 'originAddress'>,
): Promise<string | null> {
  return event.name === 'local' ? repositoryName((await repository.originAddress()) ?? '') : (origin?.repository ?? null);
}

/** Full name of the branch or tag that the change is for; null where nobody says it. */
export function targetOf({ event }: Pick<CheckRequest, 'event'>, { trusted }: ResolvedSubject): string | null {
  if (event.name !== 'local') return targetRef(event);
  const branch = trusted?.name.replace(/^origin\//u, '') ?? '';
  return branch === '' || /^[0-9a-f]{40,64}$/u.test(branch) ? null : `refs/heads/${branch.replace(/^refs\/heads\//u, '')}`;
}

/** `owner/name` of an address such as `git@github.com:Acme/Shop.git` or `https://github.com/acme/shop`, in lower case. */
export function repositoryName(address: string): string | null {
  const found = /^(?:https?:\/\/(?:[^/@]*@)?[^/]+\/|ssh:\/\/[^/]+\/|[^/:@]+@[^/:]+:)(?<name>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/u.exec(
    address,
  );
  return found?.groups?.['name']?.toLowerCase() ?? null;
}

async function settingOf(sources: ApprovalSources, place: SubjectPlace): Promise<Omit<ApprovalSetting, 'people' | 'stoodBefore'>> {
  const { request, subject, ports } = sources;
  const { event } = request;
  const pullRequest = isPull(event) ? event.number : null;
  const authors = await changeAuthors(sources, subject.trusted?.commit ?? null);
  return { place, pullRequest, subjects: await subjectsOf(sources, place), authors, now: ports.now() };
}

/** Digests of the judged tree, and of what was merged to make it. Throws McgateError `unreadable` for a file that cannot be read. */
async function subjectsOf(
  { repository, subject, judged }: Omit<ApprovedChangeSources, 'request'>,
  place: SubjectPlace,
): Promise<ReadonlySet<string>> {
  const merged = subject.judged.commit === null ? [] : (await repository.parents(subject.judged.commit)).slice(1);
  const digests = await Promise.all([digestOf(judged, place), ...merged.map((commit) => subjectOfCommit(commit, place, repository))]);
  return new Set(digests.filter((digest) => digest !== null));
}

/**
 * What a sign-off may be about: what a forge merged holds nothing but what was merged; in a merge that was pushed there may be anything.
 * Throws McgateError `unreadable`.
 */
export async function signedSubjects(sources: ApprovedChangeSources, place: SubjectPlace): Promise<ReadonlySet<string>> {
  const { event } = sources.request;
  if (isPull(event) || event.name === 'merge_group') return subjectsOf(sources, place);
  return new Set([await digestOf(sources.judged, place)]);
}

/** What an approval of the change would be about. Throws McgateError `unreadable` where its place is not known or a file cannot be read. */
export async function approvalSubject(sources: ApprovedChangeSources): Promise<SubjectPlace & { readonly digest: string }> {
  const place = await placeOf(sources);
  return { ...place, digest: await digestOf(sources.judged, place) };
}

/** Digest of a commit's tree; null where it is not here. Throws McgateError `unreadable` for a file that cannot be read. */
export async function subjectOfCommit(commit: string, place: SubjectPlace, repository: Repository): Promise<string | null> {
  if (!(await repository.has(commit))) return null;
  const workspace = await repository.open({ judged: await repository.list({ kind: 'commit', commit }), base: null });
  try {
    return await digestOf(workspace.judged, place);
  } finally {
    await workspace.close();
  }
}

function digestOf(tree: Tree, place: SubjectPlace): Promise<string> {
  return subjectDigest(place, tree.entries, hashEntry(tree));
}

/** Throws McgateError `unreadable` for a file that cannot be read. */
export function hashEntry(tree: Tree): HashEntry {
  return async ({ path, kind, id }) => {
    // git's id names what a link says and which commit a submodule is at.
    if (kind !== 'file' && kind !== 'executable' && id !== '') return `git:${id}`;
    const read = await tree.read(path, maxBlobBytes);
    if (!read.ok) throw new McgateError('unreadable', `${path}: ${read.failure}: ${read.detail}`);
    return createHash('sha256').update(read.bytes).digest('hex');
  };
}
