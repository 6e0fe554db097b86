// The one comment at a pull request: made where there is something to say, updated in place, never by a run that is older.
import type { Report } from '../../core/documents.ts';
import { formatMarkdown } from '../../report/markdown.ts';
import { ownerAndRepo, type Answered, type Unanswered } from '../../platform/github-client.ts';
import { shownFindings } from '../../report/wording.ts';
import { delivered, failed, notServed, off, type ApiInput } from './channel.ts';
import { formatMarker, isNewer, markerOf } from './run-marker.ts';
import type { Delivered } from './delivery.ts';
import { minimizeOutdated } from './minimize-comments.ts';
import { askCircumstances, commentPermission, findOwnComments, type OwnComment } from './own-comments.ts';

/** GitHub takes 65,536 characters; a byte is at least as many. */
const byteLimit = 65_000;
/** A comment that was deleted or made meanwhile is looked for once more. */
const rounds = 2;

export async function deliverComment(input: ApiInput): Promise<Delivered> {
  const { place, client, report, ports } = input;
  if (place.pullRequest === null) return off('comment', 'There is no pull request.');
  const { login, head } = await askCircumstances(client, place);
  if (head !== null && head !== place.headSha) return off('comment', 'The pull request has a newer commit, whose run comments.');
  const now = ports.now();
  const marker = markerOf(report, place, now);
  const body = `${formatMarker(marker)}\n${formatMarkdown(report, { web: place.web }, byteLimit)}`;
  for (let round = 1; ; round += 1) {
    const own = await findOwnComments(client, place, login);
    if ('state' in own) return own;
    const [first, ...others] = own;
    if (own.some((one) => one.marker !== null && isNewer(one.marker, { own: marker, now, headIsCurrent: head !== null }))) {
      return off('comment', 'A newer run has commented already.');
    }
    if (first === undefined && hasNothingToSay(report)) return off('comment', 'There is nothing to say.');
    const answer = await write(input, first, body);
    if (answer.ok) return await told(input, first, others);
    if (round === rounds || !isWorthAnotherLook(answer, first)) return notServed('comment', answer, commentPermission);
  }
}

/** A pass without findings is said by the check. Where a comment stands already, it is told there. */
function hasNothingToSay(report: Report): boolean {
  const { blocking, other } = shownFindings(report);
  return report.verdict === 'pass' && blocking.length === 0 && other.length === 0;
}

/** A comment is never made twice for one answer that did not come. */
function write({ client, place }: ApiInput, own: OwnComment | undefined, body: string): Promise<Answered | Unanswered> {
  const where = ownerAndRepo(place.repository);
  return own === undefined
    ? client.ask('POST /repos/{owner}/{repo}/issues/{number}/comments', { ...where, number: place.pullRequest, body }, { once: true })
    : client.ask('PATCH /repos/{owner}/{repo}/issues/comments/{id}', { ...where, id: own.id, body });
}

function isWorthAnotherLook({ status }: Unanswered, own: OwnComment | undefined): boolean {
  return own === undefined ? status === null || status === 409 || status >= 500 : status === 404;
}

async function told({ client }: ApiInput, first: OwnComment | undefined, others: readonly OwnComment[]): Promise<Delivered> {
  if (first === undefined) return delivered('comment', 'made');
  if (others.length === 0) return delivered('comment', 'updated');
  const left = await minimizeOutdated(client, others);
  if (left === null) return delivered('comment', 'updated, and outdated ones hidden');
  return failed('comment', `It is updated, but outdated ones could not be hidden: ${left}`, null);
}
