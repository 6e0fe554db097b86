// What is marked at lines of the change, the most important first: incomplete gates, what blocks, and what else is new.
import type { Finding, GateReport, Report, RuleDescription } from '../core/documents.ts';
import { reviewCounts } from './approval-ways.ts';
import { cut, escapeTerminal, escapeTerminalLines, guardLogCommands } from './escape.ts';
import { approvalOf, fixOf, placeOf, shownFindings, wayOutOf } from './wording.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** Texts have no controls; `message` may have several lines. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  /** Null where there is no file, or none whose name could be shown as it is: the message then has it. */
  readonly place: AnnotationPlace | null;
}

export interface AnnotationPlace {
  readonly path: string;
  readonly lines?: LineSpan;
}

/** Counted from 1. Columns only within one line, as GitHub has it. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
  readonly columns?: { readonly start: number; readonly end: number };
}

/** GitHub shows no more of one step, of each level. */
const shownOfStep = 10;
const longestMessage = 2_000;
const longestLine = 600;
/** Longer names are no file's. */
const longestPath = 1_000;

/** All annotations of a report, ranked. */
export function annotationsOf(report: Report): readonly Annotation[] {
  const context = { rules: new Map(report.rules.map((rule) => [rule.id, rule])), reviewCounts: reviewCounts(report) };
  const { blocking, other } = shownFindings(report);
  return [
    ...report.gates.filter(({ outcome }) => outcome === 'incomplete').map((gate) => gateAnnotation(gate, report)),
    ...blocking.map((finding) => findingAnnotation(finding, 'error', context)),
    ...other.map((finding) => findingAnnotation(finding, levelOf(finding), context)),
  ];
}

/** Parts what GitHub shows of one step from the rest. */
export function splitForStep(annotations: readonly Annotation[]): {
  readonly shown: readonly Annotation[];
  readonly rest: readonly Annotation[];
} {
  const left: Record<AnnotationLevel, number> = { error: shownOfStep, warning: shownOfStep, notice: shownOfStep };
  const shown: Annotation[] = [];
  const rest: Annotation[] = [];
  for (const annotation of annotations) {
    left[annotation.level] -= 1;
    (left[annotation.level] < 0 ? rest : shown).push(annotation);
  }
  return { shown, rest };
}

function levelOf({ severity }: Finding): AnnotationLevel {
  return severity === 'low' || severity === 'note' ? 'notice' : 'warning';
}

/** The first reason stands for all. Where the verdict is a pass all the same, it is no error. */
function gateAnnotation({ id, reasons }: GateReport, { verdict }: Report): Annotation {
  const [reason] = reasons;
  const more = reasons.length - 1;
  const words = [
    ...(reason === undefined ? ['It could not answer.'] : [reason.message, reason.remedy ?? '']),
    more > 0 ? `And ${String(more)} more.` : '',
  ];
  return annotate({
    level: verdict === 'pass' ? 'warning' : 'error',
    title: `${id} is incomplete`,
    lines: [words.filter((word) => word !== '').join(' ')],
    location: { path: reason?.path ?? '' },
  });
}

interface Context {
  readonly rules: ReadonlyMap<string, RuleDescription>;
  readonly reviewCounts: boolean;
}

function findingAnnotation(finding: Finding, level: AnnotationLevel, context: Context): Annotation {
  const { ruleId, severity, message, location, worsened } = finding;
  return annotate({
    level,
    title: `${ruleId} (${severity})`,
    lines: [
      message,
      ...(worsened === true ? ['It stood before this change, but was less severe.'] : []),
      `Fix: ${fixOf(finding, context.rules.get(ruleId))}`,
      ...(wayOutOf(finding) === 'approval' ? [approvalOf(finding, context)] : []),
    ],
    location,
  });
}

interface Draft {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly lines: readonly string[];
  readonly location: Finding['location'];
}

function annotate({ level, title, lines, location }: Draft): Annotation {
  const { path } = location;
  const canBeShown = path.trim() !== '' && path.length <= longestPath && guardLogCommands(escapeTerminal(path)) === path;
  const told = path === '' || canBeShown ? lines : [placeOf(location), ...lines];
  return {
    level,
    title: cut(escapeTerminal(title), 200),
    message: cut(told.flatMap((line) => escapeTerminalLines(cut(line, longestLine))).join('\n'), longestMessage),
    place: canBeShown ? { path, ...spanOf(location) } : null,
  };
}

function spanOf({ startLine, startColumn, endLine, endColumn }: Finding['location']): Pick<AnnotationPlace, 'lines'> {
  if (startLine === undefined) return {};
  const end = Math.max(startLine, endLine ?? startLine);
  if (startColumn === undefined || end !== startLine) return { lines: { start: startLine, end } };
  // An annotation's last column is in it, a finding's is behind it.
  return { lines: { start: startLine, end, columns: { start: startColumn, end: Math.max(startColumn, (endColumn ?? 0) - 1) } } };
}
