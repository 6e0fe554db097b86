// The package's root export: the same answer as the command, as data.
import { describe, expect, it, vi } from 'vitest';
import { check, McgateError, type ProgressEvent } from '../../src/cli/api.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 60_000 });

const finding = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";

describe('check', () => {
  it('answers a report, tells progress, prints nothing', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': '1;\n' }], files: { 'src/b.js': finding, 'c.js': finding } });
    const events: ProgressEvent[] = [];
    const report = await check({ root, paths: ['src'], gates: ['code'], cache: false, onProgress: (event) => events.push(event) });
    expect(report).toMatchObject({ verdict: 'fail', findings: [{ state: 'new', location: { path: 'src/b.js' } }] });
    expect(report.partial.length).toBeGreaterThan(0);
    expect(events).toContainEqual({ kind: 'started', gate: 'code' });
    expect(events).toContainEqual({ kind: 'finished', gate: 'code' });
  });

  it('rejects with a code what cannot be asked', async () => {
    await expect(check({ root: '/nowhere/at/all' })).rejects.toBeInstanceOf(McgateError);
    await expect(check({ root: makeFolder(), git: false, staged: true })).rejects.toMatchObject({ code: 'usage' });
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const running = check({ root: makeFolder({ 'a.js': finding }), cache: false, signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
