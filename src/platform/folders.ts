// Where mcgate keeps things of its own on each platform, and private scratch folders.
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { McgateError } from '../core/error.ts';

export interface FolderOptions {
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/**
 * Folder for what can be computed again: MCGATE_CACHE_DIR, else XDG_CACHE_HOME (XDG Base Directory Specification 0.8; a
 * relative value is ignored, as it asks), else the platform's own. Not created. Throws McgateError `unreadable` with no home folder.
 */
export function cacheFolder(options: FolderOptions = {}): string {
  const env = options.env ?? process.env;
  const own = absolute(env['MCGATE_CACHE_DIR']);
  if (own !== null) return own;
  const xdg = absolute(env['XDG_CACHE_HOME']);
  if (xdg !== null) return path.join(xdg, 'mcgate');
  switch (options.platform ?? process.platform) {
    case 'darwin':
      return path.join(homeFolder(options), 'Library', 'Caches', 'mcgate');
    case 'win32':
      return path.join(localAppData(options), 'mcgate', 'cache');
    default:
      return path.join(homeFolder(options), '.cache', 'mcgate');
  }
}

/** Folder for what was downloaded or must last: XDG_DATA_HOME, else the platform's own. Not created. Throws as `cacheFolder`. */
export function dataFolder(options: FolderOptions = {}): string {
  const xdg = absolute((options.env ?? process.env)['XDG_DATA_HOME']);
  if (xdg !== null) return path.join(xdg, 'mcgate');
  switch (options.platform ?? process.platform) {
    case 'darwin':
      return path.join(homeFolder(options), 'Library', 'Application Support', 'mcgate');
    case 'win32':
      return path.join(localAppData(options), 'mcgate', 'data');
    default:
      return path.join(homeFolder(options), '.local', 'share', 'mcgate');
  }
}

/** A new, empty folder that only this user can enter (0700), under `within` or the system's temporary folder. Its real path. */
export function createScratch(within = ''): string {
  const temporary = within === '' ? os.tmpdir() : within;
  // A relative one would put it into the current folder, which may be the repository under check.
  const parent = path.isAbsolute(temporary) ? temporary : '/tmp';
  mkdirSync(parent, { recursive: true });
  return realpathSync(mkdtempSync(path.join(parent, 'mcgate-')));
}

/** Removes a scratch folder and all in it, following no link. Never throws: what stays behind is the system's to clear. */
export async function removeScratch(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => undefined);
}

function absolute(value: string | undefined): string | null {
  return value !== undefined && path.isAbsolute(value) ? path.normalize(value) : null;
}

function localAppData(options: FolderOptions): string {
  return absolute((options.env ?? process.env)['LOCALAPPDATA']) ?? path.join(homeFolder(options), 'AppData', 'Local');
}

function homeFolder(options: FolderOptions): string {
  const home = options.home ?? (options.env ?? process.env)['HOME'] ?? systemHome();
  if (!path.isAbsolute(home)) {
    throw new McgateError('unreadable', 'There is no home folder to keep files in.', { remedy: 'Set HOME to an absolute path.' });
  }
  return home;
}

function systemHome(): string {
  try {
    return os.homedir();
  } catch {
    return '';
  }
}
