// How a terminal report looks: colours, marks and width. Colour only adds to what a word or a mark already says.
import pc from 'picocolors';
import type { Outcome, Severity, Verdict } from '../core/documents.ts';
import type { FormatOptions } from './reporter.ts';

/** Marks that differ between terminals with and without Unicode. */
export interface Marks {
  readonly pass: string;
  readonly fail: string;
  readonly incomplete: string;
  readonly skipped: string;
  readonly other: string;
  readonly bar: string;
  readonly ellipsis: string;
  readonly rule: string;
  readonly dot: string;
  readonly arrow: string;
}

export type Colors = ReturnType<typeof pc.createColors>;

/** What every part of the terminal report needs to know of the terminal. */
export interface TerminalStyle {
  readonly colors: Colors;
  readonly marks: Marks;
  /** Columns to fill: 40 to 120; longer lines are hard to read. */
  readonly width: number;
  readonly unicode: boolean;
}

const unicodeMarks: Marks = {
  pass: '✔',
  fail: '✖',
  incomplete: '!',
  skipped: '-',
  other: '•',
  bar: '│',
  ellipsis: '…',
  rule: '─',
  dot: '·',
  arrow: '→',
};
const plainMarks: Marks = {
  pass: '+',
  fail: 'x',
  incomplete: '!',
  skipped: '-',
  other: '*',
  bar: '|',
  ellipsis: '...',
  rule: '-',
  dot: '-',
  arrow: '->',
};

/** The style that the options ask for; a width that is no sensible number counts as 80. */
export function terminalStyle(options: FormatOptions): TerminalStyle {
  const width = Number.isFinite(options.width) && options.width >= 1 ? Math.floor(options.width) : 80;
  return {
    colors: pc.createColors(options.color),
    marks: options.unicode ? unicodeMarks : plainMarks,
    width: Math.min(120, Math.max(40, width)),
    unicode: options.unicode,
  };
}

/** A verdict's or an outcome's mark and colour. */
export function outcomeLook(
  outcome: Outcome | Verdict,
  style: TerminalStyle,
): { readonly mark: string; readonly paint: (text: string) => string } {
  const { colors, marks } = style;
  const looks = {
    pass: { mark: marks.pass, paint: colors.green },
    fail: { mark: marks.fail, paint: colors.red },
    incomplete: { mark: marks.incomplete, paint: colors.yellow },
    skipped: { mark: marks.skipped, paint: colors.dim },
  } as const;
  return looks[outcome];
}

/** A severity's colour. */
export function severityPaint(severity: Severity, { colors }: TerminalStyle): (text: string) => string {
  const paints = { critical: colors.magenta, high: colors.red, medium: colors.yellow, low: colors.cyan, note: colors.dim } as const;
  return paints[severity];
}
