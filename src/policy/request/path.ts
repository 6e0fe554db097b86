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

/** Paths that are normal as they stand: segments of printable ASCII without `%`, none of them `.` or `..`. Linear: only a slash divides. */
const plain = /^(?:\/(?!\.\.?(?:\/|$))[ -$&-.0-~]+)+$/;
const plainFolded = /^(?:\/(?!\.\.?(?:\/|$))[ -$&-.0-@[-~]+)+$/;

/**
 * The path's text: `''` for the root, else each segment after a `/`; null if it is not absolute, climbs with `..`, or holds what no path may.
 * Linear in its length; one that is normal already costs one look at each character.
 */
export function normalisePath(path: unknown, environment: PolicyEnvironment): string | null {
  if (typeof path !== 'string') return null;
  if (path.length > longestPath) return null;
  if (environment.platform === 'posix' && (environment.caseSensitive ? plain : plainFolded).test(path)) return path;
  if (!path.isWellFormed()) return null;
  const composed = path.normalize('NFC');
  if (controlCharacter.test(composed) || encodedDivider.test(composed)) return null;
  const text = environment.platform === 'windows' ? normaliseWindowsPath(composed, environment.caseSensitive) : normalisePosix(composed);
  if (text === null) return null;
  const folded = environment.caseSensitive ? text : foldText(text);
  return folded.length > longestPath ? null : folded;
}

/**
 * The units below 128 that a path may hold and still be normal as it stands, as in `plain` and `plainFolded`, each a 1 at its place. Null where
 * units cannot tell.
 */
export function normalUnits({ platform, caseSensitive }: PolicyEnvironment): Uint8Array | null {
  if (platform !== 'posix') return null;
  const segment = caseSensitive ? plain : plainFolded;
  return Uint8Array.from({ length: 128 }, (_, unit) => (segment.test(`/a${String.fromCharCode(unit)}a`) ? 1 : 0));
}

function normalisePosix(path: string): string | null {
  if (!path.startsWith('/')) return null;
  const segments = plainSegments(path.split('/'));
  return segments === null ? null : segments.map((segment) => `/${segment}`).join('');
}
