// Walks a branch's history step by step, and tells what of it went past the gate: done without an approval, and not taken back since.
import type { Finding, Notice, RawFinding, Reason, RuleDescription } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { matchFindings } from '../core/identity.ts';
import type { HistoryStep } from '../core/repository.ts';
import { advanceAuthority, authorityDemand, concernsAuthority, readAuthority, readSigners, type Authority } from './authority.ts';
import { toFinding } from './judge.ts';
import { approvalNotices, approve } from './lift.ts';
import { hasFindings, settle, sinceStart, takeBack, type Begun, type OpenChange } from './open-changes.ts';
import { demandSigners } from './signer-weakenings.ts';
import { compareSnapshots, withSnapshots, type Difference, type DifferenceSources, type Snapshot } from './snapshot.ts';
import { readBrought, type Brought, type StepApprovals } from './step-approvals.ts';
import { documentPaths } from './trusted-documents.ts';
import { unreadNotices, type UnreadAttestation } from './unread-attestations.ts';
import { weakeningFinding } from './weakening.ts';

export interface WalkSources extends DifferenceSources {
  readonly approvals: StepApprovals;
  /** Branches that a step was for, in full. */
  readonly targetsOf: (commit: string) => readonly string[];
}

/** How things stand after a step. */
export interface Walked {
  readonly start: string;
  readonly authority: Authority;
  /** What nobody approved, and what was not taken back. */
  readonly open: readonly OpenChange[];
  readonly approved: readonly Finding[];
  readonly notices: readonly Notice[];
  /** Why the policy could not be compared; empty where it could. */
  readonly reasons: readonly Reason[];
  readonly rules: ReadonlyMap<string, RuleDescription>;
  readonly brought: readonly Brought[];
  readonly unread: readonly UnreadAttestation[];
  /** A state that no comparison has come to the end of: the one after it could not be read as a whole. */
  readonly pending: Begun | null;
  readonly hadBaseline: boolean;
}

/** From `start`, where the history comes from, to its end. Throws McGateError where the documents of `start` are broken, or a commit is not here. */
export async function walkSteps(start: string, steps: readonly HistoryStep[], sources: WalkSources): Promise<Walked> {
  let state: Walked = await withSnapshots([start], sources, async ([first]) => ({
    ...{ authority: await readAuthority(first), hadBaseline: hasBaseline(first), pending: null },
    ...{ start, open: [], approved: [], notices: [], reasons: [], brought: [], unread: [], rules: new Map<string, RuleDescription>() },
  }));
  for (const step of steps) {
    if (sources.ports.signal.aborted) throw new McgateError('cancelled', 'The run was cancelled');
    state = await takeStep(state, step, step === steps.at(-1), sources);
  }
  const last = steps.at(-1)?.commit ?? start;
  const net = await withSnapshots([last], sources, ([after]) => sinceStart(state.open, start, after, sources, () => true));
  const short = net.open.flatMap(({ given, findings }) => approvalNotices({ approvals: given, review: null }, findings));
  const notices = [...state.notices, ...net.notices, ...short, ...sources.approvals.notices(), ...unreadNotices(state.unread)];
  return { ...state, open: net.open, notices };
}

function takeStep(state: Walked, step: HistoryStep, isLast: boolean, sources: WalkSources): Promise<Walked> {
  const [parent = ''] = step.parents;
  const begun = state.pending ?? { commit: parent, brought: state.brought.length };
  return withSnapshots([begun.commit, parent, step.commit], sources, async ([before, onto, after]) => {
    const { brought, unread } = await readBrought(onto, after, {
      step,
      time: timeOf(step, sources.ports.now()),
      targets: sources.targetsOf(step.commit),
    });
    const difference = await compareSnapshots(before, after, sources);
    const authority = await authorityOrNull(after);
    const taken = {
      ...{ ...state, brought: [...state.brought, ...brought], unread: [...state.unread, ...unread], reasons: difference.reasons },
      rules: new Map([...state.rules, ...difference.rules.map((rule) => [rule.id, rule] as const)]),
    };
    const isWhole = difference.reasons.length === 0 && authority !== null;
    // What cannot be read is judged together with what mends it.
    if (!isWhole && !isLast) return { ...taken, pending: begun };
    const told = await judgeStep(taken, { before, after, begun, step, difference }, sources);
    if (!isWhole) return told;
    const { open, notices } = settle(told.open, state.authority, authority, step);
    const left = open.flatMap(({ findings }) => findings);
    return { ...told, open, notices: [...told.notices, ...notices], authority: advanceAuthority(state.authority, authority, left) };
  });
}

