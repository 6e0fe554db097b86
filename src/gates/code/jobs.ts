// What there is to look at: each content once, wherever and in whichever tree it stands.
import type { LeftOut } from '../../core/documents.ts';
import { compareTrees, type PastEntry, type TreeEntry } from '../../core/workspace.ts';
import { fileKindOf, holdsCode, holdsUnreadCode, type FileKind } from './file-kind.ts';

export interface TreePlace {
  readonly tree: 'judged' | 'base';
  readonly path: string;
  /** True if the change under judgement added or modified it: not to know about it is not to answer. */
  readonly changed: boolean;
  /** False for what a narrowed run does not ask about: it is read for its part in flows alone. */
  readonly asked: boolean;
}

/** In a commit of the change. */
export interface PastPlace {
  readonly tree: 'past';
  readonly entry: PastEntry;
}

export type Place = TreePlace | PastPlace;

/** One content and one kind, to be looked at once. */
export interface Job {
  readonly kind: FileKind;
  /** Content id; `''` where it is not known. */
  readonly id: string;
  readonly size: number | null;
  /** True for what is past: its code runs nowhere. */
  readonly secretsOnly: boolean;
  /** Never empty. The first is where the content is read. */
  readonly places: readonly Place[];
}

const listedPaths = 20;

/** Collects paths by reason. What it lists does not depend on the order of arrival. */
export interface LeftOutTally {
  readonly add: (reason: string, path: string) => void;
  readonly list: () => readonly LeftOut[];
}

export function createLeftOutTally(): LeftOutTally {
  const byReason = new Map<string, string[]>();
  return {
    add(reason, path) {
      const paths = byReason.get(reason);
      if (paths === undefined) byReason.set(reason, [path]);
      else paths.push(path);
    },
    list: () =>
      [...byReason.keys()].sort().map((reason) => {
        const paths = (byReason.get(reason) ?? []).sort();
        return { reason, count: paths.length, paths: paths.slice(0, listedPaths) };
      }),
  };
}

/** Entries of both trees. */
export interface Trees {
  readonly judged: readonly TreeEntry[];
  readonly base: readonly TreeEntry[] | null;
}

/**
 * Plans the work: the judged tree's files, and of the base tree those that were changed or deleted; an unchanged file counts for both. Of what lies
 * `around` the part that is asked about, the code.
 */
export function planJobs({ judged, base }: Trees, around: Trees | null, tally: LeftOutTally): readonly Job[] {
  const { added, modified } = compareTrees(base, judged);
  const changed = new Set([...added, ...modified]);
  const jobs = new Map<string, Omit<Job, 'places'> & { readonly places: Place[] }>();
  const add = (entry: TreeEntry, place: TreePlace): void => {
    const kind = fileKindOf(entry.path);
    const key = entry.id === '' ? `${place.tree} ${entry.path}` : `${kind} ${entry.id}`;
    const job = jobs.get(key) ?? { kind, id: entry.id, size: entry.size, secretsOnly: false, places: [] };
    jobs.set(key, job);
    job.places.push(place);
  };
  for (const entry of judged) {
    const reason = reasonToLeaveOut(entry);
    if (reason !== null) tally.add(reason, entry.path);
    if (reason !== null) continue;
    if (holdsUnreadCode(entry.path))
      tally.add('a template that no parser here reads (.njk, .liquid, .jade, …): searched for secrets only', entry.path);
    add(entry, { tree: 'judged', path: entry.path, changed: changed.has(entry.path), asked: true });
  }
  for (const entry of base ?? []) {
    if (reasonToLeaveOut(entry) === null) add(entry, { tree: 'base', path: entry.path, changed: false, asked: true });
  }
  for (const tree of ['judged', 'base'] as const) {
    const asked = new Set((tree === 'judged' ? judged : base)?.map(({ path }) => path));
    for (const entry of around?.[tree] ?? []) {
      const kind = fileKindOf(entry.path);
      if (!asked.has(entry.path) && (holdsCode(kind) || kind === 'source') && reasonToLeaveOut(entry) === null)
        add(entry, { tree, path: entry.path, changed: false, asked: false });
    }
  }
  // Code first: it takes longest, and lanes that end together end sooner. Of it what changed, so that threads start while the rest is looked up.
  const rank = (job: Job): number => (holdsCode(job.kind) ? 0 : 2) + (isChanged(job) ? 0 : 1);
  return [...jobs.values()].sort((a, b) => rank(a) - rank(b));
}

/** True for what the change brings, which no run before may have seen. */
export function isChanged({ places }: Job): boolean {
  return places.some((place) => place.tree === 'judged' && place.changed);
}

/**
 * What commits of the change put somewhere and what stands in neither tree as the gate sees them, in the order given. A content stands under
 * the same kind alone: a `.env` that was renamed to `env.js` is searched there as code, for less.
 */
export function planPastJobs(past: readonly PastEntry[], trees: readonly (readonly TreeEntry[])[]): readonly Job[] {
  const standing = new Set(
    trees.flatMap((entries) =>
      entries.filter((entry) => reasonToLeaveOut(entry) === null).map(({ path, id }) => `${fileKindOf(path)} ${id}`),
    ),
  );
  const jobs = new Map<string, Job>();
  for (const entry of past) {
    const kind = fileKindOf(entry.path);
    const key = `${kind} ${entry.id}`;
    if (standing.has(key) || jobs.has(key)) continue;
    jobs.set(key, { kind, id: entry.id, size: null, secretsOnly: true, places: [{ tree: 'past', entry }] });
  }
  return [...jobs.values()];
}

/** What is of no known kind, such as a folder that cannot be entered, stays in: its reading fails, and the change is not judged. */
function reasonToLeaveOut(entry: TreeEntry): string | null {
  if (entry.kind === 'symlink') return 'symbolic link: not followed';
  return entry.kind === 'submodule' ? 'submodule: a repository of its own' : null;
}
