// Reads the attestations that came with a change, and tells which of its weakenings and widenings they let through.
import { createHash } from 'node:crypto';
import { parseAllowedSigners } from '../attestation/allowed-signers.ts';
import { grantApproval, type ApprovalSetting, type GrantedApproval } from '../attestation/approval.ts';
import { maxEnvelopeLength, readEnvelope } from '../attestation/envelope.ts';
import { createPeople, type Author } from '../attestation/people.ts';
import { predicateTypes } from '../attestation/statement.ts';
import { attestationFolder, subjectDigest, type SubjectPlace } from '../attestation/subject.ts';
import { verifyAttestation } from '../attestation/verify.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { Notice, Person } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import type { Repository } from '../core/repository.ts';
import { readText } from '../core/tree-text.ts';
import { compareTrees, type Tree, type TreeEntry } from '../core/workspace.ts';
import type { ChangeEvent } from '../core/event.ts';
import type { ResolvedSubject } from './trusted-tip.ts';

export const signerPaths = { allowed: '.mcgate/allowed_signers', revoked: '.mcgate/revoked_keys' } as const;

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

export interface ApprovalSources extends ApprovedChangeSources {
  readonly trusted: Tree;
  readonly people: readonly Person[];
  readonly ports: Pick<CheckPorts, 'now' | 'openSignatures'>;
}

const mostAttestations = 200;
export const maxSignersBytes = 1024 * 1024;
/** Commits that brought nothing but attestations, one after another. */
const mostSteps = 100;
const maxBlobBytes = 512 * 1024 * 1024;
const envelopeFile = /^\.mcgate\/attestations\/(?<digest>[0-9a-f]{64})\.json$/u;

