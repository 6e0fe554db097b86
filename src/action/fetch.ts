// The entry of the process that fetches: it is handed the token for that, does nothing else, and ends when it has answered or nobody
// listens any more.
import { McgateError, messageOf } from '../core/error.ts';
import { openFetchedRepository } from '../platform/fetched-repository.ts';
import { signalGroup } from '../platform/process-group.ts';
import { fetchChange } from './fetch-change.ts';
import type { FetchMessage, FetchRequest } from './fetch-messages.ts';

process.once('disconnect', () => {
  signalGroup(process.pid, 'SIGKILL');
});
process.once('message', (request) => {
  answer(request as FetchRequest)
    .then((message) => process.send?.(message))
    .catch(() => {
      process.exitCode = 2;
    });
});

async function answer({ plan, url, token, folder }: FetchRequest): Promise<FetchMessage> {
  try {
    const signal = new AbortController().signal;
    const repository = await openFetchedRepository(folder, { url, token, env: process.env }, signal);
    return { reason: await fetchChange(plan, repository) };
  } catch (error) {
    const { code, remedy } = error instanceof McgateError ? error : { code: 'unreadable', remedy: undefined };
    return { reason: { code, message: messageOf(error), ...(remedy === undefined ? {} : { remedy }) } };
  }
}
