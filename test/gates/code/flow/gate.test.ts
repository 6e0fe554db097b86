// The code gate following flows over trees in memory, in real worker threads: what it finds, keeps, and says that it does not know.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RawFinding } from '../../../../src/core/documents.ts';
import type { GateFindings, WorkerPool } from '../../../../src/core/gate.ts';
import { matchFindings } from '../../../../src/core/identity.ts';
import { createCodeGate } from '../../../../src/gates/code/index.ts';
import type { LintAnswer } from '../../../../src/gates/code/task.ts';
import { flowRules } from '../support/flow-rules.ts';
import { openTestPool } from '../support/pool.ts';

import { contextOf, memoryCache, type Files, type Setting } from '../support/workspace.ts';

// Some start many workers, each of which loads the parser and all models.
vi.setConfig({ testTimeout: 120_000 });

const gate = createCodeGate(flowRules);
let pools: ReturnType<typeof openTestPool>[] = [];

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

async function run(setting: Setting): Promise<{ readonly result: GateFindings; readonly kinds: readonly string[] }> {
  const pool = openTestPool(2, 'flow-worker-entry');
  pools.push(pool);
  return { result: await gate.run(contextOf(pool, setting)), kinds: pool.kinds };
}

function places(findings: readonly RawFinding[]): readonly string[] {
  return findings.map(({ ruleId, location }) => `${location.path}:${String(location.startLine)} ${ruleId}`);
}

function stepPaths({ evidence }: Pick<RawFinding, 'evidence'>): readonly string[] {
  return evidence?.kind === 'flow' ? evidence.steps.map(({ location }) => location.path) : [];
}

const runner = "const { exec } = require('child_process');\nexports.log = (branch, done) => {\n  exec(`git log ${branch}`, done);\n};\n";
const server =
  "const express = require('express');\nconst { log } = require('./runner');\nexpress().get('/', (req, res) => {\n  log(req.query.branch, () => res.end());\n});\n";
const manifest = '{ "name": "app", "private": true }';
const app: Files = { 'package.json': manifest, 'runner.js': runner, 'server.js': server };

