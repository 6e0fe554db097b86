// Octokit with its plugins for retries and rate limits, set so that what they do is counted and ends. Above it stands github-client.ts.
import { setTimeout as pause } from 'node:timers/promises';
import { Octokit } from '@octokit/core';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { createBoundedFetch, type FetchLimits } from './bounded-fetch.ts';

/** Times in milliseconds. */
export interface PatienceLimits {
  /** Of one question, the first one included. */
  readonly tries: number;
  /** Before the second try; the third comes after four times as long. */
  readonly firstPause: number;
  /** Until rate limits end, all questions together. */
  readonly pauses: number;
}

export type OctokitRequest = (route: string, parameters: Record<string, unknown>) => Promise<unknown>;

/** Nothing that it does goes on for longer than a few seconds after `ends` was aborted. */
export function openOctokit(base: string, token: string, ends: AbortSignal, limits: FetchLimits & PatienceLimits): OctokitRequest {
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const wait = createWait(ends, limits);
  const octokit = new (Octokit.plugin(limitsAsRead, retry, throttling))({
    baseUrl: base,
    log,
    request: { fetch: createBoundedFetch(ends, limits), log },
    // What is limited is the other plugin's. The rest gets the same answer again.
    retry: {
      retries: limits.tries - 1,
      retryAfterBaseValue: limits.firstPause,
      doNotRetry: [400, 401, 403, 404, 410, 413, 422, 429, 451],
    },
    // One pace for all that this process asks of one server. The plugin says how long to wait; the waiting is ours, since it can be
    // counted and ended.
    throttle: { id: base, retryAfterBaseValue: 0, onRateLimit: wait, onSecondaryRateLimit: wait },
  });
  return octokit.request.defaults({
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'mcgate', 'x-github-api-version': '2022-11-28' },
  });
}

function quiet(): void {
  // What Octokit would print holds addresses of the repository, and nobody asked.
}

type Wait = (seconds: number, options: unknown, octokit: unknown, tried: number) => unknown;

/** False where the limit ends too late, or was met too often. */
function createWait(ends: AbortSignal, limits: PatienceLimits): Wait {
  let paused = 0;
  return async (seconds, _options, _octokit, tried) => {
    const wait = Math.max(0, seconds * 1000);
    if (ends.aborted || tried + 1 >= limits.tries || !(paused + wait <= limits.pauses)) return false;
    paused += wait;
    await pause(wait, undefined, { signal: ends }).catch(() => undefined);
    return !ends.aborted;
  };
}

interface LimitError {
  readonly status?: unknown;
  readonly response?: { readonly headers?: Record<string, unknown> };
}

/** It reads a time as 32 bits, and one beyond as the past. */
const latestReset = 2 ** 31 - 1;

/** What the throttling plugin does not read of GitHub's rate limits is put so that it does. An Octokit plugin; it stands before the others, which see what it leaves. */
function limitsAsRead(octokit: Octokit): Record<string, never> {
  octokit.hook.error('request', (error) => {
    const { status, response: { headers = {} } = {} } = error as LimitError;
    // GitHub tells some limits by a header alone; the plugin knows them by their words.
    const isLimited = (status === 403 || status === 429) && headers['retry-after'] !== undefined;
    if (isLimited && !/\bsecondary rate\b/iu.test(error.message)) error.message = `${error.message} (a secondary rate limit)`;
    if (Number(headers['x-ratelimit-reset']) > latestReset) headers['x-ratelimit-reset'] = String(latestReset);
    throw error;
  });
  return {};
}
