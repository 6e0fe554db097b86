// Where the commands take a policy from: the repository's own, a file that is named, or a commit.
import path from 'node:path';
import { McgateError } from '../../core/error.ts';
import { readText } from '../../core/tree-text.ts';
import { contains } from '../../platform/environment.ts';
import { openRepository } from '../../platform/repository.ts';
import { locatePath } from '../../platform/local-path.ts';
import { readProjectFile } from '../../platform/project-file.ts';
import { policyPath } from '../../policy/document-paths.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import { secureDefaultsName, secureDefaultsText } from '../../policy/language/secure-defaults.ts';
import type { Policy } from '../../policy/model.ts';
import { maxDocumentBytes, parseYamlValue } from '../../policy/yaml-document.ts';
import type { Session } from '../session.ts';

export interface PolicySource {
  readonly policy: Policy;
  /** In words: a file's name, a revision, or the secure defaults that hold where there is none. */
  readonly name: string;
  /** Text of a document that the policy was loaded from, as its lines name it, or of the secure defaults. */
  readonly textOf: (document: string) => string | null;
}

type Read = (document: string) => Promise<string | null>;

/** A policy's file, before it is read. */
export interface PolicyFile {
  /** Real path of the folder that `document` and what it extends are seen from. */
  readonly folder: string;
  readonly document: string;
  /** As it was given. */
  readonly name: string;
  readonly read: Read;
}

/**
 * The file that is named, seen from `session.cwd`, or the policy of the repository at `root`. Lines of a file that lies in the repository
 * name it from there, as those of a revision do. Throws McgateError `usage`.
 */
export async function locatePolicy(given: string | null, root: string, session: Session): Promise<PolicyFile> {
  const from = (folder: string, document: string, name: string): PolicyFile => ({
    folder,
    document,
    name,
    read: (asked) => readProjectFile(folder, asked, maxDocumentBytes),
  });
  if (given === null) return from(root, policyPath, policyPath);
  if (given === secureDefaultsName) return { ...from(root, given, given), read: () => Promise.resolve(null) };
  const file = await locatePath(path.resolve(session.cwd, given));
  if (file?.kind !== 'file') throw new McgateError('usage', `There is no policy ${JSON.stringify(given)}.`);
  const folder = contains(root, file.real) ? root : path.dirname(file.real);
  return from(folder, path.relative(folder, file.real).replaceAll(path.sep, '/'), given);
}

/** The policy of the file that is named, seen from `session.cwd`, else the one of the repository at `root`. Throws McgateError. */
export async function loadPolicyFile(given: string | null, root: string, session: Session): Promise<PolicySource> {
  const { read, document, name } = await locatePolicy(given, root, session);
  return load(read, document, name);
}

/**
 * A policy by a file's name, a revision (`HEAD`, `main`) or a file of one (`main:team/policy.yaml`). Throws McgateError; `usage` for what
 * could be either: a file that a repository has under a branch's name must not stand in its place.
 */
export async function loadPolicyAt(given: string, root: string, session: Session): Promise<PolicySource> {
  const isFile = (await locatePath(path.resolve(session.cwd, given)))?.kind === 'file';
  // No revision begins so, and such a file needs no git.
  if (given === secureDefaultsName || (isFile && /^[./\\]/u.test(given))) return loadPolicyFile(given, root, session);
  const repository = await openRepository(root, { git: true, signal: session.signal });
  try {
    const whole = await repository.resolve(given);
    const [revision = '', ...rest] = given.split(':');
    const commit = whole ?? (rest.length === 0 ? null : await repository.resolve(revision));
    if (isFile && commit === null) return await loadPolicyFile(given, root, session);
    if (isFile) {
      throw new McgateError('usage', `${JSON.stringify(given)} could be a file or a revision.`, {
        remedy: `Name the file as ./${given}, a revision by the id of its commit.`,
      });
    }
    if (commit === null) {
      throw new McgateError('usage', `There is neither a file nor a revision ${JSON.stringify(given)}.`, {
        remedy: 'Name a policy, a branch, a tag or a commit.',
      });
    }
    const workspace = await repository.open({ judged: await repository.list({ kind: 'commit', commit }), base: null });
    const read: Read = (document) => readText(workspace.judged, document, maxDocumentBytes);
    try {
      if (whole !== null) return await load(read, policyPath, given);
      // A revision may have no policy; a file that is named must be there.
      const document = rest.join(':');
      if ((await read(document)) === null)
        throw new McgateError('usage', `${JSON.stringify(revision)} has no file ${JSON.stringify(document)}.`);
      return await load(read, document, given);
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
  const known = present || document === secureDefaultsName;
  texts.set(secureDefaultsName, secureDefaultsText);
  return { policy, name: known ? name : `${name} (no policy: the secure defaults)`, textOf: (asked) => texts.get(asked) ?? null };
}
