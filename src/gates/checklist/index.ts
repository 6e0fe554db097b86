// The checklist gate: what a release lacks. The pipeline found out how each item stands; elsewhere that informs, in the coverage.
import { countItems } from '../../core/checklist-count.ts';
import type { ChecklistItemState, RawFinding } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import type { Gate, GateContext, GateFindings } from '../../core/gate.ts';
import { describeRule } from '../../core/rule.ts';
import { rules } from '../../../rules/generated/checklist.ts';

/** Never `pass` for a release of which it is not known whether anybody signed. */
export const gate: Gate = { id: 'checklist', rules: rules.map(describeRule), run };

const path = '.mcgate/checklist.yaml';

function run({ checklist }: GateContext): Promise<GateFindings> {
  if (checklist === null) throw new McgateError('gate-failed', 'The checklist gate was not told how the checklist stands.');
  const { items, lines, release, reasons } = checklist;
  const { asked, fulfilled } = countItems(items);
  const lacking = asked.filter(({ status }) => status !== 'fulfilled');
  const coverage = {
    unit: 'items',
    examined: items.length,
    leftOut: [],
    facts: { fulfilled, asked: asked.length, 'what is lacking': release ? 'blocks: this is a release' : 'informs: this is no release' },
    items: [...items],
    paths: Object.keys(lines).length === 0 ? [] : [path],
  };
  // What a signature might have changed is unknown then, and neither lacks nor passes.
  const known = reasons.length === 0 ? lacking : lacking.filter(({ status, evidence }) => status === 'refused' || evidence === 'gate');
  const findings = release ? known.map((item) => lackingFinding(item, lines[item.id])) : [];
  return Promise.resolve({ findings, baseFindings: [], reasons: release ? reasons : [], coverage });
}

function lackingFinding({ id, title, phase, status, by, detail }: ChecklistItemState, line: number | undefined): RawFinding {
  const refused = status === 'refused';
  const message = refused ? `${title}: refused by ${by.join(', ')}: ${detail}` : `${title}: ${detail}`;
  return {
    ruleId: refused ? 'checklist/refused' : 'checklist/missing',
    severity: 'high',
    confidence: 'high',
    message,
    location: { path, ...(line === undefined ? {} : { startLine: line, startColumn: 1, endLine: line, endColumn: 2 }) },
    anchor: JSON.stringify([phase, id]),
  };
}
