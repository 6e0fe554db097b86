// The way of an attacker's data on a terminal: where it comes in, step by step with the code, where it does harm, and which tests did not stop it.
import type { FlowEvidence, Location } from '../core/documents.ts';
import { escapeTerminal } from './escape.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textWidth, truncate, wrap } from './text-width.ts';
import { alsoCount, attackCost, flowSource, guardCount, middleLeftOut, placeOf } from './wording.ts';

/** Steps and guards of one finding in a list of many; `mcgate explain` shows all. */
const shownSteps = 12;
const shownGuards = 4;
const shownOthers = 4;

/** Every line but places fits the width. `whole` shows all steps, however many. */
export function flowTrace(evidence: FlowEvidence, style: TerminalStyle, { whole }: { readonly whole: boolean }): readonly string[] {
  const { steps, failedGuards, also = [], alsoLeft = 0, attack } = evidence;
  const { kept, gapAt, left } = middleLeftOut(steps, whole ? steps.length : shownSteps);
  const digits = String(steps.length).length;
  return [
    ...(attack === undefined ? [] : labelled('Attack: ', `${attack.text}: ${attackCost(attack)}`, style)),
    ...labelled('Source: ', flowSource(evidence), style),
    ...kept.flatMap(({ item, number }, index) => [
      ...(index === gapAt
        ? words(`${style.marks.ellipsis} ${String(left.length)} more steps: see \`mcgate explain\``, digits + 3, style)
        : []),
      ...entry({ lead: `${String(number).padStart(digits)} `, ...item, isLast: number === steps.length }, style),
    ]),
    ...listed(
      guardCount(failedGuards.length),
      failedGuards.map(({ why, ...place }) => ({ ...place, what: why })),
      { shown: whole ? failedGuards.length : shownGuards, left: 0 },
      style,
    ),
    ...listed(alsoCount(evidence), also, { shown: whole ? also.length : shownOthers, left: alsoLeft }, style),
  ];
}

/** A heading and the first of the entries; nothing where there are none. `left`: how many more the report does not hold. */
function listed(
  heading: string,
  entries: readonly Pick<Entry, 'location' | 'what' | 'snippetLine'>[],
  { shown, left }: { readonly shown: number; readonly left: number },
  style: TerminalStyle,
): readonly string[] {
  if (entries.length === 0) return [];
  const more = Math.max(0, entries.length - shown) + left;
  return [
    `  ${heading}`,
    ...entries.slice(0, shown).flatMap((each) => entry({ ...each, lead: `${style.marks.dot} `, isLast: false }, style)),
    ...(more > 0 ? words(`${style.marks.ellipsis} ${String(more)} more`, 4, style) : []),
  ];
}

interface Entry {
  readonly lead: string;
  readonly location: Location;
  readonly what: string;
  readonly snippetLine?: string | undefined;
  /** The sink. */
  readonly isLast: boolean;
}

/** `1 src/a.js:3:9  comes in here`, the words below where they do not fit, then the line of code. */
function entry({ lead, location, what, snippetLine, isLast }: Entry, style: TerminalStyle): readonly string[] {
  const { colors } = style;
  const place = escapeTerminal(placeOf(location), style);
  const text = escapeTerminal(what, style);
  const indent = 2 + textWidth(lead);
  const paint = isLast ? colors.red : colors.cyan;
  const fits = indent + textWidth(place) + 2 + textWidth(text) <= style.width;
  const head = `  ${lead}${paint(place)}`;
  const code = snippetLine === undefined ? [] : [codeLine(snippetLine, indent + 2, style)];
  return [...(fits ? [`${head}  ${text}`] : [head, ...words(what, indent, style)]), ...code];
}

function codeLine(line: string, indent: number, style: TerminalStyle): string {
  const text = truncate(escapeTerminal(line.replaceAll('\t', ' '), style), style.width - indent - 2, style.marks.ellipsis);
  return style.colors.dim(`${' '.repeat(indent)}${style.marks.bar} ${text}`);
}

function words(text: string, indent: number, style: TerminalStyle): readonly string[] {
  return wrap(escapeTerminal(text, style), style.width - indent).map((line) => ' '.repeat(indent) + line);
}

function labelled(label: string, value: string, style: TerminalStyle): readonly string[] {
  const indent = 2 + label.length;
  return wrap(escapeTerminal(value, style), style.width - indent).map(
    (line, index) => (index === 0 ? `  ${label}` : ' '.repeat(indent)) + line,
  );
}
