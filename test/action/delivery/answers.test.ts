// Channel by answer of GitHub: what is told, and that neither the verdict nor another channel changes.
import { describe, expect, it, vi } from 'vitest';
import type { Channel, Delivered, DeliveryOptions } from '../../../src/action/delivery/delivery.ts';
import { fail, pass } from '../../report/reports/kinds.ts';
import { many } from '../../report/reports/many.ts';
import { token } from '../../support/github.ts';
import { forbidden, keep, notFound, rateLimited, startForge, type Answer, type Forge, type RouteName } from './forge.ts';
import { deliver, everything, head, impatient } from './run.ts';

// They wait more than they work: Octokit leaves a second between writes, and three after a comment.
vi.setConfig({ maxConcurrency: 40, testTimeout: 90_000 });

type State = Delivered['state'];

interface Served {
  readonly channel: Channel;
  readonly option: keyof DeliveryOptions;
  /** The question that is answered as the table says. */
  readonly route: RouteName;
  readonly prepare?: (forge: Forge) => void;
}

const marker = `<!-- mcgate:comment run=1 attempt=1 head=${head} began=2026-11-01T00:00:00.000Z -->\nold`;
const channels: Readonly<Record<string, Served>> = {
  'a new comment': { channel: 'comment', option: 'comment', route: 'make' },
  'an old comment': {
    channel: 'comment',
    option: 'comment',
    route: 'edit',
    prepare: (forge) => {
      keep(forge, marker);
    },
  },
  'the list of comments': { channel: 'comment', option: 'comment', route: 'comments' },
  status: { channel: 'status', option: 'status', route: 'status' },
  'code scanning': { channel: 'code-scanning', option: 'uploadSarif', route: 'upload' },
  'a check run': { channel: 'annotations', option: 'annotations', route: 'check' },
};

const once =
  (answer: ReturnType<Answer>): Answer =>
  (before) =>
    before === 0 ? answer : null;
const always =
  (answer: ReturnType<Answer>): Answer =>
  () =>
    answer;
const error = (status: number, message: string): ReturnType<Answer> => ({ status, body: { message, status: String(status) } });

/** What is told of the channel; `delivered` of a check run that was not made, since the step has its share. */
const answers: readonly (readonly [name: string, answer: Answer, told: State])[] = [
  ['as documented', always(null), 'delivered'],
  ['403 of a fork', always(forbidden), 'refused'],
  ['401', always(error(401, `Bad credentials: ${token}`)), 'refused'],
  ['404', always(notFound), 'refused'],
  ['409', always(error(409, 'Conflict')), 'failed'],
  ['409 once', once(error(409, 'Conflict')), 'delivered'],
  ['410', always(error(410, 'Issues are disabled for this repo')), 'failed'],
  [
    '422',
    always({ status: 422, body: { message: 'Validation Failed', errors: [{ code: 'custom', message: '::error::x\n::error::y' }] } }),
    'failed',
  ],
  ['429 once', once(rateLimited), 'delivered'],
  ['429 for good', always(rateLimited), 'failed'],
  ['429 without its words, once', once({ ...rateLimited, body: {} }), 'delivered'],
  [
    'a limit that ends another day',
    always({ ...forbidden, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2147480000' } }),
    'refused',
  ],
  ['502 once', once(error(502, 'Server Error')), 'delivered'],
  ['502 for good', always(error(502, 'Server Error')), 'failed'],
  ['503 that is no JSON', always({ status: 503, body: '<html>', headers: { 'content-type': 'text/html' } }), 'failed'],
  ['silence once', once('silent'), 'delivered'],
  ['silence', always('silent'), 'failed'],
  ['half an answer', always({ status: 201, body: '{"id":', cut: true }), 'failed'],
  ['a huge answer', always({ status: 201, body: ' '.repeat(300_000) }), 'failed'],
  ['a redirect', always({ status: 307, headers: { location: 'https://evil.example/' }, body: '' }), 'failed'],
];

/** Ten are marked by the step, the rest takes one request. */
const sixty = { ...many, findings: many.findings.slice(0, 60) };

const table = Object.entries(channels).flatMap(([name, served]) =>
  answers.map(([said, answer, told]) => ({ name, served, said, answer, told })),
);

describe.concurrent('delivery', () => {
  it.each(table)('$name, $said: $told', async ({ served, said, answer, told }) => {
    const forge = await startForge(head);
    served.prepare?.(forge);
    forge.say({ [served.route]: answer });
    const report = structuredClone(served.channel === 'annotations' ? sixty : fail);
    const before = structuredClone(report);
    const ports = said.startsWith('silence') ? { limits: impatient } : {};
    const { of, all } = await deliver(forge, report, { options: { [served.option]: true }, ports });
    expect(report).toEqual(before);
    expect(JSON.stringify(all)).not.toContain(token);
    for (const { detail } of all) expect(detail).toMatch(/^[^\n]+$/u);
    expect(of(served.channel).state).toBe(served.channel === 'annotations' ? 'delivered' : told);
    if (served.channel === 'annotations') expect(of('annotations').detail.includes(' not: ')).toBe(told !== 'delivered');
    if (told === 'refused') expect(of(served.channel).remedy).toMatch(/permissions|settings/u);
    await forge.close();
  });

  it('one channel that is refused leaves the others', async () => {
    const forge = await startForge(head);
    forge.say({ comments: always(forbidden), upload: always(forbidden) });
    const { all, stdout, summary } = await deliver(forge, fail, { options: everything });
    expect(all.map(({ channel, state }) => `${channel} ${state}`)).toEqual([
      'annotations delivered',
      'summary delivered',
      'comment refused',
      'code-scanning refused',
      'status delivered',
    ]);
    expect(stdout).toContain('::error ');
    expect(summary).toContain('mcgate: fail');
    await forge.close();
  });

  it('without a token there are annotations and the summary', async () => {
    const forge = await startForge(head);
    const { all } = await deliver(forge, many, { options: everything, ports: { access: null } });
    expect(all.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'refused', 'refused', 'refused']);
    expect(forge.asked()).toEqual([]);
    await forge.close();
  });

  it('what was not asked for is off', async () => {
    const forge = await startForge(head);
    const { all } = await deliver(forge, pass);
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['off']));
    expect(forge.asked()).toEqual([]);
    await forge.close();
  });
});
