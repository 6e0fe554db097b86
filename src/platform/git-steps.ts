// The first-parent history of a branch, and what each of its commits did to certain paths. By git's plumbing alone, as git-past.ts.
import { McgateError } from '../core/error.ts';
import type { CommitRange, HistoryStep, StepListing } from '../core/repository.ts';
import type { Git } from './git.ts';
import type { History } from './git-history.ts';
import { splitRecords } from './path-encoding.ts';

export interface StepBounds {
  readonly commits: number;
  /** Of each of git's answers. */
  readonly bytes: number;
  readonly timeoutMs: number;
}

export const stepBounds: StepBounds = { commits: 20_000, bytes: 256 * 1024 * 1024, timeoutMs: 120_000 };

type Chained = Omit<HistoryStep, 'paths' | 'earliest'>;

/** See `Repository.steps`. */
export async function listSteps(
  git: Git,
  history: History,
  range: CommitRange,
  concerns: (path: string) => boolean,
  bounds: StepBounds = stepBounds,
): Promise<StepListing> {
  const { base, tip } = { base: history.checkedId(range.base), tip: history.checkedId(range.tip) };
  const { chain, cut } = await readChain(git, history, tip, bounds);
  const found = await findStart(history, chain, base);
  if (found === null) return { start: null, commits: chain.length, steps: [], cut };
  const newest = chain.slice(0, found);
  const start = chain[found]?.commit ?? null;
  const paths = newest.length === 0 ? new Map<string, readonly string[]>() : await readPaths(git, newest, concerns, bounds);
  if (typeof paths === 'string') return { start: null, commits: newest.length, steps: [], cut: paths };
  let earliest = chain[found]?.date ?? Number.NaN;
  const steps = newest.reverse().flatMap((one): HistoryStep[] => {
    const [touched, before] = [paths.get(one.commit), earliest];
    earliest = Math.max(...[earliest, one.date].filter((date) => !Number.isNaN(date)));
    return touched === undefined ? [] : [{ ...one, earliest: before, paths: [...touched].sort() }];
  });
  return { start, commits: newest.length, steps, cut: null };
}

interface Chain {
  /** Newest first. */
  readonly chain: readonly Chained[];
  /** Why it ends before its root. */
  readonly cut: StepListing['cut'];
}

async function readChain(git: Git, history: History, tip: string, bounds: StepBounds): Promise<Chain> {
  const args = ['rev-list', '--first-parent', '--header', `--max-count=${String(bounds.commits + 1)}`, '--end-of-options', tip];
  const { stdout, cut } = await git.run(args, { cut: true, maxBytes: bounds.bytes, timeoutMs: bounds.timeoutMs });
  const records = stdout.toString('utf8').split('\0');
  // What follows the last mark is nothing, or half a record.
  const chain = records.slice(0, -1).map((record) => readCommit(record, history));
  if (cut !== null) return { chain, cut: cut === 'time' ? 'took too long' : 'too many commits' };
  if (chain.length > bounds.commits) return { chain: chain.slice(0, bounds.commits), cut: 'too many commits' };
  return { chain, cut: (chain.at(-1)?.parents.length ?? 0) > 0 ? 'shallow clone' : null };
}

function readCommit(record: string, history: History): Chained {
  const [id = '', ...header] = (record.split('\n\n', 1)[0] ?? '').split('\n');
  const parents = header.flatMap((line) => /^parent ([0-9a-f]+)$/u.exec(line)?.[1] ?? []).map((parent) => history.checkedId(parent));
  const author = header.map((line) => /^author (.*) -?\d+ [-+]\d+$/u.exec(line)?.[1]).find((name) => name !== undefined);
  const seconds = header.map((line) => /^committer .* (-?\d{1,12}) [-+]\d+$/u.exec(line)?.[1]).find((time) => time !== undefined);
  return { commit: history.checkedId(id), parents, author: author ?? '', date: Number(seconds ?? Number.NaN) * 1000 };
}

/** Where in the chain `base` is, or the newest commit that `base` comes from; null where there is none. */
async function findStart(history: History, chain: readonly Chained[], base: string): Promise<number | null> {
  const exact = chain.findIndex(({ commit }) => commit === base);
  if (exact >= 0) return exact;
  // All that is older than an ancestor of `base` is one too.
  let [low, high] = [0, chain.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await history.queries.isAncestor(chain[middle]?.commit ?? '', base)) high = middle;
    else low = middle + 1;
  }
  return low === chain.length ? null : low;
}

async function readPaths(
  git: Git,
  chain: readonly Chained[],
  concerns: (path: string) => boolean,
  bounds: StepBounds,
): Promise<ReadonlyMap<string, readonly string[]> | 'too many files' | 'took too long'> {
  const format = [
    '--stdin',
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--no-abbrev',
    '--no-textconv',
    '--no-ext-diff',
    '--ignore-submodules=none',
  ];
  const { stdout, cut } = await git.run(['diff-tree', ...format], {
    // Named with one parent, a merge is compared with that one alone.
    input: chain.map(({ commit, parents }) => `${commit} ${parents[0] ?? ''}\n`).join(''),
    cut: true,
    maxBytes: bounds.bytes,
    timeoutMs: bounds.timeoutMs,
  });
  if (cut !== null) return cut === 'time' ? 'took too long' : 'too many files';
  const found = new Map<string, string[]>();
  const records = splitRecords(stdout);
  let commit = '';
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] ?? '';
    if (/^[0-9a-f]{40,64}$/u.test(record)) {
      commit = record;
      continue;
    }
    at += 1;
    const path = records[at];
    if (!/^:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ [A-Z]$/u.test(record) || path === undefined || commit === '')
      throw new McgateError('git-failed', 'git diff-tree answered in a form that mcgate does not know.');
    if (!concerns(path)) continue;
    const paths = found.get(commit);
    if (paths === undefined) found.set(commit, [path]);
    else paths.push(path);
  }
  return found;
}
