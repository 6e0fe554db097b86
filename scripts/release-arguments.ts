// What a script of the release is about: the version in package.json, and the commit that it is given.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Release {
  /** Folder of package.json. */
  readonly root: string;
  readonly version: string;
  readonly commit: string;
}

/** Throws an Error for anything but a full commit. */
export function readRelease(commit = ''): Release {
  const root = path.resolve(import.meta.dirname, '..');
  if (!/^[0-9a-f]{40}$/u.test(commit)) throw new Error(`${JSON.stringify(commit)} is no full commit`);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return { root, version, commit };
}
