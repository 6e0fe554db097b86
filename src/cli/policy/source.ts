// Where the commands take a policy from: the repository's own, a file that is named, or a commit.
import path from 'node:path';
import { McgateError } from '../../core/error.ts';
import { readText } from '../../core/tree-text.ts';
import { openRepository } from '../../platform/repository.ts';
import { locatePath } from '../../platform/local-path.ts';
import { readProjectFile } from '../../platform/project-file.ts';
import { policyPath } from '../../policy/document-paths.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import type { Policy } from '../../policy/model.ts';
import { maxDocumentBytes, parseYamlValue } from '../../policy/yaml-document.ts';
import type { Session } from '../session.ts';

export interface PolicySource {
  readonly policy: Policy;
  /** In words: a file's name, a revision, or the secure defaults that hold where there is none. */
  readonly name: string;
  /** Text of a document that the policy was loaded from, as its lines name it; null for what is no file. */
  readonly textOf: (document: string) => string | null;
}

type Read = (document: string) => Promise<string | null>;

/** The policy of the file that is named, seen from `session.cwd`, else the one of the repository at `root`. Throws McgateError. */
export async function loadPolicyFile(given: string | null, root: string, session: Session): Promise<PolicySource> {
  if (given === null) return load((document) => readProjectFile(root, document, maxDocumentBytes), policyPath, policyPath);
  const file = await locatePath(path.resolve(session.cwd, given));
  if (file?.kind !== 'file') throw new McgateError('usage', `There is no policy ${JSON.stringify(given)}.`);
  const folder = path.dirname(file.real);
  const read: Read = (document) => readProjectFile(folder, document, maxDocumentBytes);
  return load(read, path.basename(file.real), given);
}

/** A policy by a file's name, a revision (`HEAD`, `main`) or a file of one (`main:team/policy.yaml`). Throws McgateError. */
export async function loadPolicyAt(given: string, root: string, session: Session): Promise<PolicySource> {
  if ((await locatePath(path.resolve(session.cwd, given)))?.kind === 'file') return loadPolicyFile(given, root, session);
  const repository = await openRepository(root, { git: true, signal: session.signal });
  try {
    const whole = await repository.resolve(given);
    const [revision = '', ...rest] = given.split(':');
    const commit = whole ?? (rest.length === 0 ? null : await repository.resolve(revision));
    if (commit === null) {
      throw new McgateError('usage', `There is neither a file nor a revision ${JSON.stringify(given)}.`, {
        remedy: 'Name a policy, a branch, a tag or a commit.',
      });
    }
    const workspace = await repository.open({ judged: await repository.list({ kind: 'commit', commit }), base: null });
    try {
      return await load(
        (document) => readText(workspace.judged, document, maxDocumentBytes),
        whole === null ? rest.join(':') : policyPath,
        given,
      );
    } finally {
      await workspace.close();
    }
  } finally {
    await repository.close();
  }
}

async function load(read: Read, document: string, name: string): Promise<PolicySource> {
  const texts = new Map<string, string>();
  const remember: Read = async (asked) => {
    const text = await read(asked);
    if (text !== null) texts.set(asked, text);
    return text;
  };
  const present = (await remember(document)) !== null;
  const policy = await loadPolicy({ read: remember, parse: parseYamlValue }, present ? document : null);
  return { policy, name: present ? name : `${name} (no policy: the secure defaults)`, textOf: (asked) => texts.get(asked) ?? null };
}
