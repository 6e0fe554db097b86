// Mutants of what is signed and what it is held against, not of the readers of other tools' reports: as stryker.config.json, with fewer tests.
import { readFileSync } from 'node:fs';

const shared = JSON.parse(readFileSync(new URL('stryker.config.json', import.meta.url), 'utf8'));

export default {
  ...shared,
  mutate: [
    'src/attestation/*.ts',
    'src/core/{approval,canonical}.ts',
    'src/gates/checklist/*.ts',
    'src/pipeline/{actors,approvals,approve,change-authors,draft,lift,release,reviews,sign-off,sign-off-files}.ts',
    'src/pipeline/{checklist,checklist-problems,checklist-weakenings,signer-weakenings,unread-attestations}.ts',
  ],
};
