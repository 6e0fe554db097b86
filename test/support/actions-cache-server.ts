// GitHub's cache service as its protocol's second version has it, with its scopes: a run reads its own ref's entries before the default branch's.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startServer } from './local-server.ts';

interface Entry {
  readonly ref: string;
  readonly key: string;
  readonly version: string;
  bytes: Buffer | null;
}

export interface TestCache {
  /** What the runner of a run on `ref` says; `readOnly` as for events that strangers set off. */
  readonly environment: (ref: string, readOnly?: boolean) => Readonly<Record<string, string>>;
  readonly keys: () => readonly string[];
  /** Every question, with the token it came with. */
  readonly asked: () => readonly string[];
  readonly reset: () => void;
  /** Answers in its own way, or undefined to leave it. */
  trouble: ((method: string) => { readonly status: number; readonly body: string } | undefined) | null;
  /** Changes what an entry holds, as nobody can at GitHub. */
  readonly tamper: (change: (bytes: Buffer) => Buffer) => void;
  readonly close: () => Promise<void>;
}

const defaultRef = 'refs/heads/main';
const service = '/twirp/github.actions.results.api.v1.CacheService/';

export async function startActionsCache(): Promise<TestCache> {
  const entries: Entry[] = [];
  const asked: string[] = [];
  const { url: origin, close } = await startServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    const body = await buffer(request);
    const auth = request.headers.authorization ?? '';
    asked.push(`${request.method ?? ''} ${url.replace(service, '').replace(/\?.*/u, '')} ${auth}`.trim());
    if (url.startsWith(service)) {
      const method = url.slice(service.length);
      const said = cache.trouble?.(method) ?? twirp(method, JSON.parse(body.toString('utf8')) as Record<string, unknown>, auth);
      response.writeHead(said.status, { 'content-type': 'application/json' }).end(said.body);
      return;
    }
    blob(request, response, body);
  }

  /** Signed addresses: whoever has one needs no token, and must not send one. */
  function blob(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const entry = entries[Number(/^\/account\/blob\/(\d+)\?sig=secret$/u.exec(request.url ?? '')?.[1] ?? '-1')];
    if (entry === undefined || request.headers.authorization !== undefined) response.writeHead(403).end();
    else if (request.method === 'PUT') {
      const isWhole = request.headers['x-ms-blob-type'] === 'BlockBlob' && request.headers['content-length'] === String(body.length);
      if (isWhole) entry.bytes = body;
      response.writeHead(isWhole ? 201 : 400).end();
    } else if (entry.bytes === null) response.writeHead(404).end();
    else
      response.writeHead(200, { 'content-length': String(entry.bytes.length), 'last-modified': new Date().toUTCString() }).end(entry.bytes);
  }

  function twirp(method: string, fields: Record<string, unknown>, auth: string): { readonly status: number; readonly body: string } {
    const [, ref = '', mode = ''] = /^Bearer (\S+?)(!ro)?$/u.exec(auth) ?? [];
    const [key, version] = [String(fields['key']), String(fields['version'])];
    const say = (value: object, status = 200): { readonly status: number; readonly body: string } => ({
      status,
      body: JSON.stringify(value),
    });
    if (ref === '') return say({ code: 'unauthenticated' }, 401);
    if (method === 'GetCacheEntryDownloadURL') {
      const prefixes = [key, ...((fields['restore_keys'] as string[] | undefined) ?? [])];
      for (const scope of [ref, defaultRef]) {
        const index = entries.findLastIndex(
          (each) =>
            each.bytes !== null && each.ref === scope && each.version === version && prefixes.some((prefix) => each.key.startsWith(prefix)),
        );
        const found = entries[index];
        if (found !== undefined)
          return say({ ok: true, matched_key: found.key, signed_download_url: `${origin}/account/blob/${String(index)}?sig=secret` });
      }
      return say({ ok: false });
    }
    if (method === 'CreateCacheEntry') {
      if (mode !== '') return say({ ok: false, message: 'cache write denied: read-only token' });
      if (entries.some((each) => each.ref === ref && each.key === key && each.version === version))
        return say({ code: 'already_exists', msg: 'it is there' }, 409);
      entries.push({ ref, key, version, bytes: null });
      return say({ ok: true, signed_upload_url: `${origin}/account/blob/${String(entries.length - 1)}?sig=secret` });
    }
    const entry = entries.find((each) => each.ref === ref && each.key === key && each.version === version);
    const isRight = entry?.bytes?.length === Number(fields['size_bytes']);
    return say({ ok: isRight, entry_id: '7' });
  }

  const cache: TestCache = {
    environment: (ref, readOnly = false) => ({
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RESULTS_URL: `${origin}/`,
      ACTIONS_RUNTIME_TOKEN: `${ref}${readOnly ? '!ro' : ''}`,
    }),
    keys: () => entries.filter(({ bytes }) => bytes !== null).map(({ ref, key }) => `${ref} ${key}`),
    asked: () => asked,
    reset: () => {
      entries.length = 0;
      asked.length = 0;
      cache.trouble = null;
    },
    trouble: null,
    tamper: (change) => {
      for (const entry of entries) if (entry.bytes !== null) entry.bytes = change(entry.bytes);
    },
    close,
  };
  return cache;
}
