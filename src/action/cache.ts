// Which runs may read and write what GitHub's cache carries: a pull request must not be able to put anything there that judges it.
import { messageOf } from '../core/error.ts';
import { openActionsCache, type ActionsCache } from '../platform/actions-cache.ts';
import {
  carriedAdvisories,
  carriedResults,
  carriedScanner,
  type Carried,
  type CarryOutcome,
  type CarryPorts,
} from '../platform/carried-files.ts';

/** What the runner says called for this run. */
export interface CacheEvent {
  readonly name: string;
  /** GITHUB_REF: GitHub keeps the entries of each ref apart, and lets every run read its own and the default branch's. */
  readonly ref: string | null;
  readonly defaultBranch: string | null;
}

export interface CacheRights {
  /** Of what only the writer vouches for. The scanner is known by its digest, and may always be read. */
  readonly read: boolean;
  readonly write: boolean;
}

export interface CacheRunPorts extends Omit<CarryPorts, 'now'> {
  /** What this run makes use of. */
  readonly wanted: Readonly<Record<Carried['name'], boolean>>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

export interface CacheNote {
  readonly name: Carried['name'] | 'cache';
  readonly outcome: CarryOutcome;
  /** Null where the outcome says it all. */
  readonly why: string | null;
}

/** Events that only somebody who may write to the repository sets off. */
const trustedEvents: ReadonlySet<string> = new Set(['push', 'schedule', 'workflow_dispatch']);
/** For everything that is restored, and for everything that is stored, in milliseconds. */
const restoreTime = 90_000;
const saveTime = 180_000;

/**
 * Advisories and results are read only where a run's own entries are the default branch's: anywhere else a workflow of the pull
 * request, or of the merge group, could have stored them. They are written only there, and only on trusted events: pull_request_target
 * runs on the default branch too, but strangers set it off.
 */
export function cacheRights({ name, ref, defaultBranch }: CacheEvent): CacheRights {
  const isDefault = defaultBranch !== null && defaultBranch !== '' && ref === `refs/heads/${defaultBranch}`;
  const isTrusted = trustedEvents.has(name);
  return { read: isDefault && (isTrusted || name === 'pull_request_target'), write: isDefault && isTrusted };
}

/** Before the scanner is set up. Never throws: a run goes without its cache. */
export async function restoreCaches(event: CacheEvent, ports: CacheRunPorts): Promise<readonly CacheNote[]> {
  const { read } = cacheRights(event);
  const wanted = wantedOf(ports).filter((carried) => read || carried === carriedScanner);
  return each(wanted, 'restore', restoreTime, ports);
}

/** After the check, whatever its verdict. Never throws, and stores nothing on an event that is not trusted. */
export async function saveCaches(event: CacheEvent, ports: CacheRunPorts): Promise<readonly CacheNote[]> {
  const { write } = cacheRights(event);
  return write ? each(wantedOf(ports), 'save', saveTime, ports) : [];
}

function wantedOf({ wanted }: CacheRunPorts): readonly Carried[] {
  return [carriedScanner, carriedAdvisories, carriedResults].filter(({ name }) => wanted[name]);
}

async function each(
  all: readonly Carried[],
  method: 'restore' | 'save',
  time: number,
  ports: CacheRunPorts,
): Promise<readonly CacheNote[]> {
  if (all.length === 0) return [];
  const signal = AbortSignal.any([ports.signal, AbortSignal.timeout(time)]);
  const opened = openActionsCache({ env: ports.env, signal });
  if (!opened.ok) return [{ name: 'cache', outcome: 'absent', why: opened.why }];
  const carry = { ...ports, now: ports.now() };
  return Promise.all(all.map((carried) => attempt(carried, method, opened.cache, carry)));
}

async function attempt(carried: Carried, method: 'restore' | 'save', cache: ActionsCache, ports: CarryPorts): Promise<CacheNote> {
  try {
    return { name: carried.name, outcome: await carried[method](cache, ports), why: null };
  } catch (error) {
    return { name: carried.name, outcome: 'failed', why: messageOf(error) };
  }
}
