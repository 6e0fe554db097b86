// What mcgate's own readers find in a lockfile.

/** Counts from 1; the end column is exclusive. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * `registry`: advisories speak of it. `elsewhere`: git or an archive, where the name only suggests what it is.
 * `local`: the repository's own (workspace, link, file), which shares no more than the name with what advisories speak of.
 */
export type PackageOrigin = 'registry' | 'elsewhere' | 'local';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly origin: PackageOrigin;
  readonly region: Region;
  /** Null where the lockfile does not tell. */
  readonly direct: boolean | null;
  /** The names from a direct dependency to it, both included; of long ways without the middle. Empty where the lockfile does not tell. */
  readonly path: readonly string[];
}

export type LockfileReading =
  { readonly ok: true; readonly packages: readonly LockedPackage[] } | { readonly ok: false; readonly detail: string };

/** Never throws. Takes the whole text of a lockfile. */
export type ReadLockfile = (text: string) => LockfileReading;

/** Where a package comes from, told from its lockfile's address or version specifier. */
export function originOf(specifier: string | null): PackageOrigin {
  if (specifier === null || specifier === '') return 'registry';
  const text = specifier.toLowerCase();
  if (/^(?:file|link|portal|workspace|root):/.test(text) || /^\.{0,2}\//.test(text)) return 'local';
  if (/^(?:git\+|git:|git@|ssh:|github:|gitlab:|bitbucket:|gist:)/.test(text)) return 'elsewhere';
  if (/^https?:\/\/(?:[^/@]*@)?(?:codeload\.github\.com|(?:www\.)?github\.com|gitlab\.com|bitbucket\.org)\//.test(text)) return 'elsewhere';
  // Any other address may be a mirror of the registry: taking it for one errs on the safe side.
  return 'registry';
}

/** `name@rest` taken apart at the `@` that is no scope's; null where there is none. */
export function splitNameAt(text: string): { readonly name: string; readonly rest: string } | null {
  const at = text.indexOf('@', 1);
  return at === -1 ? null : { name: text.slice(0, at), rest: text.slice(at + 1) };
}

/** The region of one line from its first character that is no blank to its last. `line` counts from 1. */
export function lineRegion(line: number, text: string): Region {
  const start = text.length - text.trimStart().length;
  return { startLine: line, startColumn: start + 1, endLine: line, endColumn: Math.max(text.trimEnd().length, start) + 1 };
}
