// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/exclusion-added',
  title: 'An exclusion is added',
  rationale: 'Files under an exclusion are never looked at, now or later.',
  remediation: 'Suppress the single finding, or have the exclusion approved in a change that holds nothing else.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