/** What the change brings with it and the trusted tip does not have. Throws McgateError `cancelled` alone: what cannot be read approves nothing. */
export async function loadApprovals(sources: ApprovalSources): Promise<Approvals> {
  const standing = new Set(sources.trusted.entries.filter(isAttestation).map(({ id }) => id));
  const brought = sources.judged.entries.filter((entry) => isAttestation(entry) && !standing.has(entry.id));
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

function isAttestation({ path }: TreeEntry): boolean {
  return path.startsWith(attestationFolder);
}

async function readApprovals(brought: readonly TreeEntry[], sources: ApprovalSources): Promise<Approvals> {
  const { judged, trusted, ports, repository, people } = sources;
  const place = await placeOf(sources);
  const allowed = parseAllowedSigners((await readText(trusted, signerPaths.allowed, maxSignersBytes)) ?? '');
  const signatures = await ports.openSignatures(repository.root, await readRevoked(trusted));
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
function namingProblem(path: string, text: string): string | null {
  const read = readEnvelope(text);
  if (!read.ok) return read.problem;
  const digest = createHash('sha256').update(read.envelope.payload).digest('hex');
  return envelopeFile.exec(path)?.groups?.['digest'] === digest ? null : `is not named by the digest of what was signed, ${digest}.json`;
}

/** For `ssh-keygen -r`; null where nobody revoked a key. Throws McgateError `unreadable`. */
export async function readRevoked(trusted: Tree): Promise<Uint8Array | null> {
  if (!trusted.entries.some(({ path }) => path === signerPaths.revoked)) return null;
  const read = await trusted.read(signerPaths.revoked, maxSignersBytes);
  if (read.ok) return read.bytes;
  throw new McgateError('unreadable', `${signerPaths.revoked}: ${read.failure}: ${read.detail}`);
}

async function stood(path: string, { repository, subject }: ApprovalSources): Promise<boolean | null> {
  return subject.trusted === null ? null : repository.everHeld(subject.trusted.commit, path);
}

/** Where the change is going. Throws McgateError `unreadable` where nobody says it. */
export async function placeOf({ request, repository, subject }: ApprovedChangeSources): Promise<SubjectPlace> {
  const { event, origin } = request;
  const isLocal = event.name === 'local';
  const name = isLocal ? repositoryName((await repository.originAddress()) ?? '') : (origin?.repository ?? null);
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

/** Full name of the branch or tag that the change is for; null where nobody says it. */
export function targetOf({ event }: Pick<CheckRequest, 'event'>, { trusted }: ResolvedSubject): string | null {
  switch (event.name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'merge_group':
      return `refs/heads/${event.baseRef}`;
    case 'push':
      return event.ref;
    case 'schedule':
    case 'workflow_dispatch':
      return `refs/heads/${event.defaultBranch}`;
    case 'local': {
      const branch = trusted?.name.replace(/^origin\//u, '') ?? '';
      return branch === '' || /^[0-9a-f]{40,64}$/u.test(branch) ? null : `refs/heads/${branch.replace(/^refs\/heads\//u, '')}`;
    }
  }
}

/** `owner/name` of an address such as `git@github.com:Acme/Shop.git` or `https://github.com/acme/shop`, in lower case. */
export function repositoryName(address: string): string | null {
  const found = /^(?:https?:\/\/(?:[^/@]*@)?[^/]+\/|ssh:\/\/[^/]+\/|[^/:@]+@[^/:]+:)(?<name>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/u.exec(
    address,
  );
  return found?.groups?.['name']?.toLowerCase() ?? null;
}

/** `own` is the digest of the judged tree itself. Throws McgateError `unreadable` where the authors or a file of the tree cannot be read. */
export async function settingOf(
  sources: Omit<ApprovalSources, 'people' | 'trusted'>,
  place: SubjectPlace,
): Promise<Omit<ApprovalSetting, 'people' | 'stoodBefore'> & { readonly own: string }> {
  const { request, repository, subject, judged, ports } = sources;
  const { event } = request;
  const merged = subject.judged.commit === null ? [] : (await repository.parents(subject.judged.commit)).slice(1);
  const own = await digestOf(judged, place);
  const subjects = await Promise.all(merged.map((commit) => subjectOfCommit(commit, place, repository)));
  return {
    ...{ place, own },
    pullRequest: isPull(event) ? event.number : null,
    subjects: new Set([own, ...subjects.filter((digest) => digest !== null)]),
    authors: await authorsOf(sources),
    now: ports.now(),
  };
}

function isPull(event: ChangeEvent): event is Extract<ChangeEvent, { readonly number: number }> {
  return event.name === 'pull_request' || event.name === 'pull_request_target';
}

async function authorsOf({ request, repository, subject, judged }: ApprovedChangeSources): Promise<readonly Author[]> {
  const { event, origin } = request;
  // GitHub's merge commit is nobody's; what it merges is the pull request.
  const tip = isPull(event) ? event.headSha : (subject.judged.commit ?? (await repository.head())?.commit ?? null);
  const base = tip === null ? null : await changeStart(tip, subject, judged, repository);
  const tips = [tip, base === subject.trusted?.commit ? null : (subject.trusted?.commit ?? null)].filter((one) => one !== null);
  const listings = base === null ? [] : await Promise.all([...new Set(tips)].map((one) => repository.authors({ base, tip: one })));
  if (listings.length === 0 || listings.some(({ whole }) => !whole))
    throw new McgateError('unreadable', 'the history of the change is cut off or too long, so that its authors are not known', {
      remedy: 'Fetch it whole: `fetch-depth: 0`.',
    });
  const emails = new Set(listings.flatMap((listing) => listing.emails));
  return [
    ...(origin?.actors ?? []).map((name) => ({ kind: 'login' as const, name })),
    ...[...emails].map((name) => ({ kind: 'email' as const, name })),
  ];
}

/**
 * Where nothing differs from the tip but attestations, the last change is what led to it: authors of what was merged before are not asked
 * again, and who brings a sign-off does not stand for who wrote what it is about. Null where the history does not tell.
 */
async function changeStart(tip: string, { trusted }: ResolvedSubject, judged: Tree, repository: Repository): Promise<string | null> {
  let start = trusted?.commit ?? tip;
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if (!(await repository.has(start))) return null;
    if (start !== tip && !isSameSubject(await repository.list({ kind: 'commit', commit: start }), judged)) return start;
    const [parent] = await repository.parents(start);
    if (parent === undefined) return null;
    start = parent;
  }
  return null;
}

function isSameSubject(before: Pick<Tree, 'entries'>, judged: Pick<Tree, 'entries'>): boolean {
  const [was, is] = [before, judged].map(({ entries }) => entries.filter((entry) => !isAttestation(entry)));
  const { added, modified, deleted } = compareTrees(was ?? [], is ?? []);
  return [added, modified, deleted].every((paths) => paths.length === 0);
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
  return subjectDigest(place, tree.entries, async ({ path, kind, id }) => {
    // git's id names what a link says and which commit a submodule is at.
    if (kind !== 'file' && kind !== 'executable' && id !== '') return `git:${id}`;
    const read = await tree.read(path, maxBlobBytes);
    if (!read.ok) throw new McgateError('unreadable', `${path}: ${read.failure}: ${read.detail}`);
    return createHash('sha256').update(read.bytes).digest('hex');
  });
}
