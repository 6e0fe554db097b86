// Fetching from a git host: bounds of time and size, what a token may go to, and what comes.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFetchedRepository, type FetchedRepository } from '../../src/platform/fetched-repository.ts';
import { remoteLimits, type RemoteLimits } from '../../src/platform/git-remote.ts';
import { makeFolder } from '../support/git-repository.ts';
import { startGitServer, type GitServer, type Mishap } from '../support/git-server.ts';
import { token } from '../support/github.ts';

let host: GitServer;
let happens: Mishap = () => null;
beforeAll(async () => {
  host = await startGitServer({
    token,
    commits: [{ 'a.js': '1;\n', big: randomBytes(3_000_000) }, { 'a.js': '2;\n' }, { 'a.js': '3;\n' }],
    mishap: (before, request) => happens(before, request),
  });
});
afterAll(() => host.close());

function open(
  limits: Partial<RemoteLimits> = {},
  { signal = new AbortController().signal, folder = makeFolder() } = {},
): Promise<FetchedRepository> {
  const access = { url: `${host.url}/acme/shop`, token, env: { PATH: process.env['PATH'], GIT_TRACE_CURL: '1', HOME: folder } };
  return openFetchedRepository(folder, access, signal, { ...remoteLimits, firstPause: 10, ...limits });
}

const main = { from: 'refs/heads/main', to: 'refs/remotes/origin/main' };

describe('what is fetched', () => {
  it('is the objects asked for, as deep as asked, and no file, tag or config', async () => {
    const folder = makeFolder();
    host.repository.git('tag', '-f', 'v1', 'main');
    const repository = await open({}, { folder });
    await repository.fetch([main], 2);
    const tip = host.repository.git('rev-parse', 'main');
    const before = host.repository.git('rev-parse', 'main~1');
    expect(await repository.resolve(main.to)).toBe(tip);
    expect(await repository.parents(before)).toEqual([host.repository.git('rev-parse', 'main~2')]);
    expect(await repository.holdsAll({ base: before, tip })).toBe(true);
    await repository.fetch([main], 1);
    expect(await repository.holdsAll({ base: host.repository.git('rev-parse', 'main'), tip })).toBe(true);
    expect(readdirSync(folder)).toEqual(['.git']);
    expect(await repository.resolve('refs/tags/v1')).toBeNull();
    expect(readFileSync(path.join(folder, '.git/config'), 'utf8')).not.toMatch(/remote|url|http/u);
    expect(readdirSync(path.join(folder, '.git'))).not.toContain('FETCH_HEAD');
  });

  it('is never taken for whole where nobody can tell where it ends', async () => {
    const folder = makeFolder();
    const repository = await open({}, { folder });
    await repository.fetch([main], 2);
    const range = { base: host.repository.git('rev-parse', 'main~1'), tip: host.repository.git('rev-parse', 'main') };
    const shallow = path.join(folder, '.git/shallow');
    truncateSync(shallow, 9 * 2 ** 20);
    expect(await repository.holdsAll(range)).toBe(false);
    rmSync(shallow);
    expect(await repository.holdsAll(range)).toBe(true);
    mkdirSync(shallow);
    await expect(repository.holdsAll(range)).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('is told apart from refs that only end alike', async () => {
    const { git } = host.repository;
    git('update-ref', 'refs/heads/refs/pull/7/merge', 'main~1');
    git('update-ref', 'refs/heads/refs/heads/gone', 'main~1');
    const repository = await open();
    expect(await repository.list(['refs/pull/7/merge', 'refs/heads/gone', 'refs/heads/main'])).toEqual(
      new Map([['refs/heads/main', git('rev-parse', 'main')]]),
    );
  });
});

describe('bounds', () => {
  it('of time end a host that says nothing', async () => {
    happens = () => () => undefined;
    const repository = await open({ whole: 700 });
    await expect(repository.list(['refs/heads/main'])).rejects.toMatchObject({ code: 'unreadable' });
    happens = () => null;
  });

  it('of time end a host that says it too slowly', async () => {
    happens = () => (response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      const timer = setInterval(() => response.write('0'), 50);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    const repository = await open({ whole: 700 });
    await expect(repository.fetch([main], 1)).rejects.toMatchObject({ code: 'unreadable' });
    happens = () => null;
  });

  it('of size end what is too much, while it comes', async () => {
    happens = (_, { url }) => (url.endsWith('/git-upload-pack') ? 'slowly' : null);
    const folder = makeFolder();
    const repository = await open({ bytes: 300_000 }, { folder });
    const tooMuch = { code: 'unreadable', message: expect.stringMatching(/more than 300000 bytes/u) as string };
    await expect(repository.fetch([main], 1)).rejects.toMatchObject(tooMuch);
    const came = readdirSync(path.join(folder, '.git/objects/pack')).map(
      (name) => statSync(path.join(folder, '.git/objects/pack', name)).size,
    );
    expect(came.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_500_000);
    happens = () => null;
    await expect((await open({ bytes: 300_000 })).fetch([main], 1)).rejects.toMatchObject(tooMuch);
  });

  it('a run that is cancelled ends at once', async () => {
    const controller = new AbortController();
    happens = () => () => {
      controller.abort();
    };
    const repository = await open({}, { signal: controller.signal });
    await expect(repository.list(['refs/heads/main'])).rejects.toMatchObject({ code: 'cancelled' });
    happens = () => null;
  });
});
