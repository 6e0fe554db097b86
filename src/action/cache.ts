// Which runs may read and write what GitHub's cache carries: a pull request must not be able to put anything there that judges it.
import { messageOf } from '../core/error.ts';
import type { ChangeEvent } from '../core/event.ts';
import { openActionsCache, type ActionsCache } from '../platform/actions-cache.ts';
import {
  carriedAdvisories,
  carriedResults,
  carriedScanner,
  type Carried,
  type CarryOutcome,
  type CarryPorts,
} from '../platform/carried-files.ts';

export interface CacheUse extends Omit<CarryPorts, 'now'> {
  readonly event: ChangeEvent;
  /** What this run makes use of, beside the scanner. */
  readonly wanted: { readonly advisories: boolean; readonly results: boolean };
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly tell: (line: string) => Promise<void>;
}

export interface CacheNote {
  readonly name: Carried['name'] | 'cache';
  readonly outcome: CarryOutcome;
  /** Null where the outcome says it all. */
  readonly why: string | null;
}

export interface CacheRights {
  /** Of what only its writer vouches for. The scanner is known by its digest, and may always be read. */
  readonly read: boolean;
  readonly write: boolean;
}

/** Events that only somebody who may write to the repository sets off. */
const trustedEvents: ReadonlySet<string> = new Set(['push', 'schedule', 'workflow_dispatch']);
/** For everything that is restored, and for everything that is stored, in milliseconds. */
const restoreTime = 90_000;
const saveTime = 180_000;

/**
 * GitHub keeps the entries of each ref (GITHUB_REF) apart, and a run reads its own ref's before the default branch's. So advisories and
 * results are read only where its own are the default branch's: anywhere else a workflow of the pull request, or of the merge group,
 * could have stored them. They are written only there, and only on trusted events: pull_request_target runs on the default branch
 * too, but strangers set it off.
 */
export function cacheRights(event: ChangeEvent, ref: string): CacheRights {
  const branch = 'defaultBranch' in event ? event.defaultBranch : '';
  const isDefault = branch !== '' && ref === `refs/heads/${branch}`;
  const isTrusted = trustedEvents.has(event.name);
  return { read: isDefault && (isTrusted || event.name === 'pull_request_target'), write: isDefault && isTrusted };
}

/** Before the scanner is set up. Never throws: a run goes without its cache. */
export async function restoreCaches(use: CacheUse): Promise<readonly CacheNote[]> {
  const { read } = cacheRights(use.event, use.env['GITHUB_REF'] ?? '');
  return each(read ? wantedOf(use) : [carriedScanner], 'restore', restoreTime, use);
}

/** After the check, whatever its verdict. Never throws, and stores nothing on an event that is not trusted. */
export async function saveCaches(use: CacheUse): Promise<readonly CacheNote[]> {
  const { write } = cacheRights(use.event, use.env['GITHUB_REF'] ?? '');
  return write ? each(wantedOf(use), 'save', saveTime, use) : [];
}

function wantedOf({ wanted }: CacheUse): readonly Carried[] {
  return [carriedScanner, ...(wanted.advisories ? [carriedAdvisories] : []), ...(wanted.results ? [carriedResults] : [])];
}

async function each(all: readonly Carried[], method: 'restore' | 'save', time: number, use: CacheUse): Promise<readonly CacheNote[]> {
  const signal = AbortSignal.any([use.signal, AbortSignal.timeout(time)]);
  const opened = openActionsCache({ env: use.env, signal });
  const ports = { ...use, now: use.now() };
  const notes: readonly CacheNote[] = opened.ok
    ? await Promise.all(all.map((carried) => attempt(carried, method, opened.cache, ports)))
    : [{ name: 'cache', outcome: 'absent', why: opened.why }];
  for (const { name, outcome, why } of notes) await use.tell(`cache, ${name}: ${outcome}${why === null ? '' : ` (${why})`}`);
  return notes;
}

async function attempt(carried: Carried, method: 'restore' | 'save', cache: ActionsCache, ports: CarryPorts): Promise<CacheNote> {
  try {
    return { name: carried.name, outcome: await carried[method](cache, ports), why: null };
  } catch (error) {
    return { name: carried.name, outcome: 'failed', why: messageOf(error) };
  }
}
