// What an attestation is about: one tree, in one repository, for one branch.
import { createHash } from 'node:crypto';
import { compareText } from '../core/order.ts';
import type { EntryKind, TreeEntry } from '../core/workspace.ts';

/** Attestations lie in the tree that they are about: without them, or committing one would change what it signs. */
export const attestationFolder = '.mcgate/attestations/';

/** True for what lies in that folder. */
export function isAttestationPath(path: string): boolean {
  return path.startsWith(attestationFolder);
}

export interface SubjectPlace {
  /** As the forge calls it, `owner/name` in lower case. */
  readonly repository: string;
  /** Full name of the branch that the tree is for, `refs/heads/main`. */
  readonly target: string;
}

/** Content of an entry by SHA-256, in hex: of a link the text of its target; of a submodule the id of its commit. */
export type HashEntry = (entry: TreeEntry) => Promise<string>;

const modes: Readonly<Record<EntryKind, string>> = {
  file: '100644',
  executable: '100755',
  symlink: '120000',
  submodule: '160000',
  other: '0',
};

/**
 * SHA-256, in hex, over the place and the tree's entries in the order of their paths, each `mode path sha256` between zero bytes; git's own id would do
 * with SHA-1 alone, which can be forged (https://shattered.io).
 */
export async function subjectDigest(place: SubjectPlace, entries: readonly TreeEntry[], hash: HashEntry): Promise<string> {
  const digest = createHash('sha256');
  for await (const part of subjectParts(place, entries, hash)) digest.update(part);
  return digest.digest('hex');
}

/** What the digest is over, so that anybody can compute it with `sha256sum`. */
export async function* subjectParts(place: SubjectPlace, entries: readonly TreeEntry[], hash: HashEntry): AsyncGenerator<string> {
  yield `mcgate-subject-v1\0${place.repository}\0${place.target}\0`;
  for (const entry of entries.filter(({ path }) => !isAttestationPath(path)).sort((a, b) => compareText(a.path, b.path))) {
    yield `${modes[entry.kind]}\0${entry.path}\0${await hash(entry)}\0`;
  }
}
