// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/workflow-step-softened',
  title: 'The workflow step that runs mcgate is softened',
  rationale:
    'A condition, `continue-on-error`, a narrower trigger, another command, or another step or job before it makes the gate run less often or its failure count for nothing. So does a job that reports under the name of the one that runs mcgate.',
  remediation: 'Keep the step, what runs before it and the name of its job as they are on the target branch.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
