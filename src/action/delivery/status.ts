// The commit status `mcgate`: the verdict at the commit that a pull request shows.
import type { Verdict } from '../../core/documents.ts';
import { cut, escapeTerminal } from '../../report/escape.ts';
import { verdictSentence } from '../../report/wording.ts';
import { delivered, fieldsOf, notServed, off, ownerAndRepo, type ApiInput } from './channel.ts';
import { markerOf, runOf } from './run-marker.ts';
import type { Delivered } from './delivery.ts';

const context = 'mcgate';
/** GitHub takes no more characters. */
const longestDescription = 140;

const states: Readonly<Record<Verdict, string>> = { pass: 'success', fail: 'failure', incomplete: 'error' };

/** Until there is a verdict: what is only of this name (a job of the change's own workflow) must not stand for it meanwhile. */
export async function announceStatus({ client, place }: Pick<ApiInput, 'client' | 'place'>): Promise<void> {
  await client.ask('POST /repos/{owner}/{repo}/statuses/{sha}', {
    ...{ ...ownerAndRepo(place), sha: place.headSha, state: 'pending', context, description: 'mcgate is judging' },
    ...(place.web.run === null ? {} : { target_url: place.web.run }),
  });
}

export async function deliverStatus(input: ApiInput): Promise<Delivered> {
  const { report, place, client } = input;
  if (await isOvertaken(input)) return off('status', 'A newer run has set it already.');
  const answer = await client.ask('POST /repos/{owner}/{repo}/statuses/{sha}', {
    ...ownerAndRepo(place),
    sha: place.headSha,
    state: states[report.verdict],
    context,
    description: cut(escapeTerminal(verdictSentence(report)), longestDescription),
    ...(place.web.run === null ? {} : { target_url: place.web.run }),
  });
  if (!answer.ok) return notServed('status', answer, 'statuses: write');
  return delivered('status', `${context} is ${states[report.verdict]} at ${place.headSha.slice(0, 10)}`);
}

/**
 * True where a later run at the same commit, say for another target or with an approval, was done while this one was at work: its word
 * stands, lest an old pass cover a new failure. Where GitHub does not say, it is false.
 */
async function isOvertaken({ report, place, client, ports }: ApiInput): Promise<boolean> {
  const own = markerOf(report, place, ports.now());
  const answer = await client.ask('GET /repos/{owner}/{repo}/commits/{ref}/statuses', {
    ...ownerAndRepo(place),
    ref: place.headSha,
    per_page: 100,
  });
  const statuses = answer.ok && Array.isArray(answer.data) ? answer.data.map(fieldsOf) : [];
  const last = statuses.find((one) => one['context'] === context);
  const { target_url: target, created_at: at } = last ?? {};
  if (typeof target !== 'string' || typeof at !== 'string') return false;
  return Date.parse(at) >= Date.parse(own.began) && BigInt(runOf(target).run) > BigInt(own.run);
}
