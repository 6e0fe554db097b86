// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/gate-disabled',
  title: 'A gate is switched off',
  rationale:
    'Whoever can switch a gate off in the change that it judges is judged by nobody. The gate that judges this change is the one of the trusted tip; the change would leave every later one unjudged.',
  remediation: 'Leave the gate on. Set single findings aside with `mcgate suppress`, or old ones with `mcgate baseline`.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
