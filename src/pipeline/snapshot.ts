// What of a commit decides how changes are judged: its documents under .mcgate/, its workflows and its actions, and how two commits differ in that.
import { needsApproval } from '../core/approval.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { RawFinding, Reason, RuleDescription } from '../core/documents.ts';
import type { Repository, TreeListing } from '../core/repository.ts';
import { compareTrees, type Tree } from '../core/workspace.ts';
import { mayBePolicyDocument } from '../policy/document-paths.ts';
import { foldName } from './fold-name.ts';
import type { GateEvidence } from './judge.ts';
import { judgedPolicyDocuments } from './policy-documents.ts';
import { runOtherGates } from './run-gates.ts';
import { resolveConfig } from './settings.ts';
import { loadTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts';
import type { Weakening } from './weakening.ts';
import { findWeakenings } from './weakenings.ts';
import { isActionPath, isWorkflowPath } from './workflow-guards.ts';

export interface Snapshot {
  readonly commit: string;
  readonly listing: TreeListing;
  readonly tree: Tree;
  /** Throws McgateError where one of them is broken. */
  readonly documents: () => Promise<TrustedDocuments>;
  readonly close: () => Promise<void>;
}

/** True for what can weaken a later judgement. */
export function isJudging(path: string): boolean {
  return foldName(path.replace(/[/\\].*/su, '')) === '.mcgate' || isWorkflowPath(path) || isActionPath(path);
}

/** Throws McGateError `git-failed` where the commit is not here. */
export async function openSnapshot(commit: string, repository: Repository): Promise<Snapshot> {
  const whole = await repository.list({ kind: 'commit', commit });
  const listing = { ...whole, entries: whole.entries.filter(({ path }) => isJudging(path)) };
  const workspace = await repository.open({ judged: listing, base: null });
  let documents: Promise<TrustedDocuments> | null = null;
  return {
    ...{ commit, listing, tree: workspace.judged },
    documents: () => (documents ??= loadTrustedDocuments(workspace.judged)),
    close: () => workspace.close(),
  };
}

export interface Difference {
  readonly weakenings: readonly Weakening[];
  /** Differences of the policies that block; empty where `reasons` is not. */
  readonly widenings: readonly RawFinding[];
  /** Why the policies could not be compared. */
  readonly reasons: readonly Reason[];
  readonly rules: readonly RuleDescription[];
}

export interface DifferenceSources {
  readonly request: CheckRequest;
  readonly repository: Repository;
  readonly ports: CheckPorts;
}

/** What a check of `after` by `before` would say of the change itself. Throws McgateError where the documents of `before` are broken. */
export async function compareSnapshots(
  before: Snapshot,
  after: Snapshot,
  sources: DifferenceSources,
  { policy = true }: { readonly policy?: boolean } = {},
): Promise<Difference> {
  const documents = await before.documents();
  const gate = policy && touchesPolicy(before, after) ? await runPermissions(before, after, documents, sources) : null;
  const weakenings = await findWeakenings({
    documents,
    ...{ trusted: before.tree, judged: after.tree, base: before.tree },
    // No other gate runs: which findings stood is not known.
    standing: new Set(),
    judgedElsewhere: judgedPolicyDocuments(gate === null ? [] : [gate], after.tree.entries),
  });
  const { reasons = [], findings = [], rules = [] } = gate ?? {};
  const blocking = new Set(rules.filter(({ blocks }) => blocks).map(({ id }) => id));
  const widenings = reasons.length > 0 ? [] : findings.filter((finding) => needsApproval(finding) && blocking.has(finding.ruleId));
  return { weakenings, widenings, reasons, rules };
}

function touchesPolicy(before: Snapshot, after: Snapshot): boolean {
  const { added, modified, deleted } = compareTrees(before.listing.entries, after.listing.entries);
  return [...added, ...modified, ...deleted].some((path) => path === '.mcgate' || mayBePolicyDocument(path));
}

async function runPermissions(
  { listing: base }: Snapshot,
  { listing: judged }: Snapshot,
  documents: TrustedDocuments,
  { request, repository, ports }: DifferenceSources,
): Promise<GateEvidence | null> {
  const gates = await runOtherGates({
    request: { ...request, gates: ['permissions'] },
    config: resolveConfig(documents.config.parsed.value),
    listings: { judged, base, trusted: base, past: null },
    ...{ repository, ports, models: [] },
  });
  return gates.find(({ id }) => id === 'permissions') ?? null;
}

type Snapshots<C extends readonly string[]> = { readonly [K in keyof C]: Snapshot };

/** Opens each commit, and closes it again. Throws McgateError `git-failed` where one is not here. */
export async function withSnapshots<const C extends readonly string[], T>(
  commits: C,
  { repository }: Pick<DifferenceSources, 'repository'>,
  use: (snapshots: Snapshots<C>) => Promise<T>,
): Promise<T> {
  const opened = await Promise.all(commits.map((commit) => openSnapshot(commit, repository)));
  try {
    return await use(opened as unknown as Snapshots<C>);
  } finally {
    await Promise.all(opened.map(({ close }) => close()));
  }
}
