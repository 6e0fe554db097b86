// The one comment: made, found again, updated, left alone by older runs, and ours only if we wrote it.
import { describe, expect, it, vi } from 'vitest';
import type { Delivered } from '../../../src/action/delivery/delivery.ts';
import { fail, pass, weakeningsOnly } from '../../report/reports/kinds.ts';
import { many } from '../../report/reports/many.ts';
import { user } from '../../support/github.ts';
import { bot, forbidden, keep, startForge, type Forge, type RouteName } from './forge.ts';
import { deliver, head, impatient, noon, type Ran, type Shape } from './run.ts';

vi.setConfig({ maxConcurrency: 40, testTimeout: 90_000 });

const older = 'c'.repeat(40);
const minutes = (amount: number): string => new Date(noon.getTime() + amount * 60_000).toISOString();

interface Written {
  readonly run?: number;
  readonly attempt?: number;
  readonly at?: string;
  readonly began?: string;
}

function written({ run = 76, attempt = 1, at = head, began = minutes(-30) }: Written = {}): string {
  return `<!-- mcgate:comment run=${String(run)} attempt=${String(attempt)} head=${at} began=${began} -->\n## what was said`;
}

async function comment(prepare: (forge: Forge) => void, report = fail, shape: Shape = {}): Promise<Ran & { readonly forge: Forge }> {
  const forge = await startForge(head);
  prepare(forge);
  const ran = await deliver(forge, report, { ...shape, options: { comment: true } });
  await forge.close();
  return { ...ran, forge };
}

/** What no other run would mend. */
const limit = (detail: string): Delivered => ({ channel: 'comment', state: 'failed', detail, remedy: null });

const writes = (forge: Forge): readonly (RouteName | null)[] =>
  forge.asked().flatMap(({ route }) => (route === 'make' || route === 'edit' || route === 'minimize' ? [route] : []));

