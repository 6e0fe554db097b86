// Repositories full of traps against the command as spawned: nothing of theirs runs, nothing outside is read, and the verdict is the right one.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { realScanner } from '../gates/dependencies/gate-run.ts';
import { mcgate } from '../support/cli.ts';
import { makeCanary, makeFolder, makeRepository, type Files, type TestRepository } from '../support/git-repository.ts';
import {
  blocking,
  disksNoteReads,
  expectClean,
  judge,
  makeBait,
  makeStandIn,
  reasonsOf,
  stateOf,
  type Bait,
} from '../support/judgement.ts';
import { clean, finds, high, lockfile, plantPrograms, plantTree, toolTraps, trapGitDirectory } from '../support/traps.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

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

const tokens = { GITHUB_TOKEN: 'token-for-github', NPM_TOKEN: 'token-for-npm', ACTIONS_RUNTIME_TOKEN: 'token-for-actions' };

function leftOut(report: Report, reason: string): readonly string[] {
  const code = report.gates.find(({ id }) => id === 'code');
  return code?.coverage?.leftOut.find((one) => one.reason === reason)?.paths ?? [];
}

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
    repository.write({
      ...toolTraps(write, address),
      'src/bad.js': high,
      '.gitattributes': '* filter=x diff=x text\n',
      'lock/package.json': '{}',
    });
    repository.write({ 'package-lock.json': lockfile('lodash', '4.17.20') });
    git('add', '--force', 'src/bad.js');
    searchPath = plantPrograms(root, trap.script);
    trapGitDirectory(repository, trap.script, address);
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
    const env = { ...tokens, PATH: searchPath, MCGATE_OSV_SCANNER: scanner.file, MCGATE_OSV_DATABASE: database };
    const { report } = await judge(repository.root, { env });
    expect(report.verdict).toBe('fail');
    expect(blocking(report)).toEqual([`${finds} src/bad.js`]);
    const inside = report.findings.filter(({ location }) =>
      /^(?:src\/(?:file|folder|loop|zero|pipe)|nested|sub|bare)/u.test(location.path),
    );
    expect(inside).toEqual([]);
    expect(leftOut(report, 'symbolic link: not followed')).toEqual(
      expect.arrayContaining(['lock/package-lock.json', 'src/file.js', 'src/folder', 'src/loop', 'src/zero.js']),
    );
    expect(leftOut(report, 'submodule: a repository of its own')).toEqual(['nested', 'sub']);
    expect(reasonsOf(report, 'dependencies')).toMatchObject([{ code: 'tool-failed' }]);
    for (const { args, cwd, env: given } of scanner.calls()) {
      expect([...args, cwd, ...Object.values(given)].filter((text) => text.includes(repository.root))).toEqual([]);
      expect(Object.keys(given).filter((name) => name in tokens)).toEqual([]);
    }
    expectUnharmed(before);
  });

  it('lends no program, from no place on the PATH', async () => {
    const before = stateOf(repository.root);
    const env = { PATH: searchPath, MCGATE_OSV_DATABASE: database };
    const { report } = await judge(repository.root, { env, cwd: path.join(repository.root, 'bare') });
    expect(report.partial).toEqual([]);
    expect(blocking(report)).toEqual([`${finds} src/bad.js`]);
    expect(reasonsOf(report, 'dependencies')).toMatchObject([{ code: 'tool-missing' }]);
    const named = { ...env, MCGATE_OSV_SCANNER: path.join(repository.root, 'osv-scanner') };
    // A link to a program outside is no program of the repository's, yet the repository chose it.
    expect(
      reasonsOf((await judge(repository.root, { env: named, args: ['--gate', 'dependencies'] })).report, 'dependencies'),
    ).toMatchObject([{ code: 'tool-failed' }]);
    expectUnharmed(before);
  });

  it('is looked at by other commands as harmlessly', async () => {
    const before = stateOf(repository.root);
    const env = { ...tokens, PATH: searchPath, MCGATE_OSV_DATABASE: database };
    for (const args of [['doctor'], ['explain', '0123456789abcdef'], ['baseline', 'prune']]) {
      const { stdout, stderr } = await mcgate(args, { cwd: repository.root, env });
      expectClean(stdout + stderr);
    }
    expectUnharmed(before);
  });

  it('is judged so as a pull request too, from its commits', async () => {
    const { root, git } = repository;
    const plain = (...args: readonly string[]): string => git('-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args);
    const index = path.join(makeFolder(), 'index');
    const tree = plantTree(root, index);
    const head = plain('commit-tree', '-p', 'main', '-m', 'head', tree);
    const merge = plain('commit-tree', '-p', 'main', '-p', head, '-m', 'merge', tree);
    plain('update-ref', 'refs/remotes/origin/main', 'main');
    const payload = {
      pull_request: { number: 7, head: { sha: head }, base: { ref: 'main' }, merge_commit_sha: merge },
      repository: { default_branch: 'main' },
    };
    const event = path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json');
    rmSync(trap.mark, { force: true });
    const before = stateOf(root);
    const env = { ...tokens, PATH: searchPath, GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_EVENT_PATH: event };
    const { report } = await judge(root, { env });
    expect(report.subject).toMatchObject({ event: 'pull_request_target', kind: 'change' });
    expect(blocking(report)).toEqual([`${finds} ../escape.js`, `${finds} .git/hooks/post-checkout.js`, `${finds} src/bad.js`]);
    expect(leftOut(report, 'symbolic link: not followed')).toEqual(['secret.js']);
    expectUnharmed(before);
  });

  it('is judged alike as an index, and as a plain folder', async () => {
    const before = stateOf(repository.root);
    const env = { ...tokens, PATH: searchPath, MCGATE_OSV_DATABASE: database };
    const staged = await judge(repository.root, { args: ['--staged', '--gate', 'code'], env });
    expect(blocking(staged.report)).toContain(`${finds} src/bad.js`);
    const folder = await judge(repository.root, { args: ['--no-git', '--gate', 'code'], env });
    expect(blocking(folder.report)).toContain(`${finds} src/bad.js`);
    expectUnharmed(before);
  });

  it.runIf(disksNoteReads())('would show a read outside, on this disk', () => {
    const probe = makeBait('probe.js', high);
    readFileSync(probe.file);
    expect(probe.untouched()).toBe(false);
  });
});

