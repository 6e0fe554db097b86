// What items of a checklist are judged by in tests: one place, one tree, one clock, and people of whom two wrote the change.
import { itemDigest, type ChecklistItem, type ItemEvidence } from '../../src/attestation/checklist.ts';
import { evaluateItems, type ItemEvidenceSet, type ItemSetting, type SignOffEvidence } from '../../src/attestation/items.ts';
import { createPeople } from '../../src/attestation/people.ts';
import type { Signer } from '../../src/attestation/verify.ts';
import type { ChecklistItemState, SignedReport, SignOffStatement } from '../../src/core/documents.ts';

export const now = new Date('2026-11-22T12:00:00.000Z');
export const place = { repository: 'acme/shop', target: 'refs/heads/release' };
export const tree = 'a'.repeat(64);
export const commit = '1'.repeat(40);

/** Dan wrote the change; Ann, Bob and Cleo did not. Ann has two keys. */
export const people = createPeople([
  { login: 'ann', emails: ['ann@example.org'], principals: ['ann@example.org', 'ann-yubikey'] },
  { login: 'bob', emails: ['bob@example.org'], principals: ['bob@example.org'] },
  { login: 'cleo', emails: ['cleo@example.org'], principals: ['cleo@example.org'] },
  { login: 'dan', emails: ['dan@example.org', 'dan@home.example'], principals: ['dan@example.org'] },
]);

export const setting: ItemSetting = {
  ...{ place, people, now, subjects: new Set([tree]), commits: new Set([commit]) },
  authors: [{ kind: 'email', name: 'dan@example.org' }],
  applies: () => true,
};

export const byReport: Extract<ItemEvidence, { kind: 'report' }> = {
  kind: 'report',
  formats: ['sarif', 'zap'],
  tools: null,
  maxAgeDays: 14,
  failOn: 'high',
};

/** One that a single person signs. */
export function makeItem(change: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    ...{ id: 'review', title: 'Reviewed', phase: 'code-review', evidence: { kind: 'sign-off' } },
    ...{ signers: null, threshold: 1, notAuthor: true, expiresDays: 90, appliesTo: null, guidance: null },
    ...change,
  };
}

export interface SignOffChange extends Partial<SignOffStatement['predicate']> {
  /** The tree that it is about. */
  readonly tree?: string;
  /** Name of its file. */
  readonly name?: string;
  /** Why other signatures in it do not count. */
  readonly refused?: readonly string[];
}

/** One file, signed by these principals, as it should be but for the change. */
export function signOff(
  by: readonly string[],
  item: ChecklistItem,
  { tree: sha256 = tree, name = by.join('-'), refused = [], ...change }: SignOffChange = {},
): SignOffEvidence {
  return {
    path: `.mcgate/attestations/${name}.json`,
    statement: {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/shop@refs/heads/release', digest: { sha256 } }],
      predicateType: 'https://unpkg.com/mcgate/predicates/sign-off/v1',
      predicate: { ...place, item: item.id, itemDigest: itemDigest(item), decision: 'accepted', expires: '2026-12-31', ...change },
    },
    signers: by.map(signerOf),
    refused,
  };
}

export function signerOf(principal: string): Signer {
  return { principals: [principal], key: { type: 'ssh-ed25519', fingerprint: `SHA256:${principal}` } };
}

/** A report of this commit, of yesterday, with nothing open in it. */
export function makeReport(change: Partial<SignedReport> = {}): SignedReport {
  return {
    ...{ format: 'sarif', tool: 'CodeQL', made: '2026-11-21T12:00:00Z', commits: [commit], sha256: 'c'.repeat(64) },
    counts: { critical: 0, high: 0, medium: 0, low: 0, note: 0 },
    ...change,
  };
}

export const noEvidence: ItemEvidenceSet = { signOffs: [], gates: [], reports: [] };

/** How all items stand. */
export function standings(
  items: readonly ChecklistItem[],
  evidence: Partial<ItemEvidenceSet>,
  change: Partial<ItemSetting> = {},
): readonly ChecklistItemState[] {
  return evaluateItems(items, { ...noEvidence, ...evidence }, { ...setting, ...change });
}

/** How one item stands. */
export function standing(item: ChecklistItem, evidence: Partial<ItemEvidenceSet>, change: Partial<ItemSetting> = {}): ChecklistItemState {
  const [state] = standings([item], evidence, change);
  if (state === undefined) throw new Error('an item got lost');
  return state;
}
