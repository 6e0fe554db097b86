// The environment that child processes and tools get: an allow-list, so that no token ever reaches what reads hostile input.
import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Exact names. Anything else is left out: GITHUB_TOKEN, ACTIONS_*, npm_*, NODE_OPTIONS, INPUT_*, GIT_*, LD_*, proxies. */
const allowedNames: ReadonlySet<string> = new Set([
  'HOME',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'NO_COLOR',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_CONFIG_DIRS',
  'XDG_DATA_HOME',
  'XDG_DATA_DIRS',
  'XDG_RUNTIME_DIR',
  'XDG_STATE_HOME',
  'MCGATE_CACHE_DIR',
]);

/** What Windows programs do not start without. Compared without case, as Windows does. */
const allowedOnWindows: ReadonlySet<string> = new Set([
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PATHEXT',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);

const allowedPrefix = 'MCGATE_OSV_';

export interface EnvironmentOptions {
  /** Folders that must not supply programs: the repository under check. */
  readonly untrusted?: readonly string[];
  readonly platform?: NodeJS.Platform;
  /** Real path of a folder, or null where there is none. */
  readonly realPath?: (folder: string) => string | null;
}

/**
 * The part of `source` that a child process may see. PATH keeps only absolute folders outside `untrusted` and outside any
 * node_modules: `npm run` and `npx` put the repository's own node_modules/.bin first, and a planted `git` there would run (CWE-426).
 */
export function childEnvironment(source: Readonly<NodeJS.ProcessEnv>, options: EnvironmentOptions = {}): Record<string, string> {
  const platform = options.platform ?? process.platform;
  const windows = platform === 'win32';
  const result: Record<string, string> = {};
  let searched = '';
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined) continue;
    const key = windows ? name.toUpperCase() : name;
    if (key === 'PATH') searched = value;
    else if (allowedNames.has(key) || key.startsWith(allowedPrefix) || (windows && allowedOnWindows.has(key))) result[name] = value;
  }
  // An empty PATH means the current folder to some systems, so one is always set.
  result['PATH'] = trustedSearchPath(searched, options) || defaultSearchPath(result, windows);
  // Windows otherwise looks in the current folder before PATH.
  if (windows) result['NoDefaultCurrentDirectoryInExePath'] = '1';
  return result;
}

/** PATH without relative and empty entries, node_modules, and whatever lies in `untrusted`. Order is kept. */
export function trustedSearchPath(value: string, options: EnvironmentOptions = {}): string {
  const platform = options.platform ?? process.platform;
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const realPath = options.realPath ?? realPathOrNull;
  const untrusted = (options.untrusted ?? []).flatMap((folder) => [folder, realPath(folder) ?? folder]);
  const entries = value.split(flavour.delimiter).filter((entry) => {
    if (!isFullyQualified(entry, flavour)) return false;
    const faces = [flavour.normalize(entry), realPath(entry) ?? entry];
    if (faces.some((face) => face.split(/[\\/]/).includes('node_modules'))) return false;
    return !faces.some((face) => untrusted.some((folder) => contains(folder, face, flavour)));
  });
  return [...new Set(entries)].join(flavour.delimiter);
}

/** True if `inner` is `outer` or lies in it, by name alone. */
export function contains(outer: string, inner: string, flavour: path.PlatformPath = path): boolean {
  const relative = flavour.relative(outer, inner);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${flavour.sep}`) && !flavour.isAbsolute(relative));
}

function isFullyQualified(entry: string, flavour: path.PlatformPath): boolean {
  // `\tools` is absolute to path.win32, yet depends on the current drive.
  return flavour === path.win32 ? /^(?:[a-z]:[\\/]|\\\\[^\\])/i.test(entry) : flavour.isAbsolute(entry);
}

function defaultSearchPath(environment: Readonly<Record<string, string>>, windows: boolean): string {
  if (!windows) return '/usr/bin:/bin';
  const root = Object.entries(environment).find(([name]) => name.toUpperCase() === 'SYSTEMROOT')?.[1] ?? 'C:\\Windows';
  return `${root}\\System32`;
}

function realPathOrNull(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}
