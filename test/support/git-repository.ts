// Real git repositories in a temporary folder, for tests. Everything made here is removed when the test file ends.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** Path to content; null deletes. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export interface TestRepository {
  readonly root: string;
  /** Runs git in the work tree; the answer without its last line feed. Throws if git fails. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: Files) => void;
  /** Writes, adds everything, commits, as `email` or ann@example.org; the commit's id. */
  readonly commit: (files?: Files, message?: string, email?: string) => string;
}

export interface RepositoryOptions {
  /** One commit each, in order, on `branch`. */
  readonly commits?: readonly Files[];
  /** Left uncommitted and untracked. */
  readonly files?: Files;
  readonly branch?: string;
  readonly format?: 'sha1' | 'sha256';
  /** Default: a folder of its own. */
  readonly root?: string;
}

const made: string[] = [];
// A hundred thousand files take a busy disk more than a minute.
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}, 300_000);

/** A fresh folder, links resolved. */
export function makeFolder(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mcgate-test-')));
  made.push(folder);
  writeFiles(folder, files);
  return folder;
}

/** A repository with the commits asked for; none leaves its branch unborn. */
export function makeRepository(options: RepositoryOptions = {}): TestRepository {
  const { commits = [], files = {}, branch = 'main', format = 'sha1' } = options;
  const root = options.root ?? makeFolder();
  mkdirSync(root, { recursive: true });
  runGit(root, ['init', '-q', '-b', branch, `--object-format=${format}`]);
  const repository = openTestRepository(root);
  for (const change of commits) repository.commit(change);
  repository.write(files);
  return repository;
}

/** A repository that is there already: a clone, a worktree. */
export function openTestRepository(root: string): TestRepository {
  const git = (...args: readonly string[]): string => runGit(root, args);
  const write = (files: Files): void => {
    writeFiles(root, files);
  };
  const commit = (files: Files = {}, message = 'change', email = usualEmail): string => {
    write(files);
    git('add', '-A');
    runGit(root, ['commit', '-q', '--allow-empty', '-m', message], email);
    return git('rev-parse', 'HEAD');
  };
  return { root, git, write, commit };
}

/** A clone in a fresh folder; `args` go to `git clone`. A `file://` address, so that `--depth` counts. */
export function cloneRepository(source: TestRepository, ...args: readonly string[]): TestRepository {
  const root = path.join(makeFolder(), 'clone');
  runGit(source.root, ['clone', '-q', ...args, `file://${source.root}`, root]);
  return openTestRepository(root);
}

/** An executable that leaves a mark when it runs. */
export function makeCanary(): { readonly script: string; readonly mark: string } {
  const folder = makeFolder();
  const script = path.join(folder, 'canary.sh');
  const mark = path.join(folder, 'ran');
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${mark}'\nexit 1\n`);
  chmodSync(script, 0o755);
  return { script, mark };
}

/** git as a person runs it, but with fixed names and times, and no settings of this machine. */
const usualEmail = 'ann@example.org';

function runGit(cwd: string, args: readonly string[], email = usualEmail): string {
  const fixed = { name: 'Ann', email, date: '2026-01-02T03:04:05Z' };
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: fixed.name,
    GIT_AUTHOR_EMAIL: fixed.email,
    GIT_AUTHOR_DATE: fixed.date,
    GIT_COMMITTER_NAME: fixed.name,
    GIT_COMMITTER_EMAIL: fixed.email,
    GIT_COMMITTER_DATE: fixed.date,
  };
  const settings = ['-c', 'protocol.file.allow=always', '-c', 'core.autocrlf=false', '-c', 'gc.auto=0'];
  return execFileSync('git', [...settings, ...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(/\n$/u, '');
}

function writeFiles(root: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    if (content === null) {
      rmSync(file, { recursive: true, force: true });
      continue;
    }
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
