// What calls for this run: GitHub's event inside its Actions, otherwise whoever typed the command.
import type { ChangeEvent, EventOrigin } from '../core/event.ts';
import { readGithubEvent } from '../wiring/github-event.ts';
import type { Environment } from './session.ts';

export interface EventOptions {
  readonly base: string | null;
  readonly staged: boolean;
  /** False for a plain folder: it has no commits that an event could name. */
  readonly repository: boolean;
}

/** `--base` or `--staged` make any run local. Throws as `readGithubEvent`. */
export async function decideEvent(
  { base, staged, repository }: EventOptions,
  env: Environment,
): Promise<{ readonly event: ChangeEvent; readonly origin: EventOrigin | null }> {
  const isLocal = base !== null || staged || !repository;
  const github = isLocal ? null : await readGithubEvent(env);
  return github ?? { event: { name: 'local', base, staged }, origin: null };
}
