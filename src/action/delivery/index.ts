// Delivers a report by every channel that is wanted. None changes the verdict, none throws, and none waits for another.
import { McgateError, messageOf } from '../../core/error.ts';
import type { Report } from '../../core/documents.ts';
import { createGithubClient, usualLimits, type GithubClient } from '../../platform/github-client.ts';
import { deliverAnnotations } from './annotations.ts';
import { failed, off, refused, type ApiInput, type ChannelInput } from './channel.ts';
import { deliverSarif } from './code-scanning.ts';
import { deliverComment } from './comment.ts';
import type { Channel, Delivered, DeliveryLimits, DeliveryOptions, DeliveryPlace, DeliveryPorts } from './delivery.ts';
import { announceStatus, deliverStatus } from './status.ts';
import { deliverSummary } from './summary.ts';

const usualDeliveryLimits: DeliveryLimits = {
  client: { ...usualLimits, answer: 30_000 },
  annotations: 1_000,
  poll: 5_000,
  polling: 120_000,
};

/** The verdict waits for no longer than this, in milliseconds. */
const announceTime = 20_000;

interface Step {
  readonly channel: Channel;
  readonly wanted: keyof DeliveryOptions;
  readonly deliver: (input: ChannelInput) => Promise<Delivered>;
}

const steps: readonly Step[] = [
  {
    channel: 'annotations',
    wanted: 'annotations',
    deliver: (input) => deliverAnnotations(input, () => openClient(input)),
  },
  { channel: 'summary', wanted: 'summary', deliver: deliverSummary },
  { channel: 'comment', wanted: 'comment', deliver: withClient('comment', deliverComment) },
  { channel: 'code-scanning', wanted: 'uploadSarif', deliver: withClient('code-scanning', deliverSarif) },
  { channel: 'status', wanted: 'status', deliver: withClient('status', deliverStatus) },
];

/** One answer a channel, in the order of `Channel`. */
export function deliverAll(
  report: Report,
  place: DeliveryPlace,
  options: DeliveryOptions,
  ports: DeliveryPorts,
): Promise<readonly Delivered[]> {
  const input = { report, place, ports, limits: ports.limits ?? usualDeliveryLimits };
  return Promise.all(steps.map((step) => attempt(step, options, input)));
}

/** Says that a verdict is to come, where the status is wanted. Never throws: what cannot be said now is said at the end, or told then. */
export async function announce(place: DeliveryPlace, options: DeliveryOptions, { access, signal }: DeliveryPorts): Promise<void> {
  if (!options.status || access === null) return;
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(announceTime)]);
  try {
    await announceStatus({ client: createGithubClient(access, { signal: inTime, limits: usualDeliveryLimits.client }), place });
  } catch {
    // The channel itself will tell.
  }
}

async function attempt({ channel, wanted, deliver }: Step, options: DeliveryOptions, input: ChannelInput): Promise<Delivered> {
  try {
    return options[wanted] ? await deliver(input) : off(channel, 'It was not asked for.');
  } catch (error) {
    return failed(channel, messageOf(error), error instanceof McgateError ? (error.remedy ?? null) : null);
  }
}

function withClient(channel: Channel, deliver: (input: ApiInput) => Promise<Delivered>): Step['deliver'] {
  return async (input) => {
    const client = openClient(input);
    if (client === null) return refused(channel, 'There is no token.', 'Leave the input `token` as it is, or give one.');
    return await deliver({ ...input, client });
  };
}

function openClient({ ports: { access, signal }, limits }: ChannelInput): GithubClient | null {
  return access === null ? null : createGithubClient(access, { signal, limits: limits.client });
}
