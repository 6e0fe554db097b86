// Hostile repositories against the command as spawned: nothing of theirs runs, nothing outside is read, and the verdict is the right one.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { finished, startMcgate } from '../support/cli.ts';
import { makeCanary, makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import {
  blocking,
  descendants,
  disksNoteReads,
  judge,
  makeBait,
  makeStandIn,
  reasonsOf,
  stateOf,
  type Bait,
} from '../support/judgement.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const high = "require('child_process').exec('ls ' + process.argv[2]);\n";
const clean = 'export const one = 1;\n';
const rule = 'code/shell-command-from-data';

const lockfile = (name: string, version: string): string =>
  JSON.stringify({
    name: 'app',
    lockfileVersion: 3,
    packages: { '': { name: 'app', dependencies: { [name]: version } }, [`node_modules/${name}`]: { version } },
  });

let database: string;
let server: Server;
let address: string;
const connections: string[] = [];

beforeAll(async () => {
  database = makeFolder();
  await writeOsvDatabase(database, await readOsvRecords(path.resolve('fixtures/demo-advisories')));
  server = createServer((socket) => {
    connections.push('called');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `127.0.0.1:${String(typeof bound === 'object' ? bound?.port : '')}`;
});

afterAll(() => {
  server.close();
});

/** Everything of a git directory that names a program, an address or a file outside. */
function trapGitDirectory({ git, root }: TestRepository, script: string): void {
  for (const hook of [
    'post-index-change',
    'post-checkout',
    'pre-auto-gc',
    'reference-transaction',
    'fsmonitor-watchman',
    'query-watchman',
  ]) {
    symlinkSync(script, path.join(root, '.git/hooks', hook));
  }
  const settings: readonly (readonly [string, string])[] = [
    ...['core.fsmonitor', 'core.sshCommand', 'core.gitProxy', 'core.askPass', 'core.editor', 'core.pager', 'core.alternateRefsCommand'].map(
      (key) => [key, script] as const,
    ),
    ...['filter.x.clean', 'filter.x.smudge', 'filter.x.process', 'diff.x.textconv', 'diff.x.command', 'diff.external', 'gpg.program'].map(
      (key) => [key, script] as const,
    ),
    ...['credential.helper', 'pager.ls-files', 'pager.cat-file', 'alias.ls-files', 'alias.cat-file', 'uploadpack.packObjectsHook'].map(
      (key) => [key, `!${script}`] as const,
    ),
    ['filter.x.required', 'true'],
    ['core.hooksPath', '.git/hooks'],
    ['core.untrackedCache', 'true'],
    ['core.repositoryFormatVersion', '1'],
    ['extensions.partialClone', 'evil'],
    ['remote.evil.url', `git://${address}/x`],
    ['remote.evil.promisor', 'true'],
    ['remote.evil.uploadpack', script],
    ['remote.origin.url', `ext::${script}`],
    ['protocol.allow', 'always'],
    ['protocol.ext.allow', 'always'],
    ['submodule.sub.update', `!${script}`],
    ['submodule.recurse', 'true'],
    ['core.excludesFile', path.join(makeFolder({ all: '*\n' }), 'all')],
    ['core.attributesFile', path.join(makeFolder({ all: '* filter=x\n' }), 'all')],
  ];
  for (const [key, value] of settings) git('config', key, value);
}

/** Configuration of other tools that would run or hide something if mcgate obeyed it. `write` is code that leaves a mark. */
function toolTraps(write: string): Readonly<Record<string, string>> {
  const esm = `${write}\nexport default [{ ignores: ["**"] }];\n`;
  return {
    'eslint.config.js': esm,
    'eslint.config.mjs': esm,
    'eslint.config.ts': esm,
    '.eslintrc.js': `${write}\nmodule.exports = { root: true, ignorePatterns: ["**"] };\n`,
    '.eslintignore': '**\n',
    '.secretlintrc.js': `${write}\nmodule.exports = {};\n`,
    '.secretlintignore': '**\n',
    '.prettierrc.js': `${write}\nmodule.exports = {};\n`,
    '.pnpmfile.cjs': `${write}\n`,
    '.yarnrc.yml': 'yarnPath: ./evil.cjs\n',
    'evil.cjs': `${write}\n`,
    '.npmrc': `registry=http://${address}/\nscript-shell=./evil.sh\nnode-options=--require ./evil.cjs\nignore-scripts=false\n`,
    'node.config.json': '{ "nodeOptions": { "import": ["./evil.cjs"] } }',
    '.env': 'NODE_OPTIONS=--require ./evil.cjs\n',
    'package.json': JSON.stringify({
      name: 'app',
      type: 'commonjs',
      dependencies: { lodash: '4.17.20' },
      scripts: { preinstall: 'node evil.cjs', prepare: 'node evil.cjs' },
      eslintConfig: { root: true, ignorePatterns: ['**'] },
      prettier: './.prettierrc.js',
    }),
    'node_modules/eslint/package.json': '{ "name": "eslint", "main": "index.js" }',
    'node_modules/eslint/index.js': `${write}\n`,
    'node_modules/mcgate/package.json': '{ "name": "mcgate", "bin": "index.js", "main": "index.js" }',
    'node_modules/mcgate/index.js': `${write}\n`,
    'osv-scanner.toml':
      '[[PackageOverrides]]\nignore = true\nreason = "all"\n[[IgnoredVulns]]\nid = "GHSA-35jh-r3h4-6jhm"\nreason = "no"\n',
  };
}

/** Programs where a lazy search would find them. Answers a PATH that leads to them first. */
function plantPrograms(root: string, script: string): string {
  const bin = path.join(root, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  for (const name of ['git', 'osv-scanner', 'node', 'ssh', 'sh', 'go']) {
    writeFileSync(path.join(bin, name), readFileSync(script), { mode: 0o755 });
    symlinkSync(script, path.join(root, name));
  }
  const outside = makeFolder();
  symlinkSync(bin, path.join(outside, 'bin'));
  symlinkSync(path.join(bin, 'git'), path.join(outside, 'git'));
  symlinkSync(path.join(bin, 'osv-scanner'), path.join(outside, 'osv-scanner'));
  return [bin, '.', '', 'node_modules/.bin', root, path.join(outside, 'bin'), outside, process.env['PATH'] ?? ''].join(path.delimiter);
}

const secrets = { GITHUB_TOKEN: 'token-for-github', NPM_TOKEN: 'token-for-npm', ACTIONS_RUNTIME_TOKEN: 'token-for-actions' };

describe('a repository full of traps', () => {
  let repository: TestRepository;
  let trap: ReturnType<typeof makeCanary>;
  let bait: Bait;
  let baitLock: Bait;
  let searchPath: string;

  beforeAll(() => {
    trap = makeCanary();
    const write = `require('fs').writeFileSync(${JSON.stringify(trap.mark)}, 'by code');`;
    const inner = makeRepository({ commits: [{ 'inner.js': high }] });
    repository = makeRepository({ commits: [{ 'a.js': clean, '.mcgate/config.yaml': 'mode: block\n' }] });
    const { root, git } = repository;
    git('submodule', '--quiet', 'add', inner.root, 'sub');
    git('config', '--file', '.gitmodules', 'submodule.sub.url', `ext::${trap.script}`);
    git('config', '--file', '.gitmodules', 'submodule.sub.update', `!${trap.script}`);
    git('checkout', '-q', '-b', 'feature');
    git('init', '-q', '--bare', path.join(root, 'bare'));
    writeFileSync(path.join(root, 'bare/config'), `[core]\n\tbare = true\n\tfsmonitor = ${trap.script}\n\tsshCommand = ${trap.script}\n`);
    makeRepository({ root: path.join(root, 'nested'), commits: [{ 'n.js': high }] });
    repository.write({ ...toolTraps(write), 'src/bad.js': high, '.gitattributes': '* filter=x diff=x text\n', 'lock/package.json': '{}' });
    repository.write({ 'package-lock.json': lockfile('lodash', '4.17.20') });
    git('add', '--force', 'src/bad.js');
    searchPath = plantPrograms(root, trap.script);
    trapGitDirectory(repository, trap.script);
    // Whoever runs git here as it is sets the traps off; nobody else may.
    expect(() => git('status')).toThrow();
    expect(existsSync(trap.mark)).toBe(true);
    rmSync(trap.mark);
    bait = makeBait('secret.js', high);
    baitLock = makeBait('package-lock.json', lockfile('ws', '7.5.9'));
    symlinkSync(bait.file, path.join(root, 'src/file.js'));
    symlinkSync(bait.folder, path.join(root, 'src/folder'));
    symlinkSync(baitLock.file, path.join(root, 'lock/package-lock.json'));
    symlinkSync('..', path.join(root, 'src/loop'));
    symlinkSync('/dev/zero', path.join(root, 'src/zero.js'));
    execFileSync('mkfifo', [path.join(root, 'src/pipe.js'), path.join(root, 'pipe')]);
    git('config', 'core.worktree', bait.folder);
  });

  const expectUnharmed = (before: string): void => {
    expect(existsSync(trap.mark) ? readFileSync(trap.mark, 'utf8') : 'not run').toBe('not run');
    expect(bait.untouched()).toBe(true);
    expect(baitLock.untouched()).toBe(true);
    expect(connections).toEqual([]);
    expect(stateOf(repository.root)).toBe(before);
  };

  it('is judged by what it holds; nothing of it runs, nothing outside is read, nothing is written', async () => {
    const before = stateOf(repository.root);
    const scanner = makeStandIn("console.log('{}');");
    const env = { ...secrets, PATH: searchPath, MCGATE_OSV_SCANNER: scanner.file, MCGATE_OSV_DATABASE: database, NODE_OPTIONS: '' };
    const { report, outputs } = await judge(repository.root, { env });
    expect(blocking(report)).toContain(`${rule} src/bad.js`);
    expect(
      report.findings.filter(({ location }) => /^(?:src\/(?:file|folder|loop|zero|pipe)|nested|sub|bare)/u.test(location.path)),
    ).toEqual([]);
    // The stand-in reports nothing: the canary shows that it did not match.
    expect(reasonsOf(report, 'dependencies')).not.toEqual([]);
    for (const call of scanner.calls()) {
      expect(JSON.stringify(call.env)).not.toMatch(/token-for/u);
      expect(call.args.join(' ')).not.toContain(repository.root);
      expect(call.cwd.startsWith(repository.root)).toBe(false);
    }
    for (const text of Object.values(outputs)) expect(text).not.toMatch(/token-for/u);
    expectUnharmed(before);
  });

  it('is judged alike as an index, and as a plain folder', async () => {
    const before = stateOf(repository.root);
    const env = { ...secrets, PATH: searchPath, MCGATE_OSV_DATABASE: database };
    const staged = await judge(repository.root, { args: ['--staged', '--gate', 'code'], env });
    expect(blocking(staged.report)).toContain(`${rule} src/bad.js`);
    const folder = await judge(repository.root, { args: ['--no-git', '--gate', 'code'], env });
    expect(blocking(folder.report)).toContain(`${rule} src/bad.js`);
    expectUnharmed(before);
  });

  it.runIf(disksNoteReads())('would show a read outside, on this disk', () => {
    const probe = makeBait('probe.js', high);
    readFileSync(probe.file);
    expect(probe.untouched()).toBe(false);
  });
});

describe('.mcgate as a link', () => {
  it('is not followed, and no default judges in its place', async () => {
    const outside = makeBait('config.yaml', 'mode: inform\n');
    const repository = makeRepository({ commits: [{ 'a.js': clean }] });
    symlinkSync(outside.folder, path.join(repository.root, '.mcgate'));
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'link');
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit({ 'b.js': high });
    const { report } = await judge(repository.root);
    expect([report.verdict, report.gates[0]?.reasons[0]?.code]).toEqual(['incomplete', 'unreadable']);
    expect(outside.untouched()).toBe(true);
  });
});

describe('names', () => {
  const names = [
    'new\nline.js',
    '\u001b[31mred\u001b[0m.js',
    '::error::x.js',
    'a\n::set-output name=x::y.js',
    '\u202egnp.js',
    '<img src=x onerror=alert(1)>.js',
    '[x](javascript:alert(1)).js',
    '`$(touch x)`.js',
    '|table|.js',
    '--output=x.js',
    'tab\t"quote\'.js',
    'back\\slash.js',
    '@octocat.js',
    'Case.js',
    'case.js',
    '__proto__.js',
    'constructor',
  ];

  it('of every hostile kind are judged, and no output trips over them', async () => {
    const { root, git } = makeRepository({ commits: [{ 'a.js': clean }] });
    git('checkout', '-q', '-b', 'feature');
    for (const name of names) writeFileSync(path.join(root, name), high);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/latin-`), Buffer.from([0xe9, 0xff]), Buffer.from('.js')]), high);
    const { report } = await judge(root, { args: ['--gate', 'code'] });
    expect(blocking(report)).toHaveLength(names.length);
    expect(blocking(report)).toContain(`${rule} latin-\\xE9\\xFF.js`);
  });
});

describe('content', () => {
  const changed = async (files: Readonly<Record<string, string>>): Promise<Awaited<ReturnType<typeof judge>>> => {
    const repository = makeRepository({ commits: [{ 'a.js': clean, 'old.js': 'const = 1;\n' }] });
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit(files);
    return judge(repository.root, { args: ['--gate', 'code'] });
  };

  it('that does not parse is incomplete where it changed, coverage where not', async () => {
    const { report, code } = await changed({ 'b.js': 'function (\n' });
    expect([report.verdict, code]).toEqual(['incomplete', 2]);
    expect(reasonsOf(report, 'code').map((reason) => reason.path)).toEqual(['b.js']);
    expect(report.gates[0]?.coverage?.leftOut).toContainEqual({ reason: 'does not parse', count: 2, paths: ['b.js', 'old.js'] });
  });

  it('that is long, deep or slow to match is judged or named, never passed over', async () => {
    const { report } = await changed({
      'line.js': `const x = [${'1,'.repeat(500_000)}1]; ${high}`,
      'ten-megabytes.js': `"${'x'.repeat(10_000_000)}"`,
      'deep.js': `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      'deep.json': `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`,
      'regex.js': `export const slow = /${'(a+)+'.repeat(40)}$/;\nexport const slower = /^${'(x|x|x|x)*'.repeat(30)}y/;\n`,
      'secrets.txt': `${'AKIA'.repeat(200_000)}\n${'postgres://a:b'.repeat(50_000)}\n${'-----BEGIN '.repeat(50_000)}`,
      'disabled.js': `/* eslint-disable */\n// secretlint-disable\n${high}`,
      'good.js': high,
    });
    expect(report.verdict).toBe('fail');
    expect(blocking(report)).toEqual(expect.arrayContaining([`${rule} disabled.js`, `${rule} good.js`, `${rule} line.js`]));
    const named = reasonsOf(report, 'code').map((reason) => reason.path);
    expect(named).toEqual(expect.arrayContaining(['deep.js', 'ten-megabytes.js']));
  });
});

describe('a broken object store', () => {
  it('is incomplete, not a pass', async () => {
    const repository = makeRepository({ commits: [{ 'a.js': clean }] });
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit({ 'b.js': high });
    const id = repository.git('rev-parse', 'HEAD:b.js').trim();
    const file = path.join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2));
    rmSync(file, { force: true });
    writeFileSync(file, 'no object');
    rmSync(path.join(repository.root, 'b.js'));
    repository.git('update-index', '--cacheinfo', `100644,${id},b.js`);
    const { report } = await judge(repository.root, { args: ['--staged', '--gate', 'code'] });
    expect(report.verdict).toBe('incomplete');
    expect(reasonsOf(report, 'code').map((reason) => reason.path)).toEqual(['b.js']);
  });
});

