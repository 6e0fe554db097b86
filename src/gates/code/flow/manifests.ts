// The package.json and tsconfig.json files of a tree: what linking needs to know of packages and of names that stand for paths.
import type { Tree } from '../../../core/workspace.ts';
import { decodeText } from '../decode.ts';
import type { Manifest } from './engine.ts';

const manifestName = /(?:^|\/)(?:package|[tj]sconfig(?:\.[\w-]{1,40})?)\.json$/u;
/** Bytes. */
const largest = 512 * 1024;
const most = 2000;

/** Sorted by path, those nearest to the root first where there are too many. What cannot be read is left out: linking then knows less of it. */
export async function readManifests(tree: Tree): Promise<readonly Manifest[]> {
  const paths = tree.entries.filter(({ path, kind }) => kind === 'file' && manifestName.test(path)).map(({ path }) => path);
  const chosen = paths.length <= most ? paths : paths.sort((a, b) => depthOf(a) - depthOf(b)).slice(0, most);
  const manifests: Manifest[] = [];
  for (const path of chosen.sort()) {
    const read = await tree.read(path, largest);
    if (read.ok) manifests.push({ path, text: decodeText(read.bytes).replace(/^\ufeff/u, '') });
  }
  return manifests;
}

function depthOf(path: string): number {
  return path.split('/').length;
}
