// A run that is narrowed to what changed, to a folder or to a shard tells of flows what a full run tells; and what is kept changes no answer.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { RawFinding } from '../../../../src/core/documents.ts';
import type { GateFindings, ResultCache, WorkerPool } from '../../../../src/core/gate.ts';
import type { TreeListing } from '../../../../src/core/repository.ts';
import type { Workspace } from '../../../../src/core/workspace.ts';
import { createCodeGate } from '../../../../src/gates/code/index.ts';
import { createHandler } from '../../../../src/gates/code/worker.ts';
import { narrow, surroundings, type Narrowing } from '../../../../src/pipeline/scope.ts';
import { wasm } from '../../../analysis/parse/wasm.ts';
import { flowRules } from '../support/flow-rules.ts';
import { contextOf, memoryCache, treeOf, type Files } from '../support/workspace.ts';

vi.setConfig({ testTimeout: 300_000 });

const gate = createCodeGate(flowRules);
const handle = createHandler({ wasm, rules: flowRules });
/** In this thread, so that many programs take seconds. */
const pool: WorkerPool = {
  size: 1,
  run: async (task) => ({ ok: true, value: structuredClone(await handle(structuredClone(task))) }),
  close: () => Promise.resolve(),
};

const whole: Narrowing = { paths: [], changedOnly: false, shard: null };

function listingOf(files: Files): TreeListing {
  return { source: { kind: 'working-tree' }, entries: treeOf(files).entries };
}

/** What a gate sees of a change when the command line narrows the run. */
function workspaceOf(judged: Files, base: Files, narrowing: Narrowing): Workspace {
  const listings = { judged: listingOf(judged), base: listingOf(base), past: null };
  const kept = narrow(listings, narrowing);
  const around = surroundings(listings, narrowing);
  const trees = { judged: treeOf(judged), base: treeOf(base) };
  return {
    judged: { ...trees.judged, entries: kept.judged.entries },
    base: { ...trees.base, entries: kept.base?.entries ?? [] },
    past: null,
    ...(around !== null && { around: { ...trees, told: around.told } }),
    close: () => Promise.resolve(),
  };
}

function run(judged: Files, base: Files, narrowing: Narrowing = whole, cache: ResultCache = memoryCache()): Promise<GateFindings> {
  return gate.run({ ...contextOf(pool, { judged, base, cache }), workspace: workspaceOf(judged, base, narrowing) });
}

function told({ findings, baseFindings }: GateFindings): readonly (readonly RawFinding[])[] {
  return [findings, baseFindings];
}

const shell = "exports.run = (x) => { require('child_process').exec('git log ' + x); };\n";
const server = (to: string): string => `require('express')().get('/', (req) => { require('./${to}').run(req.query.name); });\n`;

describe('a change that says that a library is none', () => {
  const before: Files = { 'package.json': '{ "name": "a" }', 'index.js': '1;\n' };
  const copy = "exports.copy = (name) => { require('fs').writeFileSync('/srv/' + name, ''); };\n";

  it.each([
    ['private', '{ "name": "a", "private": true }'],
    ['an extension of an editor', '{ "name": "a", "engines": { "vscode": "*" }, "contributes": {} }'],
  ])('is told of what its callers hand in all the same: %s', async (_, manifest) => {
    const after = { 'package.json': manifest, 'index.js': copy };
    expect((await run(after, before)).findings.map(({ ruleId }) => ruleId)).toEqual(['code/path-traversal']);
    expect((await run(after, { ...before, 'package.json': manifest })).findings).toEqual([]);
  });

  it('is told of it where it moves the package as well', async () => {
    const after = { 'lib/package.json': '{ "name": "a", "private": true }', 'lib/index.js': copy };
    expect((await run(after, before)).findings.map(({ ruleId }) => ruleId)).toEqual(['code/path-traversal']);
  });
});

