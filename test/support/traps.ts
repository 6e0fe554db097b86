// What hostile repositories hold: settings, configuration of tools, planted programs and forged trees that go off if anybody obeys them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, makeRepository, type Files, type TestRepository } from './git-repository.ts';

/** A line with one finding that blocks, of the rule `finds`. */
export const high = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
export const finds = 'code/tls-verification-disabled';
/** A line with none. */
export const clean = 'export const one = 1;\n';

/** A repository on a branch `feature` that adds `files` to what `main` has. */
export function makeChange(main: Files, files: Files): TestRepository {
  const repository = makeRepository({ commits: [main] });
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit(files);
  return repository;
}

/** A package-lock.json that installs one package. */
export function lockfile(name: string, version: string): string {
  return JSON.stringify({
    name: 'app',
    lockfileVersion: 3,
    packages: { '': { name: 'app', dependencies: { [name]: version } }, [`node_modules/${name}`]: { version } },
  });
}

/** Names `script`, `address` and files outside wherever a git directory may. */
export function trapGitDirectory({ git, root }: TestRepository, script: string, address: string): void {
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
    ['include.path', path.join(makeFolder({ included: `[core]\n\tfsmonitor = ${script}\n\thooksPath = .git/hooks\n` }), 'included')],
    ['core.attributesFile', path.join(makeFolder({ all: '* filter=x\n' }), 'all')],
  ];
  for (const [key, value] of settings) git('config', key, value);
}

/** Configuration of other tools that would run or hide something if mcgate obeyed it. `write` is code that leaves a mark. */
export function toolTraps(write: string, address: string): Readonly<Record<string, string>> {
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
export function plantPrograms(root: string, script: string): string {
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

/** A tree that no git would check out: names that leave the folder or lead into .git, one name twice, a link out. Answers its id. */
export function plantTree(root: string, index: string): string {
  const run = (args: readonly string[], input: string | Buffer = ''): string =>
    execFileSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: root,
      input,
      env: { PATH: process.env['PATH'], GIT_DIR: path.join(root, '.git'), GIT_WORK_TREE: root, GIT_INDEX_FILE: index },
      encoding: 'utf8',
    }).trim();
  const blob = (text: string): string => run(['hash-object', '-w', '--stdin'], text);
  const raw = (entries: readonly (readonly [mode: string, name: string, id: string])[]): string =>
    run(
      ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'],
      Buffer.concat(entries.map(([mode, name, id]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]))),
    );
  const bad = blob(high);
  const hooks = raw([['100755', 'post-checkout.js', bad]]);
  return raw([
    ['40000', '..', raw([['100644', 'escape.js', bad]])],
    ['40000', '.git', raw([['40000', 'hooks', hooks]])],
    ['120000', 'secret.js', blob('/etc/passwd')],
    ['40000', 'src', raw([['100644', 'bad.js', bad]])],
  ]);
}
