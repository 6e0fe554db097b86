// The ports of a command that drafts what somebody is to sign.
import type { CheckPorts } from '../core/check.ts';
import { githubAccess } from '../wiring/github-access.ts';
import type { Session } from './session.ts';

/** Nothing is shown meanwhile. */
export async function draftPorts({ env, signal }: Session): Promise<CheckPorts> {
  const { wireCheck } = await import('../wiring/wire.ts');
  return wireCheck({ access: githubAccess(env), signal, progress: () => undefined });
}
