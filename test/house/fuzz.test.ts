// The fuzzer of the code gate's engine: makes the same programs again, most of which parse, and tells what must not be.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../../scripts/fuzz/judge.ts';
import { mutateTokens } from '../../scripts/fuzz/mutate-tokens.ts';
import { createTreeMutator } from '../../scripts/fuzz/mutate-tree.ts';
import { randomOf } from '../../scripts/fuzz/random.ts';
import { createParser } from '../../src/analysis/parse/parser.ts';
import type { WorkerPool } from '../../src/core/gate.ts';
import { wasm } from '../analysis/parse/wasm.ts';
import { makeFolder } from '../support/git-repository.ts';

const source = `const { exec } = require('child_process');
class Job extends Base { #name = 'x'; get name() { return this.#name; } static { register(Job); } }
exports.run = async function* (a, { b = 1, ...rest } = {}) {
  for (const each of a) if (/^\\w+$/.test(each)) yield exec(\`ls \${each}\`, (error) => { if (error) throw error; });
  try { await rest?.done(b ?? a[0]); } catch { return a.map((x) => x + 1); } finally { label: while (b) { b -= 1; continue label; } }
};
`;
const trees = createTreeMutator(wasm);
const parser = createParser(wasm);
const indexes = Array.from({ length: 200 }, (_, index) => index);

test('the same case is the same program, and another case another', () => {
  const tokens = (index: number): string => mutateTokens(source, source, randomOf(7, index));
  const tree = (index: number): string | null => trees.mutate(source, '.js', randomOf(7, index));
  for (const make of [tokens, tree]) {
    expect(indexes.map(make)).toEqual(indexes.map(make));
    expect(new Set(indexes.map(make)).size).toBeGreaterThan(150);
  }
});

test('most trees still parse, and what does not parse has no tree', () => {
  const parsed = indexes.filter((index) => parser.parse(trees.mutate(source, '.js', randomOf(3, index)) ?? '(', 'javascript').ok);
  expect(parsed.length).toBeGreaterThan(120);
  expect(trees.mutate('let', '.js', randomOf(1, 1))).toBeNull();
});

const sound = {
  files: [{ looked: 'code', findings: [], problem: null, graph: null, named: [], foreign: false }],
  graphs: [null],
  judgedPatterns: [],
};
const files = [{ path: 'index.js', bytes: new TextEncoder().encode('a;') }];
const patience = { hang: 1000, overrun: 20 };

/** A pool that answers so, after some milliseconds. */
function answering(answer: Awaited<ReturnType<WorkerPool['run']>>, milliseconds = 0): WorkerPool {
  return {
    size: 1,
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      return answer;
    },
    close: () => Promise.resolve(),
  };
}

test.each<[string, readonly string[], Awaited<ReturnType<WorkerPool['run']>>, number?]>([
  ['nothing', [], { ok: true, value: sound }],
  ['a crash', ['crash'], { ok: false, failure: 'crashed', detail: 'x' }],
  ['a hang', ['hang'], { ok: false, failure: 'timed-out', detail: 'x' }],
  ['what takes too long', ['over-run'], { ok: true, value: sound }, 60],
  ['what is no answer', ['unsound'], { ok: true, value: { files: [] } }],
  [
    'a rule that failed',
    ['crash'],
    {
      ok: true,
      value: { files: [{ ...sound.files[0], problem: { kind: 'rule-failed', message: 'x' } }], graphs: [null], judgedPatterns: [] },
    },
  ],
])('tells %s', async (_, expected, answer, milliseconds) => {
  const { faults } = await judge(files, answering(answer, milliseconds), { ...patience, overrun: milliseconds === undefined ? 500 : 20 });
  expect(faults.map(({ what }) => what)).toEqual(expected);
});

test('runs files as they are, and says which it refused', { timeout: 120_000 }, () => {
  const folder = makeFolder({ 'a/fine.ts': 'export const a: number = 1;\n', 'b.js': 'let = = 1;\n', 'c.txt': 'no code' });
  const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ['scripts/fuzz-code.ts', ...args, '--out', path.join(folder, 'out')], { encoding: 'utf8' });
  const { status, stdout } = run('--as-is', folder, '--overrun', '60');
  expect(String(stdout)).toMatch(/refused 1: syntax: .*\n.*: 2 programs, 1 files parsed, 0 flows, 0 cut, 0 with faults\n$/);
  expect(status).toBe(0);
  // Nothing takes no time at all: the fault is kept with its program.
  const slow = run('--as-is', path.join(folder, 'a'), '--overrun', '0.0001');
  expect(slow.status).toBe(1);
  const [kept = ''] = readdirSync(path.join(folder, 'out'));
  expect(readFileSync(path.join(folder, 'out', kept, 'fine.ts'), 'utf8')).toContain('number = 1');
});
