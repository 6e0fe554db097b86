// Hostile repositories against the command as spawned: nothing of theirs runs, nothing outside is read, and the verdict is the right one.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { realScanner } from '../gates/dependencies/gate-run.ts';
import { makeCanary, makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { blocking, disksNoteReads, judge, makeBait, makeStandIn, reasonsOf, stateOf, type Bait } from '../support/judgement.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const high = "require('child_process').exec('ls ' + process.argv[2]);\n";
const clean = 'export const one = 1;\n';
const config = '.mcgate/config.yaml';
const gateOff = 'gates: { code: { enabled: false } }\n';
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
    console.log(
      report.findings.map((f) => f.ruleId + ' ' + f.location.path + ' ' + f.state),
      JSON.stringify(report.gates.slice(0, 2), null, 1),
    );
    expect(blocking(report)).toContain(`${rule} src/bad.js`);
    expect(
      report.findings.filter(({ location }) => /^(?:src\/(?:file|folder|loop|zero|pipe)|nested|sub|bare)/u.test(location.path)),
    ).toEqual([]);
    expectUnharmed(before);
  });
});
