// Comments of ours that two runs made at once: all but one are hidden as outdated. Only GraphQL can.
import { fieldsOf } from '../../platform/github-answers.ts';
import { graphqlRoute, type Answered, type GithubClient, type Unanswered } from '../../platform/github-client.ts';
import type { OwnComment } from './own-comments.ts';

/** In one run. */
const most = 10;

const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Minimizable { isMinimized } } }';
const mutation = `mutation($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`;

/** Null where all are hidden, else why not. Those that are hidden already are left alone. */
export async function minimizeOutdated(client: GithubClient, comments: readonly OwnComment[]): Promise<string | null> {
  const ids = comments.slice(0, most).map(({ nodeId }) => nodeId);
  const known = await client.ask(graphqlRoute, { query, variables: { ids } });
  const hidden = known.ok ? hiddenAmong(known.data) : new Set<unknown>();
  for (const id of ids.filter((one) => !hidden.has(one))) {
    const problem = problemOf(await client.ask(graphqlRoute, { query: mutation, variables: { id } }));
    if (problem !== null) return problem;
  }
  return null;
}

function hiddenAmong(data: unknown): ReadonlySet<unknown> {
  const { nodes } = fieldsOf(fieldsOf(data)['data']);
  const found = Array.isArray(nodes) ? nodes.map(fieldsOf) : [];
  return new Set(found.filter(({ isMinimized }) => isMinimized === true).map(({ id }) => id));
}

/** GraphQL says 200 of errors too. */
function problemOf(answer: Answered | Unanswered): string | null {
  if (!answer.ok) return answer.message;
  const { errors } = fieldsOf(answer.data);
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const { message } = fieldsOf(errors[0]);
  return typeof message === 'string' ? message : 'GitHub refused';
}
