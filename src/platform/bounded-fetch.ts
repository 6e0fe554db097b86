// A fetch for small answers of an API: bounded in time and size. It follows no redirect: the token would go along. It never asks twice.

export interface FetchLimits {
  /** For one answer. Milliseconds, as all times here. */
  readonly answer: number;
  /** Of one answer, unpacked, in bytes. A page of 100 reviews of the longest that GitHub takes has some 26 MB. */
  readonly bytes: number;
}

/**
 * What another try cannot mend: the time is over, or the answer is too long. Octokit hands an `AbortError` on as it is, and its retry
 * plugin asks again only for what Octokit made an error of.
 */
class Final extends Error {
  override readonly name = 'AbortError';
}

/** Throws where there is no answer, or half of one. Nothing is asked once `ends` is aborted. */
export function createBoundedFetch(ends: AbortSignal, limits: FetchLimits): typeof fetch {
  return async (address, init) => {
    try {
      return await askOnce(address, init, ends, limits);
    } catch (error) {
      throw ends.aborted ? new Final('the time for all questions is over', { cause: error }) : error;
    }
  };
}

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
    if (size > limits.bytes) throw new Final(`the answer is longer than ${String(limits.bytes)} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return new Response(size === 0 ? null : Buffer.concat(chunks), { status: response.status, headers: response.headers });
}
