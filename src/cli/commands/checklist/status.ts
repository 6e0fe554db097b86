// `mcgate checklist status`: how each item stands for a release of what is checked out.
import type { ChecklistItemState } from '../../../core/documents.ts';
import { isSettled } from '../../../attestation/items.ts';
import { escapeTerminal, formatJson, guardLogCommands } from '../../../report/escape.ts';
import { askedFlags, askRelease, reportFlags } from '../../checklist/asked.ts';
import { formatItems } from '../../checklist/items-text.ts';
import { defineCommand } from '../../command.ts';
import type { ExitCode } from '../../session.ts';

export const command = defineCommand({
  positionals: {},
  flags: {
    ...askedFlags,
    ...reportFlags,
    format: { type: 'string', choices: ['pretty', 'json'] as const, default: 'pretty', describe: 'What goes to stdout' },
  },
  examples: [
    ['$0 checklist status', 'All items, phase by phase'],
    ['$0 checklist status --base release/1.2 --report penetration-testing=scan.sarif', 'For a release branch, with a report'],
  ],
  notes: 'Runs all gates, for some items are theirs to answer. Exit codes: 0 all fulfilled, 1 something lacks, 2 not known.',
  run: async (values, session) => {
    const { items, report } = await askRelease(values, session, values.report);
    const { style } = session.stdout;
    await session.stdout.write(values.format === 'json' ? formatJson(items) : formatItems(items, style));
    const gate = report.gates.find(({ id }) => id === 'checklist');
    const told = (gate?.reasons ?? []).flatMap(({ message, remedy }) => [message, ...(remedy === undefined ? [] : [remedy])]);
    await session.stderr.write(guardLogCommands(told.map((text) => `${escapeTerminal(text, session.stderr.style)}\n`).join('')));
    return gate?.outcome === 'incomplete' ? 2 : exitCodeOf(items);
  },
});

function exitCodeOf(items: readonly ChecklistItemState[]): ExitCode {
  return items.every(isSettled) ? 0 : 1;
}