/** Whoever forges a date cannot go behind what was there before, nor beyond today; one that cannot be read is today's. */
function timeOf({ date, earliest }: HistoryStep, now: Date): number {
  const dates = [date, earliest].filter((each) => !Number.isNaN(each));
  return Number.isNaN(date) ? now.getTime() : Math.min(Math.max(...dates), now.getTime());
}

interface ComparedStep {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly begun: Begun;
  readonly step: HistoryStep;
  readonly difference: Difference;
}

/** What the step did, what it took back, and what of all that is approved now. */
async function judgeStep(state: Walked, compared: ComparedStep, sources: WalkSources): Promise<Walked> {
  const { before, after, begun, step, difference } = compared;
  const { authority } = state;
  const isFirst = !state.hadBaseline && !hasBaseline(before);
  const asked = await demandSigners(difference.weakenings, { trusted: before.tree, judged: after.tree }, authorityDemand(authority));
  const weakenings = asked.filter(({ rule }) => !(isFirst && rule === 'baseline-grown'));
  const findings = [weakenings.map(weakeningFinding), difference.widenings].flatMap((raw) => findingsOf(raw, step));
  const change: OpenChange = { ...begun, authority, signers: await readSigners(before), before: begun.commit, findings, given: [] };
  const { open, notices } = await takeBack(state.open, after, step, sources);
  const again = state.brought.length > begun.brought;
  const judged: JudgedChange[] = [];
  for (const one of [...(again ? open : []), change]) judged.push(await judgeChange(one, state.brought, sources.approvals));
  const left = [...(again ? [] : open), ...judged.map((one) => one.open)].filter(hasFindings);
  // Whose word counts is not told by how it was at first: somebody may have been taken out for good reasons.
  const net = await sinceStart(left, state.start, after, sources, (finding) => !concernsAuthority(finding));
  return {
    ...{ ...state, pending: null, open: net.open, hadBaseline: state.hadBaseline || hasBaseline(after) },
    approved: [...state.approved, ...judged.flatMap((one) => one.approved)],
    notices: [...state.notices, ...notices, ...net.notices, ...(weakenings.length < asked.length ? [baselineNotice(step)] : [])],
  };
}

function findingsOf(raw: readonly RawFinding[], step: HistoryStep): readonly Finding[] {
  const { commit, author, date } = step;
  const day = Number.isNaN(date) ? 'at no time that can be read' : new Date(date).toISOString().slice(0, 10);
  return matchFindings([], raw).judged.map(({ finding, identity }) => ({
    ...toFinding(finding, identity, 'new', true),
    message: `${finding.message} (${commit.slice(0, 12)}, ${author}, ${day})`,
    step: { commit, author, date: Number.isNaN(date) ? '' : new Date(date).toISOString() },
  }));
}

interface JudgedChange {
  readonly open: OpenChange;
  readonly approved: readonly Finding[];
}

async function judgeChange(change: OpenChange, brought: readonly Brought[], approvals: StepApprovals): Promise<JudgedChange> {
  const given = change.findings.length === 0 ? [] : await approvals.find(change, brought.slice(change.brought));
  const judged = change.findings.map((finding) => approve(finding, { approvals: given, review: null }));
  return {
    open: { ...change, given, findings: judged.filter(({ approval }) => approval === undefined) },
    approved: judged.filter(({ approval }) => approval !== undefined),
  };
}

function hasBaseline({ tree }: Snapshot): boolean {
  return tree.entries.some(({ path }) => path === documentPaths.baseline);
}

function baselineNotice({ commit }: HistoryStep): Notice {
  return {
    code: 'baseline-created',
    message: `The first baseline came in ${commit.slice(0, 12)}: whether all of it stood before is not told by the history`,
    remedy: 'Read it, or run `mcgate check` on that commit.',
  };
}

async function authorityOrNull(snapshot: Snapshot): Promise<Authority | null> {
  try {
    return await readAuthority(snapshot);
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    return null;
  }
}
