// The commands of `mcgate policy` that ask and compare, spawned: what they say, and their exit codes.
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { completeWords } from '../../src/cli/complete.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { expectClean } from '../support/judgement.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 60_000 });

const policy = `version: 1
extends: [mcgate:secure-defaults]
permissions:
  fileSystem:
    read: { allow: ['\${workspace}/**'], deny: ['**/private/**'] }
    write: { ask: ['\${workspace}/src/**'] }
  network:
    llm: { allow: ['api.example.com:443'] }
  execution:
    commands: { allow: [[git, status, '**']] }
    tools: { allow: [{ name: deploy, signedBy: release@example.org }] }
`;
const file = '.mcgate/policy.yaml';
const { root } = makeRepository({ commits: [{ [file]: policy, 'src/a.ts': '1', 'private/b': '2' }] });

const ask = (...args: readonly string[]): Promise<Ran> => mcgate(['policy', ...args], { cwd: root });

describe.concurrent('policy check', () => {
  it.each<[number, string, ...string[]]>([
    [0, 'fileSystem.read', 'src/a.ts'],
    [0, 'fileSystem.read', '${workspace}/src/a.ts'],
    [1, 'fileSystem.read', 'private/b'],
    [1, 'fileSystem.read', 'src/../private/b'],
    [1, 'fileSystem.read', '/etc/passwd'],
    [0, 'fileSystem.read', '.'],
    [1, 'fileSystem.read', ''],
    [3, 'fileSystem.write', 'src/new.ts'],
    [1, 'fileSystem.write', 'src/new.ts', '--mode', 'ask'],
    [1, 'fileSystem.write', 'src/new.ts', '--role', 'USER'],
    [1, 'fileSystem.write', 'src/new.ts', '--role', 'NOBODY'],
    [0, 'network.llm', 'API.example.com.:443'],
    [1, 'network.llm', 'api.example.com:80'],
    [0, 'execution.commands', '--', 'git', 'status', '--short'],
    [0, 'execution.command', '--', 'git', 'status'],
    [1, 'execution.commands', '--', 'git', 'status; rm -rf /'],
    [1, 'execution.tools', 'deploy'],
    [0, 'execution.tools', 'deploy', '--signed-by', 'release@example.org'],
    [1, 'roles.administration'],
    [0, 'roles.administration', '--role', 'ADMIN'],
    [0, 'resources.memory', '1MiB'],
    [1, 'resources.memory', '1TiB'],
    [0, 'modes.transitions', 'architect'],
  ])('exits %i: %s %s %s %s', async (expected, ...request) => {
    const { code, stdout, stderr } = await ask('check', ...request);
    expect([code, stderr]).toEqual([expected, '']);
    expect(stdout).toMatch({ 0: /^allow {2}\S.*\n$/, 1: /^deny {2}\S.*\n$/, 3: /^ask {2}\S.*\n$/ }[expected] ?? /^$/);
  });

  it.each([
    ['no scope', [], /An argument is missing/],
    ['an unknown scope', ['fileSystem.raed', 'x'], /Did you mean fileSystem\.read\?/],
    ['two paths', ['fileSystem.read', 'a', 'b'], /takes a path/],
    ['no port', ['network.llm', 'api.example.com'], /host and port/],
    ['no such policy', ['env.read', 'PATH', '--policy', 'gone.yaml'], /There is no policy "gone\.yaml"/],
  ])('exits 2: %s', async (_, request, message) => {
    const { code, stdout, stderr } = await ask('check', ...request);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it.skipIf(process.platform === 'win32')('takes a path as the system would open it', async () => {
    const folder = makeFolder({ [file]: policy, 'private/b': 'x' });
    symlinkSync('private', path.join(folder, 'public'));
    symlinkSync('/', path.join(folder, 'out'));
    const code = async (asked: string): Promise<number | null> =>
      (await mcgate(['policy', 'check', 'fileSystem.read', asked], { cwd: folder })).code;
    expect([await code('public/b'), await code('out/etc/passwd'), await code('fine'), await code('${workspace}/public')]).toEqual([
      1, 1, 0, 1,
    ]);
  });

  it('takes another policy, and refuses an invalid one with its line', async () => {
    const folder = makeFolder({
      'draft.yaml': 'version: 1\npermissions: { env: { read: { allow: [FOO] } } }\n',
      'bad.yaml': 'version: 1\nextend: []\n',
    });
    const run = (name: string): Promise<Ran> => mcgate(['policy', 'check', 'env.read', 'FOO', '--policy', name], { cwd: folder });
    expect((await run('draft.yaml')).code).toBe(0);
    const bad = await run('bad.yaml');
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringMatching(/bad\.yaml:2:1: extend: unknown key; did you mean "extends"/)]);
  });
});

