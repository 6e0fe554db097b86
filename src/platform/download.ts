// Downloads one file: over TLS, from known hosts, bounded, checked, and in place only when whole.
import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { McgateError, messageOf } from '../core/error.ts';

export interface DownloadRequest {
  readonly url: string;
  /** Absolute; its folder must exist. Replaced only by a whole and right file. */
  readonly file: string;
  /** Bytes. */
  readonly limit: number;
  /** Lower-case hex, or null where nothing can be known beforehand. */
  readonly sha256: string | null;
  /** Hosts (with port where it is not the default) that may answer, redirects included. */
  readonly hosts: readonly string[];
  readonly mode: number;
}

export interface DownloadPorts {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Only for tests, which have no certificate: lets `http:` through. */
  readonly plainHttp?: boolean;
  /** Longest silence in milliseconds. Default 30 seconds. */
  readonly idleMs?: number;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
}

/** `unreachable`: nothing answered, so that another source may be tried. `refused`: what answered is not what was asked for. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly kind: 'unreachable' | 'refused';

  constructor(kind: 'unreachable' | 'refused', message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

const maxRedirects = 5;

/** Throws DownloadError, or McgateError `write-failed`. The file's time becomes the server's Last-Modified where it names one. */
export async function download(request: DownloadRequest, ports: DownloadPorts): Promise<Downloaded> {
  const idle = new AbortController();
  const timer = setTimeout(() => {
    idle.abort(new Error('nothing came for too long'));
  }, ports.idleMs ?? 30_000);
  try {
    const signal = AbortSignal.any([ports.signal, idle.signal]);
    const response = await follow(request, ports, signal);
    const announced = Number(response.headers.get('content-length') ?? Number.NaN);
    if (announced > request.limit) throw new DownloadError('refused', `${request.url} is larger than ${String(request.limit)} bytes`);
    return await store(request, response, () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}

async function follow(request: DownloadRequest, ports: DownloadPorts, signal: AbortSignal): Promise<Response> {
  let url = new URL(request.url);
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    if (url.protocol !== 'https:' && !(ports.plainHttp === true && url.protocol === 'http:')) {
      throw new DownloadError('refused', `${url.href} is not served over TLS`);
    }
    if (!request.hosts.includes(url.host)) throw new DownloadError('refused', `${url.host} is no host to download from`);
    const response = await ask(url, ports, signal);
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = new URL(location, url);
      continue;
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new DownloadError('unreachable', `${url.host} answered ${String(response.status)} for ${url.pathname}`);
    }
    return response;
  }
  throw new DownloadError('refused', `${request.url} redirects more than ${String(maxRedirects)} times`);
}

async function ask(url: URL, ports: DownloadPorts, signal: AbortSignal): Promise<Response> {
  try {
    return await ports.fetch(url, { redirect: 'manual', signal, headers: { 'user-agent': 'mcgate', 'accept-encoding': 'identity' } });
  } catch (error) {
    throw new DownloadError('unreachable', `${url.host} cannot be reached: ${reasonOf(error)}`, error);
  }
}

async function store(request: DownloadRequest, response: Response, alive: () => void): Promise<Downloaded> {
  const temporary = path.join(path.dirname(request.file), `.${path.basename(request.file)}.${randomBytes(8).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', request.mode);
    let downloaded: Downloaded;
    try {
      downloaded = await receive(request, response, handle, alive);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const modified = Date.parse(response.headers.get('last-modified') ?? '');
    if (modified > 0 && modified <= Date.now()) await utimes(temporary, new Date(), new Date(modified));
    await rename(temporary, request.file);
    return downloaded;
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new McgateError('write-failed', `${request.file} could not be written: ${messageOf(error)}.`, { cause: error });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function receive(request: DownloadRequest, response: Response, handle: FileHandle, alive: () => void): Promise<Downloaded> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(response, request.url)) {
    alive();
    bytes += chunk.byteLength;
    if (bytes > request.limit) throw new DownloadError('refused', `${request.url} is larger than ${String(request.limit)} bytes`);
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  const announced = response.headers.get('content-length');
  if (announced !== null && Number(announced) !== bytes) throw new DownloadError('unreachable', `${request.url} was cut off`);
  const sha256 = hash.digest('hex');
  if (request.sha256 !== null && sha256 !== request.sha256) {
    throw new DownloadError('refused', `${request.url} has the digest ${sha256}, not ${request.sha256}`);
  }
  return { bytes, sha256 };
}

async function* chunksOf(response: Response, url: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk as Uint8Array;
  } catch (error) {
    throw new DownloadError('unreachable', `${url} was cut off: ${reasonOf(error)}`, error);
  }
}

/** fetch hides why it failed in `cause`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  const message = messageOf(cause);
  return message === '' ? (code ?? 'no reason given') : message;
}
