// The sentences of a report, shared by the formats for people. Texts may hold the repository's words: escape them where they go.
import { countItems } from '../core/checklist-count.ts';
import { isAboutChange, needsApproval, signersNeeded } from '../core/approval.ts';
import type {
  AdvisoryEvidence,
  AttackEvidence,
  Counts,
  Finding,
  FlowEvidence,
  GateReport,
  Location,
  PolicyChangeEvidence,
  PolicyLine,
  Report,
  RuleDescription,
} from '../core/documents.ts';

/** What a rule id begins with: a gate's name, or `weakening` for what the pipeline itself judges. */
export function familyOf(ruleId: string): string {
  return ruleId.split('/', 1)[0] ?? ruleId;
}

/** What could lift a finding: nothing, for a note about the change itself. */
export function wayOutOf(finding: Finding): 'approval' | 'suppression' | null {
  if (needsApproval(finding)) return 'approval';
  return isAboutChange(finding) ? null : 'suppression';
}

/** A count with its noun, digits grouped. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${groupDigits(amount)} ${amount === 1 ? one : many}`;
}

function groupDigits(amount: number): string {
  return String(amount).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A duration for people. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${String(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Ordered as in the report. Findings that stood before, or are set aside, are only counted, unless they block. */
export function shownFindings(report: Report): { readonly blocking: readonly Finding[]; readonly other: readonly Finding[] } {
  const judgedWhole = report.subject.kind !== 'change';
  const other = report.findings.filter(
    (finding) => !finding.blocks && (finding.state === 'new' || finding.worsened === true || (judgedWhole && finding.state === 'existing')),
  );
  return { blocking: report.findings.filter((finding) => finding.blocks), other };
}

/** Why the verdict is what it is, in one or two sentences. */
export function verdictSentence(report: Report): string {
  const { blocking } = shownFindings(report);
  const blocked = blocking.length > 0 ? [blockingSentence(blocking)] : [];
  const incomplete = report.gates.filter((gate) => gate.outcome === 'incomplete');
  const unanswered =
    incomplete.length > 0
      ? [`The ${list(incomplete.map((gate) => gate.id))} ${incomplete.length === 1 ? 'gate' : 'gates'} could not answer.`]
      : [];
  if (report.mode === 'inform') {
    return ['Advisory only (mode: inform), so nothing blocks.', ...unanswered, informSentence(report)].join(' ');
  }
  if (report.verdict === 'fail') return [...(blocked.length > 0 ? blocked : ['A gate failed.']), ...unanswered].join(' ');
  if (report.verdict === 'incomplete') {
    return [
      ...(unanswered.length > 0 ? unanswered : ['The question could not be answered.']),
      'Nothing blocks so far, but that is no pass.',
    ].join(' ');
  }
  if (report.gates.every((gate) => gate.outcome === 'skipped')) return 'No gate was asked to look.';
  const { other } = shownFindings(report);
  const approved = other.filter(({ approval }) => approval !== undefined).length;
  const parts = [
    ...(approved > 0 ? [`${count(approved, 'finding')} approved`] : []),
    ...(other.length > approved ? [`${count(other.length - approved, 'finding')} below the threshold`] : []),
  ];
  return parts.length === 0 ? 'Nothing blocks.' : `Nothing blocks; ${parts.join(', ')}.`;
}

function informSentence(report: Report): string {
  const { blocking, other } = shownFindings(report);
  const shown = blocking.length + other.length;
  return shown === 0 ? 'Nothing was found.' : `${count(shown, 'finding')} to read.`;
}

function blockingSentence(blocking: readonly Finding[]): string {
  const families = new Map<string, number>();
  for (const { ruleId } of blocking) families.set(familyOf(ruleId), (families.get(familyOf(ruleId)) ?? 0) + 1);
  const parts = [...families].map(([family, amount]) =>
    family === 'weakening' ? count(amount, 'weakening of the gate', 'weakenings of the gate') : `${groupDigits(amount)} in ${family}`,
  );
  const verb = blocking.length === 1 ? '1 finding blocks' : `${count(blocking.length, 'finding')} block`;
  return `${verb} (${parts.join(', ')}).`;
}

function revision(one: { readonly name: string; readonly commit: string | null }): string {
  const commit = one.commit?.slice(0, 10);
  return commit === undefined || one.name === one.commit ? (commit ?? one.name) : `${one.name} (${commit})`;
}

/** What was judged by whom, and everything that makes this run other than a whole, blocking one. */
export function circumstances(report: Report): readonly string[] {
  const { subject } = report;
  const partial = report.partial.length > 0 ? [`Partial run (${report.partial.join(', ')}): no verdict on the whole.`] : [];
  return [subjectSentence(subject), ...partial];
}

