// What Octokit's plugins do for the client, and what is done around them: tries, rate limits, pace and time, against a local server.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGithubClient, graphqlRoute, usualLimits, type GithubClient, type GithubLimits } from '../../src/platform/github-client.ts';
import { token } from '../support/github.ts';
import { send, startServer, type LocalServer, type Said } from '../support/local-server.ts';

vi.setConfig({ maxConcurrency: 40, testTimeout: 60_000 });

interface Place {
  readonly url: string;
  readonly asked: string[];
  /** When each question came. */
  readonly times: number[];
  /** By how many questions came before; `silent` never answers. */
  say: (before: number) => Said | 'silent';
}

const places: Pick<LocalServer, 'close'>[] = [];
afterAll(() => Promise.all(places.map(({ close }) => close())));

/** One for each test: what is asked of one server keeps one pace. */
async function open(
  say: Place['say'],
  limits: Partial<GithubLimits> = {},
  path = '',
): Promise<{ place: Place; client: GithubClient; stop: AbortController }> {
  const { url, close } = await startServer((request, response) => {
    const said = place.say(place.asked.length);
    place.asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    place.times.push(performance.now());
    request.resume();
    if (said !== 'silent') send(request, response, { body: {}, ...said });
  });
  places.push({ close });
  const place: Place = { url, asked: [], times: [], say };
  const stop = new AbortController();
  const access = { apiUrl: `${url}${path}`, serverUrl: 'https://github.com', token };
  const client = createGithubClient(access, { signal: stop.signal, limits: { ...usualLimits, firstPause: 1, ...limits } });
  return { place, client, stop };
}

const limited = (headers: Said['headers'], status = 429, message = 'You have exceeded a secondary rate limit.'): Said => ({
  status,
  body: { message },
  ...(headers === undefined ? {} : { headers }),
});
const broken: Said = { status: 502, body: { message: 'Server Error' } };
const thing = 'POST /things';

describe.concurrent('the client', () => {
  it.each<[string, Said, number]>([
    ['a server error', broken, 3],
    ['a conflict', { status: 409 }, 3],
    ['what is wrong', { status: 422 }, 1],
    ['what is gone', { status: 410 }, 1],
    ['what is too large', { status: 413 }, 1],
    ['a limit without a time', limited(undefined, 429, 'Too many requests'), 1],
    ['a limit that is over', limited({ 'retry-after': '0' }), 1],
    ['a limit that ends too late', limited({ 'retry-after': '61' }), 1],
    ['a limit in no number', limited({ 'retry-after': 'Infinity' }), 1],
    ['a refusal', { status: 403, body: { message: 'Resource not accessible by integration' } }, 1],
  ])('asks again after %s as often as it helps', async (_, said, times) => {
    const { place, client } = await open(() => said, { pauses: 59_000 });
    expect(await client.ask(thing, {})).toMatchObject({ ok: false, status: said.status });
    expect(place.asked).toHaveLength(times);
  });

  it('does not ask twice what would be done twice, unless it was refused for its rate', async () => {
    const bad = await open(() => broken);
    expect(await bad.client.ask(thing, {}, { once: true })).toMatchObject({ ok: false, status: 502 });
    expect(bad.place.asked).toHaveLength(1);
    const busy = await open((before) => (before === 0 ? limited({ 'retry-after': '1' }) : {}));
    expect(await busy.client.ask(thing, {}, { once: true })).toMatchObject({ ok: true });
    expect(busy.place.asked).toHaveLength(2);
  });

  it.each<[string, Said]>([
    ['429 with its words', limited({ 'retry-after': '1' })],
    ['429 without', limited({ 'retry-after': '1' }, 429, 'slow down')],
    ['403 with its words', limited({ 'retry-after': '1' }, 403)],
    ['403 of the hour', limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 403, 'API rate limit exceeded')],
  ])('waits as long as GitHub says: %s', async (_, said) => {
    const { place, client } = await open((before) => (before === 0 ? said : {}));
    expect(await client.ask('GET /things', {})).toMatchObject({ ok: true });
    const [first = 0, second = 0] = place.times;
    expect(second - first).toBeGreaterThan(said.headers?.['retry-after'] === '1' ? 950 : -1);
  });

  it('waits in all no longer than its limit', async () => {
    const { place, client } = await open(() => limited({ 'retry-after': '1' }), { pauses: 1_500 });
    await Promise.all([client.ask('GET /a', {}), client.ask('GET /b', {})]);
    expect(place.asked).toHaveLength(3);
  });

  it('leaves a second between writes', async () => {
    const { place, client } = await open(() => ({}));
    const began = performance.now();
    await Promise.all([client.ask(thing, {}), client.ask(thing, {})]);
    expect((place.times[1] ?? 0) - began).toBeGreaterThan(950);
  });

  it.each<[string, Place['say']]>([
    ['no answer', () => 'silent'],
    ['a rate limit', () => limited({ 'retry-after': '30' })],
  ])('ends at once when cancelled: %s', async (_, say) => {
    const { client, stop } = await open(say);
    const asked = client.ask('GET /things', {});
    setTimeout(() => {
      stop.abort();
    }, 100);
    const began = performance.now();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it.each<[string, Place['say']]>([
    ['no answer', () => 'silent'],
    ['a rate limit', () => limited({ 'retry-after': '30' })],
    ['errors', () => broken],
  ])('ends when its time is over: %s', async (_, say) => {
    const { client } = await open(say, { whole: 200, firstPause: 30_000 });
    const began = performance.now();
    expect(await client.ask('GET /things', {})).toMatchObject({ ok: false });
    expect(await client.ask(thing, {})).toMatchObject({ ok: false, status: null });
    expect(client.isOver()).toBe(true);
    await client.pause(60_000);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it.each([
    ['', 'POST /graphql'],
    ['/api/v3', 'POST /api/graphql'],
    ['/api/v3/', 'POST /api/graphql'],
  ])('knows where GraphQL is, of a server at %j', async (path, expected) => {
    const { client, place } = await open(() => ({}), {}, path);
    await client.ask(graphqlRoute, { query: '{ viewer { login } }' });
    expect(place.asked).toEqual([expected]);
  });

  it.each<[string, Said | 'silent']>([
    ['silent', 'silent'],
    ['an error', broken],
  ])('takes GraphQL that is %s for no answer', async (_, said) => {
    const { client, place } = await open(() => said, { answer: 100 });
    expect((await client.ask(graphqlRoute, { query: '{ viewer { login } }' })).ok).toBe(false);
    expect(place.asked.length).toBeLessThanOrEqual(3);
  });
});

describe('Octokit', () => {
  const said: string[] = [];
  beforeAll(() => {
    for (const name of ['debug', 'info', 'warn', 'error', 'log'] as const) {
      vi.spyOn(console, name).mockImplementation((...words: readonly unknown[]) => {
        said.push(words.join(' '));
      });
    }
  });

  it('prints nothing', async () => {
    const { client } = await open(() => ({ ...limited({ deprecation: 'true', sunset: 'soon' }, 403) }), { pauses: 10 });
    await client.ask('GET /things', {});
    expect(said).toEqual([]);
  });
});