describe.concurrent('policy explain', () => {
  it('shows the line that decided, and the one that would have', async () => {
    const { code, stdout } = await ask('explain', 'fileSystem.read', 'private/b');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^deny {2}fileSystem\.read '\$\{workspace\}\/private\/b'\n/);
    expect(stdout).toContain(`${file}:5:`);
    expect(stdout).toContain('> 5 │');
    expect(stdout).toMatch(/Kept from deciding\n {2}allow \$\{workspace\}\/\*\*/);
  });

  it('shows ceilings', async () => {
    const { stdout } = await ask('explain', 'execution.commands', '--mode', 'ask', '--', 'git', 'status');
    expect(stdout).toMatch(/^deny .*\n.*\n\nBecause\n {2}Mode ask has allowExecution: false\n/);
  });

  it('fits 80 columns and has no colours unless asked', async () => {
    const plain = await ask('explain', 'fileSystem.write', 'src/a.ts');
    for (const line of plain.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expectClean(plain.stdout);
    // eslint-disable-next-line no-control-regex -- colours are what is asked for
    expect((await ask('explain', 'fileSystem.write', 'src/a.ts', '--color')).stdout).toMatch(/\x1b\[/);
    const none = await mcgate(['policy', 'explain', 'env.read', 'X'], { cwd: root, env: { NO_COLOR: '1', FORCE_COLOR: '1' } });
    expectClean(none.stdout);
  });
});

describe.concurrent('policy diff', () => {
  const { root, git, commit } = makeRepository({ commits: [{ [file]: policy }] });
  const compare = (...args: readonly string[]): Promise<Ran> => mcgate(['policy', 'diff', ...args], { cwd: root });
  git('tag', 'before');
  const later = (names: string): string =>
    policy.replace("ask: ['${workspace}/src/**']", "allow: ['${workspace}/src/**']").replace('**/private/**', `**/{${names}}/**`);
  commit({ [file]: later('private,hidden,secret') });
  git('tag', 'narrower');
  commit({ [file]: later('private,hidden') });

  it.each([
    ['the same', ['before', 'before'], 0, /^Both policies decide every request alike\./m],
    ['the other way round', ['HEAD', 'before'], 1, /✖ widened {2}fileSystem\.read/],
    ['narrower alone', ['HEAD', 'narrower'], 0, /✔ narrowed {2}fileSystem\.read/],
    ['wider', ['before', 'HEAD'], 1, /✖ widened {2}fileSystem\.write/],
    ['a file and a revision', ['before', file], 1, /widened/],
    ['a file of a revision', [`before:${file}`, 'HEAD'], 1, /widened/],
  ])('%s', async (_, args, expected, text) => {
    const { code, stdout, stderr } = await compare(...args);
    expect([code, stderr]).toEqual([expected, '']);
    expect(stdout).toMatch(text);
    expectClean(stdout);
  });

  it('is for programs too', async () => {
    const { code, stdout } = await compare('before', 'HEAD', '--format', 'json');
    const difference = JSON.parse(stdout) as { widened: object[]; narrowed: object[] };
    expect(code).toBe(1);
    expect(difference).toMatchObject({
      equal: false,
      undetermined: [],
      baseDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      headDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
    });
    expect(difference.widened).toMatchObject([
      {
        scope: 'fileSystem.write',
        region: expect.stringMatching(/^\$\{workspace\}\/src\/\*\* minus \d+ general denies$/) as string,
        before: 'ask',
        after: 'allow',
      },
    ]);
    expect(difference.narrowed).toMatchObject([{ scope: 'fileSystem.read', before: 'allow', after: 'deny' }]);
    const [{ witness, lines }] = difference.widened as [{ witness: string; lines: { side: string; path: string; line: number }[] }];
    expect(witness).toMatch(/^'\$\{workspace\}\/src/);
    expect(lines[0]).toMatchObject({ side: 'head', path: file, line: 6 });
  });

  it('names a file as a revision does, from wherever it is asked', async () => {
    mkdirSync(path.join(root, 'sub'), { recursive: true });
    const { stdout } = await mcgate(['policy', 'diff', 'before', `../${file}`, '--format', 'json'], { cwd: path.join(root, 'sub') });
    interface Change {
      readonly lines: readonly { readonly side: string; readonly path: string }[];
    }
    const { widened, narrowed } = JSON.parse(stdout) as { widened: readonly Change[]; narrowed: readonly Change[] };
    const lines = [...widened, ...narrowed].flatMap((change) => change.lines).filter((line) => line.path !== 'mcgate:secure-defaults');
    expect(new Set(lines.map((line) => `${line.side} ${line.path}`))).toEqual(new Set([`base ${file}`, `head ${file}`]));
  });

  it('is a table in Markdown', async () => {
    const { stdout } = await compare('before', 'HEAD', '--format', 'markdown');
    expect(stdout).toContain('## 1 widening, 1 narrowing.');
    expect(stdout).toContain('| ❌ | fileSystem.write; mode code; roles ADMIN, DEVELOPER |');
    expectClean(stdout);
  });

  it('takes the secure defaults where there is no policy', async () => {
    const { root: bare } = makeRepository({
      commits: [{ 'a.txt': 'x' }],
      files: { 'p.yaml': 'version: 1\nextends: [mcgate:secure-defaults]\n' },
    });
    const { code, stdout } = await mcgate(['policy', 'diff', 'HEAD', 'p.yaml'], { cwd: bare });
    expect([code, stdout]).toEqual([0, expect.stringContaining('HEAD (no policy: the secure defaults)')]);
  });

  it.skipIf(process.platform === 'win32')('takes no file for the branch whose name it has', async () => {
    const wide = 'version: 1\npermissions: { network: { external: { allow: ["**"] } } }\n';
    const { root: hostile } = makeRepository({
      commits: [{ [file]: policy }, { main: wide, [`main:${file}`]: wide, [file]: wide, mcgate: wide }],
    });
    for (const name of ['main', `main:${file}`]) {
      const ran = await mcgate(['policy', 'diff', name, file], { cwd: hostile });
      expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`Name the file as ./${name}`) as string });
      expect((await mcgate(['policy', 'diff', `./${name}`, file], { cwd: hostile })).code).toBe(0);
    }
    expect((await mcgate(['policy', 'diff', 'mcgate', file], { cwd: hostile })).code).toBe(0);
  });

  it.each([[['nowhere', 'HEAD']], [['--upload-pack=touch x', 'HEAD']], [['before:gone/../x', 'HEAD']], [['HEAD']]])(
    'exits 2: %j',
    async (args) => {
      const { code, stdout } = await compare(...args);
      expect([code, stdout]).toEqual([2, '']);
    },
  );
});