function subjectSentence(subject: Report['subject']): string {
  const judged = revision(subject.judged);
  if (subject.kind === 'untrusted') {
    return `Untrusted: no trusted commit was found. Judged: ${judged}, by its own configuration; every finding counts.`;
  }
  const trusted = subject.trusted === null ? 'nobody' : revision(subject.trusted);
  if (subject.kind === 'audit') {
    return `Audit: ${judged} is the trusted tip itself; every finding counts that is neither baselined nor suppressed.`;
  }
  const base = subject.base === null ? 'no base' : revision(subject.base);
  return base === trusted
    ? `Change: ${judged}, judged against and by ${base}.`
    : `Change: ${judged}, judged against ${base} by the configuration of ${trusted}.`;
}

/** What a gate looked at, in a few words. */
function examined(gate: GateReport): string {
  if (gate.coverage === null) return 'nothing examined';
  const { unit, examined: amount, leftOut, items } = gate.coverage;
  if (items !== undefined) {
    const { asked, fulfilled } = countItems(items);
    return `${String(fulfilled)} of ${count(asked.length, 'item')} fulfilled`;
  }
  const missed = leftOut.reduce((sum, one) => sum + one.count, 0);
  return `${groupDigits(amount)} ${amount === 1 ? unit.replace(/s$/, '') : unit}${missed === 0 ? '' : `, ${groupDigits(missed)} left out`}`;
}

/** Blocking and other shown findings of one family, in a few words; empty where there are none. */
function familyCounts(report: Report, family: string): string {
  const { blocking, other } = shownFindings(report);
  const of = (findings: readonly Finding[]): number => findings.filter((finding) => familyOf(finding.ruleId) === family).length;
  const [block, rest] = [of(blocking), of(other)];
  const parts = [block > 0 ? `${groupDigits(block)} blocking` : '', rest > 0 ? `${groupDigits(rest)} other` : ''];
  return parts.filter((part) => part !== '').join(', ');
}

/** What is told of a gate that ran: its findings, what it looked at and, last, how long it took. */
export function gateFacts(gate: GateReport, report: Report): readonly string[] {
  return [familyCounts(report, gate.id), examined(gate), duration(gate.durationMs)].filter((fact) => fact !== '');
}

/** All counts in one line. */
export function countsLine(counts: Counts): string {
  const rest = (['existing', 'fixed', 'suppressed', 'baselined'] as const).filter((state) => counts[state] > 0);
  return [
    `${groupDigits(counts.blocking)} blocking`,
    `${groupDigits(counts.new)} new`,
    ...rest.map((state) => `${groupDigits(counts[state])} ${state}`),
  ].join(', ');
}

/** What to do about a finding: its own fix, else the first paragraph of its rule's. */
export function fixOf(finding: Finding, rule: RuleDescription | undefined): string {
  const paragraph = (finding.fix ?? rule?.remediation ?? '').trim().split(/\n\s*\n/, 1)[0] ?? '';
  return paragraph === '' ? `See \`mcgate explain ${finding.ruleId}\`.` : paragraph.replaceAll(/\s*\n\s*/g, ' ');
}

/** Who can lift what is about the change itself, or who did. `reviewCounts`: as the report has it, see approval-ways.ts. */
export function approvalOf(finding: Finding, { reviewCounts }: { readonly reviewCounts: boolean }): string {
  const { identity, approval } = finding;
  const signers = signersNeeded(finding);
  const who = signers === null ? 'somebody approve' : `${String(signers)} of those who sign already approve`;
  if (approval === undefined && finding.step !== undefined) return 'Nobody who counted then signed for it.';
  if (approval === undefined)
    return `Take it out of this change, or have ${who} of it who took no part in it: \`mcgate approve ${identity}\`${reviewCounts && signers === null ? ', or a review on GitHub' : ''}.`;
  const by = approval.by.join(', ');
  if (!('attestation' in approval)) return `Given by ${by} in a review of ${approval.commit} at ${approval.submittedAt}`;
  const files = [approval.attestation, ...(approval.otherAttestations ?? [])].join(', ');
  const made = approval.made === undefined ? '' : ` on ${approval.made}`;
  return `Given by ${by}${made} until ${approval.expires}, for the tree ${approval.tree.slice(0, 12)}: ${approval.reason} (${files})`;
}

/** What a change of the policy is about: the scope, and the modes and roles to which it is limited. */
export function policySubject({ scope, modes, roles }: Pick<PolicyChangeEvidence, 'scope' | 'modes' | 'roles'>): string {
  const limited = (names: readonly string[] | null, one: string): readonly string[] =>
    names === null ? [] : [`${one}${names.length === 1 ? '' : 's'} ${names.join(', ')}`];
  return [scope, ...limited(modes, 'mode'), ...limited(roles, 'role')].join('; ');
}

/** A line of a policy, and whether it is gone; not escaped. */
export function policyLine({ side, path, line, column }: PolicyLine): string {
  return `${path}:${String(line)}:${String(column)}${side === 'base' ? ' (gone)' : ''}`;
}

