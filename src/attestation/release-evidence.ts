// The files beside the bundle of a release: whether they are those that the record names, and whether the run's report says what the record says.
import { record } from '../core/canonical.ts';
import type { ChecklistItemState, RecordedFile, RecordedItem, ReleaseRecord, ReleaseStatement } from '../core/documents.ts';
import { sha256Hex } from '../core/digest.ts';
import { gateDigest, reportedForm, type GateAnswer, type GateFinding } from './gate-digest.ts';

/** What stands under a name of the record. */
export type FolderFile =
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly detail: string }
  | { readonly state: 'read'; readonly sha256: string; readonly size: number };

export interface RecordFolder {
  /** Of each file that the record names. */
  readonly files: ReadonlyMap<string, FolderFile>;
  /** What else stands there, but for the bundle. */
  readonly others: readonly string[];
  /** Text of `report.json`; null where it is not what was signed. */
  readonly report: string | null;
}

/** Files that a folder may hold beside a record are told by name up to so many. */
const mostTold = 5;

/** Where imported reports lie in the folder. */
export const reportFolder = 'reports/';

/** Pure. Sentences without their full stop; empty where the folder holds what was signed, and nothing else. */
export function evidenceProblems(record: ReleaseStatement, folder: RecordFolder): readonly string[] {
  const { predicate } = record;
  const { others, files, report } = folder;
  const more = others.length - mostTold;
  return [
    ...namingProblems(record),
    ...predicate.evidence.flatMap((file) => fileProblem(file, files.get(file.name) ?? { state: 'missing' }) ?? []),
    ...others.slice(0, mostTold).map((name) => `${name} stands beside the bundle, and the record does not name it`),
    ...(more > 0 ? [`${String(more)} more files stand beside the bundle`] : []),
    ...predicate.items.flatMap((item) => restProblem(item, predicate) ?? []),
    ...(report === null ? [] : reportProblems(report, predicate)),
  ];
}

function namingProblems({ subject, predicate: { evidence, signers } }: ReleaseStatement): readonly string[] {
  const named = new Map(evidence.map(({ name, digest }) => [name, digest.sha256]));
  const lacking = ['report.json', 'tree', 'allowed_signers'].filter((name) => !named.has(name));
  return [
    ...lacking.map((name) => `the record names no ${name}`),
    ...(named.size < evidence.length ? ['the record names a file twice'] : []),
    ...(named.has('tree') && named.get('tree') !== subject[0]?.digest.sha256
      ? ['the record names another tree than the one it is about']
      : []),
    ...(named.has('allowed_signers') && named.get('allowed_signers') !== sha256Hex(signers)
      ? ['the record names another list of signers than the one it holds']
      : []),
  ];
}

function fileProblem({ name, digest, annotations }: RecordedFile, found: FolderFile): string | null {
  switch (found.state) {
    case 'missing':
      return `${name} does not stand beside the bundle`;
    case 'unreadable':
      return `${name} cannot be read: ${found.detail}`;
    case 'read':
      if (found.sha256 !== digest.sha256)
        return `${name} is not what was signed: its SHA-256 is ${found.sha256}, the record names ${digest.sha256}`;
      return found.size === annotations.size
        ? null
        : `${name} has ${String(found.size)} bytes, the record says ${String(annotations.size)}`;
  }
}

/** Of an item that nobody signed for: what it rests on has to be here. */
function restProblem({ state }: RecordedItem, { gates, evidence }: ReleaseRecord): string | null {
  const { id, status, digest, attestations } = state;
  if (status !== 'fulfilled' || attestations.length > 0) return null;
  switch (state.evidence) {
    case 'gate':
      return gates.some((gate) => gate.outcome === 'pass' && gate.digest === digest)
        ? null
        : `${id} rests on the answer of no gate that is recorded`;
    case 'report':
      return reportOf(state, evidence) === null ? `${id} rests on a report that the record does not hold` : null;
    case 'sign-off':
      return null;
  }
}

/** The imported report of an item, if the record holds it. */
export function reportOf({ id, digest }: ChecklistItemState, evidence: ReleaseRecord['evidence']): RecordedFile | null {
  const holds = ({ name, digest: { sha256 }, annotations: { items } }: RecordedFile): boolean =>
    name.startsWith(reportFolder) && sha256 === digest && items.includes(id);
  return evidence.find(holds) ?? null;
}

function reportProblems(text: string, { verdict, gates, items }: ReleaseRecord): readonly string[] {
  const report = readRun(text);
  if (report === null) return ['report.json is no report of mcgate'];
  const recorded = items.map(({ state }) => state);
  const answers = report.gates.filter(({ id }) => id !== 'checklist');
  const standing = report.gates.find(({ id }) => id === 'checklist')?.coverage?.items ?? [];
  return [
    ...(report.verdict === verdict ? [] : ['report.json says another verdict than the record']),
    ...(isSameSet(idsOf(answers), idsOf(gates)) && !hasDoubles(idsOf(report.gates))
      ? []
      : ['report.json tells of other gates than the record']),
    ...(isWithin(idsOf(standing), idsOf(recorded)) ? [] : ['report.json tells of other items than the record']),
    ...gates.flatMap(({ id, outcome, digest }) => {
      const answer = answers.find((one) => one.id === id);
      const same = answer?.outcome === outcome && gateDigest(answer, report.findings) === digest;
      return same ? [] : [`the ${id} gate answers otherwise in report.json than in the record`];
    }),
    ...items.flatMap(({ state }) => {
      const found = standing.find(({ id }) => id === state.id);
      return reportedForm(found) === reportedForm(state) ? [] : [`${state.id} stands otherwise in report.json than in the record`];
    }),
  ];
}

interface Named {
  readonly id: string;
}

function idsOf(named: readonly Named[]): readonly string[] {
  return named.map(({ id }) => id);
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && isWithin(some, others);
}

/** Each once, on both sides. */
function isWithin(some: readonly string[], others: readonly string[]): boolean {
  return !hasDoubles(some) && !hasDoubles(others) && some.every((id) => others.includes(id));
}

function hasDoubles(ids: readonly string[]): boolean {
  return new Set(ids).size < ids.length;
}

interface Run {
  readonly verdict: unknown;
  readonly gates: readonly (GateAnswer & { readonly outcome: unknown })[];
  readonly findings: readonly GateFinding[];
}

/** What is asked of a report here, and no more: the schema of a later version need not take one of today. */
function readRun(text: string): Run | null {
  try {
    const { verdict, gates, findings } = JSON.parse(text) as Partial<Run>;
    // Throws where it is nested too deeply to be told.
    reportedForm([gates, findings]);
    if (!Array.isArray(gates) || !Array.isArray(findings)) return null;
    const whole =
      gates.every(hasText('id')) &&
      gates.every(hasItems) &&
      findings.every((finding) => ['ruleId', 'identity', 'state'].every((key) => hasText(key)(finding)));
    return whole ? { verdict, gates, findings } : null;
  } catch {
    return null;
  }
}

/** A gate without items is none of the checklist's. */
function hasItems(gate: unknown): boolean {
  const items = record(record(gate)['coverage'])['items'];
  return items === undefined || (Array.isArray(items) && items.every(hasText('id')));
}

function hasText(key: string): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && typeof (value as Readonly<Record<string, unknown>>)[key] === 'string';
}
