// Paths as the engine reads them: one text for one file, whatever way it was written.
import { foldText } from './fold.ts';
import type { PolicyEnvironment } from './request.ts';
import { plainSegments } from './segments.ts';
import { normaliseWindowsPath } from './windows-path.ts';

/** The longest path, in UTF-16 units. */
export const longestPath = 4096;

/** Percent-encoded `/`, `\`, `.` and NUL: whoever decodes later would read another path than the one that was decided. */
const encodedDivider = /%(?:2[ef]|5c|00)/iu;
const controlCharacter = /\p{Cc}/u;

/**
 * The path's text: `''` for the root, else each segment after a `/`; null if it is not absolute, climbs with `..`, or holds what no path may.
 * Linear in its length; a path that is normal already costs one look at each character.
 */
export function normalisePath(path: unknown, environment: PolicyEnvironment): string | null {
  if (typeof path !== 'string') return null;
  if (environment.platform === 'posix' && isPlain(path, environment.caseSensitive ? plain : plainFolded)) return path;
  if (path.length > longestPath || !path.isWellFormed()) return null;
  const composed = path.normalize('NFC');
  if (controlCharacter.test(composed) || encodedDivider.test(composed)) return null;
  const text = environment.platform === 'windows' ? normaliseWindowsPath(composed, environment.caseSensitive) : normalisePosix(composed);
  if (text === null) return null;
  const folded = environment.caseSensitive ? text : foldText(text);
  return folded.length > longestPath ? null : folded;
}

function normalisePosix(path: string): string | null {
  if (!path.startsWith('/')) return null;
  const segments = plainSegments(path.split('/'));
  return segments === null ? null : segments.map((segment) => `/${segment}`).join('');
}

const slash = 0x2f;
const dot = 0x2e;

/** Characters that mean nothing but themselves, by code; `/` is one, and what follows it is looked at. */
const plain = plainTable('%');
const plainFolded = plainTable('%ABCDEFGHIJKLMNOPQRSTUVWXYZ');

function plainTable(special: string): Uint8Array {
  return Uint8Array.from({ length: 0x80 }, (_, code) =>
    code >= 0x20 && code < 0x7f && !special.includes(String.fromCharCode(code)) ? 1 : 0,
  );
}

/** Whether the path is normal as it stands; a cheap no for some that are. */
function isPlain(path: string, table: Uint8Array): boolean {
  const { length } = path;
  if (length > longestPath || path.charCodeAt(0) !== slash) return false;
  for (let at = 0; at < length; at += 1) {
    const code = path.charCodeAt(at);
    if (table[code] !== 1) return false;
    if (code === slash && !beginsSegment(path, at + 1)) return false;
  }
  return true;
}

/** Whether a segment begins at `at` that is neither empty nor `.` nor `..`. */
function beginsSegment(path: string, at: number): boolean {
  const code = path.charCodeAt(at);
  if (code !== dot) return code !== slash && at < path.length;
  const next = path.charCodeAt(at + 1);
  if (next !== dot) return next !== slash && at + 1 < path.length;
  return path.charCodeAt(at + 2) !== slash && at + 2 < path.length;
}
