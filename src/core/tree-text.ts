// Reads one text file of a tree: a file that is not there is told from one that cannot be read.
import { McgateError } from './error.ts';
import type { Tree } from './workspace.ts';

/** Text of a file, or null where the tree has none. Throws McgateError `unreadable` for anything else that is no text file. */
export async function readText(tree: Tree, path: string, limit: number): Promise<string | null> {
  // A file that is listed and whose content is missing, as in a partial clone, is not a missing file: defaults would judge in its place.
  if (!tree.entries.some((entry) => entry.path === path)) {
    checkFolders(tree, path);
    return null;
  }
  const result = await tree.read(path, limit);
  if (!result.ok) {
    const lacking = 'Fetch what this clone lacks: `git fetch --refetch --no-filter`.';
    throw new McgateError('unreadable', `${path}: ${result.failure}: ${result.detail}`, {
      positions: [{ path }],
      remedy: result.failure === 'missing' ? lacking : `Make ${path} a plain file.`,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(result.bytes);
  } catch (error) {
    throw new McgateError('invalid-document', `${path}: is not UTF-8`, { cause: error, positions: [{ path }] });
  }
}

/** A link or file in the place of a folder hides what people see there: that is no missing document. */
function checkFolders(tree: Tree, path: string): void {
  const obstacle = tree.entries.find((entry) => path.startsWith(`${entry.path}/`));
  if (obstacle === undefined) return;
  throw new McgateError('unreadable', `${path}: ${obstacle.path} is a ${obstacle.kind}, not a folder`, {
    positions: [{ path: obstacle.path }],
    remedy: `Make ${obstacle.path} a plain folder.`,
  });
}
