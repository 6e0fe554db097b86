// What a person would sign of an item of the checklist: which item as it is worded, about which tree, for which place.
import { itemDigest, resolveChecklist, type ChecklistItem } from '../attestation/checklist.ts';
import { dayOf } from '../core/days.ts';
import { reportProblem } from '../attestation/report-evidence.ts';
import { predicateTypes, statementOf } from '../attestation/statement.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { SignedReport, SignOff, SignOffStatement } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { withDraft } from './draft.ts';
import { lastDayOf } from './last-day.ts';
import { loadChecklist } from './trusted-documents.ts';

export interface SignOffRequest {
  readonly item: string;
  readonly decision: SignOff['decision'];
  readonly note: string | null;
  /** YYYY-MM-DD; null for as long as the item allows. */
  readonly expires: string | null;
  readonly report: SignedReport | null;
}

/** What is signed, and what whoever signs has to know of it. */
export interface DraftedSignOff {
  readonly item: ChecklistItem;
  readonly statement: SignOffStatement;
  /** Full id. */
  readonly commit: string;
}

/** Throws McgateError `usage` for what would not count, `unreadable` where the tree or its place cannot be told. */
export async function draftSignOff(
  request: CheckRequest,
  { item: id, decision, note, expires, report }: SignOffRequest,
  ports: Pick<CheckPorts, 'openRepository' | 'now'>,
): Promise<DraftedSignOff> {
  return withDraft(request, ports, async ({ place, digest, commit, trusted, isSame }) => {
    const item = itemCalled(id, resolveChecklist((await loadChecklist(trusted)).parsed.value));
    const now = ports.now();
    const commits = new Set<string>();
    for (const named of report?.commits ?? []) if (await isSame(named)) commits.add(named);
    if (decision === 'accepted') checkReport(item, report, { now, commits });
    const predicate: SignOff = {
      ...place,
      item: id,
      itemDigest: itemDigest(item),
      decision,
      ...(note === null ? {} : { note }),
      ...(report === null ? {} : { report }),
      made: dayOf(now),
      expires: lastDayOf(expires, { now, usual: item.expiresDays, most: item.expiresDays }),
    };
    return { item, statement: statementOf(predicateTypes.signOff, digest, predicate), commit: commit ?? '' };
  });
}

function itemCalled(id: string, items: readonly ChecklistItem[]): ChecklistItem {
  const item = items.find((one) => one.id === id);
  const signed = items.filter(({ evidence }) => evidence.kind !== 'gate').map((one) => one.id);
  if (item === undefined)
    throw new McgateError('usage', `The checklist has no item ${JSON.stringify(id)}.`, {
      remedy: `It has these to sign: ${signed.join(', ')}.`,
    });
  if (item.evidence.kind === 'gate')
    throw new McgateError('usage', `The ${item.evidence.gate} gate answers for ${id}: nobody signs it.`, {
      remedy: 'See `mcgate checklist status`.',
    });
  return item;
}

function checkReport(
  item: ChecklistItem,
  report: SignedReport | null,
  setting: { readonly now: Date; readonly commits: ReadonlySet<string> },
): void {
  if (item.evidence.kind !== 'report') {
    if (report !== null) throw new McgateError('usage', `${item.id} asks for no report.`, { remedy: 'Leave --report out.' });
    return;
  }
  if (report === null)
    throw new McgateError('usage', `${item.id} asks for a report (${item.evidence.formats.join(', ')}).`, {
      remedy: 'Name its file with --report.',
    });
  const problem = reportProblem(report, item, { ...setting, signed: true });
  if (problem !== null) throw new McgateError('usage', `The report would not count: ${problem}.`);
}
