// Delivers to a forge of the test's own, with limits that let a test end soon.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deliverAll } from '../../../src/action/delivery/index.ts';
import type {
  Channel,
  Delivered,
  DeliveryLimits,
  DeliveryOptions,
  DeliveryPlace,
  DeliveryPorts,
} from '../../../src/action/delivery/delivery.ts';
import type { Report } from '../../../src/core/documents.ts';
import { usualLimits } from '../../../src/platform/github-client.ts';
import { token } from '../../support/github.ts';
import type { Forge } from './forge.ts';

export const head = 'a'.repeat(40);
export const judged = 'b'.repeat(40);
const nothing: DeliveryOptions = { annotations: false, summary: false, comment: false, uploadSarif: false, status: false };
export const everything: DeliveryOptions = { annotations: true, summary: true, comment: true, uploadSarif: true, status: true };

/** Long enough for a machine that is busy with something else. */
export const limits: DeliveryLimits = {
  client: { ...usualLimits, firstPause: 1, answer: 30_000, pauses: 1_500, whole: 60_000, bytes: 200_000 },
  annotations: 120,
  poll: 5,
  polling: 50,
};

/** For a GitHub that is silent. */
export const impatient: DeliveryLimits = { ...limits, client: { ...limits.client, answer: 1_500 } };

export const place: DeliveryPlace = {
  repository: 'acme/shop',
  web: { repository: 'https://github.com/acme/shop', commit: head, run: 'https://github.com/acme/shop/actions/runs/77/attempts/2' },
  headSha: head,
  ref: 'refs/pull/12/merge',
  judgedSha: judged,
  pullRequest: 12,
  uploads: true,
};

export interface Ran {
  readonly all: readonly Delivered[];
  readonly of: (channel: Channel) => Delivered;
  readonly stdout: string;
  readonly summary: string;
}

export interface Shape {
  readonly options?: Partial<DeliveryOptions>;
  readonly place?: Partial<DeliveryPlace>;
  readonly ports?: Partial<DeliveryPorts>;
  /** What the step summary holds already. */
  readonly summary?: string;
}

/** Time of the runs. */
export const noon = new Date('2026-11-20T12:00:00Z');

export async function deliver(forge: Forge, report: Report, { options, ports, summary = '', ...shape }: Shape = {}): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), 'delivery-'));
  const summaryFile = path.join(folder, 'summary.md');
  writeFileSync(summaryFile, summary);
  let stdout = '';
  try {
    const all = await deliverAll(
      report,
      { ...place, ...shape.place },
      { ...nothing, ...options },
      {
        access: { apiUrl: forge.url, serverUrl: 'https://github.com', token },
        signal: new AbortController().signal,
        stdout: (text) => {
          stdout += text;
          return Promise.resolve();
        },
        summaryFile,
        now: () => noon,
        limits,
        ...ports,
      },
    );
    const of = (channel: Channel): Delivered => all.find((one) => one.channel === channel) ?? never(channel);
    return { all, of, stdout, summary: readFileSync(summaryFile, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function never(channel: Channel): never {
  throw new Error(`no answer of ${channel}`);
}
