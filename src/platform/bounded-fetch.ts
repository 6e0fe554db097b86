// A fetch for small answers of an API: bounded in time, size and tries. It follows no redirect: the token would go along.
import { setTimeout as pause } from 'node:timers/promises';

export interface FetchLimits {
  /** Of one question, the first one included. */
  readonly tries: number;
  /** Before the second try; it doubles. Milliseconds, as all times here. */
  readonly firstPause: number;
  /** Of all questions together. */
  readonly pauses: number;
  /** For one answer. */
  readonly answer: number;
  /** For everything. */
  readonly whole: number;
  /** Of one answer, unpacked. A page of 100 reviews of the longest that GitHub takes has some 26 MB. */
  readonly bytes: number;
}

export const usualLimits: FetchLimits = {
  tries: 3,
  firstPause: 500,
  pauses: 60_000,
  answer: 20_000,
  whole: 180_000,
  bytes: 32 * 1024 * 1024,
};

/** Asks again after what may pass: no or half an answer, a server's error, a rate limit that ends soon. The last answer is returned, or thrown. */
export function createBoundedFetch(signal: AbortSignal, limits: FetchLimits = usualLimits): typeof fetch {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limits.whole)]);
  let paused = 0;
  return async (address, init) => {
    for (let tried = 1; ; tried += 1) {
      const outcome = await attempt(() => askOnce(address, init, ends, limits));
      const wait = ends.aborted || tried >= limits.tries ? null : pauseAfter(outcome, limits.firstPause * 2 ** (tried - 1));
      if (wait === null || paused + wait > limits.pauses) {
        if (outcome instanceof Response) return outcome;
        throw outcome;
      }
      paused += wait;
      await pause(wait, undefined, { signal: ends });
    }
  };
}

async function attempt(ask: () => Promise<Response>): Promise<Response | Error> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

class TooLong extends Error {}

async function askOnce(
  address: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  ends: AbortSignal,
  limits: FetchLimits,
): Promise<Response> {
  const signal = AbortSignal.any([ends, AbortSignal.timeout(limits.answer)]);
  const response = await fetch(address, { ...init, redirect: 'manual', signal });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > limits.bytes) throw new TooLong(`the answer is longer than ${String(limits.bytes)} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return new Response(size === 0 ? null : Buffer.concat(chunks), { status: response.status, headers: response.headers });
}

/** Milliseconds; null where another try would get the same answer. */
function pauseAfter(outcome: Response | Error, usual: number): number | null {
  if (outcome instanceof Error) return outcome instanceof TooLong ? null : usual;
  const { status, headers } = outcome;
  if (status >= 500) return usual;
  const isLimited = status === 429 || (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'));
  if (!isLimited) return null;
  const after = headers.get('retry-after') ?? '';
  if (/^\d{1,6}$/u.test(after)) return Number(after) * 1000;
  const reset = headers.get('x-ratelimit-reset') ?? '';
  return /^\d{1,12}$/u.test(reset) ? Math.max(usual, Number(reset) * 1000 - Date.now()) : usual;
}
