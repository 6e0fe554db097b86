// What GitHub's runner says of the event that started a run: its name, and the payload in a file.
import { McgateError } from '../core/error.ts';
import type { EventOrigin, HostedEvent } from '../core/event.ts';
import { readFileBounded } from '../platform/files.ts';
import { parseGithubEvent, parseOrigin } from '../pipeline/event.ts';

/** GitHub caps a payload at 25 MB. */
const maxPayloadBytes = 26 * 1024 * 1024;

export interface GithubEvent {
  readonly event: HostedEvent;
  readonly origin: EventOrigin | null;
  /** As GitHub wrote it: every field of it is yet to be checked. */
  readonly payload: unknown;
}

/**
 * Null outside of GitHub's runner. Throws McgateError `usage` for an event that judges nothing, `unreadable` or `invalid-document` for a
 * payload that cannot be read: who judges is never guessed.
 */
export async function readGithubEvent(env: Readonly<NodeJS.ProcessEnv>): Promise<GithubEvent | null> {
  const name = env['GITHUB_EVENT_NAME'];
  const file = env['GITHUB_EVENT_PATH'];
  if (env['GITHUB_ACTIONS'] !== 'true' || name === undefined || file === undefined) return null;
  const ref = env['GITHUB_REF'];
  const refProtected = env['GITHUB_REF_PROTECTED'] === 'true';
  const payload = await readPayload(file);
  const event = parseGithubEvent(name, payload, { refProtected, ...(ref === undefined ? {} : { ref }) });
  return { event, origin: parseOrigin(payload), payload };
}

async function readPayload(file: string): Promise<unknown> {
  const read = await readFileBounded(file, maxPayloadBytes);
  if (!read.ok)
    throw new McgateError('unreadable', `GitHub's event payload could not be read: ${read.failure}, ${read.detail}.`, { remedy });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read.bytes)) as unknown;
  } catch (error) {
    throw new McgateError('invalid-document', "GitHub's event payload is no JSON.", { cause: error, remedy });
  }
}

const remedy = 'GITHUB_EVENT_PATH must name the payload as GitHub wrote it; with --base the event does not matter.';
