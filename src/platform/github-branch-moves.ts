// Asks GitHub who pushed to a branch (https://docs.github.com/rest/repos/repos#list-repository-activities). What is not as it documents it is no answer.
import type { BranchMove, BranchPlace } from '../core/review.ts';
import { malformed, readAccount, readAll, unanswered, unreadable, type Fields } from './github-answers.ts';
import { ownerAndRepo, type GithubClient } from './github-client.ts';

const perPage = 100;
/** A branch that was pushed to more often is no branch of one change. */
const mostPages = 10;

/** Newest first. Throws McgateError `unreadable` where there is no whole answer. */
export async function* listBranchMoves(client: Pick<GithubClient, 'ask'>, { repository, name }: BranchPlace): AsyncGenerator<BranchMove> {
  const ref = `refs/heads/${name}`;
  let after: string | null = null;
  for (let page = 1; page <= mostPages; page += 1) {
    const cursor: Readonly<Record<string, string>> = after === null ? {} : { after };
    const asked = { ...ownerAndRepo(repository), ref, direction: 'desc', per_page: perPage, ...cursor };
    const answer = await client.ask('GET /repos/{owner}/{repo}/activity', asked);
    if (!answer.ok) throw unanswered(answer, what, 'Give the job `permissions: contents: read`.');
    if (answer.status !== 200 || !Array.isArray(answer.data)) throw malformed(what);
    yield* readAll(answer.data as readonly unknown[], what, (fields) => readMove(fields, ref));
    if (!answer.more) return;
    if (answer.cursor === null) throw malformed(what);
    after = answer.cursor;
  }
  throw unreadable(`GitHub has more than ${String(mostPages * perPage)} when asked for ${what}`, 'Sign instead: `mcgate approve`.');
}

const what = 'the pushes';

/** Nobody may push under another name, but an account may be gone. */
function readMove({ before, after, ref, actor = null }: Fields, asked: string): BranchMove | null {
  const account = actor === null ? null : readAccount(actor);
  if (ref !== asked || account === undefined || !isCommit(before) || !isCommit(after)) return null;
  return { before, after, actor: account };
}

function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(value);
}