describe('lockfiles, with the real osv-scanner', async () => {
  const scanner = await realScanner();
  const judgeLocks = (root: string): ReturnType<typeof judge> =>
    judge(root, { env: { MCGATE_OSV_SCANNER: scanner ?? '', MCGATE_OSV_DATABASE: database } });

  it.skipIf(scanner === null)('an osv-scanner.toml that ignores all hides nothing, wherever it lies', async () => {
    const ignoring = '[[PackageOverrides]]\nignore = true\nreason = "all"\n';
    const locks = { 'package-lock.json': lockfile('lodash', '4.17.20'), 'sub/package-lock.json': lockfile('ws', '7.5.9') };
    const others = { 'osv-scanner.toml': ignoring, 'sub/osv-scanner.toml': ignoring, '.npmrc': `registry=http://${address}/\n` };
    const { report } = await judgeLocks(makeFolder({ ...locks, ...others }));
    expect(report.verdict).toBe('fail');
    expect([...new Set(blocking(report))]).toEqual(Object.keys(locks).map((file) => `dependencies/vulnerable-package ${file}`));
    expect(connections).toEqual([]);
  });

  it.skipIf(scanner === null)('such that cannot be read, or in two ways, are named; the others are judged', async () => {
    const of = (packages: string): string => `{"name":"a","lockfileVersion":3,"packages":{"":{"name":"a"},${packages}}}`;
    const vulnerable = '"node_modules/lodash":{"version":"4.17.20"}';
    const letters = 'a b c d e f g h i j k l'.split(' ');
    const bomb = letters
      .map((name, index) => `${name}: &${name} [${`${index === 0 ? 'x' : `*${letters[index - 1] ?? ''}`},`.repeat(9)}]\n`)
      .join('');
    const bad: Files = {
      'deep/package-lock.json': of(`"x":${'['.repeat(100_000)}${']'.repeat(100_000)},${vulnerable}`),
      'deeper/package-lock.json': `${'{"packages":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      'comment/package-lock.json': `// comment\n${of(vulnerable)}`,
      'utf16/package-lock.json': Buffer.from(`\ufeff${of(vulnerable)}`, 'utf16le'),
      'bun/bun.lock': `{"lockfileVersion":1,"packages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'long/pnpm-lock.yaml': `lockfileVersion: '9.0'\npackages:\n  ${'a'.repeat(2_000_000)}'\n`,
      'line/yarn.lock': `# yarn lockfile v1\n\nlodash@4.17.20${',"a@1"'.repeat(500_000)}:\n  version "4.17.20"\n`,
    };
    const good: Files = {
      'bomb/pnpm-lock.yaml': `lockfileVersion: '9.0'\n${bomb}packages:\n  lodash@4.17.20:\n    resolution: {integrity: sha512-x}\n`,
      'pollution/package-lock.json': of(`"__proto__":{"version":"1.0.0"},"constructor":{"dependencies":{"__proto__":"1"}},${vulnerable}`),
      'shouting/package-lock.json': of(`"${'node_modules/'.repeat(20_000)}x":{"version":"1.0.0"},${vulnerable}`),
    };
    const { report, peakBytes } = await judgeLocks(makeFolder({ ...bad, ...good }));
    expect(report.verdict).toBe('fail');
    expect([...new Set(blocking(report))]).toEqual(Object.keys(good).map((file) => `dependencies/vulnerable-package ${file}`));
    expect(new Set(reasonsOf(report, 'dependencies').map(({ path: file }) => file))).toEqual(new Set(Object.keys(bad)));
    expect(peakBytes ?? 0).toBeLessThan(4_000_000_000);
  });
});