describe.concurrent('policy test', () => {
  const cases = `cases:
  - { request: 'fileSystem.read \${workspace}/private/x', expect: deny, name: 'private # stays' }
  - { request: [execution.commands, --, git, status, -s], expect: allow }
  - { request: 'execution.tools --signed-by=release@example.org deploy', expect: allow }
  - { request: 'network.llm api.example.com:443', mode: ask, expect: ask }
`;

  it('prints TAP, and exits 1 where a case fails', async () => {
    const { root: folder } = makeRepository({ commits: [{ [file]: policy, '.mcgate/policy.tests.yaml': cases }] });
    const { code, stdout } = await mcgate(['policy', 'test'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 7)).toEqual([
      'TAP version 14',
      '1..4',
      'ok 1 - private \\# stays',
      'ok 2 - execution.commands -- git status -s',
      'ok 3 - execution.tools --signed-by=release@example.org deploy',
      'not ok 4 - network.llm api.example.com:443',
      '  ---',
    ]);
    expect(stdout).toContain('  at: ".mcgate/policy.tests.yaml:5:5"');
    expect(stdout).toContain('# 1 of 4 failed');
    expectClean(stdout);
  });

  it('exits 0 where all hold, 2 where there is none or it is broken', async () => {
    const folder = makeFolder({
      'ok.yaml': 'cases: [{ request: env.read PATH, expect: allow }]\n',
      'bad.yaml': "cases: [{ request: 'env.read \"PATH', expect: allow }]\n",
    });
    const run = (...args: readonly string[]): Promise<Ran> => mcgate(['policy', 'test', ...args], { cwd: folder });
    expect(await run('ok.yaml')).toMatchObject({ code: 0, stdout: expect.stringContaining('# all 1 hold') as string });
    expect(await run()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('.mcgate/policy.tests.yaml does not exist') as string,
    });
    expect(await run('bad.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/bad\.yaml:1:11: cases\.0\.request: a quote is not closed/) as string,
    });
  });
});

describe('completion', () => {
  it.each([
    [
      ['policy', 'check', 'fileSystem.'],
      ['fileSystem.read', 'fileSystem.temp', 'fileSystem.write'],
    ],
    [
      ['policy', 'explain', 'env.read', 'X', '--mode', 'a'],
      ['architect', 'ask'],
    ],
    [
      ['policy', 'check', '--role', ''],
      ['ADMIN', 'DEVELOPER', 'USER'],
    ],
    [
      ['policy', 'diff', 'a', 'b', '--format', ''],
      ['json', 'markdown', 'pretty'],
    ],
  ])('%j', async (words, expected) => {
    expect(await completeWords(words)).toEqual(expected);
  });
});
