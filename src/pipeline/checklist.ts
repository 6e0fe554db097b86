// How the checklist stands for what is judged: the other gates' answers, reports that were handed over, and whose signatures count.
import { allowedSignersPath, maxSignersBytes, parseAllowedSigners } from '../attestation/allowed-signers.ts';
import { resolveChecklist, type ChecklistItem } from '../attestation/checklist.ts';
import { gateDigest } from '../attestation/gate-digest.ts';
import { evaluateItems, type GateAnswerEvidence, type ItemSetting, type SignOffEvidence } from '../attestation/items.ts';
import { createPeople } from '../attestation/people.ts';
import type { SubjectPlace } from '../attestation/subject.ts';
import { verifyAttestation } from '../attestation/verify.ts';
import type { CheckRequest, ReportEvidence } from '../core/check.ts';
import type { Checklist, Finding, GateReport, Reason } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import type { ChecklistStanding } from '../core/gate.ts';
import { readText } from '../core/tree-text.ts';
import { compilePathPatterns } from '../policy/path-pattern.ts';
import { placeOf, readRevoked, signedSubjects, subjectOfCommit, type ApprovalSources } from './approvals.ts';
import { releaseAuthors } from './change-authors.ts';
import { holdsReleases, targetBranch } from './release-target.ts';
import { isNarrowed, type Narrowing } from './scope.ts';
import type { ResolvedConfig } from './settings.ts';
import { isLive, readSignOffs, unasked, type FoundSignOff } from './sign-off-files.ts';
import type { TrustedDocument } from './trusted-documents.ts';
import type { UnreadAttestation } from './unread-attestations.ts';

/** Commits, named by reports, whose trees are compared with the judged one. */
const mostCommits = 10;

export interface ChecklistSources extends Omit<ApprovalSources, 'people' | 'request'> {
  readonly request: Pick<CheckRequest, 'event' | 'origin' | 'release' | 'reports'> & Narrowing;
  readonly checklist: TrustedDocument<Checklist>;
  readonly config: ResolvedConfig;
  /** Paths that the change touches; all where there is no change to judge. */
  readonly touched: readonly string[];
  /** The other gates, judged. */
  readonly gates: readonly GateReport[];
  readonly findings: readonly Finding[];
}

/** How the checklist stands, and which attestations nobody could read. */
export interface StoodChecklist extends ChecklistStanding {
  readonly unread: readonly UnreadAttestation[];
}

/** Throws McgateError `cancelled` alone: what cannot be told is a reason, and the gate is then incomplete. */
export async function standChecklist(sources: ChecklistSources): Promise<StoodChecklist> {
  const { checklist, request, config, subject } = sources;
  const items = resolveChecklist(checklist.parsed.value);
  const branch = targetBranch(request, subject);
  const release = request.release || holdsReleases(branch, config);
  const { signed, setting, reasons, unread } = await signedEvidence(items, sources);
  const whole = !isNarrowed(request);
  const gates = sources.gates.map((gate) => gateEvidence(gate, sources.findings, whole));
  const states = evaluateItems(
    items,
    { signOffs: signed, gates, reports: request.reports },
    { ...setting, applies: (item) => applies(item, branch, sources) },
  );
  return { items: states, lines: linesOf(checklist), release, reasons, unread };
}

/** Throws McgateError `usage` for a report that no item asks for: whoever hands it over expects it to count. */
export function refuseUnknownReports(reports: readonly ReportEvidence[], { items }: Checklist): void {
  const asking = items.filter(({ evidence }) => typeof evidence === 'object' && 'report' in evidence).map(({ id }) => id);
  const unknown = reports.find(({ item }) => !asking.includes(item));
  if (unknown === undefined) return;
  throw new McgateError('usage', `No item ${JSON.stringify(unknown.item)} of the checklist asks for a report.`, {
    remedy: asking.length === 0 ? 'Leave the report out.' : `These do: ${asking.join(', ')}.`,
  });
}

function linesOf({ id, parsed }: TrustedDocument<Checklist>): Readonly<Record<string, number>> {
  if (id === '') return {};
  return Object.fromEntries(parsed.value.items.map((item, index) => [item.id, parsed.positionOf(['items', index]).line]));
}

/** Where it cannot be told whether an item applies, it does. */
function applies({ appliesTo }: ChecklistItem, branch: string | null, { request, touched }: ChecklistSources): boolean {
  if (appliesTo === null) return true;
  const { paths, branches, labels } = appliesTo;
  const given = request.origin?.labels ?? null;
  return (
    (paths === null || touched.some(compilePathPatterns(paths))) &&
    (branches === null || branch === null || compilePathPatterns(branches)(branch)) &&
    (labels === null || given === null || labels.some((label) => given.includes(label)))
  );
}

