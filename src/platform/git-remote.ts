// Fetches commits of a hosted repository into one that is here, so that a token goes to that host and nowhere else.
// What arrives are objects: no file is written out, no hook, submodule, tag or second address is followed.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { McgateError } from '../core/error.ts';
import { isObjectId } from './blob-id.ts';
import { collectGit, type Git, type GitResult } from './git.ts';
import type { GitLocation } from './git-directory.ts';
import { outwardGit, type RemoteAccess } from './git-outward.ts';

export interface RemoteLimits {
  /** Of one question, the first one included. */
  readonly tries: number;
  /** Before the second try, in milliseconds; each later pause is four times as long. */
  readonly firstPause: number;
  /** For everything, in milliseconds. */
  readonly whole: number;
  /** Of all objects together, packed as they come. */
  readonly bytes: number;
}

export const remoteLimits: RemoteLimits = { tries: 3, firstPause: 1_000, whole: 15 * 60_000, bytes: 8 * 2 ** 30 };

/** Where a commit goes: `from` is a commit's id or a ref there, `to` a ref here. */
export interface Wanted {
  readonly from: string;
  readonly to: string;
}

export interface Remote {
  /** Commit ids of those of `refs` that are there. Throws McgateError `unreadable` or `cancelled`. */
  readonly list: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** `depth` null: all of the history. Throws as `list`. */
  readonly fetch: (wanted: readonly Wanted[], depth: number | null) => Promise<void>;
  /** Within the time for everything. Throws as `list`. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** As deep as git goes: what `--unshallow` says, which fails where nothing was cut off. */
const wholeHistory = 2 ** 31 - 1;
const sizeCheckMs = 250;

/** Throws McgateError `usage` for an address that a token may not go to, `git-failed` where there is no git. */
export function openRemote(location: GitLocation, access: RemoteAccess, signal: AbortSignal, limits: RemoteLimits = remoteLimits): Remote {
  const { url } = access;
  const start = outwardGit(location, access);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limits.whole)]);
  const refuseLate = (): void => {
    if (signal.aborted) throw new McgateError('cancelled', 'The run was cancelled.');
    if (ends.aborted) throw tooLong(limits);
  };
  const wait = async (milliseconds: number): Promise<void> => {
    await pause(milliseconds, undefined, { signal: ends }).catch(refuseLate);
  };
  const ask = async (args: readonly string[]): Promise<GitResult> => {
    for (let tried = 1; ; tried += 1) {
      const outcome = await attempt(start, args, location, ends, limits);
      if (!(outcome instanceof McgateError)) return outcome;
      refuseLate();
      if (tried >= limits.tries || isFinal(outcome)) throw unreachable(outcome, access);
      await wait(limits.firstPause * 4 ** (tried - 1));
    }
  };
  return {
    list: async (refs) => parseRefs((await ask(['ls-remote', '--quiet', '--end-of-options', url, ...refs])).stdout.toString('utf8'), refs),
    fetch: async (wanted, depth) => {
      const refspecs = wanted.map(({ from, to }) => `+${from}:${to}`);
      await ask([...fetchCommand, `--depth=${String(depth ?? wholeHistory)}`, '--end-of-options', url, ...refspecs]);
    },
    pause: wait,
  };
}

const fetchCommand = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
] as const;

async function attempt(
  start: Git['start'],
  args: readonly string[],
  location: GitLocation,
  ends: AbortSignal,
  limits: RemoteLimits,
): Promise<GitResult | McgateError> {
  const full = new AbortController();
  const packs = path.join(location.gitDir, 'objects', 'pack');
  const watch = watchSize(packs, limits.bytes, full);
  try {
    const result = await collectGit(start(args), args, { timeoutMs: limits.whole }, AbortSignal.any([ends, full.signal]));
    return (await sizeOf(packs)) > limits.bytes ? tooLarge(limits) : result;
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    return full.signal.aborted ? tooLarge(limits) : error;
  } finally {
    clearInterval(watch);
  }
}

function watchSize(folder: string, limit: number, full: AbortController): NodeJS.Timeout {
  return setInterval(() => {
    void sizeOf(folder).then((size) => {
      if (size > limit) full.abort();
    });
  }, sizeCheckMs);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** `<id>\t<ref>` a line. A pattern also matches the end of longer refs, which nobody asked for. */
function parseRefs(text: string, refs: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [id = '', ref = ''] = line.split('\t');
    if (isObjectId(id) && refs.includes(ref)) found.set(ref, id);
  }
  return found;
}

const refused = /Authentication failed|could not read (?:Username|Password)|returned error: 40[134]|not found/u;

/** Another try would get the same answer. */
function isFinal({ message }: McgateError): boolean {
  return refused.test(message) || /returned error: [34]\d\d|more than \d+ bytes/u.test(message);
}

function unreachable({ message }: McgateError, { url, token }: RemoteAccess): McgateError {
  if (/more than \d+ bytes/u.test(message)) return new McgateError('unreadable', message, { remedy: sizeRemedy });
  // git never prints it; should that change, it is not passed on.
  const said = token === null ? message : message.replaceAll(token, '***');
  const remedy = refused.test(message)
    ? 'Give the job `permissions: contents: read`, or the step a `fetch-token` that may read the repository.'
    : 'Run the job again.';
  return new McgateError('unreadable', `The change could not be fetched from ${url}: ${said}`, { remedy });
}

const sizeRemedy = 'Check the repository out in a step of its own, as `path` asks for it.';

function tooLarge({ bytes }: RemoteLimits): McgateError {
  return new McgateError('unreadable', `What is to be fetched has more than ${String(bytes)} bytes.`, { remedy: sizeRemedy });
}

function tooLong({ whole }: RemoteLimits): McgateError {
  const remedy = 'Run the job again; where the history is that long, check the repository out in a step of its own, as `path` asks for it.';
  return new McgateError('unreadable', `The change could not be fetched within ${String(Math.round(whole / 1000))} s.`, { remedy });
}
