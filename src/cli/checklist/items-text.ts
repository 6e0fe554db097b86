// The items of a checklist for a terminal: phase by phase, how each stands, and what is to be done next.
import { countItems } from '../../core/checklist-count.ts';
import type { ChecklistItemState, ItemStatus } from '../../core/documents.ts';
import { phases } from '../../attestation/checklist.ts';
import { blockingPhase, isSettled } from '../../attestation/items.ts';
import { escapeTerminal, guardLogCommands } from '../../report/escape.ts';
import type { FormatOptions } from '../../report/reporter.ts';
import { terminalStyle, type TerminalStyle } from '../../report/terminal-style.ts';
import { wrap } from '../../report/text-width.ts';

/** Ends with a line that says what to do. */
export function formatItems(items: readonly ChecklistItemState[], options: FormatOptions): string {
  const style = terminalStyle(options);
  const parts = phases.flatMap((phase) => {
    const own = items.filter((item) => item.phase === phase);
    return own.length === 0 ? [] : [[style.colors.bold(phase), ...own.flatMap((item) => itemLines(item, style))].join('\n')];
  });
  const { asked, fulfilled } = countItems(items);
  const next = nextItem(items);
  const ending = [
    `${String(fulfilled)} of ${String(asked.length)} items are fulfilled.`,
    ...(next === null ? [] : wrap(`Next: ${nextStep(next)}`, style.width)),
  ];
  return guardLogCommands(`${[...parts, ending.join('\n')].join('\n\n')}\n`);
}

function itemLines(item: ChecklistItemState, style: TerminalStyle): readonly string[] {
  const { mark, paint } = lookOf(item.status, style);
  const text = escapeTerminal(sentence(item), style);
  return [
    `${paint(`${mark} ${item.status.padEnd('fulfilled'.length)}`)}  ${style.colors.bold(escapeTerminal(item.id, style))}`,
    ...wrap(`${escapeTerminal(item.title, style)}: ${text}`, style.width - 4).map((line) => `    ${line}`),
  ];
}

/** How it stands, with who and until when. */
function sentence({ status, by, until, detail }: ChecklistItemState): string {
  const who = by.length === 0 ? '' : ` by ${by.join(', ')}`;
  const limit = until === null ? '' : `, until ${until}`;
  if (status === 'refused') return `refused${who}${limit}: ${detail}`;
  return status === 'fulfilled' ? `${detail}${who}${limit}` : detail;
}

function lookOf(status: ItemStatus, { marks, colors }: TerminalStyle): { readonly mark: string; readonly paint: (text: string) => string } {
  switch (status) {
    case 'fulfilled':
      return { mark: marks.pass, paint: colors.green };
    case 'refused':
      return { mark: marks.fail, paint: colors.red };
    case 'pending':
      return { mark: marks.incomplete, paint: colors.yellow };
    case 'not-asked':
      return { mark: marks.skipped, paint: colors.dim };
  }
}

/** The first that lacks and whose turn it is. */
function nextItem(items: readonly ChecklistItemState[]): ChecklistItemState | null {
  return items.find((item) => !isSettled(item) && blockingPhase(items, item.phase) === null) ?? null;
}

function nextStep({ id, evidence, status }: ChecklistItemState): string {
  if (status === 'refused') return `mend what the refusal of ${id} names.`;
  switch (evidence) {
    case 'gate':
      return `\`mcgate check\` says what keeps the gate of ${id} from passing.`;
    case 'sign-off':
      return `\`mcgate checklist request ${id}\` writes what to send to a signer, who then runs \`mcgate checklist sign ${id}\`.`;
    case 'report':
      return `\`mcgate checklist sign ${id} --report <file>\`, once the report is there.`;
  }
}
