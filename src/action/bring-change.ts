// Brings what is judged to a folder: fetched as git objects, with more of the history where the check will ask for it.
import path from 'node:path';
import type { Reason } from '../core/documents.ts';
import { survey, type Survey } from '../pipeline/survey.ts';
import { openRepository } from '../platform/repository.ts';
import type { HistoryNeed } from './fetch-plan.ts';
import { commitsOf, runFetchStage } from './fetch-stage.ts';
import { repositoryOf } from './place.ts';
import type { Asked, Run } from './asked.ts';

export interface Brought {
  readonly root: string;
  /** Null where there is nothing to look at. */
  readonly survey: Survey | null;
}

/** Throws McgateError `usage`, `unreadable` for a `path` that leads nowhere, `cancelled`. */
export async function bringChange(asked: Asked, folder: string, run: Run): Promise<Brought | { readonly reason: Reason }> {
  const { inputs, workspace } = asked;
  if (inputs.path !== null) {
    const root = path.resolve(workspace, inputs.path);
    return { root, survey: await lookAt(root, asked, run) };
  }
  return run.log.group('Fetch the change', () => fetchChange(asked, folder, run));
}

async function fetchChange(asked: Asked, folder: string, run: Run): Promise<Brought | { readonly reason: Reason }> {
  const { release } = asked.inputs;
  const first = release ? 'release' : 'change';
  const reason = await fetchHistory(first, asked, folder, run);
  if (reason !== null) return { reason };
  const seen = await lookAt(folder, asked, run);
  const need = seen === null || release ? first : needOf(seen);
  if (need === first) return { root: folder, survey: seen };
  await run.log.line(
    need === 'release'
      ? 'The target holds releases: all of its history is fetched.'
      : 'The change brings attestations: all of the history is fetched.',
  );
  const more = await fetchHistory(need, asked, folder, run);
  return more === null ? { root: folder, survey: seen } : { reason: more };
}

function needOf({ isRelease, bringsAttestations }: Survey): HistoryNeed {
  return isRelease ? 'release' : bringsAttestations ? 'whole' : 'change';
}

async function fetchHistory(
  history: HistoryNeed,
  { inputs, github }: Asked,
  folder: string,
  { env, log, signal, now }: Run,
): Promise<Reason | null> {
  const { url } = repositoryOf(env);
  const plan = { event: github.event, commits: commitsOf(github.event, github.payload), history };
  const started = now().getTime();
  const token = inputs.fetchToken === '' ? null : inputs.fetchToken;
  const reason = await runFetchStage({ plan, url, token, folder }, { env, signal });
  signal.throwIfAborted();
  const seconds = ((now().getTime() - started) / 1000).toFixed(1);
  await log.line(reason === null ? `Fetched from ${url} in ${seconds} s.` : `Not fetched: ${reason.message}`);
  return reason;
}

async function lookAt(root: string, { github }: Asked, { signal }: Run): Promise<Survey | null> {
  const repository = await openRepository(root, { git: true, signal });
  try {
    return await survey(github.event, repository);
  } finally {
    await repository.close();
  }
}