describe('flows over files', () => {
  it('are found at the sink, with the way there', async () => {
    const { result, kinds } = await run({ judged: app });
    expect(places(result.findings)).toEqual(['runner.js:3 code/command-injection']);
    const [finding] = result.findings;
    expect(finding).toMatchObject({ confidence: 'high', severity: 'critical', anchor: 'flow command exec(`git log ${branch}`, done);' });
    expect(finding?.lineHash).toMatch(/^[0-9a-f]+:1$/u);
    const steps = finding === undefined ? [] : stepPaths(finding);
    expect([steps[0], steps.at(-1)]).toEqual(['server.js', 'runner.js']);
    expect(result.reasons).toEqual([]);
    expect(kinds.filter((kind) => kind !== 'lint').sort()).toEqual(['describe', 'describe', 'solve']);
  });

  it('are as sure on a line of any length: nobody may hide a flow behind it', async () => {
    const packed = `${'a = b; '.repeat(500)}require('express')().get('/', (req) => require('child_process').exec('ls ' + req.query.name));`;
    const { result } = await run({ judged: { 'package.json': manifest, 'a.js': packed } });
    expect(result.findings.map(({ ruleId, confidence }) => `${ruleId} ${confidence}`)).toEqual(['code/command-injection high']);
  });

  it('stand in each copy of a file by themselves', async () => {
    const { result } = await run({
      judged: { ...app, 'copy/package.json': manifest, 'copy/runner.js': runner, 'copy/server.js': server, 'alone/runner.js': runner },
    });
    expect(places(result.findings)).toEqual(['copy/runner.js:3 code/command-injection', 'runner.js:3 code/command-injection']);
  });

  it('are told for the base as well, once where both trees are the same', async () => {
    const same = await run({ judged: app, base: app });
    expect(same.result.baseFindings).toEqual(same.result.findings);
    expect(same.kinds.filter((kind) => kind === 'solve')).toHaveLength(1);
    const mended = { ...app, 'server.js': server.replace('req.query.branch', "'main'") };
    const other = await run({ judged: mended, base: app });
    expect([places(other.result.findings), places(other.result.baseFindings)]).toEqual([[], ['runner.js:3 code/command-injection']]);
  });

  it('are one for each use of what is put together elsewhere: a new use does not pass for a known one', async () => {
    const where = "exports.where = (id) => 'select * from a where id = ' + id;\n";
    const use = (id: string): string =>
      `const { where } = require('./where');\nconst db = require('mysql').createConnection({});\nrequire('express')().get('/', (req) => {\n  db.query(where(req.query.${id}));\n});\n`;
    const base: Files = { 'package.json': manifest, 'where.js': where, 'a.js': use('x') };
    const newIn = async (judged: Files): Promise<readonly string[]> => {
      const { result } = await run({ judged: { ...base, ...judged }, base });
      const matched = matchFindings(result.baseFindings, result.findings).judged;
      return places(matched.flatMap(({ finding, prior }) => (prior === null ? [finding] : [])));
    };
    expect(await newIn({})).toEqual([]);
    expect(await newIn({ 'b.js': use('y') })).toEqual(['where.js:1 code/sql-injection']);
    expect(await newIn({ 'b.js': use('x') })).toEqual(['where.js:1 code/sql-injection']);
    expect(await newIn({ 'a.js': '', 'b.js': use('y') })).toEqual(['where.js:1 code/sql-injection']);
  });

  it('count exported parameters only where the settings and package.json say so', async () => {
    const library = { 'package.json': '{ "name": "runner", "main": "runner.js" }', 'runner.js': runner };
    const settings = (libraryParameters: 'auto' | 'on' | 'off'): Partial<Setting['settings']> => ({ libraryParameters });
    const found = async (judged: Files, mode: 'auto' | 'on' | 'off'): Promise<readonly string[]> => {
      const { result } = await run({ judged, settings: settings(mode) ?? {} });
      return result.findings.map(({ confidence }) => `${confidence} ${String(result.coverage.facts?.['exported parameters as sources'])}`);
    };
    expect(await found(library, 'auto')).toEqual(['medium yes: package.json']);
    expect(await found(library, 'off')).toEqual([]);
    expect(await found({ ...library, 'package.json': '{ "name": "runner", "main": "runner.js", "private": true }' }, 'auto')).toEqual([]);
  });

  it('obey the repository’s own models, and refuse broken ones', async () => {
    const model = (text: string): Setting['models'] => [{ path: '.mcgate/models/own.yml', text }];
    const judged = { 'package.json': manifest, 'a.js': "const own = require('own-shell');\nown.run('ls ' + process.argv[2]);\n" };
    const text = [
      'library: own-shell',
      'citation: https://own.example/docs',
      'sinks:',
      '  - { at: "Member[run].Argument[0]", class: command, what: shell command }',
    ].join('\n');
    expect(places((await run({ judged })).result.findings)).toEqual([]);
    expect(places((await run({ judged, models: model(text) ?? [] })).result.findings)).toEqual(['a.js:2 code/command-injection']);
    await expect(run({ judged, models: model('sinks: 3') ?? [] })).rejects.toMatchObject({ code: 'invalid-document' });
  });

  it('show no secret of the files on the way', async () => {
    const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
    const { result } = await run({
      judged: {
        ...app,
        'runner.js': runner.replace('exec(`git', `/* ${token} */ exec(\`git`),
        'server.js': server.replace('log(req', `/* ${token} */ log(req`),
      },
    });
    expect(result.findings.map(({ ruleId }) => ruleId).sort()).toEqual([
      'code/command-injection',
      'code/hardcoded-secret',
      'code/hardcoded-secret',
    ]);
    expect(JSON.stringify(result)).not.toContain(token);
    expect(JSON.stringify(result)).toContain('/* ****');
  });
});

