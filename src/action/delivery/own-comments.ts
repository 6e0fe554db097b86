// Finds our own comments at a pull request: by the marker, and by their author being ourselves, since anybody can write a marker.
import { fieldsOf } from '../../platform/github-answers.ts';
import { graphqlRoute, mostListed, type GithubClient, ownerAndRepo } from '../../platform/github-client.ts';
import { failed, notServed } from './channel.ts';
import { hasMarker, readMarker, type Marker } from './run-marker.ts';
import type { Delivered, DeliveryPlace } from './delivery.ts';

export interface OwnComment {
  readonly id: number;
  /** As GraphQL names it. */
  readonly nodeId: string;
  readonly marker: Marker | null;
}

/** What GitHub says about the pull request and about whoever holds the token. */
export interface Circumstances {
  /** In lower case, as REST writes it. */
  readonly login: string;
  /** Newest commit of the pull request; null where GitHub did not say. */
  readonly head: string | null;
}

/** What reading and writing comments takes. */
export const commentPermission = 'pull-requests: write';

/** Who comments with the token of a job. */
const usualLogin = 'github-actions[bot]';

const query = `query($owner: String!, $repo: String!, $number: Int!) {
  viewer { login }
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { headRefOid } }
}`;

/** REST does not tell an app who it is. */
export async function askCircumstances(client: GithubClient, place: DeliveryPlace): Promise<Circumstances> {
  const answer = await client.ask(graphqlRoute, { query, variables: { ...ownerAndRepo(place.repository), number: place.pullRequest } });
  const data = fieldsOf(answer.ok ? fieldsOf(answer.data)['data'] : null);
  const { login } = fieldsOf(data['viewer']);
  const { headRefOid: head } = fieldsOf(fieldsOf(data['repository'])['pullRequest']);
  return {
    login: typeof login === 'string' && login !== '' ? login.toLowerCase() : usualLogin,
    head: typeof head === 'string' && /^[0-9a-f]{40,64}$/u.test(head) ? head : null,
  };
}

/** The oldest first: every run takes the same one for the one that stays. Where they cannot be known, what to tell. */
export async function findOwnComments(
  client: GithubClient,
  place: DeliveryPlace,
  login: string,
): Promise<readonly OwnComment[] | Delivered> {
  const route = 'GET /repos/{owner}/{repo}/issues/{number}/comments';
  const listed = await client.list(route, { ...ownerAndRepo(place.repository), number: place.pullRequest });
  if (!listed.ok) return notServed('comment', listed, commentPermission);
  if (listed.items === null) return failed('comment', 'What GitHub sent is no list of comments.', null);
  const own = listed.items.flatMap((item) => readOwn(item, login)).sort((a, b) => a.id - b.id);
  if (own.length > 0 || listed.whole) return own;
  // One more comment at every run would be worse than none.
  return failed('comment', `There are more than ${String(mostListed)} comments, and ours is not among the first.`, null);
}

function readOwn(item: unknown, login: string): readonly OwnComment[] {
  const { id, node_id: nodeId, body, user } = fieldsOf(item);
  const author = fieldsOf(user)['login'];
  if (typeof id !== 'number' || typeof body !== 'string' || typeof author !== 'string') return [];
  if (author.toLowerCase() !== login || !hasMarker(body)) return [];
  return [{ id, nodeId: typeof nodeId === 'string' ? nodeId : '', marker: readMarker(body) }];
}
