// Sign-offs over real repositories, made as a signer would make them: a statement about a commit's tree, signed by ssh-keygen, in a file.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { resolveChecklist, itemDigest } from '../../src/attestation/checklist.ts';
import { formatEnvelope } from '../../src/attestation/envelope.ts';
import { formatStatement, predicateTypes, subjectName } from '../../src/attestation/statement.ts';
import { attestationFolder, subjectDigest, type SubjectPlace } from '../../src/attestation/subject.ts';
import type { ChecklistEntry, SignOffStatement } from '../../src/core/documents.ts';
import type { EntryKind, TreeEntry } from '../../src/core/workspace.ts';
import { sign, type TestKey } from '../attestation/keys.ts';
import type { TestRepository } from './git-repository.ts';

export interface SignOffParts extends Partial<SignOffStatement['predicate']> {
  /** The tree that is signed; default: of what is checked out. */
  readonly revision?: string;
  readonly namespace?: string;
  /** Changes the payload before it is signed. */
  readonly write?: (payload: string) => string;
  /** Changes the payload after it was signed. */
  readonly edit?: (payload: string) => string;
}

export interface SignOffFile {
  readonly path: string;
  readonly text: string;
}

/** A day so many days from now, YYYY-MM-DD. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** What `keys` sign of one item, for the place; no file is written. */
export async function makeSignOff(
  repository: TestRepository,
  entry: ChecklistEntry,
  keys: readonly TestKey[],
  { revision = 'HEAD', namespace, write = same, edit = same, ...change }: SignOffParts & SubjectPlace,
): Promise<SignOffFile> {
  const [item] = resolveChecklist({ items: [entry] });
  if (item === undefined) throw new Error('no item');
  const { repository: name, target } = change;
  const sha256 = await treeDigest(repository, { repository: name, target }, revision);
  const statement: SignOffStatement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: subjectName(change), digest: { sha256 } }],
    predicateType: predicateTypes.signOff,
    predicate: { item: item.id, itemDigest: itemDigest(item), decision: 'accepted', expires: dayFromNow(30), ...change },
  };
  const signed = Buffer.from(write(Buffer.from(formatStatement(statement)).toString()));
  const signatures = keys.map((key) => sign(key, signed, namespace));
  const payload = Buffer.from(edit(signed.toString()));
  const text = formatEnvelope({ payload, signatures }, []);
  return { path: `${attestationFolder}${createHash('sha256').update(text).digest('hex')}.json`, text };
}

function same(text: string): string {
  return text;
}

/** What an attestation of a commit is about, told by git. */
async function treeDigest({ root, git }: TestRepository, place: SubjectPlace, revision: string): Promise<string> {
  const kinds: Readonly<Record<string, EntryKind>> = {
    '100644': 'file',
    '100755': 'executable',
    '120000': 'symlink',
    '160000': 'submodule',
  };
  const entries = git('ls-tree', '-r', '-z', '--full-tree', revision)
    .split('\0')
    .filter((line) => line !== '')
    .map((line): TreeEntry => {
      const [, mode = '', id = '', name = ''] = /^(\d+) \w+ (\w+)\t(.*)$/su.exec(line) ?? [];
      return { path: name, id, kind: kinds[mode] ?? 'other', size: null };
    });
  return subjectDigest(place, entries, ({ id, kind }) => {
    if (kind !== 'file' && kind !== 'executable') return Promise.resolve(`git:${id}`);
    const bytes = execFileSync('git', ['-C', path.resolve(root), 'cat-file', 'blob', id]);
    return Promise.resolve(createHash('sha256').update(bytes).digest('hex'));
  });
}
