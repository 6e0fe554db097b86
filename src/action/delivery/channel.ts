// What all channels share: what they are given, and how what GitHub says becomes what is told.
import type { Report } from '../../core/documents.ts';
import type { GithubClient, Unanswered } from '../../platform/github-client.ts';
import { cut, escapeTerminal } from '../../report/escape.ts';
import type { Channel, Delivered, DeliveryLimits, DeliveryPlace, DeliveryPorts } from './delivery.ts';

export interface ChannelInput {
  readonly report: Report;
  readonly place: DeliveryPlace;
  readonly ports: DeliveryPorts;
  readonly limits: DeliveryLimits;
}

export interface ApiInput extends ChannelInput {
  readonly client: GithubClient;
}

export function delivered(channel: Channel, detail: string, remedy: string | null = null): Delivered {
  return { channel, state: 'delivered', detail: line(detail), remedy };
}

export function off(channel: Channel, detail: string): Delivered {
  return { channel, state: 'off', detail: line(detail), remedy: null };
}

export function refused(channel: Channel, detail: string, remedy: string): Delivered {
  return { channel, state: 'refused', detail: line(detail), remedy };
}

export function failed(channel: Channel, detail: string, remedy: string | null = 'Run the job again.'): Delivered {
  return { channel, state: 'failed', detail: line(detail), remedy };
}

/** The state of a channel that GitHub did not serve. `permission` as a workflow writes it: `statuses: write`. */
export function notServed(channel: Channel, answer: Unanswered, permission: string): Delivered {
  const said = saidBy(answer);
  if (answer.status === null) return failed(channel, said);
  if (isRefusal(answer)) return refused(channel, said, permissionRemedy(permission));
  // What GitHub takes for wrong, it takes for wrong again.
  return failed(channel, said, [400, 410, 413, 422].includes(answer.status) ? null : undefined);
}

/** What GitHub answered, in one sentence. */
export function saidBy({ status, message }: Unanswered): string {
  return status === null ? `GitHub did not answer: ${message}` : `GitHub answered ${String(status)}: ${message}`;
}

/** True where the token may not. A rate limit has the same status, but ends. */
export function isRefusal({ status, message }: Unanswered): boolean {
  return status === 401 || status === 404 || (status === 403 && !/\brate limit\b/iu.test(message));
}

export function permissionRemedy(permission: string): string {
  return `Give the job \`permissions: { ${permission} }\`. For a pull request from a fork only \`pull_request_target\` has it.`;
}

function line(text: string): string {
  return cut(escapeTerminal(text), 400);
}
