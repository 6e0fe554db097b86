// Which findings are about a change or a release itself, and which of them an approval lifts.
import { expect, test } from 'vitest';
import type { RawFinding } from '../../src/core/documents.ts';
import { changedDigests, isAboutChange, needsApproval } from '../../src/core/approval.ts';

const policyChange = { kind: 'policy-change', baseDigest: 'sha256:a', headDigest: 'sha256:b' } as unknown as NonNullable<
  RawFinding['evidence']
>;

test.each<[string, Pick<RawFinding, 'ruleId' | 'evidence'>, boolean, boolean]>([
  ['a weakening', { ruleId: 'weakening/mode-loosened' }, true, true],
  ['a difference of policies', { ruleId: 'permissions/widened', evidence: policyChange }, true, true],
  ['what a release lacks', { ruleId: 'checklist/missing' }, true, false],
  ['what somebody refused', { ruleId: 'checklist/refused', evidence: policyChange }, true, false],
  ['what stands in the tree', { ruleId: 'code/eval' }, false, false],
  ['a rule that is called like one', { ruleId: 'code/weakening/checklist/' }, false, false],
])('%s', (_, finding, about, approvable) => {
  expect(isAboutChange(finding)).toBe(about);
  expect(needsApproval({ ...finding, severity: 'low' })).toBe(approvable);
  expect(needsApproval({ ...finding, severity: 'note' })).toBe(false);
});

test('an approval names the policies before and after, and nothing else has any', () => {
  expect(changedDigests({ evidence: policyChange })).toEqual(['sha256:a', 'sha256:b']);
  expect(changedDigests({ evidence: { kind: 'change', key: 'mode', before: 'block', after: 'inform' } })).toEqual([null, null]);
  expect(changedDigests({})).toEqual([null, null]);
});
