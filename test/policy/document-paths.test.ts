import { expect, test } from 'vitest';
import { mayBePolicyDocument } from '../../src/policy/document-paths.ts';

test.each([
  '.mcgate/policy.yaml',
  '.mcgate/policy.tests.yaml',
  '.mcgate/team.yml',
  '.mcgate/team.json',
  '.mcgate/layers/team.yaml',
  '.mcgate/configs.yaml',
  '.mcgate/layers/config.yaml',
])('%s may be a part of the policy', (path) => {
  expect(mayBePolicyDocument(path)).toBe(true);
});

test.each([
  'policy.yaml',
  'x/.mcgate/policy.yaml',
  '.mcgate/policy.yaml.bak',
  '.mcgate/policy.txt',
  '.mcgate/yaml',
  '.mcgate/config.yaml',
  '.mcgate/CONFIG.yml',
  '.mcgate/suppressions.yaml',
  '.mcgate/checklist.yaml',
  '.mcgate/baseline.json',
  '.mcgate/attestations/x.json',
  '.mcgate/models/x.yaml',
])('%s is none', (path) => {
  expect(mayBePolicyDocument(path)).toBe(false);
});
