// The commit status `mcgate`: the verdict at the commit that a pull request shows.
import type { Verdict } from '../../core/documents.ts';
import { fieldsOf } from '../../platform/github-answers.ts';
import { ownerAndRepo, type Answered, type Unanswered } from '../../platform/github-client.ts';
import { cut, escapeTerminal } from '../../report/escape.ts';
import { verdictSentence } from '../../report/wording.ts';
import { delivered, notServed, off, type ApiInput } from './channel.ts';
import type { Delivered } from './delivery.ts';

const context = 'mcgate';
/** GitHub takes no more characters. */
const longestDescription = 140;

const states: Readonly<Record<Verdict, string>> = { pass: 'success', fail: 'failure', incomplete: 'error' };

type StatusInput = Pick<ApiInput, 'client' | 'place'>;

/** Until there is a verdict: what is only of this name (a job of the change's own workflow) must not stand for it meanwhile. */
export async function announceStatus(input: StatusInput): Promise<void> {
  await setStatus(input, 'pending', 'mcgate is judging');
}

export async function deliverStatus(input: ApiInput): Promise<Delivered> {
  const { report, place } = input;
  if (report.verdict === 'pass' && (await isOvertaken(input))) return off('status', 'A run that began later has its own to set.');
  const answer = await setStatus(input, states[report.verdict], verdictSentence(report));
  if (!answer.ok) return notServed('status', answer, 'statuses: write');
  return delivered('status', `${context} is ${states[report.verdict]} at ${place.headSha.slice(0, 10)}`);
}

function setStatus({ client, place }: StatusInput, state: string, description: string): Promise<Answered | Unanswered> {
  return client.ask('POST /repos/{owner}/{repo}/statuses/{sha}', {
    ...ownerAndRepo(place.repository),
    sha: place.headSha,
    state,
    context,
    description: cut(escapeTerminal(description), longestDescription),
    ...(place.web.run === null ? {} : { target_url: place.web.run }),
  });
}

/**
 * True where a run that began later at the same commit, say after a rule was made stricter, stands there with anything but a pass: an old
 * pass must not cover it. What does not pass is always set. Runs are told apart by their pages, in the order in which they announced
 * themselves; their numbers do not say when they began, for one that is started again keeps its own.
 */
async function isOvertaken({ place, client }: ApiInput): Promise<boolean> {
  const answer = await client.ask('GET /repos/{owner}/{repo}/commits/{ref}/statuses', {
    ...ownerAndRepo(place.repository),
    ref: place.headSha,
    per_page: 100,
  });
  const all = answer.ok && Array.isArray(answer.data) ? answer.data.map(fieldsOf) : [];
  // The newest first.
  const ours = all.filter((one) => one['context'] === context);
  const announcedAt = (page: unknown): number => ours.findLastIndex((one) => one['target_url'] === page);
  const [last] = ours;
  const own = announcedAt(place.web.run);
  if (last === undefined || own < 0 || last['target_url'] === place.web.run) return false;
  return last['state'] !== 'success' && announcedAt(last['target_url']) < own;
}