describe('what is kept', () => {
  it('gives the same warm as cold, without a worker', async () => {
    const cache = memoryCache();
    const cold = await run({ judged: app, base: { 'server.js': server }, cache });
    const warm = await run({ judged: app, base: { 'server.js': server }, cache });
    expect(warm.result).toEqual(cold.result);
    expect(warm.kinds).toEqual([]);
  });

  it('makes anew only what changed, and gives what a full run gives', async () => {
    const cache = memoryCache();
    await run({ judged: app, cache });
    const changes: readonly Files[] = [
      { ...app, 'server.js': server.replace('req.query.branch', "'main'") },
      { ...app, 'other.js': server },
      { ...app, 'runner.js': `\n\n${runner}` },
      { ...app, 'runner.js': runner.replace('exec(', 'exec(  ') },
      { ...app, 'package.json': '{ "name": "app", "main": "runner.js" }' },
    ];
    for (const judged of changes) {
      const warm = await run({ judged, cache });
      expect(warm.result).toEqual((await run({ judged })).result);
      // A canary for each of two threads, for without a base all counts as changed, and the changed file.
      expect(warm.kinds.filter((kind) => kind === 'lint').length).toBeLessThanOrEqual(3);
      expect(warm.kinds).not.toContain('graph');
    }
  });

  it('reads a graph again that the cache has lost, or has damaged', async () => {
    const cache = memoryCache();
    const cold = await run({ judged: app, cache });
    for (const key of [...cache.entries.keys()]) if (/^(?:graph|flows)\//u.test(key)) cache.entries.delete(key);
    const again = await run({ judged: app, cache });
    expect(again.result).toEqual(cold.result);
    expect(again.kinds.filter((kind) => kind === 'graph')).toHaveLength(2);
    for (const key of [...cache.entries.keys()]) if (key.startsWith('flows/')) cache.entries.set(key, '{"count":1,"bytes":"AAAA"}');
    expect((await run({ judged: app, cache })).result).toEqual(cold.result);
  });

  it('is never the graph of another content: not of a file that changed while it was read', async () => {
    const cache = memoryCache();
    const cold = await run({ judged: app, cache });
    for (const key of [...cache.entries.keys()]) if (/^(?:graph|flows)\//u.test(key)) cache.entries.delete(key);
    const pool = openTestPool(2, 'flow-worker-entry');
    pools.push(pool);
    const context = contextOf(pool, { judged: app, cache });
    const { judged } = context.workspace;
    const reads = new Map<string, number>();
    const changing: typeof judged = {
      ...judged,
      read: async (path, limit) => {
        reads.set(path, (reads.get(path) ?? 0) + 1);
        const isLater = path === 'server.js' && (reads.get(path) ?? 0) > 1;
        return isLater ? { ok: true, bytes: new TextEncoder().encode('exports.nothing = 1;\n') } : judged.read(path, limit);
      },
    };
    const { reasons } = await gate.run({ ...context, workspace: { ...context.workspace, judged: changing } });
    expect(reads.get('server.js')).toBe(2);
    expect(reasons).toMatchObject([{ code: 'flows-not-followed' }]);
    expect((await run({ judged: app, cache })).result).toEqual(cold.result);
  });
});

describe('what is not known', () => {
  function failing(pool: WorkerPool, kind: string, answer: Awaited<ReturnType<WorkerPool['run']>>): WorkerPool {
    return {
      ...pool,
      run: (task, timeoutMs) => ((task as { kind: string }).kind === kind ? Promise.resolve(answer) : pool.run(task, timeoutMs)),
    };
  }

  async function runFailing(kind: string, answer: Awaited<ReturnType<WorkerPool['run']>>, setting: Setting): Promise<GateFindings> {
    const pool = openTestPool(2, 'flow-worker-entry');
    pools.push(pool);
    return gate.run(contextOf(failing(pool, kind, answer), setting));
  }

  const crashed = { ok: false, failure: 'crashed', detail: 'it broke' } as const;

  it('is incomplete where a change cannot be followed, and says why', async () => {
    const answers = [
      [crashed, 'the engine failed'],
      [
        { ok: false, failure: 'crashed', detail: 'Worker terminated due to reaching memory limit: JS heap out of memory' },
        'it needs too much memory',
      ],
      [{ ok: false, failure: 'timed-out', detail: '' }, 'it takes more than 150 seconds'],
      [{ ok: true, value: { flows: 'none' } }, 'the answer is malformed'],
      [{ ok: true, value: null }, 'the answer is malformed'],
    ] as const;
    for (const [answer, why] of answers) {
      const { reasons, coverage } = await runFailing('solve', answer, { judged: app });
      expect(reasons).toMatchObject([{ code: 'flows-not-followed', message: `Data could not be followed through the code: ${why}.` }]);
      expect(coverage.facts?.['files linked']).toBe(0);
    }
  });

  it('is incomplete where a bound of the whole program was reached, and not where some values are unclear', async () => {
    const answer = (gaps: readonly string[], fileGaps: readonly object[]): Awaited<ReturnType<WorkerPool['run']>> => ({
      ok: true,
      value: { flows: [], gaps, fileGaps, packages: [], libraries: [], tests: [], testFiles: [] },
    });
    const cut = { code: 'flows-not-followed' };
    const ended = { file: -1, reason: 'steps', cut: true };
    expect((await runFailing('solve', answer(['too many steps'], []), { judged: app })).reasons).toMatchObject([cut]);
    expect((await runFailing('solve', answer([], [ended]), { judged: app })).reasons).toMatchObject([cut]);
    expect((await runFailing('solve', answer([], [{ file: -1, reason: 'unclear' }]), { judged: app })).reasons).toEqual([]);
  });

  it('is incomplete where the change makes a package.json too large to be read, and not for one that stood', async () => {
    const library = { 'package.json': '{ "name": "runner", "main": "runner.js" }', 'runner.js': runner };
    const padded = { ...library, 'package.json': library['package.json'] + ' '.repeat(600_000) };
    const hidden = await run({ judged: padded, base: library });
    expect(hidden.result.reasons).toMatchObject([{ code: 'flows-not-followed' }]);
    expect((await run({ judged: padded })).result.reasons).toMatchObject([{ code: 'flows-not-followed' }]);
    expect((await run({ judged: padded, base: padded })).result.reasons).toEqual([]);
    const later = { ...padded, 'runner.js': `${runner}// more` };
    expect((await run({ judged: later, base: padded })).result.reasons).toEqual([]);
  });

  it('is incomplete where the change only takes a file away', async () => {
    const base = { ...app, 'check.js': 'exports.check = () => {};' };
    expect((await runFailing('solve', crashed, { judged: app, base })).reasons).toMatchObject([{ code: 'flows-not-followed' }]);
  });

  it('is incomplete where a finding cannot be told, and where the base cannot be followed', async () => {
    expect((await runFailing('describe', crashed, { judged: app })).reasons).toMatchObject([{ code: 'flows-not-followed' }]);
    expect((await runFailing('solve', crashed, { judged: app, base: { 'runner.js': runner } })).reasons).toMatchObject([
      { code: 'flows-not-followed' },
    ]);
  });

  it('is no reason where the change touches no code, and is not kept', async () => {
    const cache = memoryCache();
    const base = { ...app, 'README.md': 'a' };
    const { reasons } = await runFailing('solve', crashed, { judged: { ...base, 'README.md': 'b' }, base, cache });
    expect(reasons).toEqual([]);
    expect([...cache.entries.keys()].filter((key) => key.startsWith('flows/'))).toEqual([]);
  });

  it('is no more of patterns that lint threads judged than the solving one remembers', async () => {
    const pool = openTestPool(2, 'flow-worker-entry');
    pools.push(pool);
    const handed: number[] = [];
    const telling: WorkerPool = {
      ...pool,
      run: async (task, timeoutMs) => {
        const { kind, judgedPatterns = [] } = task as { readonly kind: string; readonly judgedPatterns?: readonly unknown[] };
        if (kind === 'solve') handed.push(judgedPatterns.length);
        const result = await pool.run(task, timeoutMs);
        if (kind !== 'lint' || !result.ok) return result;
        const taken = { analysis: 0, attack: 0, matching: 0 };
        const many = Array.from({ length: 700 }, (_, index) => ({
          question: `/${String(index)}`,
          judged: { answer: { kind: 'safe' }, taken },
        }));
        return { ok: true, value: { ...(result.value as LintAnswer), judgedPatterns: many } };
      },
    };
    const { findings } = await gate.run(contextOf(telling, { judged: app }));
    expect(places(findings)).toEqual(['runner.js:3 code/command-injection']);
    expect(handed).toEqual([1000]);
  });

  it('is incomplete for a changed file whose graph was cut short', async () => {
    const pool = openTestPool(2, 'flow-worker-entry');
    pools.push(pool);
    const cutting: WorkerPool = {
      ...pool,
      run: async (task, timeoutMs) => {
        const result = await pool.run(task, timeoutMs);
        if ((task as { kind: string }).kind !== 'lint' || !result.ok) return result;
        const { files, ...rest } = result.value as LintAnswer;
        return {
          ok: true,
          value: { files: files.map((file) => (file?.graph === 'whole' ? { ...file, graph: 'truncated' } : file)), ...rest },
        };
      },
    };
    const base = { ...app, 'other.js': 'exports.one = 1;\n' };
    const result = await gate.run(contextOf(cutting, { judged: { ...base, 'other.js': 'exports.one = 2;\n' }, base }));
    expect(result.reasons.map(({ code, path }) => `${code} ${path ?? ''}`)).toEqual(['unjudged-file other.js']);
    expect(result.coverage.leftOut).toMatchObject([{ reason: 'data flow followed in part only', count: 3 }]);
    expect(places(result.findings)).toEqual(['runner.js:3 code/command-injection']);
  });
});
