// The oracle's paths: what a normal path is, and what a path pattern matches, by the text of docs/policy.md.
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { anyCase, exactCase, expand, tokenise, wordMatches } from './word.ts';
import type { Fold, Token } from './word.ts';

const control = /\p{Cc}/u;
const encoded = /%(?:2f|5c|2e|00)/iu;
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?$/iu;

function foldOf(environment: PolicyEnvironment): Fold {
  return environment.caseSensitive ? exactCase : anyCase;
}

/** Drive or share and the rest of a Windows path; null for what is neither. */
function windowsRoot(path: string): { readonly root: readonly string[]; readonly rest: string } | null {
  const plain = path.replaceAll('\\', '/').replace(/^\/\/\?\/(?=[a-z]:\/)/iu, '');
  const drive = /^([a-z]:)\/(.*)$/isu.exec(plain);
  if (drive !== null) return { root: [(drive[1] ?? '').toLowerCase()], rest: drive[2] ?? '' };
  const share = /^\/\/(?![?.]\/)([^/]+)\/([^/]+.*)$/su.exec(plain);
  return share === null ? null : { root: ['unc:', share[1] ?? ''], rest: share[2] ?? '' };
}

function badOnWindows(segment: string): boolean {
  return /[<>:"|?*]/u.test(segment) || /~\d/u.test(segment) || reserved.test(segment) || /[. ]$/u.test(segment);
}

/** The segments of a normal path, or null where the request is denied. */
export function pathSegments(path: string, environment: PolicyEnvironment): readonly string[] | null {
  if (!path.isWellFormed() || control.test(path) || encoded.test(path) || path.length > 4096) return null;
  const windows = environment.platform === 'windows';
  const start = windows ? windowsRoot(path) : path.startsWith('/') ? { root: [], rest: path } : null;
  if (start === null) return null;
  const named = [...start.root.slice(1), ...start.rest.split('/')].filter((segment) => segment !== '' && segment !== '.');
  if (named.includes('..') || (windows && named.some(badOnWindows))) return null;
  const fold = foldOf(environment);
  return [...start.root.slice(0, 1), ...named].map((segment) => fold(segment.normalize('NFC')));
}

const anyDepth = 'any-depth';
type Segment = readonly Token[] | typeof anyDepth;

function segmentsOf(tokens: readonly Token[]): readonly Segment[] {
  const segments: Token[][] = [[]];
  for (const token of tokens) {
    if (token.is === 'slash') segments.push([]);
    else segments.at(-1)?.push(token);
  }
  return segments.map((segment) => (segment.length === 2 && segment.every((token) => token.is === 'star') ? anyDepth : segment));
}

function matchesFrom(pattern: readonly Segment[], path: readonly (readonly string[])[], p: number, s: number): boolean {
  const segment = pattern[p];
  if (segment === undefined) return s === path.length;
  if (segment === anyDepth) return matchesFrom(pattern, path, p + 1, s) || (s < path.length && matchesFrom(pattern, path, p, s + 1));
  const name = path[s];
  return name !== undefined && wordMatches(segment, name) && matchesFrom(pattern, path, p + 1, s + 1);
}

function quoted(text: string): string {
  return text.replaceAll(/[\\*?[\]{},]/gu, String.raw`\$&`);
}

/** A pattern with its variables, drive and share written as the segments of a normal path are. */
function absolute(text: string, environment: PolicyEnvironment): string {
  const { workspace, home, temp } = environment;
  const placed = text.replaceAll(/\$\{(workspace|home|temp)\}/gu, (_, name: string) => {
    const folder = name === 'workspace' ? workspace : name === 'home' ? home : temp;
    return quoted(`/${(pathSegments(folder, environment) ?? []).join('/')}`);
  });
  const drive = placed.replace(/^[a-z]:\//iu, (start) => `/${start.toLowerCase()}`);
  return drive.replace(/^\/\/(?=[^/])/u, '/unc:/');
}

/** What a path pattern matches, asked with the segments of a normal path. */
export function pathMatcher(text: string, environment: PolicyEnvironment): (segments: readonly string[]) => boolean {
  // Drives and shares are nowhere else.
  if (environment.platform === 'posix' && /^(?:[a-z]:|\/)\//iu.test(text)) return () => false;
  const patterns = expand(tokenise(absolute(text, environment), foldOf(environment), true)).map((tokens) => {
    const segments = segmentsOf(tokens);
    // A pattern begins with `/`: nothing stands before it. `**/` begins with any depth, which is the same as `/**/`.
    return segments[0]?.length === 0 ? segments.slice(1) : segments;
  });
  return (segments) => {
    const path = segments.map((segment) => Array.from(segment));
    return patterns.some((pattern) => matchesFrom(pattern, path, 0, 0));
  };
}
