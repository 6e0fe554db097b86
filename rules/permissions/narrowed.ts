// The policy of a change decides some requests more strictly than the one before. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/narrowed',
  title: 'The policy allows less than before',
  rationale:
    'The agent has to ask for, or is denied, what it could do before this change, or a setting is stricter. That is safe, but may stop somebody: it informs and never blocks.',
  remediation: 'Nothing, if it is meant. `mcgate policy explain` shows the line that decides a request.',
  severity: 'note',
  confidence: 'high',
  blocks: false,
  cwe: [732],
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
};
