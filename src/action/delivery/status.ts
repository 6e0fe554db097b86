// The commit status `mcgate`: the verdict at the commit that a pull request shows.
import type { Verdict } from '../../core/documents.ts';
import { cut, escapeTerminal } from '../../report/escape.ts';
import { verdictSentence } from '../../report/wording.ts';
import { delivered, notServed, ownerAndRepo, type ApiInput } from './channel.ts';
import type { Delivered } from './delivery.ts';

const context = 'mcgate';
/** GitHub takes no more characters. */
const longestDescription = 140;

const states: Readonly<Record<Verdict, string>> = { pass: 'success', fail: 'failure', incomplete: 'error' };

export async function deliverStatus({ report, place, client }: ApiInput): Promise<Delivered> {
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
