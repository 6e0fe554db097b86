// Lists what the commits of a change put somewhere, whether or not it still stands: what was pushed once stays readable.
// By git's plumbing alone: `git log` heeds settings of the repository that run programs (`log.showSignature`) and hide commits (`log.showRoot`).
import { McgateError } from '../core/error.ts';
import type { CommitRange, TreeListing } from '../core/repository.ts';
import type { PastCut, PastEntry, PastListing } from '../core/workspace.ts';
import type { Git } from './git.ts';
import type { History } from './git-history.ts';
import { splitRecords } from './path-encoding.ts';

export interface PastBounds {
  readonly commits: number;
  readonly entries: number;
  /** Of git's answer. */
  readonly bytes: number;
  readonly timeoutMs: number;
}

export const pastBounds: PastBounds = { commits: 2000, entries: 20_000, bytes: 128 * 1024 * 1024, timeoutMs: 60_000 };

/** Commits whose own words about their parents are asked for. */
const mostRoots = 100;

interface Trees {
  readonly judged: TreeListing;
  readonly base: TreeListing;
}

/** See `Repository.past`. */
export async function listPast(
  git: Git,
  history: History,
  range: CommitRange,
  trees: Trees,
  bounds: PastBounds = pastBounds,
): Promise<PastListing> {
  const { base, tip } = { base: history.checkedId(range.base), tip: history.checkedId(range.tip) };
  if (base === tip) return { commits: 0, entries: [], cut: null };
  try {
    const walk = await walkCommits(git, history, { base, tip }, bounds);
    if (walk.commits.length === 0) return { commits: 0, entries: [], cut: walk.cut };
    const { entries, cut } = await listContents(git, walk.commits, trees, bounds);
    return { commits: walk.commits.length, entries, cut: cut ?? walk.cut };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code !== 'git-failed') throw error;
    return { commits: 0, entries: [], cut: 'missing objects' };
  }
}

interface Walk {
  /** Oldest first. */
  readonly commits: readonly string[];
  readonly cut: PastCut | null;
}

async function walkCommits(git: Git, history: History, { base, tip }: CommitRange, bounds: PastBounds): Promise<Walk> {
  const range = ['--topo-order', '--parents', `--max-count=${String(bounds.commits + 1)}`, '--end-of-options', tip, `^${base}`];
  // A commit may name any number of parents.
  const { stdout, cut } = await git.run(['rev-list', ...range], { cut: true, maxBytes: bounds.bytes, timeoutMs: bounds.timeoutMs });
  const lines = stdout.toString('latin1').split('\n').slice(0, -1);
  const shallow = await history.queries.isShallow();
  const commits: string[] = [];
  let roots = 0;
  let isCutOff = false;
  for (const line of lines.slice(0, bounds.commits)) {
    const [commit = '', ...parents] = line.split(' ');
    const id = history.checkedId(commit);
    if (shallow && parents.length === 0) {
      roots += 1;
      // Not taken for cut off: a change may bring as many roots as it likes, to hide something in the last.
      if (roots > mostRoots) continue;
      // What a shallow clone cut off has no parents to compare with: all of its files would look as if it had put them there.
      if ((await history.queries.parents(id)).length > 0) {
        isCutOff = true;
        continue;
      }
    }
    commits.push(id);
  }
  commits.reverse();
  if (cut === 'time') return { commits, cut: 'took too long' };
  if (cut === 'bytes' || lines.length > bounds.commits || roots > mostRoots) return { commits, cut: 'too many commits' };
  return { commits, cut: isCutOff ? 'shallow clone' : null };
}

async function listContents(
  git: Git,
  commits: readonly string[],
  trees: Trees,
  bounds: PastBounds,
): Promise<{ readonly entries: readonly PastEntry[]; readonly cut: PastCut | null }> {
  // -c: of a merge what differs from every parent; the rest came from one of them, and is told there if it is new at all.
  // --ignore-submodules: without a word on it, git reads `.gitmodules` of what is checked out, and ends where that is not as it likes.
  const format = [
    '--stdin',
    '-r',
    '-c',
    '-z',
    '--raw',
    '--root',
    '--no-renames',
    '--no-abbrev',
    '--no-textconv',
    '--no-ext-diff',
    '--ignore-submodules=none',
  ];
  const { stdout, cut } = await git.run(['diff-tree', ...format], {
    input: commits.map((commit) => `${commit}\n`).join(''),
    cut: true,
    maxBytes: bounds.bytes,
    timeoutMs: bounds.timeoutMs,
  });
  const stands = standing(trees);
  const seen = new Set<string>();
  const entries: PastEntry[] = [];
  for (const entry of parseContents(splitRecords(stdout), cut !== null)) {
    const key = `${entry.id} ${entry.path}`;
    if (stands(entry) || seen.has(key)) continue;
    if (entries.length === bounds.entries) return { entries, cut: 'too many files' };
    seen.add(key);
    entries.push(entry);
  }
  return { entries, cut: cut === 'time' ? 'took too long' : cut === 'bytes' ? 'too many files' : null };
}

/** A content of the judged tree counts only at its path, for elsewhere it may lie under an exclusion, and only as a file: a link is not searched. */
function standing({ judged, base }: Trees): (entry: PastEntry) => boolean {
  const old = new Set(base.entries.map(({ id }) => id));
  const now = new Map(judged.entries.filter(({ kind }) => kind === 'file' || kind === 'executable').map(({ path, id }) => [path, id]));
  return ({ path, id }) => old.has(id) || now.get(path) === id;
}

/** `<commit>`, then for each of its files `:<modes> <ids> <letters>` and `<path>`; of a merge with a colon, a mode and an id for each parent. */
function* parseContents(records: readonly string[], isCut: boolean): Generator<PastEntry, void> {
  let commit = '';
  // The last record of an answer that was cut may be half a path, or lack its path.
  const end = isCut ? records.length - 1 : records.length;
  for (let at = 0; at < end; at += 1) {
    const record = records[at] ?? '';
    if (/^[0-9a-f]{40,64}$/u.test(record)) {
      commit = record;
      continue;
    }
    const [, colons = '', modes = '', ids = ''] = /^(:+)((?:\d{6} )+)((?:[0-9a-f]{40,64} )+)[A-Z]+$/u.exec(record) ?? [];
    const [mode, id] = [modes.trim().split(' '), ids.trim().split(' ')];
    at += 1;
    const path = records[at];
    if (isCut && at >= end) return;
    if (
      colons === '' ||
      mode.length !== colons.length + 1 ||
      id.length !== mode.length ||
      path === undefined ||
      path === '' ||
      commit === ''
    )
      throw new McgateError('git-failed', 'git diff-tree answered in a form that mcgate does not know.');
    // Links and submodules are not followed; a file that is gone has no content.
    if (mode.at(-1)?.startsWith('100') === true) yield { commit, path, id: id.at(-1) ?? '' };
  }
}
