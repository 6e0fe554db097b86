// Which part of the trees a gate sees: the trusted config's exclusions, and what the command line narrows the run to.
import { createHash } from 'node:crypto';
import type { LeftOut } from '../core/documents.ts';
import type { CheckRequest } from '../core/check.ts';
import type { TreeListing } from '../core/repository.ts';
import { compareTrees, type PastListing, type Surroundings, type TreeEntry } from '../core/workspace.ts';
import { mayBePolicyDocument } from '../policy/document-paths.ts';
import { compilePathPatterns } from '../policy/path-pattern.ts';
import type { Weakening } from './weakening.ts';

export type Narrowing = Pick<CheckRequest, 'paths' | 'changedOnly' | 'shard'>;

/** What a gate sees. */
export interface Listings {
  readonly judged: TreeListing;
  readonly base: TreeListing | null;
  /** Of the change's commits; null where there is no base. */
  readonly past: PastListing | null;
}

/** The three trees of a check, and what lies between. */
export interface CheckListings extends Listings {
  readonly trusted: TreeListing | null;
}

/** What narrowed the run, as the command line says it; empty for a whole run. */
export function partialReasons(request: Pick<CheckRequest, 'paths' | 'changedOnly' | 'shard' | 'gates' | 'since'>): readonly string[] {
  return [
    ...(request.gates ?? []).map((gate) => `--gate ${gate}`),
    ...(request.changedOnly ? ['--changed'] : []),
    ...(request.since === null ? [] : [`--since ${request.since}`]),
    ...(request.shard === null ? [] : [`--shard ${String(request.shard.index)}/${String(request.shard.count)}`]),
    ...request.paths,
  ];
}

/** True where gates see a part of the trees alone. */
export function isNarrowed({ paths, changedOnly, shard }: Narrowing): boolean {
  return paths.length > 0 || changedOnly || shard !== null;
}

/** Keeps the entries that the command line asks for; both trees by the same measure. What lies between is all of the change's doing. */
export function narrow({ judged, base, past }: Listings, { paths, changedOnly, shard }: Narrowing): Listings {
  let keep: Keep = () => true;
  if (paths.length > 0) keep = both(keep, ({ path }) => paths.some((limit) => path === limit || path.startsWith(`${limit}/`)));
  if (shard !== null) keep = both(keep, ({ path }) => partOf(path, shard.count) === shard.index);
  const between = filterPast(past, keep);
  if (changedOnly && base !== null) {
    const { added, modified, deleted } = compareTrees(base.entries, judged.entries);
    const changed = new Set([...added, ...modified, ...deleted]);
    keep = both(keep, ({ path }) => changed.has(path));
  }
  return { judged: filter(judged, keep), base: base === null ? null : filter(base, keep), past: between };
}

/** What lies around the part that `narrow` keeps, of listings that nothing but it narrows; null where it keeps all. */
export function surroundings({ judged, base, past }: Listings, narrowing: Narrowing): Surroundings<TreeListing> | null {
  const isByPath = narrowing.paths.length > 0 || narrowing.shard !== null;
  if (!isByPath && (!narrowing.changedOnly || base === null)) return null;
  const asked = narrow({ judged, base, past }, { ...narrowing, changedOnly: false });
  const paths = [asked.judged, asked.base].flatMap((listing) => listing?.entries.map(({ path }) => path) ?? []);
  return { judged, base, told: isByPath ? [...new Set(paths)] : null };
}

/**
 * What the permissions gate sees: `.mcgate/` alone, and all of it, since a policy without one of its layers is another policy. It is
 * compared with the base, so that a branch behind its target answers for nothing that the target narrowed; with the tip, where there
 * is no base (unrelated histories) or the tip has the very policy already (the branch was merged under another commit).
 */
export function policyListings({ judged, base, trusted }: Omit<CheckListings, 'past'>): Listings {
  const documents = (listing: TreeListing): string =>
    JSON.stringify(listing.entries.filter(({ path }) => mayBePolicyDocument(path)).map(({ path, kind, id }) => [path, kind, id]));
  const keep: Keep = ({ path }) => path === '.mcgate' || path.startsWith('.mcgate/');
  const merged = base !== null && trusted !== null && documents(judged) === documents(trusted);
  const against = merged ? trusted : (base ?? trusted);
  return { judged: filter(judged, keep), base: against === null ? null : filter(against, keep), past: null };
}

/** Without what the gate's trusted config excludes, and the coverage entry that says so. */
export function exclude(
  { judged, base, past }: Listings,
  patterns: readonly string[],
): { readonly listings: Listings; readonly leftOut: readonly LeftOut[] } {
  const matches = compilePathPatterns(patterns);
  const keep: Keep = ({ path }) => !matches(path);
  const excluded = judged.entries.filter((entry) => matches(entry.path)).map((entry) => entry.path);
  return {
    listings: { judged: filter(judged, keep), base: base === null ? null : filter(base, keep), past: filterPast(past, keep) },
    leftOut: excluded.length === 0 ? [] : [{ reason: 'excluded by the config', count: excluded.length, paths: excluded.slice(0, 20) }],
  };
}

/** Files that were examined at another path of the base, by content or by file name, and now lie under an exclusion. */
export function movedUnderExclusion(
  { judged, base }: Pick<Listings, 'judged' | 'base'>,
  gate: string,
  patterns: readonly string[],
): readonly Weakening[] {
  if (base === null || patterns.length === 0) return [];
  const matches = compilePathPatterns(patterns);
  const after = new Map(judged.entries.map((entry) => [entry.path, entry]));
  const before = new Map(base.entries.map((entry) => [entry.path, entry]));
  const examined = base.entries.filter((entry) => !matches(entry.path));
  // Content is gone from a path also where something else, a stub that loads it, has taken its place.
  const byId = new Map(examined.filter(({ path, id }) => hasContent(id) && after.get(path)?.id !== id).map(({ path, id }) => [id, path]));
  const byName = new Map(examined.filter(({ path }) => !after.has(path)).map(({ path }) => [fileName(path), path]));
  return judged.entries.flatMap(({ path, id }): readonly Weakening[] => {
    const old = before.get(path);
    if (old?.id === id || !matches(path)) return [];
    const from = byId.get(id) ?? (old === undefined ? byName.get(fileName(path)) : undefined);
    if (from === undefined) return [];
    const message = `${from} moves to ${path}, which gate ${gate} leaves out`;
    return [{ rule: 'moved-under-exclusion', message, location: { path }, key: `gates.${gate}.exclude`, before: from, after: path }];
  });
}

/** Ids of the empty blob: one empty file is no other's content. */
const emptyIds: ReadonlySet<string> = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
]);

function hasContent(id: string): boolean {
  return id !== '' && !emptyIds.has(id);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** 1-based part of `count` that a path belongs to, the same on every machine. */
function partOf(path: string, count: number): number {
  return (createHash('sha256').update(path).digest().readUInt32BE(0) % count) + 1;
}

type Keep = (entry: Pick<TreeEntry, 'path'>) => boolean;

function both(a: Keep, b: Keep): Keep {
  return (entry) => a(entry) && b(entry);
}

function filter(listing: TreeListing, keep: Keep): TreeListing {
  return { ...listing, entries: listing.entries.filter(keep) };
}

function filterPast(past: PastListing | null, keep: Keep): PastListing | null {
  return past === null ? null : { ...past, entries: past.entries.filter(keep) };
}
