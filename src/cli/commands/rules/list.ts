// `mcgate rules`: the catalogue, one line a rule.
import { describeRule } from '../../../core/rule.ts';
import { severityPaint, terminalStyle } from '../../../report/terminal-style.ts';
import { padEnd } from '../../../report/text-width.ts';
import { formatJson } from '../../../report/escape.ts';
import type { FormatOptions } from '../../../report/reporter.ts';
import type { DocumentedRule } from '../../../core/rule.ts';
import { loadRules, ruleFamilies } from '../../catalogue.ts';
import { defineCommand } from '../../command.ts';

export const command = defineCommand({
  positionals: {},
  flags: {
    gate: { type: 'string', array: true, choices: ruleFamilies, describe: 'Only these rules; repeatable' },
    json: { type: 'boolean', describe: 'As JSON, with all texts' },
  },
  examples: [
    ['$0 rules', 'Everything that mcgate looks for'],
    ['$0 rules --gate code --json', 'One gate, for a program'],
  ],
  run: async ({ gate, json }, { stdout }) => {
    const rules = await loadRules(gate === undefined ? ruleFamilies : ruleFamilies.filter((family) => gate.includes(family)));
    await stdout.write(json === true ? formatJson(rules.map(describeRule)) : formatList(rules, stdout.style));
    return 0;
  },
});

function formatList(rules: readonly DocumentedRule[], options: FormatOptions): string {
  const style = terminalStyle(options);
  const width = Math.max(...rules.map(({ id }) => id.length), 0);
  const lines = rules.map(({ id, severity, confidence, blocks, title }) => {
    const facts = `${severityPaint(severity, style)(padEnd(severity, 8))}  ${padEnd(`${confidence} confidence`, 17)}  ${blocks ? 'blocks ' : 'informs'}`;
    return `${padEnd(id, width)}  ${facts}\n  ${title}`;
  });
  return rules.length === 0
    ? 'These gates have no rules yet.\n'
    : `${lines.join('\n')}\n\n${String(rules.length)} rules. \`mcgate explain <rule>\` says more.\n`;
}
