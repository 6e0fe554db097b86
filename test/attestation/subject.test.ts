// What an attestation is bound to: every entry of the tree but attestations, and the place.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { subjectDigest } from '../../src/attestation/subject.ts';
import type { EntryKind, TreeEntry } from '../../src/core/workspace.ts';

const place = { repository: 'acme/shop', target: 'refs/heads/main' };

function entry(path: string, id: string, kind: EntryKind = 'file'): TreeEntry {
  return { path, id, kind, size: null };
}

function digest(entries: readonly TreeEntry[], where = place): Promise<string> {
  return subjectDigest(where, entries, ({ id }) => Promise.resolve(id));
}

const tree = [entry('a.ts', '11'), entry('b/c.ts', '22'), entry('run', '33', 'executable')];

it('is the same for the same tree, in whatever order it is listed', async () => {
  expect(await digest(tree.toReversed())).toBe(await digest(tree));
  expect(await digest(tree)).toMatch(/^[0-9a-f]{64}$/u);
});

it('can be computed by hand', async () => {
  const text = 'mcgate-subject-v1\0acme/shop\0refs/heads/main\x00100644\0a.ts\x0011\x00100644\0b/c.ts\x0022\x00100755\0run\x0033\0';
  expect(await digest(tree)).toBe(createHash('sha256').update(text).digest('hex'));
});

it('leaves attestations out, and nothing else', async () => {
  const before = await digest(tree);
  expect(await digest([...tree, entry('.mcgate/attestations/x.json', '44')])).toBe(before);
  for (const path of ['.mcgate/attestations', '.mcgate/attestations.json', 'x/.mcgate/attestations/x.json', '.mcgate/policy.yaml']) {
    expect(await digest([...tree, entry(path, '44')])).not.toBe(before);
  }
});

it('tells every change', async () => {
  const others = [
    tree.slice(1),
    [entry('a.ts', '12'), ...tree.slice(1)],
    [entry('A.ts', '11'), ...tree.slice(1)],
    [entry('a.ts', '11', 'executable'), ...tree.slice(1)],
    [entry('a.ts', '11', 'symlink'), ...tree.slice(1)],
    [entry('a.ts', '11', 'submodule'), ...tree.slice(1)],
  ];
  const digests = await Promise.all([
    digest(tree),
    ...others.map((entries) => digest(entries)),
    digest(tree, { ...place, repository: 'acme/shop2' }),
    digest(tree, { ...place, target: 'refs/heads/release' }),
  ]);
  expect(new Set(digests).size).toBe(digests.length);
});
