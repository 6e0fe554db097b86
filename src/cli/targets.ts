// The paths of a command line -> the folder under check and what of it to keep to.
import path from 'node:path';
import { McgateError } from '../core/error.ts';
import { findGitDirectory } from '../platform/git-directory.ts';
import { locatePath } from '../platform/local-path.ts';

export interface Targets {
  /** Absolute: the top of the repository, or the plain folder. */
  readonly root: string;
  /** False for a plain folder. */
  readonly repository: boolean;
  /** Relative to `root`, `/`-separated; empty for all of it. */
  readonly paths: readonly string[];
}

interface Place {
  readonly given: string;
  readonly real: string;
  readonly folder: string;
}

/**
 * No path: the repository around `cwd`. One folder below the top of its repository, or files: limited to them. With `git` false, or
 * where there is no repository, one folder stands for itself and everything else is seen from `cwd`.
 * Throws McgateError `usage` for what does not exist, is neither file nor folder, or lies in different repositories.
 */
export async function resolveTargets(
  given: readonly string[],
  { cwd, git }: { readonly cwd: string; readonly git: boolean },
): Promise<Targets> {
  const places = await Promise.all((given.length === 0 ? ['.'] : given).map((each) => locate(each, cwd)));
  const tops = new Map(git ? places.map(({ given: name, folder }) => [topOf(folder), name]) : [[null, '']]);
  if (tops.size > 1) {
    const [a, b] = [...tops.values()];
    throw new McgateError('usage', `${quote(a)} and ${quote(b)} lie in different repositories.`, {
      remedy: 'Check one repository at a time.',
    });
  }
  const [top = null] = tops.keys();
  const root = top ?? plainRoot(places, (await locate('.', cwd)).real);
  // Without arguments the whole repository is meant, wherever in it the command is run.
  const paths = given.length === 0 ? [] : places.map((place) => relativeTo(root, place));
  return { root, repository: top !== null, paths: paths.includes('') ? [] : [...new Set(paths)] };
}

async function locate(given: string, cwd: string): Promise<Place> {
  const place = await locatePath(path.resolve(cwd, given));
  if (place === null) throw new McgateError('usage', `There is no file or folder ${quote(given)}.`);
  if (place.kind === 'other') throw new McgateError('usage', `${quote(given)} is neither a file nor a folder.`);
  return { given, real: place.real, folder: place.kind === 'folder' ? place.real : path.dirname(place.real) };
}

function topOf(folder: string): string | null {
  return findGitDirectory(folder)?.workTree ?? null;
}

function plainRoot(places: readonly Place[], cwd: string): string {
  const [only, ...more] = places;
  return only !== undefined && more.length === 0 ? only.folder : cwd;
}

function relativeTo(root: string, { given, real }: Place): string {
  const relative = path.relative(root, real);
  if (path.isAbsolute(relative) || relative.split(path.sep)[0] === '..') {
    throw new McgateError('usage', `${quote(given)} lies outside ${quote(root)}.`, {
      remedy: 'Run mcgate in a folder that holds all the paths.',
    });
  }
  return relative.replaceAll(path.sep, '/');
}

function quote(text = ''): string {
  return JSON.stringify(text);
}
