// Who made the commits of a change, as the commits themselves say it: authors, committers, co-authors.
import { McgateError } from '../core/error.ts';
import type { AuthorListing, AuthorRange } from '../core/repository.ts';
import type { Git } from './git.ts';
import type { History } from './git-history.ts';

const mostCommits = 2000;
const mostBytes = 32 * 1024 * 1024;
const timeoutMs = 60_000;
/** Parents beyond the walk that are looked for. */
const mostLookups = 200;

/** See `Repository.authors`. */
export async function listAuthors(git: Git, history: History, range: AuthorRange): Promise<AuthorListing> {
  const bounds = [history.checkedId(range.tip), ...(range.base === null ? [] : [`^${history.checkedId(range.base)}`])];
  const unknown = { emails: [], whole: false };
  const args = ['rev-list', '--header', `--max-count=${String(mostCommits + 1)}`, '--end-of-options', ...bounds];
  try {
    const { stdout, cut } = await git.run(args, { cut: true, maxBytes: mostBytes, timeoutMs });
    const records = stdout
      .toString('utf8')
      .split('\0')
      .filter((record) => record !== '');
    if (cut !== null || records.length > mostCommits) return unknown;
    const whole = await reachesBase(records, history);
    const made = await withoutIdle(records, bounds, range.without, git);
    return { emails: [...new Set(made.flatMap((record) => emailsOf(record)))].sort(), whole };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code !== 'git-failed') throw error;
    return unknown;
  }
}

/** Without commits that touch a folder and nothing else. Of a merge, all parents have to lie in the walk: compared with others, it may have dropped something. */
async function withoutIdle(records: readonly string[], bounds: readonly string[], folder: string, git: Git): Promise<readonly string[]> {
  // With --full-history a merge is left out only if it is the same as all its parents in the walk.
  const touching = async (...limits: readonly string[]): Promise<ReadonlySet<string>> => {
    const args = ['rev-list', '--full-history', `--max-count=${String(mostCommits + 1)}`, '--end-of-options', ...bounds, '--', ...limits];
    return new Set((await git.run(args, { maxBytes: mostBytes, timeoutMs })).stdout.toString('utf8').split('\n'));
  };
  const inside = await touching(`:(top,literal)${folder}`);
  if (inside.size === 0) return records;
  const outside = await touching(':(top)', `:(top,exclude,literal)${folder}`);
  const walked = new Set(records.map((record) => idOf(record)));
  const isIdle = (record: string): boolean => {
    const parents = parentsOf(record);
    if (outside.has(idOf(record)) || !inside.has(idOf(record))) return false;
    return parents.length === 1 || (parents.length > 1 && parents.every((parent) => walked.has(parent)));
  };
  return records.filter((record) => !isIdle(record));
}

function idOf(record: string): string {
  return record.split('\n', 1)[0] ?? '';
}

/** False where a shallow clone ends the walk early: the commit names a parent that is not here. */
async function reachesBase(records: readonly string[], history: History): Promise<boolean> {
  if (!(await history.queries.isShallow())) return true;
  const walked = new Set(records.map((record) => idOf(record)));
  const beyond = new Set(records.flatMap((record) => parentsOf(record)).filter((parent) => !walked.has(parent)));
  if (beyond.size > mostLookups) return false;
  for (const parent of beyond) if (!(await history.queries.has(history.checkedId(parent)))) return false;
  return true;
}

function headerOf(record: string): readonly string[] {
  // The first line is the commit's id.
  return (record.split('\n\n', 1)[0] ?? '').split('\n').slice(1);
}

function parentsOf(record: string): readonly string[] {
  return headerOf(record).flatMap((line) => /^parent ([0-9a-f]+)$/u.exec(line)?.[1] ?? []);
}

const person = /^(?:author|committer) .*<([^<>]*)> -?\d+ [-+]\d+$/u;
/** The committer of what people click together on GitHub: nobody, and the event tells who clicked. */
const webCommitter = 'committer GitHub <noreply@github.com> ';

/** The header's own fields, and whoever a line of the message names as co-author, wherever it stands. */
function emailsOf(record: string): readonly string[] {
  const header = headerOf(record).flatMap((line) => person.exec(line)?.[1] ?? []);
  const message = record.slice((record.split('\n\n', 1)[0] ?? '').length);
  const coAuthors = [...message.matchAll(/^[ \t]*co-authored-by[ \t]*:[^\n<]*<([^<>\n]*)>/gimu)].map(([, email = '']) => email);
  // Where a name cannot be read, there is somebody whom nobody knows.
  const isWeb = headerOf(record).some((line) => line.startsWith(webCommitter));
  const named = isWeb ? header.filter((email) => email !== 'noreply@github.com') : header;
  return [...named, ...(header.length === 2 && named.length > 0 ? [] : ['']), ...coAuthors].map((email) => email.trim());
}
