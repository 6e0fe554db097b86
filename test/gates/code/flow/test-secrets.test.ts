// What the code gate tells of credentials that stand in tests.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RawFinding } from '../../../../src/core/documents.ts';
import type { GateContext } from '../../../../src/core/gate.ts';
import { createCredentialTally } from '../../../../src/gates/code/flow/test-secrets.ts';
import { createCodeGate } from '../../../../src/gates/code/index.ts';
import { flowRules } from '../support/flow-rules.ts';
import { openTestPool } from '../support/pool.ts';
import { contextOf, treeOf, type Setting } from '../support/workspace.ts';

vi.setConfig({ testTimeout: 120_000 }); // each run starts workers of its own

// Made here, so that no scanner takes this file's text for a leak.
const random = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);
const [password, other] = [random('a'), random('b')];
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
const login = `login({ password: '${password}' });\n`;

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const signing = `sign(\`${privateKey}\`);\n`;

let pools: ReturnType<typeof openTestPool>[] = [];

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

async function toldOf(setting: Setting, around?: GateContext['workspace']['around']): Promise<readonly string[]> {
  const pool = openTestPool(1, 'flow-worker-entry');
  pools.push(pool);
  const context = contextOf(pool, setting);
  const workspace = around === undefined ? context.workspace : { ...context.workspace, around };
  const { findings } = await createCodeGate(flowRules).run({ ...context, workspace });
  return findings.map(({ confidence, location }) => `${location.path}:${String(location.startLine)} ${confidence}`);
}

describe('a random value under a telling name, in a test', () => {
  it('is told at low confidence where it stands in tests alone', async () => {
    const judged = { 'a.js': '1;', 'a.test.js': login, '__tests__/b.js': login };
    expect(await toldOf({ judged })).toEqual(['__tests__/b.js:1 low', 'a.test.js:1 low']);
  });

  it.each([
    ['seed data', 'users.yml', `password: ${password}\n`],
    ['code', 'seed.js', `users.add({ password: '${password}' });`],
    ['settings of a test', 'test/.env', `PASSWORD=${password}\n`],
  ])('blocks where the same value stands in %s', async (_, path, text) => {
    const told = await toldOf({ judged: { 'a.js': '1;', 'a.test.js': `${login}sign({ secret: '${other}' });`, [path]: text } });
    expect(told).toContain('a.test.js:1 medium');
    expect(told).toContain('a.test.js:2 low');
    expect(told).toContain(`${path}:1 medium`);
  });

  it('blocks where another file loads the test', async () => {
    expect(await toldOf({ judged: { 'a.js': "import './a.test.js';", 'a.test.js': login } })).toEqual(['a.test.js:1 medium']);
  });

  it('needs no proof that no name which is not known loads it: a value is read, not run', async () => {
    expect(await toldOf({ judged: { 'a.js': 'require(process.env.PLUGIN);', 'a.test.js': login } })).toEqual(['a.test.js:1 low']);
  });

  it('blocks in a narrowed run, which does not see where else it stands', async () => {
    const judged = { 'a.js': '1;', 'a.test.js': login };
    const around = { judged: treeOf({ ...judged, 'users.yml': `password: ${password}` }), base: null, told: null };
    expect(await toldOf({ judged }, around)).toEqual(['a.test.js:1 medium']);
  });

  it.each([
    ['settings', 'low', 'users.yml', `password: ${other}\n`],
    ['settings, the same value', 'medium', 'users.yml', `password: ${password}\n`],
    ['another test', 'low', 'b.test.js', `\n${login}`],
  ])('where the change took it out of %s: %s', async (_, confidence, path, text) => {
    const base = { 'a.js': '1;', [path]: text };
    expect(await toldOf({ judged: { 'a.js': '1;', 'a.test.js': login }, base })).toEqual([`a.test.js:1 ${confidence}`]);
  });

  it('is told at low confidence in the history too, unless it stood outside of tests there', async () => {
    const judged = { 'a.js': '1;', 'a.test.js': '1;' };
    expect(await toldOf({ judged, base: judged, past: { 'a.test.js': login } })).toEqual(['a.test.js:1 low']);
    const both = await toldOf({ judged, base: judged, past: { 'a.test.js': `\n\n${login}`, 'b.yml': `password: ${password}\n` } });
    expect(both).toEqual(['a.test.js:3 medium', 'b.yml:1 medium']);
  });
});

describe('a private key in a folder of tests', () => {
  it.each(['tests/operations/sign.mjs', 'test/manual/tls/server.key', 'packages/a/spec/keys.ts', 'fixtures/a.pem'])(
    'is told at low confidence where it stands there alone: %s',
    async (path) => {
      const judged = {
        'package.json': '{ "scripts": { "test": "node tests/operations/sign.mjs" } }',
        [path]: path.endsWith('s') ? signing : privateKey,
      };
      expect(await toldOf({ judged })).toEqual([`${path}:1 low`]);
    },
  );

  it.each(['latest/sign.js', 'contest/sign.js', 'src/my-tests/sign.js', 'test.js', 'latest/server.key', 'test/.env'])(
    'blocks where only a part of the name says so: %s',
    async (path) => {
      expect(await toldOf({ judged: { 'a.js': '1;', [path]: signing } })).toEqual([`${path}:1 high`]);
    },
  );

  it.each([
    ['imported by what ships', { 'a.js': "import './test/sign.js';" }, 'test/sign.js'],
    ['imported by what ships, through another', { 'a.js': "import './test/b.js';", 'test/b.js': "import './sign.js';" }, 'test/sign.js'],
    ['what the package is', { 'package.json': '{ "name": "a", "main": "./test/sign.js" }' }, 'test/sign.js'],
    ['also elsewhere', { 'deploy/server.key': privateKey }, 'test/sign.js'],
  ])('blocks where it is %s', async (_, files, path) => {
    expect(await toldOf({ judged: { ...files, [path]: signing } })).toContain(`${path}:1 high`);
  });
});

it('a credential that a service issued blocks in a test as everywhere', async () => {
  expect(await toldOf({ judged: { 'a.js': '1;', 'a.test.js': `const auth = '${token}';` } })).toEqual(['a.test.js:1 high']);
  expect(await toldOf({ judged: { 'tests/a.js': `const auth = '${token}';` } })).toEqual(['tests/a.js:1 high']);
});

it('nothing changes where it is not known what loads what', () => {
  const tally = createCredentialTally();
  tally.add('a.test.js', [{ anchor: 'secret named', tag: '1' }]);
  const finding = { anchor: 'secret named', confidence: 'medium', location: { path: 'a.test.js' } } as RawFinding;
  const confidences = (failure: string | null): readonly string[] =>
    tally.settle([finding], { testFiles: ['a.test.js'], failure }, new Set()).map(({ confidence }) => confidence);
  expect(confidences(null)).toEqual(['low']);
  expect(confidences('the engine failed')).toEqual(['medium']);
});
