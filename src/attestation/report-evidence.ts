// Whether another tool's report shows what an item of the checklist asks for: the right tool, this commit, fresh, and nothing open in it.
import type { SignedReport } from '../core/documents.ts';
import { severities } from '../core/vocabulary.ts';
import type { ChecklistItem, ItemEvidence } from './checklist.ts';
import { dayMs } from '../core/days.ts';

export interface ReportSetting {
  readonly now: Date;
  /** Ids of commits that hold the judged tree. */
  readonly commits: ReadonlySet<string>;
  /** True where a signature says which tree the report is about: then it need not name a commit, as most formats cannot. */
  readonly signed: boolean;
}

/** Clocks of two machines differ. */
const clockMs = 10 * 60_000;

/** Why the report does not count for the item, as a clause; null where it does. */
export function reportProblem(report: SignedReport, { evidence }: ChecklistItem, setting: ReportSetting): string | null {
  if (evidence.kind !== 'report') return 'no report is asked for';
  return (
    kindProblem(report, evidence) ??
    ageProblem(report, evidence, setting.now) ??
    commitProblem(report, setting) ??
    openProblem(report, evidence)
  );
}

type Demand = Extract<ItemEvidence, { kind: 'report' }>;

function kindProblem({ format, tool }: SignedReport, { formats, tools }: Demand): string | null {
  if (!formats.includes(format)) return `the report is of the format ${format}; asked for: ${formats.join(', ')}`;
  if (tools !== null && !tools.some((name) => tool.toLowerCase().startsWith(name.toLowerCase())))
    return `the report was made by ${tool}; asked for: ${tools.join(', ')}`;
  return null;
}

function ageProblem({ made }: SignedReport, { maxAgeDays }: Demand, now: Date): string | null {
  const at = Date.parse(made);
  if (Number.isNaN(at) || at > now.getTime() + clockMs) return `the report says that it was made in the future (${made})`;
  return at < now.getTime() - maxAgeDays * dayMs ? `the report is from ${made}: ${String(maxAgeDays)} days are the most` : null;
}

function commitProblem({ commits }: SignedReport, { commits: judged, signed }: ReportSetting): string | null {
  const other = commits.find((commit) => !judged.has(commit));
  if (other !== undefined) return `the report is about the commit ${other.slice(0, 12)}, which holds another tree`;
  if (commits.length > 0 || signed) return null;
  return 'the report names no commit: sign for it with `mcgate checklist sign --report`';
}

function openProblem({ counts }: SignedReport, { failOn }: Demand): string | null {
  const open = severities.slice(0, severities.indexOf(failOn) + 1).filter((severity) => counts[severity] > 0);
  if (open.length === 0) return null;
  return `the report holds ${[...open]
    .reverse()
    .map((severity) => `${String(counts[severity])} ${severity}`)
    .join(', ')}`;
}