describe.concurrent('the comment', () => {
  it('is made once and then updated', async () => {
    const forge = await startForge(head);
    expect((await deliver(forge, fail, { options: { comment: true } })).of('comment')).toMatchObject({
      state: 'delivered',
      detail: 'made',
    });
    const mended = await deliver(forge, pass, { options: { comment: true }, ports: { now: () => new Date(noon.getTime() + 60_000) } });
    expect(mended.of('comment')).toMatchObject({ state: 'delivered', detail: 'updated' });
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toMatch(/^<!-- mcgate:comment run=77 attempt=2 head=a{40} began=2026-11-20T12:00:[\d.]+Z -->\n/u);
    expect(forge.comments[0]?.body).toContain('mcgate: pass');
    await forge.close();
  });

  it('is not made where there is nothing to say', async () => {
    const { of, forge } = await comment(() => undefined, pass);
    expect([of('comment').state, writes(forge)]).toEqual(['off', []]);
  });

  it('is made for a pass that has something to say', async () => {
    const lifted = {
      ...weakeningsOnly,
      verdict: 'pass' as const,
      findings: weakeningsOnly.findings.map((one) => ({ ...one, blocks: false })),
    };
    expect(writes((await comment(() => undefined, lifted)).forge)).toEqual(['make']);
  });

  it('of nobody else is touched', async () => {
    const { forge } = await comment((one) => {
      keep(one, written(), user('mallory', 6));
      keep(one, written(), user('github-actions', 7));
      keep(one, written(), null);
      keep(one, `> ${written()}`);
      keep(one, 'looks good');
    });
    expect(writes(forge)).toEqual(['make']);
    expect(forge.comments).toHaveLength(6);
  });

  it.each<[string, (forge: Forge) => void]>([
    ['by an app', (forge) => (forge.login = 'acme-gate[bot]')],
    ['by a person', (forge) => (forge.login = 'Ann')],
  ])('is found where it is written %s', async (_, prepare) => {
    const { forge } = await comment((one) => {
      prepare(one);
      keep(one, written());
      keep(one, written(), user(one.login.toLowerCase(), 9));
    });
    expect(forge.asked('edit').map(({ url }) => url)).toEqual(['/repos/acme/shop/issues/comments/1001']);
  });

  it('is found on a later page', async () => {
    const { forge } = await comment((one) => {
      for (let index = 0; index < 250; index += 1) keep(one, 'word', user('ann', 1));
      keep(one, written());
    });
    expect([writes(forge), forge.asked('comments').length]).toEqual([['edit'], 3]);
  });

  it('is not made where there are too many to look at', async () => {
    const { of, forge } = await comment((one) => {
      for (let index = 0; index < 3_001; index += 1) keep(one, '', user('ann', 1));
    });
    expect([of('comment'), writes(forge)]).toEqual([limit('There are more than 3000 comments, and ours is not among the first.'), []]);
  });

  it('is not made where what came is no list', async () => {
    const { of, forge } = await comment((one) => {
      one.say({ comments: () => ({ body: { message: 'not a list' } }) });
    });
    expect([of('comment'), writes(forge)]).toEqual([limit('What GitHub sent is no list of comments.'), []]);
  });

  it.each<[string, string, readonly string[]]>([
    ['an earlier run', written(), ['edit']],
    ['a later run at the same commit', written({ run: 78, began: minutes(1) }), []],
    ['an earlier attempt with a later clock', written({ run: 77, attempt: 1, began: minutes(5) }), ['edit']],
    ['a later attempt with an earlier clock', written({ run: 77, attempt: 3, began: minutes(-5) }), []],
    ['a later run at a commit that is no longer the head', written({ run: 78, at: older, began: minutes(1) }), ['edit']],
    ['a time to come', written({ run: 78, began: minutes(60) }), ['edit']],
    ['nobody knows', '<!-- mcgate:comment x -->', ['edit']],
  ])('of %s: who writes', async (_, body, expected) => {
    const { of, forge } = await comment((one) => keep(one, body));
    expect([writes(forge), of('comment').state]).toEqual([expected, expected.length === 0 ? 'off' : 'delivered']);
  });

  it('is left to the run of a newer commit', async () => {
    const { of, forge } = await comment((one) => {
      one.head = older;
      keep(one, written());
    });
    expect([of('comment').state, writes(forge)]).toEqual(['off', []]);
  });

  it('of a newer commit is left alone, even if GitHub does not say which is the newest', async () => {
    const { of, forge } = await comment((one) => {
      one.say({ viewer: () => forbidden });
      keep(one, written({ run: 78, at: older, began: minutes(1) }));
    });
    expect([of('comment').state, writes(forge)]).toEqual(['off', []]);
  });

  it.each<[string, Parameters<Forge['say']>[0]]>([
    ['refuses', { viewer: () => forbidden }],
    ['is silent', { viewer: () => 'silent' }],
    ['answers with errors', { viewer: () => ({ body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'x' }] } }) }],
    ['answers nonsense', { viewer: () => ({ body: [] }) }],
    ['is limited', { viewer: () => ({ body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] } }) }],
  ])("is the job's where GraphQL %s", async (_, answers) => {
    const prepare = (one: Forge): void => {
      one.say(answers);
      keep(one, written());
    };
    const { forge } = await comment(prepare, fail, { ports: { limits: impatient } });
    expect(writes(forge)).toEqual(['edit']);
  });

  it('that two runs made is one again', async () => {
    const { of, forge } = await comment((one) => {
      for (let index = 0; index < 3; index += 1) keep(one, written());
      one.hidden.add('IC_1001');
    });
    expect(of('comment')).toMatchObject({ state: 'delivered', detail: 'updated, and outdated ones hidden' });
    expect(forge.asked('edit').map(({ url }) => url)).toEqual(['/repos/acme/shop/issues/comments/1000']);
    expect(forge.asked('minimize').map(({ body }) => body['variables'])).toEqual([{ id: 'IC_1002' }]);
  });

  it('is updated even if others cannot be hidden', async () => {
    const { of, forge } = await comment((one) => {
      for (let index = 0; index < 2; index += 1) keep(one, written());
      one.say({ minimize: () => ({ body: { errors: [{ message: 'Resource not accessible by integration' }] } }) });
    });
    expect([of('comment').state, writes(forge)]).toEqual(['failed', ['edit', 'minimize']]);
    expect(forge.comments[0]?.body).toContain('mcgate: fail');
  });

  it('is not made twice where GitHub made it and did not say', async () => {
    const { of, forge } = await comment((one) => {
      one.say({
        make: (_before, body) => {
          keep(one, String(body['body']));
          return { status: 502, body: '' };
        },
      });
    });
    expect([of('comment').state, writes(forge), forge.comments.length]).toEqual(['delivered', ['make', 'edit'], 1]);
  });

  it('is made anew where it was deleted meanwhile', async () => {
    const { forge } = await comment((one) => {
      keep(one, written());
      one.say({
        edit: () => {
          one.comments.length = 0;
          return null;
        },
      });
    });
    expect([writes(forge), forge.comments.length]).toEqual([['edit', 'make'], 1]);
  });

  it('is as long as GitHub takes', async () => {
    const { forge } = await comment(() => undefined, many);
    expect(forge.comments[0]?.body.length).toBeLessThanOrEqual(65_536);
  });

  it('needs a pull request', async () => {
    const { of, forge } = await comment(() => undefined, fail, { place: { pullRequest: null } });
    expect([of('comment').state, forge.asked()]).toEqual(['off', []]);
  });

  it('is written with the token alone', async () => {
    const { forge } = await comment((one) => keep(one, written(), bot));
    expect(new Set(forge.asked().map(({ authorization }) => authorization.split(' ')[0]))).toEqual(new Set(['Bearer']));
    expect(forge.asked().filter(({ route }) => route === null)).toEqual([]);
  });
});
