// The policy of a change decides some requests more freely than the one before. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/widened',
  title: 'The policy allows more than before',
  rationale:
    'The agent may do what it had to ask for, or was denied, before this change. The comparison covers all requests, not only those that somebody thought of: ' +
    'the finding names the region of requests and one of them as a witness. Where network, file system or execution becomes allowed it is critical, ' +
    'everything else is high. Whatever its severity it blocks: no threshold, suppression or baseline lifts it, only an approval of the two policies.',
  remediation:
    'Take the line out of this change, or write a narrower pattern or a deny beside it, and see what is left with `mcgate policy diff`. ' +
    'Where the agent does need it, have it approved: the approval names the digests of the policy before and after.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [732, 269],
  references: ['https://cwe.mitre.org/data/definitions/732.html', 'https://cwe.mitre.org/data/definitions/269.html'],
};
