// How each item of the checklist stands: what shows that it was done, who said so, and what is still missing. Pure.
import type { ReportEvidence } from '../core/check.ts';
import type { ChecklistItemState, GateId, ItemStatus, Outcome, Phase, SignOffStatement } from '../core/documents.ts';
import { compareText } from '../core/order.ts';
import { itemDigest, phases, type ChecklistItem } from './checklist.ts';
import { dayMs, endOfDay } from '../core/days.ts';
import type { Author, People } from './people.ts';
import { reportProblem } from './report-evidence.ts';
import type { SubjectPlace } from './subject.ts';
import { countSigners, type Count } from './threshold.ts';
import type { Signer } from './verify.ts';

/** A sign-off whose signatures were looked at. */
export interface SignOffEvidence {
  /** The file that it stands in. */
  readonly path: string;
  readonly statement: SignOffStatement;
  readonly signers: readonly Signer[];
  /** Why others do not count. */
  readonly refused: readonly string[];
}

/** What one gate of this run answered. */
export interface GateAnswerEvidence {
  readonly id: GateId;
  readonly outcome: Outcome;
  /** False where it saw a part of the tree alone. */
  readonly whole: boolean;
  /** SHA-256, in hex, of what it answered. */
  readonly digest: string;
}

/** What there is to show for a change. */
export interface ItemEvidenceSet {
  readonly signOffs: readonly SignOffEvidence[];
  readonly gates: readonly GateAnswerEvidence[];
  readonly reports: readonly ReportEvidence[];
}

/** The change that is judged. */
export interface ItemSetting {
  /** Null where nobody says for which place the change is: then nothing that was signed counts. */
  readonly place: SubjectPlace | null;
  /** Digests of the judged tree, and of what was merged to make it. */
  readonly subjects: ReadonlySet<string>;
  /** Ids of commits that hold one of these trees. */
  readonly commits: ReadonlySet<string>;
  readonly people: People;
  readonly authors: readonly Author[];
  readonly now: Date;
  readonly applies: (item: ChecklistItem) => boolean;
}

/** In the checklist's order. A sign-off of a later phase does not count while an item of an earlier one lacks. */
export function evaluateItems(
  items: readonly ChecklistItem[],
  evidence: ItemEvidenceSet,
  setting: ItemSetting,
): readonly ChecklistItemState[] {
  const states = new Map<ChecklistItem, ChecklistItemState>();
  let lacking: ChecklistItem | null = null;
  for (const phase of phases) {
    const inPhase = items.filter((item) => item.phase === phase);
    for (const item of inPhase) states.set(item, evaluateItem(item, evidence, setting, lacking));
    lacking ??= inPhase.find((item) => !isSettled(states.get(item))) ?? null;
  }
  return items.flatMap((item) => states.get(item) ?? []);
}

/** True for an item that asks nothing more of anybody. */
export function isSettled(state: ChecklistItemState | undefined): boolean {
  return state?.status === 'fulfilled' || state?.status === 'not-asked';
}

/** The first item of an earlier phase that lacks, or null: only then may `phase` be signed. */
export function blockingPhase(states: readonly ChecklistItemState[], phase: Phase): ChecklistItemState | null {
  const earlier = phases.slice(0, phases.indexOf(phase));
  return earlier.flatMap((one) => states.filter((state) => state.phase === one)).find((state) => !isSettled(state)) ?? null;
}

interface Standing {
  readonly status: ItemStatus;
  readonly detail: string;
  readonly by?: readonly string[];
  readonly until?: string | null;
  readonly digest?: string;
  readonly attestations?: readonly string[];
}

function evaluateItem(
  item: ChecklistItem,
  evidence: ItemEvidenceSet,
  setting: ItemSetting,
  lacking: ChecklistItem | null,
): ChecklistItemState {
  const standing = setting.applies(item)
    ? standingOf(item, evidence, setting, lacking)
    : { status: 'not-asked' as const, detail: 'does not apply to this change' };
  const { id, title, phase } = item;
  const { status, detail, by = [], until = null, digest, attestations = [] } = standing;
  return {
    ...{ id, title, phase, evidence: item.evidence.kind, status, by: [...by], until, detail },
    ...(digest === undefined ? {} : { digest }),
    attestations: [...attestations],
  };
}

function standingOf(item: ChecklistItem, evidence: ItemEvidenceSet, setting: ItemSetting, lacking: ChecklistItem | null): Standing {
  if (item.evidence.kind === 'gate') return gateStanding(item.evidence.gate, evidence.gates);
  const signed = signedStanding(item, evidence.signOffs, setting);
  if (signed.status === 'refused') return signed;
  const own = evidence.reports.filter((report) => report.item === item.id);
  const given = item.evidence.kind === 'report' && own.length > 0 ? reportStanding(item, own, setting) : null;
  if (given?.status === 'fulfilled' && item.signers === null && item.threshold === 1) return given;
  if (signed.status === 'pending') return given?.status === 'pending' ? given : signed;
  if (lacking === null) return signed;
  return { status: 'pending', detail: `is signed, but ${lacking.id} (${lacking.phase}) comes first`, by: signed.by ?? [] };
}

