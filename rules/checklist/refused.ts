// Somebody who may sign an item of the checklist refused to. Judged by src/gates/checklist/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'checklist/refused',
  title: 'An item of the security checklist is refused',
  rationale:
    'Somebody whose signature would have fulfilled the item looked at this very tree and says no, signed. That is not the same as nobody having looked yet: it holds against ' +
    'the signatures of others, for as long as it stands in the tree and has not expired.',
  remediation:
    'Mend what the refusal names: the tree is then another one, and is signed anew. A refusal that was a mistake is taken back by its signer, who removes the file.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [1059],
  references: ['https://csrc.nist.gov/pubs/sp/800/218/final'],
};
