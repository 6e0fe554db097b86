// A run whose checklist is stood, without git and ssh-keygen: who signed what, over which commits.
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { itemDigest, resolveChecklist } from '../../src/attestation/checklist.ts';
import { subjectName } from '../../src/attestation/statement.ts';
import { subjectDigest } from '../../src/attestation/subject.ts';
import type { ChecklistEntry, SignOffStatement } from '../../src/core/documents.ts';
import { standChecklist, type ChecklistSources, type StoodChecklist } from '../../src/pipeline/checklist.ts';
import { openActors } from '../../src/pipeline/actors.ts';
import type { PullRequest } from '../../src/pipeline/unresolved-subject.ts';
import { resolveConfig } from '../../src/pipeline/settings.ts';
import { loadChecklist } from '../../src/pipeline/trusted-documents.ts';
import { pureCheck, pureEnvelope, pureKey, pureLine } from '../attestation/pure-keys.ts';
import { memoryCommits, subjectOf, type MemoryCommit } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { local, pull as changed } from './approval-sources.ts';

export const now = new Date('2026-11-22T12:00:00Z');
const place = { repository: 'acme/shop', target: 'refs/heads/main' };
export const review: ChecklistEntry = { id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off' };
export const pentest: ChecklistEntry = {
  id: 'pentest',
  title: 'Attacked',
  phase: 'code-review',
  evidence: { report: { formats: ['sarif'] } },
};
export const analysis: ChecklistEntry = { id: 'analysis', title: 'Analysed', phase: 'code-review', evidence: { gate: 'code' } };
const bob = pureKey('bob');
const signers = { '.mcgate/allowed_signers': pureLine('bob@example.org', bob) };
const config = resolveConfig({
  release: { branches: ['release/*', 'lts'] },
  people: [
    { login: 'ann', emails: ['ann@example.org'], principals: ['ann@example.org'] },
    { login: 'bob', emails: ['bob@example.org'], principals: ['bob@example.org'] },
  ],
});
export const pull: PullRequest = { ...changed, number: 1, baseSha: null };
export const files = { 'a.js': '2' };

/** What differs from a local run of `head` against `tip`. */
export type StandingParts = Partial<Omit<ChecklistSources, 'request' | 'checklist' | 'repository'>> & {
  readonly request?: Partial<ChecklistSources['request']>;
  readonly items?: readonly ChecklistEntry[] | null;
  readonly brought?: Readonly<Record<string, string>>;
  readonly kinds?: MemoryCommit['kinds'];
  readonly commits?: Readonly<Record<string, MemoryCommit>>;
  readonly absent?: readonly string[];
  readonly judgedCommit?: string;
  readonly origin?: string | null;
};

let signaturesOpen = 0;

/** Fails the test where something is left open. */
export async function stand({
  request = {},
  items = [review],
  brought = {},
  kinds = {},
  commits = {},
  absent = [],
  judgedCommit = 'head',
  origin: remote,
  ...parts
}: StandingParts = {}): Promise<StoodChecklist> {
  const text = items === null ? null : JSON.stringify({ items });
  const repository = memoryCommits({
    commits: {
      tip: { files: { 'a.js': '1', ...signers } },
      head: { parents: ['tip'], files: { ...files, ...brought }, kinds },
      ...commits,
    },
    ...{ head: 'head', absent, ...(remote === undefined ? {} : { origin: remote }) },
  });
  const openSignatures: ChecklistSources['ports']['openSignatures'] = () => {
    signaturesOpen += 1;
    return { check: pureCheck(), close: () => Promise.resolve(void (signaturesOpen -= 1)) };
  };
  const options = { offline: true, osvDatabase: null, cache: false };
  const asked = { event: local, origin: null, release: false, reports: [], paths: [], changedOnly: false, shard: null, ...request };
  const standing = await standChecklist({
    request: asked,
    actors: openActors({
      ...{ request: { ...asked, options }, repository, subject: subjectOf(judgedCommit, ['main', 'tip']) },
      ports: { openReviews: null },
    }),
    ...{
      repository,
      subject: subjectOf(judgedCommit, ['main', 'tip']),
      judged: repository.tree(judgedCommit),
      trusted: repository.tree('tip'),
    },
    ...{ config, touched: ['a.js'], gates: [], findings: [], ports: { now: () => now, openSignatures } },
    checklist: await loadChecklist(memoryTree(text === null ? {} : { '.mcgate/checklist.yaml': text })),
    ...parts,
  });
  expect({ signaturesOpen, left: repository.left() }).toEqual({ signaturesOpen: 0, left: 0 });
  return standing;
}

export interface Signing extends Partial<SignOffStatement['predicate']> {
  readonly entry?: ChecklistEntry;
  /** The tree that is signed. */
  readonly tree?: Readonly<Record<string, string>>;
  readonly name?: string;
}

/** A sign-off by Bob, in a file. */
export async function signed({ entry = review, tree = files, name = 'x', ...change }: Signing = {}): Promise<
  Readonly<Record<string, string>>
> {
  const where = { ...place, ...change };
  const sha256 = await subjectDigest(where, memoryTree(tree).entries, ({ path }) =>
    Promise.resolve(
      createHash('sha256')
        .update(tree[path] ?? '')
        .digest('hex'),
    ),
  );
  const [item] = resolveChecklist({ items: [entry] });
  const statement: SignOffStatement = {
    ...{ _type: 'https://in-toto.io/Statement/v1', predicateType: 'https://unpkg.com/mcgate/predicates/sign-off/v1' },
    subject: [{ name: subjectName(where), digest: { sha256 } }],
    predicate: {
      ...place,
      item: entry.id,
      itemDigest: item === undefined ? '' : itemDigest(item),
      decision: 'accepted',
      expires: '2026-12-31',
      ...change,
    },
  };
  return { [`.mcgate/attestations/${name}.json`]: pureEnvelope(statement, [bob]) };
}