describe('a change that names a framework no more', () => {
  const route = "export const GET = (request, { params }) => { require('child_process').exec('git log ' + params.name); };\n";
  const before: Files = {
    'package.json': '{ "name": "a", "private": true, "dependencies": { "next": "15.0.0" } }',
    'app/a/route.js': '1;\n',
  };

  it.each([
    ['where it stands', { 'package.json': '{ "name": "a", "private": true }', 'app/a/route.js': route }],
    ['and is gone', { 'app/a/route.js': route }],
    ['and is moved', { 'web/package.json': '{ "name": "a", "private": true }', 'web/app/a/route.js': route }],
  ])('is told of its files all the same: %s', async (_, after) => {
    expect((await run(after, before)).findings.map(({ ruleId }) => ruleId)).toEqual(['code/command-injection']);
    const other = { ...before, 'package.json': '{ "name": "a", "private": true }' };
    expect((await run(after, other)).findings).toEqual([]);
  });
});

describe('a change that opens a way to code which it does not touch', () => {
  const before: Files = { 'package.json': '{ "private": true }', 'shell.js': shell, 'server.js': "require('./shell').run('main');\n" };
  const after: Files = { ...before, 'server.js': server('shell') };

  it('is told by --changed, where the harm is done', async () => {
    const { findings, baseFindings, coverage } = await run(after, before, { ...whole, changedOnly: true });
    expect(findings.map(({ ruleId, location }) => `${location.path} ${ruleId}`)).toEqual(['shell.js code/command-injection']);
    expect([baseFindings, coverage.examined]).toEqual([[], 1]);
  });

  it('is told for the folder where the harm is done, and not for another', async () => {
    expect((await run(after, before, { ...whole, paths: ['shell.js'] })).findings).toHaveLength(1);
    expect((await run(after, before, { ...whole, paths: ['server.js'] })).findings).toEqual([]);
  });
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const to = fc.constantFrom(...names);
const body = fc.oneof(
  { weight: 3, arbitrary: fc.constant(shell) },
  { weight: 3, arbitrary: to.map(server) },
  { weight: 2, arbitrary: to.map((name) => `const next = require('./${name}');\nexports.run = (x) => next.run(x);\n`) },
  { weight: 1, arbitrary: to.map((name) => `exports.run = (x) => { if (/^[a-z]+$/.test(x)) require('./${name}').run(x); };\n`) },
  { weight: 1, arbitrary: to.map((name) => `require('./${name}').run('main');\nexports.run = () => null;\n`) },
  { weight: 1, arbitrary: fc.constant("exports.run = (x) => require('fs').readFileSync('/srv/' + x);\n") },
  // No such file.
  { weight: 1, arbitrary: fc.constant(null) },
);
const program = fc.tuple(...names.map(() => body)).map((bodies): Files => {
  const files = bodies.map((text, index): readonly [string, string | null] => [`${names[index] ?? ''}.js`, text]);
  return Object.fromEntries(files.flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
});

it('any change to any program: warm as cold, --changed as whole, shards together as one', async () => {
  const cache = memoryCache();
  const seen = { flows: 0 };
  await fc.assert(
    fc.asyncProperty(program, program, fc.subarray([...names], { minLength: 1, maxLength: 3 }), async (base, other, touched) => {
      const isTouched = (path: string): boolean => touched.some((name) => path === `${name}.js`);
      const kept = Object.entries(base).filter(([path]) => !isTouched(path));
      const judged: Files = Object.fromEntries([...kept, ...Object.entries(other).filter(([path]) => isTouched(path))]);
      const full = await run(judged, base);
      seen.flows += full.findings.length;
      await run(base, base, whole, cache);
      expect(await run(judged, base, whole, cache)).toEqual(full);
      expect(told(await run(judged, base, { ...whole, changedOnly: true }, cache))).toEqual(told(full));
      const shards = await Promise.all([1, 2, 3].map((index) => run(judged, base, { ...whole, shard: { index, count: 3 } })));
      const together = shards.flatMap(({ findings }) => findings).map((finding) => JSON.stringify(finding));
      expect(together.sort()).toEqual(full.findings.map((finding) => JSON.stringify(finding)).sort());
    }),
    { numRuns: 100, seed: 4 },
  );
  expect(seen.flows).toBeGreaterThan(30);
});
