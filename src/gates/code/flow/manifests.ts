// The package.json and tsconfig.json files of a tree: what linking needs to know of packages and of names that stand for paths.
import { parse } from 'jsonc-parser';
import type { ManifestFile } from '../../../analysis/link/manifests.ts';
import { compareText } from '../../../core/order.ts';
import type { Tree } from '../../../core/workspace.ts';
import { decodeText } from '../decode.ts';

const manifestName = /(?:^|\/)(?:package|[tj]sconfig(?:\.[\w-]{1,40})?)\.json$/u;
/** Bytes. */
const largest = 512 * 1024;
const most = 2000;

/** A `package.json` or `tsconfig.json`, as text. */
export interface Manifest {
  readonly path: string;
  readonly text: string;
}

/** One with comments or a comma too many still says what it says; one that is no JSON says nothing. */
export function parsedManifests(manifests: readonly Manifest[]): readonly ManifestFile[] {
  return manifests.map(({ path, text }) => ({ path, json: parse(text) as unknown }));
}

export interface Manifests {
  /** Sorted by path. */
  readonly read: readonly Manifest[];
  /** Path and content of those that were not: too large, unreadable, or, of too many, the farthest from the root. */
  readonly leftOut: readonly string[];
}

/** True for a file that says something of packages or of names that stand for paths. */
export function isManifest(path: string): boolean {
  return manifestName.test(path);
}

/** What is left out linking knows nothing of: without a package's manifest the parameters of its exports are no sources. */
export async function readManifests(tree: Tree): Promise<Manifests> {
  const entries = tree.entries.filter(({ path, kind }) => kind === 'file' && isManifest(path));
  const byDepth = entries.toSorted((a, b) => depthOf(a.path) - depthOf(b.path) || compareText(a.path, b.path));
  const manifests: Manifest[] = [];
  const leftOut = byDepth.slice(most);
  for (const entry of byDepth.slice(0, most).sort((a, b) => compareText(a.path, b.path))) {
    const { path } = entry;
    const read = await tree.read(path, largest);
    if (read.ok) manifests.push({ path, text: decodeText(read.bytes).replace(/^\ufeff/u, '') });
    else leftOut.push(entry);
  }
  return { read: manifests, leftOut: leftOut.map(({ path, id }) => `${id} ${path}`) };
}

function depthOf(path: string): number {
  return path.split('/').length;
}
