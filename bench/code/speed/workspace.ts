// Copies of real code to measure over: the code and the manifests of a repository, alone in a git repository of their own.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isCodeKind, fileKindOf } from '../../../src/gates/code/file-kind.ts';

const manifestName = /(?:^|\/)(?:package|[tj]sconfig[\w.-]*)\.json$/u;
/** What the gate leaves out by its size: others shall not have to read it either. */
const largestFile = 2 * 1024 * 1024;

export interface Workspace {
  readonly root: string;
  /** Code files by path; what all are given. */
  readonly files: readonly string[];
  readonly lines: number;
}

/** A file to copy: from where, to which path. */
export interface Source {
  readonly from: string;
  readonly to: string;
}

/** Tracked code and manifests of a repository, by path. */
export function sourcesOf(repository: string): readonly Source[] {
  return chosen(repository, git(repository, 'ls-files', '-z').split('\0').filter(Boolean), '');
}

/** As `sourcesOf`, below `prefix`; of a folder that is no repository, all of its files but other people's packages. */
export function sourcesUnder(folder: string, prefix: string): readonly Source[] {
  if (existsSync(path.join(folder, '.git'))) return sourcesOf(folder).map(({ from, to }) => ({ from, to: path.join(prefix, to) }));
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = all.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
  return chosen(
    folder,
    files.filter((file) => !/(?:^|\/)node_modules\//u.test(file)),
    prefix,
  );
}

function chosen(folder: string, files: readonly string[], prefix: string): readonly Source[] {
  return files
    .filter((file) => isCode(file) || manifestName.test(file))
    .toSorted()
    .map((file) => ({ from: path.join(folder, file), to: path.join(prefix, file) }))
    .filter(({ from }) => {
      const stat = statSync(from, { throwIfNoEntry: false });
      return stat?.isFile() === true && stat.size <= largestFile;
    });
}

/** Copies them into a folder made anew, and commits. */
export function makeWorkspace(root: string, sources: readonly Source[]): Workspace {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  for (const { from, to } of sources) cpSync(from, path.join(root, to));
  // Else semgrep leaves out tests and examples.
  writeFileSync(path.join(root, '.semgrepignore'), '# nothing\n');
  commit(root);
  const files = sources.map(({ to }) => to).filter(isCode);
  return { root, files, lines: files.reduce((sum, file) => sum + linesOf(path.join(root, file)), 0) };
}

/** All of a repository's tracked files. */
export function copyRepository(root: string, repository: string): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  for (const file of git(repository, 'ls-files', '-z').split('\0').filter(Boolean)) {
    const from = path.join(repository, file);
    if (statSync(from, { throwIfNoEntry: false })?.isFile() === true) cpSync(from, path.join(root, file));
  }
  commit(root);
}

/** Adds a function to each of so many code files, spread over the list; `round` makes it another one each time. Not committed. */
export function changeFiles({ root, files }: Workspace, count: number, round: number): void {
  const scripts = files.filter((file) => /\.[jt]s$/u.test(file) && !/\.d\.ts$|\.min\.js$/u.test(file));
  for (let index = 0; index < count; index += 1) {
    const file = path.join(root, scripts[Math.floor(((index + 0.5) * scripts.length) / count)] ?? '');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nfunction changed${String(round)}(value) { return [value, ${String(index)}]; }\n`);
  }
}

/** Undoes what `changeFiles` did. */
export function restore({ root }: Workspace): void {
  git(root, 'checkout', '-q', '--', '.');
}

export function linesOf(file: string): number {
  return readFileSync(file, 'utf8').split('\n').length;
}

export function isCode(file: string): boolean {
  return isCodeKind(fileKindOf(file));
}

function commit(root: string): void {
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '-A', '-f');
  git(root, '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', 'commit', '-q', '-m', 'measured');
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
}