function gateEvidence(gate: GateReport, findings: readonly Finding[], whole: boolean): GateAnswerEvidence {
  return { id: gate.id, outcome: gate.outcome, whole, digest: gateDigest(gate, findings) };
}

interface SignedEvidence {
  readonly signed: readonly SignOffEvidence[];
  readonly setting: Omit<ItemSetting, 'applies'>;
  readonly reasons: readonly Reason[];
  readonly unread: readonly UnreadAttestation[];
}

async function signedEvidence(items: readonly ChecklistItem[], sources: ChecklistSources): Promise<SignedEvidence> {
  const { ports, config, judged, subject } = sources;
  const people = createPeople(config.people);
  const own = subject.judged.commit === null ? [] : [subject.judged.commit];
  const unknown = { place: null, subjects: new Set<string>(), commits: new Set(own), people, authors: [], now: ports.now() };
  let unread: readonly UnreadAttestation[] = [];
  try {
    const files = await readSignOffs(items, judged);
    const { found } = files;
    unread = files.unread;
    const place = await placeOf(sources).catch((error: unknown) => unplaced(error, found));
    if (place === null) return { signed: [], setting: unknown, reasons: [], unread };
    const here = found.filter((one) => isLive(one, place, ports.now()));
    const named = [...here, ...sources.request.reports].some((one) => commitsOf(one).some((commit) => !own.includes(commit)));
    // The tree is hashed only where it matters, and ssh-keygen asked only of what is about it.
    if (here.length === 0 && !named) return { signed: found.map(unasked), setting: { ...unknown, place }, reasons: [], unread };
    const subjects = await signedSubjects(sources, place);
    const live = here.filter(({ statement }) => subjects.has(statement.subject[0]?.digest.sha256 ?? ''));
    const authors = await releaseAuthors(sources, config.releaseSince);
    const commits = await sameCommits([...live, ...sources.request.reports].flatMap(commitsOf), own, subjects, place, sources);
    return {
      signed: [...(await verifySignOffs(live, sources)), ...found.filter((one) => !live.includes(one)).map(unasked)],
      setting: { ...unknown, place, subjects, commits, authors },
      reasons: [],
      unread,
    };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    const { code, remedy } = error;
    const reason = { code, message: `Sign-offs could not be looked at: ${messageOf(error)}`, ...(remedy === undefined ? {} : { remedy }) };
    return { signed: [], setting: unknown, reasons: [reason], unread };
  }
}

/** Nobody's place matters where nothing was signed. */
function unplaced(error: unknown, found: readonly FoundSignOff[]): null {
  if (found.length > 0 || !(error instanceof McgateError) || error.code === 'cancelled') throw error;
  return null;
}

async function verifySignOffs(live: readonly FoundSignOff[], sources: ChecklistSources): Promise<readonly SignOffEvidence[]> {
  const { ports, repository, trusted } = sources;
  const allowed = parseAllowedSigners((await readText(trusted, allowedSignersPath, maxSignersBytes)) ?? '');
  const signatures = ports.openSignatures(repository.root, await readRevoked(trusted));
  try {
    const signed: SignOffEvidence[] = [];
    for (const { path, text, statement } of live) {
      const verified = await verifyAttestation(text, { allowed, check: signatures.check, now: ports.now() });
      const { signers, refused } = verified.ok ? verified : { signers: [], refused: [verified.problem] };
      signed.push({ path, statement, signers, refused });
    }
    return signed;
  } finally {
    await signatures.close();
  }
}

function commitsOf(one: FoundSignOff | ReportEvidence): readonly string[] {
  const report = 'statement' in one ? one.statement.predicate.report : 'report' in one ? one.report : undefined;
  return report?.commits ?? [];
}

/** Of the commits that reports name, those that hold the judged tree: committing a sign-off makes another commit of the same tree. */
async function sameCommits(
  named: readonly string[],
  own: readonly string[],
  subjects: ReadonlySet<string>,
  place: SubjectPlace,
  { repository }: ChecklistSources,
): Promise<ReadonlySet<string>> {
  const same = new Set(own);
  for (const commit of [...new Set(named)].filter((one) => !same.has(one)).slice(0, mostCommits)) {
    const digest = await subjectOfCommit(commit, place, repository);
    if (digest !== null && subjects.has(digest)) same.add(commit);
  }
  return same;
}