/** Both policies as an approval will name them. */
export function policyDigests({ baseDigest, headDigest }: PolicyChangeEvidence): readonly [before: string, after: string] {
  return [baseDigest ?? '(invalid)', headDigest];
}

/** The words of a suppress command, to be joined by spaces; owner, reason and expiry are refused until they are filled in. */
export function suppressCommand(identity: string, ellipsis: string): readonly string[] {
  return ['mcgate suppress', identity, '--owner @you', `--reason "${ellipsis}"`, '--expires YYYY-MM-DD'];
}

/** What to do next, in one or two sentences; empty where there is nothing to do. */
export function nextSteps(report: Report): readonly string[] {
  const { blocking } = shownFindings(report);
  const remedies = report.gates
    .filter((gate) => gate.outcome === 'incomplete')
    .flatMap((gate) => gate.reasons.map((reason) => reason.remedy));
  const remedy = remedies.find((one) => one !== undefined);
  const mend = blocking.length === 0 ? [] : [mendSentence(blocking)];
  const complete = remedy === undefined ? [] : [`To complete the run: ${remedy}`];
  return [...mend, ...complete].slice(0, 2);
}

function mendSentence(blocking: readonly Finding[]): string {
  if (blocking.every(({ step }) => step !== undefined)) return 'Take it back on the branch, then make it again with an approval.';
  if (blocking.every((finding) => familyOf(finding.ruleId) === 'weakening'))
    return 'Take the weakening out of this change, then run `mcgate check` again.';
  const rule = blocking.find((finding) => familyOf(finding.ruleId) !== 'weakening')?.ruleId ?? '';
  return `Mend what blocks, then run \`mcgate check\` again; \`mcgate explain ${rule}\` says why a rule matters.`;
}

/** `path:line:column`, as terminals and editors make clickable; not escaped. */
export function placeOf({ path, startLine, startColumn }: Location): string {
  const numbers = startLine === undefined ? [] : [startLine, ...(startColumn === undefined ? [] : [startColumn])];
  const shown = path === '' ? '(no path)' : path.trim() === '' ? JSON.stringify(path) : path;
  return [shown, ...numbers.map(String)].join(':');
}

/** How a package came in: the names from a direct dependency to it. */
export function dependencyPath({ path = [] }: AdvisoryEvidence): string {
  return path.join(' › ');
}

/** What an attack on a regular expression was seen to cost. */
export function attackCost({ growth, degree, length, steps }: Omit<AttackEvidence, 'kind' | 'text'>): string {
  const how =
    growth === 'exponential' ? 'each repetition multiplies the steps' : `steps grow with the length to the power of ${String(degree ?? 2)}`;
  return `${how}; ${groupDigits(length)} characters took ${groupDigits(steps)} steps or more`;
}

/** Where an attacker's data comes in; not escaped. */
export function flowSource({ source, api }: FlowEvidence): string {
  const who = senders[source.kind];
  return [source.what, ...(api === null ? [] : [`of ${api}`]), ...(who === undefined ? [] : [`(${who})`])].join(' ');
}

const senders: Readonly<Record<string, string>> = {
  remote: 'from whoever reaches the service',
  parameter: 'from whoever calls this package',
  arguments: 'from the command line',
  environment: 'from the environment',
  file: 'from a file',
  queue: 'from a queue',
  browser: 'from a link or a page',
  webview: 'from a web view',
  'model-output': 'from a language model',
  'tool-result': "from a tool's result",
  'tool-arguments': "from a tool call's arguments",
  archive: 'from an archive',
};

/** What introduces the tests that did not stop a flow. */
export function guardCount(amount: number): string {
  return amount === 1 ? 'A test on the way does not stop it:' : `${groupDigits(amount)} tests on the way do not stop it:`;
}

/** What introduces the other places of the same fault. */
export function alsoCount({ also = [], alsoLeft = 0 }: FlowEvidence): string {
  const amount = also.length + alsoLeft;
  return amount === 1 ? 'One more place of the same fault:' : `${groupDigits(amount)} more places of the same fault:`;
}

export interface Numbered<T> {
  readonly item: T;
  /** From 1. */
  readonly number: number;
}

/** A list without its middle where it is longer than `limit`; the gap lies before the item at `gapAt` (-1: none). */
export function middleLeftOut<T>(
  items: readonly T[],
  limit: number,
): { readonly kept: readonly Numbered<T>[]; readonly gapAt: number; readonly left: readonly Numbered<T>[] } {
  const numbered = items.map((item, index) => ({ item, number: index + 1 }));
  if (items.length <= limit) return { kept: numbered, gapAt: -1, left: [] };
  const half = Math.floor(limit / 2);
  return { kept: [...numbered.slice(0, half), ...numbered.slice(-half)], gapAt: half, left: numbered.slice(half, -half) };
}