function gateStanding(gate: GateId, answers: readonly GateAnswerEvidence[]): Standing {
  const answer = answers.find(({ id }) => id === gate);
  if (answer === undefined) return { status: 'pending', detail: `the ${gate} gate did not run` };
  const { outcome, whole, digest } = answer;
  if (!whole) return { status: 'pending', detail: `the ${gate} gate saw a part alone: run it over the whole tree`, digest };
  if (outcome === 'pass') return { status: 'fulfilled', detail: `the ${gate} gate passes`, digest };
  return { status: 'pending', detail: `the ${gate} gate answers ${outcome}`, digest };
}

/** Of the reports that were handed to this run for an item, one at least: whoever runs mcgate vouches for where they came from. */
function reportStanding(item: ChecklistItem, reports: readonly ReportEvidence[], { now, commits }: ItemSetting): Standing {
  const problems: string[] = [];
  for (const given of reports) {
    const problem = 'problem' in given ? given.problem : reportProblem(given.report, item, { now, commits, signed: false });
    if (problem === null && 'report' in given) {
      return { status: 'fulfilled', detail: `${given.report.tool} leaves nothing open that counts`, digest: given.report.sha256 };
    }
    problems.push(problem ?? '');
  }
  return { status: 'pending', detail: problems[0] ?? '' };
}

function signedStanding(item: ChecklistItem, signOffs: readonly SignOffEvidence[], setting: ItemSetting): Standing {
  const own = signOffs.filter(({ statement }) => statement.predicate.item === item.id).sort((a, b) => compareText(a.path, b.path));
  const problems = own.map((signOff) => signOffProblem(signOff.statement, item, setting));
  const about = own.filter((_, index) => problems[index] === null);
  const { people, authors } = setting;
  const count = (chosen: readonly SignOffEvidence[], threshold: number): Count => {
    const demand = { signers: item.signers, threshold, notAuthor: item.notAuthor };
    return countSigners(
      chosen.flatMap(({ signers }) => signers),
      demand,
      people,
      authors,
    );
  };
  const counting = (chosen: readonly SignOffEvidence[]): readonly SignOffEvidence[] => chosen.filter((one) => count([one], 1).met);
  const refusals = about.filter(({ statement }) => statement.predicate.decision === 'refused');
  const refused = count(refusals, 1);
  if (refused.met) {
    const note = counting(refusals)
      .map(({ statement }) => statement.predicate.note)
      .find((text) => text !== undefined);
    return {
      ...filed(counting(refusals)),
      until: endOf(counting(refusals)),
      status: 'refused',
      by: refused.by,
      detail: note ?? 'no reason was given',
    };
  }
  const accepted = about.filter(({ statement }) => statement.predicate.decision === 'accepted');
  const counted = count(accepted, item.threshold);
  if (counted.met) {
    const ends = counted.by.map((name) => endOf(accepted.filter((one) => count([one], 1).by.includes(name)))).sort();
    // As many as are needed hold until the least of the last ones ends.
    const until = ends.at(-item.threshold) ?? null;
    return { ...filed(counting(accepted)), until, status: 'fulfilled', by: counted.by, detail: 'signed' };
  }
  const why = [...problems.filter((problem) => problem !== null), ...own.flatMap((signOff) => signOff.refused), ...counted.refused];
  const lacks =
    counted.by.length > 0
      ? `${String(counted.by.length)} of ${String(item.threshold)} people signed`
      : item.threshold > 1
        ? `${String(item.threshold)} people have to sign`
        : 'nobody who counts has signed';
  return { status: 'pending', by: counted.by, detail: [lacks, ...new Set(why)].slice(0, 4).join('; ') };
}

/** The last day of the one that holds longest; `''` of none. */
function endOf(signOffs: readonly SignOffEvidence[]): string {
  return (
    signOffs
      .map(({ statement }) => statement.predicate.expires)
      .sort()
      .at(-1) ?? ''
  );
}

function filed(signOffs: readonly SignOffEvidence[]): Pick<Standing, 'attestations'> & { readonly digest?: string } {
  const report = signOffs.map(({ statement }) => statement.predicate.report?.sha256).find((digest) => digest !== undefined);
  return { attestations: signOffs.map(({ path }) => path), ...(report === undefined ? {} : { digest: report }) };
}

/** Why a sign-off is not about this item of this change, as a clause; null where it is. Less is asked of a refusal: it lets nothing through. */
function signOffProblem({ subject, predicate }: SignOffStatement, item: ChecklistItem, setting: ItemSetting): string | null {
  const { repository, target, expires, decision } = predicate;
  const { place, now } = setting;
  if (place === null) return 'it is not known for which place a sign-off would have to be';
  if (repository !== place.repository) return `a sign-off is for the repository ${repository}, not ${place.repository}`;
  if (target !== place.target) return `a sign-off is for ${target}, not ${place.target}`;
  const end = endOfDay(expires);
  if (end === null || end < now.getTime()) return `a sign-off expired (${expires})`;
  if (decision === 'accepted' && end > now.getTime() + (item.expiresDays + 1) * dayMs) {
    return `a sign-off is to hold until ${expires}: ${String(item.expiresDays)} days are the most`;
  }
  if (!setting.subjects.has(subject[0]?.digest.sha256 ?? ''))
    return 'a sign-off is for another tree: something changed after it was signed';
  if (predicate.itemDigest !== itemDigest(item)) return 'a sign-off is for this item as it was worded before';
  if (item.evidence.kind !== 'report' || decision === 'refused') return null;
  if (predicate.report === undefined) return 'a sign-off names no report';
  return reportProblem(predicate.report, item, { now, commits: setting.commits, signed: true });
}
