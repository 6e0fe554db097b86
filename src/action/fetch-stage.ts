// The first stage of a run: the change comes here as git objects, by a process that does nothing else.
import type { Reason } from '../core/documents.ts';
import type { HostedEvent } from '../core/event.ts';
import { askFetchProcess } from '../platform/fetch-process.ts';
import { parseFetchMessage, type FetchRequest } from './fetch-messages.ts';

/** How many commits the payload of a pull request or push says that the change has; null where it does not. */
export function commitsOf(event: HostedEvent, payload: unknown): number | null {
  const fields = payload as { readonly pull_request?: { readonly commits?: unknown }; readonly commits?: unknown };
  const told = 'number' in event ? fields.pull_request?.commits : Array.isArray(fields.commits) ? fields.commits.length : null;
  return typeof told === 'number' && Number.isSafeInteger(told) && told >= 0 ? told : null;
}

/** Null where all is there. Never throws. */
export async function runFetchStage(
  request: FetchRequest,
  { env, signal }: { readonly env: Readonly<NodeJS.ProcessEnv>; readonly signal: AbortSignal },
): Promise<Reason | null> {
  const answer = await askFetchProcess(request, { env, signal });
  const message = answer.ok ? parseFetchMessage(answer.value) : null;
  if (message !== null) return message.reason;
  const problem = answer.ok ? 'it answered what nobody knows' : answer.problem;
  const said = request.token === null ? problem : problem.replaceAll(request.token, '***');
  return { code: 'git-failed', message: `The process that fetches the change gave no answer: ${said}.`, remedy: 'Run the job again.' };
}
