// Secrets in the history of a change: told once, where the first commit put them, unless they stand in one of the trees.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RawFinding } from '../../../src/core/documents.ts';
import type { GateFindings } from '../../../src/core/gate.ts';
import type { Past, PastCut } from '../../../src/core/workspace.ts';
import { createCodeGate } from '../../../src/gates/code/index.ts';
import { openTestPool } from './support/pool.ts';
import { rules } from './support/rules.ts';
import { contextOf, memoryCache, type Setting } from './support/workspace.ts';

vi.setConfig({ testTimeout: 120_000 }); // each run starts workers of its own

const gate = createCodeGate(rules);
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
const other = token.replace('0', '1');
let pool: ReturnType<typeof openTestPool> | null = null;

afterEach(async () => {
  await pool?.close();
  pool = null;
});

async function run(setting: Setting): Promise<GateFindings> {
  pool = openTestPool();
  return gate.run(contextOf(pool, setting));
}

function told({ findings }: Pick<GateFindings, 'findings'>): readonly string[] {
  return findings.map(({ location, anchor }) => `${location.path}:${String(location.startLine)} ${anchor.split(' ')[0] ?? ''}`);
}

function pastOf(part: Partial<Past>): Past {
  return {
    commits: 1,
    entries: [],
    cut: null,
    read: () => Promise.resolve({ ok: false, failure: 'missing', detail: 'not here' }),
    ...part,
  };
}

const judged = { 'a.js': '1' };

describe('secrets in the history of a change', () => {
  it('are told with the path, lines and commit that they had, masked, and what to do', async () => {
    const result = await run({ judged, base: judged, past: { 'src/old.ts': `\n\nconst a = '${token}';` } });
    const [finding] = result.findings as readonly [RawFinding];
    expect(result.findings).toHaveLength(1);
    expect(finding).toMatchObject({
      ruleId: 'code/hardcoded-secret',
      severity: 'high',
      location: { path: 'src/old.ts', startLine: 3, startColumn: 12, commit: '1'.repeat(40) },
      snippet: { lines: ['', '', `const a = '${'*'.repeat(40)}';`] },
    });
    expect(finding.message).toContain(' 111111111111 ');
    expect(finding.fix).toMatch(/^Revoke /u);
    expect(JSON.stringify(result)).not.toContain(token);
    expect(result.baseFindings).toEqual([]);
    expect(result.reasons).toEqual([]);
    expect(result.coverage).toMatchObject({
      examined: 1,
      leftOut: [],
      facts: { 'commits of the change': 1, 'past contents searched for secrets': 1 },
    });
  });

  it('have an identity of their own, the same in whatever commit, file and line', async () => {
    const anchor = async (setting: Setting): Promise<string | undefined> => (await run(setting)).findings[0]?.anchor;
    const here = await anchor({ judged, past: { 'a.txt': token } });
    expect(await anchor({ judged, past: { 'x.txt': '', 'b.ts': `\n'${token}'` } })).toBe(here);
    expect(await anchor({ judged, past: { 'a.txt': other } })).not.toBe(here);
    expect(await anchor({ judged: { 'a.txt': token } })).not.toBe(here);
    expect(here).toMatch(/^history secret github [0-9a-f]{16}$/u);
  });

  it('are told once, of the first commit', async () => {
    const past = { 'b.txt': token, 'a.txt': `${token}\n${token}`, 'c.txt': `${token} ${other}` };
    const { findings } = await run({ judged, past });
    expect(findings.map(({ location, message }) => `${location.path} ${/\d{12}/u.exec(message)?.[0] ?? ''}`)).toEqual([
      'b.txt 111111111111',
      'c.txt 333333333333',
    ]);
  });

  it('that still stand are told there alone, and those of the base not at all', async () => {
    const past = { 'a.txt': token };
    expect(told(await run({ judged: { 'moved.ts': `x = '${token}'` }, past }))).toEqual(['moved.ts:1 secret']);
    expect(told(await run({ judged, base: { 'moved.ts': `x = '${token}'` }, past }))).toEqual([]);
    // The very content, which the gate may see at another path.
    expect(told(await run({ judged: { 'b.txt': token }, base: {}, past }))).toEqual(['b.txt:1 secret']);
    expect(pool?.taken).toEqual([1, 1]);
  });

  it('are looked for as in the file that they were in, although the content stands as another kind', async () => {
    const text = `API_TOKEN=${['k7Qz', '2fWm9Xr4', 'TbVn8Lp3Hd6Y'].join('')}`;
    expect(told(await run({ judged: { 'env.js': text }, base: {}, past: { '.env': text } }))).toEqual(['.env:1 history']);
  });

  it('are all that is looked for: code that is gone runs nowhere', async () => {
    const result = await run({
      judged,
      past: { 'a.js': 'danger(1)', 'b.js': 'function (', 'c.js': `makeTheRuleHang; '${token}'`, 'd.js': 'x'.repeat(3e6) },
    });
    expect(told(result)).toEqual(['c.js:1 history']);
    expect(result.reasons).toEqual([]);
    expect(result.coverage.facts).toMatchObject({ 'past contents searched for secrets': 4 });
  });

  it('come from the cache the next time, apart from what the rules said of the same content', async () => {
    const cache = memoryCache();
    const text = `danger('${token}')`;
    const first = await run({ judged, past: { 'a.js': text }, cache });
    expect(await run({ judged, past: { 'a.js': text }, cache })).toEqual(first);
    expect(pool?.started()).toBe(0);
    expect([...cache.entries.keys()].filter((key) => key.includes('/secrets/'))).toHaveLength(1);
    expect((await run({ judged: { 'a.js': text }, cache })).findings).toHaveLength(2);
    expect([...cache.entries.values()].join('\n')).not.toContain(token);
  });
});

describe('a history that is not searched as a whole', () => {
  it('is coverage where the clone is shallow or lacks a content, or it is a picture', async () => {
    const entries = [{ commit: '1'.repeat(40), path: 'a.txt', id: '2'.repeat(40) }];
    const result = await run({ judged, past: pastOf({ cut: 'shallow clone', entries }) });
    expect(result.reasons).toEqual([]);
    expect(result.coverage.facts).toMatchObject({ 'history of the change': 'in part: the clone is shallow' });
    expect(result.coverage.leftOut).toEqual([{ reason: 'in the history of the change: not in this clone', count: 1, paths: ['a.txt'] }]);
    const picture = await run({ judged, past: { 'a.png': new Uint8Array([137, 80, 0, 1]) } });
    expect([picture.reasons, picture.coverage.leftOut.map(({ reason }) => reason)]).toEqual([[], ['in the history of the change: binary']]);
  });

  it.each<PastCut>(['too many commits', 'too many files', 'took too long', 'missing objects'])('is incomplete for %s', async (cut) => {
    const { reasons } = await run({ judged, past: pastOf({ cut }) });
    expect(reasons).toMatchObject([{ code: 'unsearched-history', remedy: expect.any(String) as string }]);
  });

  it('is incomplete for a content that cannot be read, with the commit that holds it', async () => {
    const { reasons } = await run({ judged, past: { 'a.txt': { kind: 'file', id: '2'.repeat(40) } } });
    expect(reasons).toMatchObject([{ code: 'unreadable-file', path: 'a.txt', message: expect.stringContaining('111111111111') as string }]);
  });

  it('says nothing of a history where there is none', async () => {
    expect((await run({ judged })).coverage.facts).toEqual({ 'code files': 1, 'files searched for secrets only': 0 });
  });
});