describe('a large repository', () => {
  const files = 100_000;
  let root: string;

  beforeAll(() => {
    const repository = makeRepository({ commits: [{ 'a.js': clean, 'package.json': '{"name":"app"}' }] });
    ({ root } = repository);
    repository.git('checkout', '-q', '-b', 'feature');
    for (let folder = 0; folder < 100; folder += 1) {
      mkdirSync(path.join(root, 'many', String(folder)), { recursive: true });
      for (let file = 0; file < files / 100; file += 1)
        writeFileSync(path.join(root, 'many', String(folder), `${String(file)}.txt`), String(file));
    }
    writeFileSync(path.join(root, 'b.js'), high);
    for (const [name, size] of [
      ['sparse.js', 1024 ** 3],
      ['package-lock.json', 200 * 1024 ** 2],
    ] as const) {
      const handle = openSync(path.join(root, name), 'w');
      ftruncateSync(handle, size);
      closeSync(handle);
    }
  });

  it('of 100,000 files, one of a gigabyte and a lockfile of 200 MB is judged in bounded memory', async () => {
    const scanner = makeStandIn('console.log(\'{"results":[]}\');');
    const { report, peakBytes } = await judge(root, { env: { MCGATE_OSV_SCANNER: scanner.file, MCGATE_OSV_DATABASE: database } });
    expect(report.verdict).toBe('fail');
    expect(blocking(report)).toEqual([`${rule} b.js`]);
    expect(reasonsOf(report, 'code').map((reason) => reason.path)).toContain('sparse.js');
    expect(report.gates.find((gate) => gate.id === 'dependencies')?.outcome).toBe('incomplete');
    expect(report.gates[0]?.coverage?.examined).toBeGreaterThan(files);
    expect(peakBytes ?? 0).toBeLessThan(2_500_000_000);
  });

  it.skipIf(process.platform === 'win32')('leaves no process and no scratch folder when it is interrupted', async () => {
    const temporary = makeFolder();
    const child = startMcgate(['check', '--gate', 'code', '--no-cache'], { cwd: root, env: { TMPDIR: temporary } });
    await vi.waitFor(
      () => {
        expect(descendants(child.pid ?? 0).length).toBeGreaterThan(1);
      },
      { timeout: 60_000, interval: 50 },
    );
    const all = descendants(child.pid ?? 0);
    child.kill('SIGINT');
    const { code } = await finished(child);
    expect(code).toBe(130);
    await vi.waitFor(
      () => {
        expect(all.filter((pid) => existsSync(`/proc/${String(pid)}`))).toEqual([]);
      },
      { timeout: 10_000 },
    );
    expect(readdirSync(temporary)).toEqual([]);
  });
});
