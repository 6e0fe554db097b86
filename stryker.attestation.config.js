// Mutants of what is signed and what it is held against: as stryker.config.json, with the tests of attestations and of the pipeline alone.
import { readFileSync } from 'node:fs';

const shared = JSON.parse(readFileSync(new URL('stryker.config.json', import.meta.url), 'utf8'));

export default {
  ...shared,
  mutate: [
    'src/attestation/*.ts',
    'src/core/{approval,canonical}.ts',
    'src/gates/checklist/*.ts',
    'src/pipeline/{approvals,approve,change-authors,lift,checklist,checklist-problems,checklist-weakenings}.ts',
  ],
};
