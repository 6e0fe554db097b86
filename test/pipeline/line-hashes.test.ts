import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/documents.ts';
import { lineHashes } from '../../src/core/line-hash.ts';
import { addLineHashes } from '../../src/pipeline/line-hashes.ts';
import { memoryTree } from '../support/memory-tree.ts';

const text = 'first\nsecond\nthird\n';
const finding = (changes: Partial<Finding>): Finding => ({
  identity: '0123456789abcdef0123456789abcdef',
  ruleId: 'dependencies/vulnerable-package',
  severity: 'high',
  confidence: 'high',
  message: 'm',
  location: { path: 'a.lock', startLine: 2, startColumn: 1, endLine: 2, endColumn: 2 },
  state: 'new',
  blocks: true,
  ...changes,
});

test.each<[string, Partial<Finding>, string | undefined]>([
  ['a line of the judged tree', {}, lineHashes(text, new Set([2])).get(2)],
  ['what its gate hashed', { lineHash: 'given' }, 'given'],
  ['a secret that the code gate left without a hash, so that nobody can guess it', { ruleId: 'code/hardcoded-secret' }, undefined],
  ['a fixed finding stands in another tree', { state: 'fixed' }, undefined],
  ['a file as a whole', { location: { path: 'a.lock' } }, undefined],
  ['a file that is not there', { location: { path: 'gone', startLine: 1 } }, undefined],
])('%s', async (_, changes, expected) => {
  const [hashed] = await addLineHashes([finding(changes)], memoryTree({ 'a.lock': text }));
  expect(hashed?.lineHash).toBe(expected);
});
