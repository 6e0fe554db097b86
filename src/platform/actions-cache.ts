// GitHub's cache for Actions, by its own protocol (version 2): an entry is one file, found by its key. Nothing here unpacks anything.
// Why not @actions/cache: docs/decisions/caches.md.
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createBoundedFetch, type FetchLimits } from './bounded-fetch.ts';
import { download } from './download.ts';
import { privateAddress } from './private-address.ts';

export interface CacheEntry {
  readonly key: string;
  /** Lets whoever has it read the entry for some minutes: never shown. */
  readonly url: string;
}

export interface FetchRequest {
  /** Absolute; its folder must exist. Written only if the entry is whole and has the digest. */
  readonly file: string;
  readonly sha256: string;
  readonly limit: number;
  readonly mode: number;
}

/** Every method answers false, null or what stood in the way instead of throwing: a run goes without its cache. */
export interface ActionsCache {
  /** The newest entry whose key begins so: of this run's own branch, else of those that it may read. */
  readonly find: (prefix: string) => Promise<CacheEntry | null>;
  readonly fetch: (entry: CacheEntry, request: FetchRequest) => Promise<boolean>;
  /** `there`: somebody has stored that key, or does so now. An entry is never replaced. */
  readonly store: (key: string, file: string) => Promise<'stored' | 'there' | 'refused' | 'failed'>;
}

export interface CachePorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export type OpenedCache = { readonly ok: true; readonly cache: ActionsCache } | { readonly ok: false; readonly why: string };

const limits: FetchLimits = { answer: 10_000, bytes: 64 * 1024 };
/** For one upload, in milliseconds. */
const uploadTime = 120_000;
/** Azure takes up to 5000 MiB at once. */
const maxUpload = 2 * 1024 * 1024 * 1024;

/** What the runner says of its cache. Its token goes to its address alone, over TLS or to this machine. */
export function openActionsCache({ env, signal }: CachePorts): OpenedCache {
  const [address, token] = [env['ACTIONS_RESULTS_URL'] ?? '', env['ACTIONS_RUNTIME_TOKEN'] ?? ''];
  if (address === '' || token === '') return { ok: false, why: 'the runner offers none' };
  if ((env['ACTIONS_CACHE_SERVICE_V2'] ?? '') === '') return { ok: false, why: 'the runner offers only the former protocol' };
  if (privateAddress(address) === null || !/^[\x21-\x7e]+$/u.test(token))
    return { ok: false, why: 'the runner names no https: address for it' };
  const ask = createAsk(address, token, signal);
  const mode = (env['ACTIONS_CACHE_MODE'] ?? '').trim().toLowerCase();
  return {
    ok: true,
    cache: {
      find: (prefix) => (['none', 'write-only'].includes(mode) ? Promise.resolve(null) : find(ask, prefix)),
      fetch: (entry, request) => fetchEntry(entry, request, signal),
      store: (key, file) => (['none', 'read'].includes(mode) ? Promise.resolve('refused') : store(ask, key, file, signal)),
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;
/** Null where there is no answer, or not one that holds anything. */
type Ask = (method: string, body: Fields) => Promise<{ readonly status: number; readonly fields: Fields } | null>;

function createAsk(address: string, token: string, signal: AbortSignal): Ask {
  const bounded = createBoundedFetch(signal, limits);
  return async (method, body) => {
    try {
      const response = await bounded(new URL(`/twirp/github.actions.results.api.v1.CacheService/${method}`, address), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'user-agent': 'mcgate' },
        body: JSON.stringify(body),
      });
      const data: unknown = await response.json();
      return data !== null && typeof data === 'object' ? { status: response.status, fields: data as Fields } : null;
    } catch {
      return null;
    }
  };
}

/** Entries of another form are never met. */
const version = createHash('sha256').update('mcgate 1').digest('hex');

async function find(ask: Ask, prefix: string): Promise<CacheEntry | null> {
  const answer = await ask('GetCacheEntryDownloadURL', { key: prefix, restore_keys: [prefix], version });
  if (answer?.status !== 200 || answer.fields['ok'] !== true) return null;
  const key = textOf(answer.fields, 'matched_key', 'matchedKey');
  const url = textOf(answer.fields, 'signed_download_url', 'signedDownloadUrl');
  return key !== null && url !== null && key.startsWith(prefix) && privateAddress(url) !== null ? { key, url } : null;
}

async function fetchEntry({ url }: CacheEntry, request: FetchRequest, signal: AbortSignal): Promise<boolean> {
  const { host, protocol } = new URL(url);
  try {
    await download({ ...request, url, hosts: [host] }, { fetch: globalThis.fetch, signal, plainHttp: protocol === 'http:' });
    return true;
  } catch {
    return false;
  }
}

async function store(ask: Ask, key: string, file: string, signal: AbortSignal): ReturnType<ActionsCache['store']> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size === 0 || size > maxUpload) return 'failed';
  const made = await ask('CreateCacheEntry', { key, version });
  const said = made === null ? null : textOf(made.fields, 'message', 'msg');
  if (said?.startsWith('cache write denied:') === true || made?.status === 403) return 'refused';
  // 409 and `already_exists`: somebody was here before.
  if (made?.status === 409 || (made?.status === 200 && made.fields['ok'] !== true)) return 'there';
  const url = made?.status === 200 ? textOf(made.fields, 'signed_upload_url', 'signedUploadUrl') : null;
  if (url === null || privateAddress(url) === null || !(await upload(url, file, signal))) return 'failed';
  const done = await ask('FinalizeCacheEntryUpload', { key, version, size_bytes: String(size) });
  return done?.status === 200 && done.fields['ok'] === true ? 'stored' : 'failed';
}

/** As one block of Azure's Blob Storage. The address carries its own right; no token goes along. */
async function upload(url: string, file: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await globalThis.fetch(url, {
      method: 'PUT',
      redirect: 'manual',
      headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/octet-stream' },
      body: await openAsBlob(file),
      signal: AbortSignal.any([signal, AbortSignal.timeout(uploadTime)]),
    });
    await response.body?.cancel();
    return response.status === 201;
  } catch {
    return false;
  }
}

/** The service writes names as in its definition; its own client takes both ways. */
function textOf(fields: Fields, name: string, other: string): string | null {
  const value = fields[name] ?? fields[other];
  return typeof value === 'string' && value !== '' ? value : null;
}
