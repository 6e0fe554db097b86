// A weakening that somebody else approves of in a review on GitHub passes: through the command, against a local server.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeKey, signerLine } from '../attestation/keys.ts';
import * as github from '../support/github.ts';
import {
  bob,
  bobSays,
  checkPull,
  cleo,
  known,
  makePull,
  reviews,
  type Answer,
  type Circumstances,
  type Pull,
} from '../support/reviewed-pull.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let server: github.TestGithub;
let plain: Pull;
beforeAll(async () => {
  server = await github.startGithub();
  plain = makePull();
});
afterAll(() => server.close());

function check(pull: Pull = plain, circumstances: Circumstances = {}): Promise<Answer> {
  return checkPull(pull, server.url, circumstances);
}

const paths = (): readonly string[] => server.asked().map(({ url }) => url.replaceAll(/^\/repos\/acme\/shop|\?.*$/gu, ''));

describe('a review on GitHub', () => {
  it('lets a weakening through, and the report says who, when and for what', async () => {
    server.say(bobSays(plain));
    const { verdict, report, notices } = await check();
    expect({ verdict, notices }).toEqual({ verdict: 'pass', notices: [] });
    expect(report.approvals).toEqual({ by: 'review', approvers: null });
    expect(report.findings).toMatchObject([
      {
        ruleId: 'weakening/gate-disabled',
        blocks: false,
        approval: { by: ['Bob'], submittedAt: github.time(0), commit: plain.head },
      },
    ]);
    expect(paths()).toEqual(['/activity', '/pulls/12/reviews', '/pulls/12/commits', '/collaborators/Bob/permission', '/issues/12/events']);
    expect(new Set(server.asked().map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${github.token}`]));
  });

  it('lets a widening through, and the first signers', async () => {
    const pull = makePull({
      change: {
        '.mcgate/policy.yaml': 'version: 1\npermissions:\n  env:\n    read:\n      allow: [SECRET]\n',
        '.mcgate/allowed_signers': signerLine('bob@example.org', makeKey()),
      },
    });
    server.say(bobSays(pull));
    const { verdict, report } = await check(pull);
    expect(verdict).toBe('pass');
    const approved = report.findings.filter(({ approval }) => approval !== undefined).map(({ ruleId }) => ruleId);
    expect(approved).toEqual(
      expect.arrayContaining(['weakening/gate-disabled', 'weakening/signers-changed', expect.stringMatching(/^permissions\//u)]),
    );
  });

  it('does not change who signs where somebody does', async () => {
    const before = { '.mcgate/allowed_signers': signerLine('ann@example.org', makeKey()) };
    const pull = makePull({ before, change: { '.mcgate/allowed_signers': signerLine('bob@example.org', makeKey()) } });
    server.say(bobSays(pull));
    const { verdict, report, notices } = await check(pull);
    expect({ verdict, notices }).toEqual({ verdict: 'fail', notices: [expect.stringContaining('those who sign already') as string] });
    expect(report.findings.filter(({ blocks }) => blocks).map(({ ruleId }) => ruleId)).toEqual(['weakening/signers-changed']);
  });

  it.each([
    ['the role maintain', github.permission('maintain', 'write', 'Bob', 2)],
    ['a role of an organisation that makes an admin', github.permission('Security lead', 'admin', 'Bob', 2)],
  ])('counts by %s', async (_, said) => {
    server.say({ ...bobSays(plain), permission: () => said });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], notices: [] });
  });

  it('counts by the name among the approvers, whatever the role', async () => {
    const pull = makePull({ config: 'approvers: [bob]\n' });
    server.say({ ...bobSays(pull), permission: () => github.permission('read', 'read', 'Bob', 2) });
    expect(await check(pull)).toMatchObject({ verdict: 'pass', by: ['Bob'], report: { approvals: { approvers: ['bob'] } } });
    expect(paths()).not.toContain('/collaborators/Bob/permission');
  });

  it('is not taken back by a comment, and is found on the second page', async () => {
    const bobs = ['APPROVED', 'COMMENTED', 'PENDING'].map((state, at) => github.review({ by: bob, commit: plain.head, state, at }));
    const first = github.review({ by: cleo, commit: null, state: 'COMMENTED' });
    server.say({
      ...known,
      reviews: (page) => (page === 1 ? { body: [first], headers: github.nextPage(1) } : { body: bobs }),
    });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], notices: [] });
  });

  it('counts beside one that asks for changes, which is told', async () => {
    server.say({
      ...known,
      reviews: reviews({ by: cleo, commit: plain.head, state: 'CHANGES_REQUESTED' }, { by: bob, commit: plain.head, at: 1 }),
    });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], notices: ['changes-requested: cleo asked for changes. '] });
  });

  it('counts where `people` names an author whom GitHub does not know', async () => {
    const pull = makePull({
      config: 'people: [{ login: ann, emails: [ann@example.org] }, { login: dan, emails: [dan@home.example] }]\n',
      trailer: 'Co-authored-by: Dan <dan@home.example>\nCo-authored-by: Eve <7+eve@users.noreply.github.com>',
    });
    server.say({ ...bobSays(pull), commits: () => ({ body: [github.commit('ann@example.org', null)] }) });
    expect(await check(pull)).toMatchObject({ verdict: 'pass', by: ['Bob'], notices: [] });
  });

  it('counts if it came after the pull request was turned to this branch', async () => {
    server.say({ ...bobSays(plain, { at: 5 }), events: () => ({ body: [github.event('base_ref_changed', 4)] }) });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'] });
  });

  it('is asked for again where the server was at a loss', async () => {
    const said = bobSays(plain);
    const page = { body: [github.review({ by: bob, commit: plain.head })] };
    server.say({ ...said, reviews: (_, before) => (before === 0 ? { status: 500, body: '<html>' } : page) });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'] });
    const limited = { status: 429, headers: { 'retry-after': '1' }, body: { message: 'You have exceeded a secondary rate limit' } };
    server.say({ ...said, reviews: (_, before) => (before === 0 ? limited : page) });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'] });
  });
});
