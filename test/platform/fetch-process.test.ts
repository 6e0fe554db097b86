// The process that fetches: what it is given, and that nothing of it stays, however it ends.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { askFetchProcess, type FetchAnswer } from '../../src/platform/fetch-process.ts';
import { isRunning } from '../support/is-running.ts';

const entry = pathToFileURL(path.resolve('test/platform/children/fetch-child.ts'));
const token = ['ghs', 'x'.repeat(36)].join('_');

function ask(does: string, options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<FetchAnswer> {
  const env = {
    PATH: process.env['PATH'],
    GITHUB_TOKEN: token,
    INPUT_TOKEN: token,
    https_proxy: 'http://127.0.0.1:1',
    NODE_OPTIONS: '--x',
  };
  return askFetchProcess({ does, token }, { env, entry, signal: new AbortController().signal, ...options });
}

describe('the process that fetches', () => {
  it('is told the token in its message alone', async () => {
    const answer = await ask('tell');
    expect(answer).toMatchObject({ ok: true, value: { argv: [], env: { https_proxy: 'http://127.0.0.1:1' } } });
    expect(JSON.stringify(answer)).not.toContain(token);
  });

  it.each([
    ['crash', /ended early \(exit code 1\).*crashed/u],
    ['exit', /ended early \(exit code 0\)/u],
  ])('that ends before it answers (%s) has none', async (does, problem) => {
    expect(await ask(does)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) as string });
  });

  it('that hangs is ended, and so is one of a run that is cancelled', async () => {
    expect(await ask('hang', { timeoutMs: 300 })).toMatchObject({ ok: false });
    expect(await ask('hang', { signal: AbortSignal.timeout(300) })).toMatchObject({ ok: false });
    expect(await ask('hang', { signal: AbortSignal.abort() })).toMatchObject({ ok: false });
  });

  it('that answered is gone', async () => {
    const answer = await ask('pid');
    const { pid } = (answer as { readonly value: { readonly pid: number } }).value;
    await vi.waitFor(() => {
      expect(isRunning(pid)).toBe(false);
    });
  });
});
