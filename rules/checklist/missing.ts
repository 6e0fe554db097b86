// A release lacks what an item of the checklist asks for. Judged by src/gates/checklist/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'checklist/missing',
  title: 'An item of the security checklist is not fulfilled',
  rationale:
    'A release goes out when every item of its checklist is shown to be done: by a gate of this run, by a fresh report about this commit, or by the ' +
    'signatures of enough people who took no part in the change, about this very tree. A box that was ticked for another commit, by the author or a year ago counts for ' +
    'nothing. Phases are ordered, so a sign-off waits for the items of earlier ones. Whatever its severity it blocks a release: no threshold, suppression, ' +
    'baseline or approval lifts it.',
  remediation:
    'See what is asked of whom with `mcgate checklist status`, and do it; `mcgate checklist request <item>` writes what to send to a signer.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [1059],
  references: ['https://baseline.openssf.org/', 'https://csrc.nist.gov/pubs/sp/800/218/final'],
};
