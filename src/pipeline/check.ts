// The check on one page: trusted tip, trusted documents, gates, weakenings, judgement, report.
import { isAttestationPath } from '../attestation/subject.ts';
import { needsApproval } from '../core/approval.ts';
import type { Check, CheckPorts, CheckRequest } from '../core/check.ts';
import type { Notice, Report, RuleDescription, SubjectKind } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { matchFindings } from '../core/identity.ts';
import type { Repository, TreeListing } from '../core/repository.ts';
import { compareTrees, type Tree, type Workspace } from '../core/workspace.ts';
import { gateIds } from '../core/vocabulary.ts';
import { openActors } from './actors.ts';
import { loadApprovals, type Approvals, type ApprovalSources } from './approvals.ts';
import { buildReport } from './build-report.ts';
import { refuseUnknownReports, standChecklist } from './checklist.ts';
import { judge, type GateEvidence, type Judgement, type JudgeInput } from './judge.ts';
import { addLineHashes } from './line-hashes.ts';
import { earlyListing, listTrees } from './list-trees.ts';
import { askForReview } from './reviews.ts';
import { likelyGates, refuseUnbuilt, runChecklist, runOtherGates } from './run-gates.ts';
import { checkSince } from './since.ts';
import { type CheckListings, movedUnderExclusion, partialReasons } from './scope.ts';
import { applyFailOn, resolveConfig, type ResolvedConfig } from './settings.ts';
import { loadTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts';
import { describeSubject, isSameTree, resolveSubject } from './trusted-tip.ts';
import { orReason, unanswered } from './unanswered.ts';
import { unreadNotices } from './unread-attestations.ts';
import { weakeningFinding, weakeningRules, type Weakening } from './weakening.ts';
import { findWeakenings } from './weakenings.ts';
import { judgedPolicyDocuments } from './policy-documents.ts';

/** Judges a repository. Every failure that leaves a report possible is in the report, as `incomplete` with its remedy. */
export const check: Check = async (request, ports) => {
  const started = performance.now();
  refuseUnbuilt(request.gates);
  const repository = await ports.openRepository(request.root, { git: request.git });
  const dismissGates = ports.expectGates(request.since === null ? likelyGates(request) : [], repository.root);
  try {
    const report = await checkRepository(request, ports, repository, dismissGates);
    if (ports.signal.aborted) throw new McgateError('cancelled', 'The run was cancelled');
    return { ...report, durationMs: Math.round(performance.now() - started) };
  } finally {
    await Promise.all([dismissGates(), repository.close()]);
  }
};

async function checkRepository(
  request: CheckRequest,
  ports: CheckPorts,
  repository: Repository,
  dismissGates: () => Promise<void>,
): Promise<Report> {
  const partial = partialReasons(request);
  const event = request.event.name;
  const workingTree = earlyListing(request, repository);
  const resolved = await orReason(resolveSubject(request.event, repository));
  if ('reason' in resolved) {
    const unknown = { name: event, commit: null };
    return unanswered(ports.version, partial, { event, kind: 'change', judged: unknown, trusted: null, base: null }, resolved.reason);
  }
  if (request.since !== null) return checkSince({ request, since: request.since, ports, repository, resolved, partial });
  const listings = await orReason(listTrees(repository, resolved, workingTree));
  if ('reason' in listings) return unanswered(ports.version, partial, describeSubject(request.event, resolved, false), listings.reason);
  const subject = describeSubject(request.event, resolved, listings.trusted !== null && isSameTree(listings.trusted, listings.judged));
  const { kind } = subject;
  const workspace = await repository.open({ judged: listings.judged, base: listings.trusted });
  // Unrelated histories have no merge base: then everything that differs from the tip is the change's doing.
  const past = await repository.open({ judged: listings.base ?? listings.trusted ?? listings.judged, base: null });
  try {
    // The documents of the trusted tip; with no tip, of the judged tree. A broken one leaves the run without an answer.
    const documents = await orReason(loadTrustedDocuments(workspace.base ?? workspace.judged));
    if ('reason' in documents) return unanswered(ports.version, partial, subject, documents.reason);
    const config = applyFailOn(resolveConfig(documents.config.parsed.value), request.failOn);
    refuseUnknownReports(request.reports, documents.checklist.parsed.value);
    const sources = { request, config, listings, repository, models: documents.models, ports };
    const others = await runOtherGates(sources);
    await dismissGates();
    const weakenings = kind === 'change' ? await weakeningsOf({ workspace, past, documents, gates: others, config, listings }) : [];
    const actors = openActors({ request, repository, ports, subject: resolved });
    const change = { request, repository, ports, subject: resolved, judged: workspace.judged, config, actors };
    const { approvals, notices: refusals } = await approvalsOf(kind, others, weakenings, {
      ...{ ...change, people: config.people, trusted: workspace.base },
    });
    const judgeAll = (gates: readonly GateEvidence[], mode: ResolvedConfig['mode'], review: JudgeInput['review']): Judgement =>
      judge({
        ...{ kind, mode, gates, approvals, review, rules: rulesOf(gates), partial: partial.length > 0, now: ports.now() },
        weakenings: weakenings.map(weakeningFinding),
        suppressions: documents.suppressions.parsed.value.suppressions,
        baseline: documents.baseline.parsed.value,
      });
    const asked = await askForReview(kind, judgeAll(others, 'block', null), { ...change, trusted: workspace.base });
    const checklist = await runChecklist(sources, () =>
      standChecklist({
        ...change,
        ...judgeAll(others, 'block', asked.review),
        ...{ trusted: workspace.base ?? workspace.judged, checklist: documents.checklist, touched: touchedPaths(kind, listings) },
      }),
    );
    const gates = [...others, ...checklist.gates];
    const judgement = judgeAll(gates, config.mode, asked.review);
    const rules = rulesOf(gates);
    const findings = await addLineHashes(judgement.findings, workspace.judged);
    const told = [...refusals, ...unreadNotices(checklist.unread, refusals), ...actors.notices(), ...asked.notices];
    const notices = [...subjectNotices(kind, listings.judged, gates), ...told, ...judgement.notices];
    const terms = kind === 'change' ? { by: config.approvals, approvers: config.approvers } : null;
    const { mode } = config;
    return buildReport({ version: ports.version, mode, partial, subject, rules, ...judgement, findings, notices, approvals: terms });
  } finally {
    await Promise.all([workspace.close(), past.close()]);
  }
}

/** Paths that the change touches; all where there is no change to judge, or it brings attestations alone, which are about what was there. */
function touchedPaths(kind: SubjectKind, { judged, base }: CheckListings): readonly string[] {
  const { added, modified, deleted } = compareTrees(kind === 'change' ? (base?.entries ?? null) : null, judged.entries);
  const touched = [...added, ...modified, ...deleted];
  return touched.every((path) => isAttestationPath(path)) ? judged.entries.map(({ path }) => path) : touched;
}

/** Attestations are looked at only where there is something to let through. */
async function approvalsOf(
  kind: SubjectKind,
  gates: readonly GateEvidence[],
  weakenings: readonly Weakening[],
  { trusted, ...sources }: Omit<ApprovalSources, 'trusted'> & { readonly trusted: Tree | null },
): Promise<Approvals> {
  const asked = weakenings.length > 0 || gates.some(({ findings }) => findings.some(needsApproval));
  return kind === 'change' && asked && trusted !== null ? loadApprovals({ ...sources, trusted }) : { approvals: [], notices: [] };
}

interface WeakeningSources {
  readonly workspace: Workspace;
  readonly past: Workspace;
  readonly documents: TrustedDocuments;
  readonly gates: readonly GateEvidence[];
  readonly config: ResolvedConfig;
  readonly listings: CheckListings;
}

async function weakeningsOf({ workspace, past, documents, gates, config, listings }: WeakeningSources): Promise<readonly Weakening[]> {
  if (workspace.base === null) return [];
  const standing = new Set(gates.flatMap((gate) => standingIdentities(gate)));
  const found = await findWeakenings({
    documents,
    trusted: workspace.base,
    judged: workspace.judged,
    base: past.judged,
    standing,
    judgedElsewhere: judgedPolicyDocuments(gates, workspace.judged.entries),
  });
  const moved = gateIds.flatMap((id) => movedUnderExclusion(listings, id, config.gates[id].exclude));
  return [...found, ...moved];
}

function standingIdentities({ findings, baseFindings }: GateEvidence): readonly string[] {
  const { judged, fixed } = matchFindings(baseFindings, findings);
  return [...judged.filter((matched) => matched.prior !== null), ...fixed].map(({ identity }) => identity);
}

function rulesOf(gates: readonly GateEvidence[]): ReadonlyMap<string, RuleDescription> {
  return new Map([...weakeningRules, ...gates.flatMap((gate) => gate.rules)].map((rule) => [rule.id, rule]));
}

function subjectNotices(kind: SubjectKind, judged: TreeListing, gates: readonly GateEvidence[]): readonly Notice[] {
  // A policy may have a layer of such a name.
  const read = new Set(gates.flatMap(({ coverage }) => coverage?.paths ?? []));
  const notices: Notice[] = [];
  if (kind === 'untrusted') {
    const message = 'There is no trusted tip: the judged tree was judged by its own config, and every finding counts as new';
    notices.push({ code: 'no-trusted-tip', message, remedy: 'Commit to a default branch, or name one with --base.' });
  }
  for (const { path } of judged.entries) {
    if (/^\.mcgate\/(config|suppressions|policy|policy\.tests|checklist)\.(yml|json)$|^\.mcgate\.ya?ml$/u.test(path) && !read.has(path)) {
      notices.push({
        code: 'file-not-read',
        message: `${path} is not read`,
        remedy: `Rename it to .mcgate/${path.replace(/^.*\/|\.[a-z]+$/gu, '').replace('.mcgate', 'config')}.yaml.`,
      });
    }
  }
  return notices;
}
