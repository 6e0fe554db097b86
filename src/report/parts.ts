// What a report tells people, sorted into the parts in which every format for people tells it.
import { needsApproval } from '../core/approval.ts';
import type { Finding, GateReport, Report, Severity } from '../core/documents.ts';
import { severities } from '../core/vocabulary.ts';
import { shownFindings } from './wording.ts';

/** Each finding is in one part; those in `unapproved` block too. */
export interface ReportParts {
  readonly blocking: readonly Finding[];
  /** Told, but nothing that blocks. */
  readonly other: readonly Finding[];
  /** Would block, had nobody approved. */
  readonly approved: readonly Finding[];
  /** Of the blocking ones those that an approval lets through. */
  readonly unapproved: readonly Finding[];
  readonly fixed: readonly Finding[];
  /** Stood before, or set aside. */
  readonly unchanged: readonly Finding[];
}

export function partsOf(report: Report): ReportParts {
  const { blocking, other } = shownFindings(report);
  const told = new Set([...blocking, ...other]);
  const rest = report.findings.filter((finding) => !told.has(finding));
  return {
    blocking,
    other: other.filter(({ approval }) => approval === undefined),
    approved: other.filter(({ approval }) => approval !== undefined),
    unapproved: blocking.filter(isUnapproved),
    fixed: rest.filter(({ state }) => state === 'fixed'),
    unchanged: rest.filter(({ state }) => state !== 'fixed'),
  };
}

/** True for what an approval would let through, had somebody given one. A step of the past is beyond that. */
export function isUnapproved(finding: Finding): boolean {
  return finding.blocks && needsApproval(finding) && finding.approval === undefined && finding.step === undefined;
}

/** Worst first; only severities that there are. */
export function bySeverity(findings: readonly Finding[]): readonly (readonly [Severity, readonly Finding[]])[] {
  const groups = Map.groupBy(findings, ({ severity }) => severity);
  return severities.flatMap((severity) => {
    const group = groups.get(severity);
    return group === undefined ? [] : [[severity, group] as const];
  });
}

/** `1 critical, 3 high`. */
export function severityCounts(findings: readonly Finding[]): string {
  return bySeverity(findings)
    .map(([severity, group]) => `${String(group.length)} ${severity}`)
    .join(', ');
}

/** How often each word comes, most often first. */
export function tally(words: readonly string[]): readonly (readonly [word: string, amount: number])[] {
  const amounts = new Map<string, number>();
  for (const word of words) amounts.set(word, (amounts.get(word) ?? 0) + 1);
  return [...amounts].sort(([, a], [, b]) => b - a);
}

/** Gates that did not run, those of one reason together. */
export function skippedGates(gates: readonly GateReport[]): readonly (readonly [reason: string, ids: readonly string[]])[] {
  const skipped = gates.filter(({ outcome }) => outcome === 'skipped');
  const groups = Map.groupBy(skipped, ({ reasons }) => reasons[0]?.message ?? '');
  return [...groups].map(([reason, group]) => [reason, group.map(({ id }) => id)] as const);
}

/** As many items from the start as fit, each as its text, and how many bytes that took; two bytes each for what parts them. */
export function takeFitting<T>(
  items: readonly T[],
  render: (item: T) => string,
  limit: number,
): { readonly texts: readonly string[]; readonly bytes: number } {
  const texts: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const text = render(item);
    const more = Buffer.byteLength(text) + 2;
    if (bytes + more > limit) break;
    bytes += more;
    texts.push(text);
  }
  return { texts, bytes };
}
