// A release's checklist through the command, with real keys and real commits: what is a release, what fulfils an item there, and for how long.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChecklistEntry, Report } from '../../src/core/documents.ts';
import { mcgate } from '../support/cli.ts';
import { pullRequestEvent, pushEvent } from '../support/github-event.ts';
import { checklistOf, config, keys, makeRelease, only, review, type Release, type ReleaseAnswer } from '../support/release.ts';
import { dayFromNow } from '../support/sign-offs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let repository: Release;

beforeEach(() => {
  repository = makeRelease();
});

describe('a release', () => {
  it('passes once somebody signed for it who took no part', async () => {
    expect(await repository.checkRelease()).toMatchObject({
      ...{ verdict: 'fail', items: ['review pending'], code: 1 },
      blocking: ['checklist/missing .mcgate/checklist.yaml'],
    });
    const file = await repository.signOff(keys.bob);
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'pass', code: 0, blocking: [], reasons: [] });
    expect((await repository.checkRelease()).item).toMatchObject({
      status: 'fulfilled',
      by: ['bob'],
      until: dayFromNow(30),
      attestations: [file],
    });
  });

  it('that is refused is told apart from one that nobody looked at', async () => {
    await repository.signOff(keys.bob);
    await repository.signOff(keys.cleo, { decision: 'refused', note: 'the key is in the log' });
    expect(await repository.checkRelease()).toMatchObject({
      ...{ verdict: 'fail', item: { status: 'refused', by: ['cleo'], detail: 'the key is in the log' } },
      blocking: ['checklist/refused .mcgate/checklist.yaml'],
    });
  });

  it('is refused by nobody who could not sign it', async () => {
    await repository.signOff(keys.bob);
    await repository.signOff([keys.ann, keys.eve], { decision: 'refused', note: 'no' });
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'pass', item: { status: 'fulfilled', by: ['bob'] } });
  });

  it('waits with a later phase for an earlier one, and takes the answers of gates', async () => {
    const early: ChecklistEntry = { ...review, id: 'threats', phase: 'threat-modelling' };
    const policy: ChecklistEntry = { ...review, id: 'policy', phase: 'security-testing', evidence: { gate: 'permissions' } };
    repository = makeRelease(checklistOf(review, policy, early));
    await repository.signOff(keys.bob);
    expect((await repository.checkRelease()).items).toEqual(['review pending', 'policy pending', 'threats pending']);
    await repository.signOff(keys.cleo, { entry: early });
    const both = ['--gate', 'permissions', ...only, '--base', 'main', '--release'];
    expect(await repository.check(both)).toMatchObject({
      verdict: 'pass',
      items: ['review fulfilled', 'policy fulfilled', 'threats fulfilled'],
    });
    // Of a part of the tree a gate tells nothing.
    expect(await repository.check(['a.js', ...both])).toMatchObject({
      verdict: 'fail',
      items: ['review pending', 'policy pending', 'threats fulfilled'],
    });
  });
});

describe('what is a release', () => {
  it('a pull request into one of its branches, which informs elsewhere', async () => {
    const { git } = repository;
    git('branch', 'release/1', 'main');
    const informed = await repository.check(only, pullRequestEvent(repository, 'main', 'feature'));
    expect(informed).toMatchObject({ verdict: 'pass', blocking: [], items: ['review pending'], reasons: [] });
    expect(await repository.check([...only, '--release'], pullRequestEvent(repository, 'main', 'feature'))).toMatchObject({
      verdict: 'fail',
    });
    expect(await repository.check(only, pullRequestEvent(repository, 'release/1', 'feature'))).toMatchObject({
      verdict: 'fail',
      items: ['review pending'],
    });
    git('checkout', '-q', 'feature');
    await repository.signOff(keys.bob, { target: 'refs/heads/release/1' });
    expect(await repository.check(only, pullRequestEvent(repository, 'release/1', 'feature'))).toMatchObject({
      verdict: 'pass',
      items: ['review fulfilled'],
    });
    expect((await repository.check(only, pullRequestEvent(repository, 'main', 'feature'))).item.detail).toContain(
      'is for refs/heads/release/1',
    );
  });

  it('and whoever opened or pushed it took part', async () => {
    await repository.signOff(keys.bob);
    const told = (who: { readonly opener?: string; readonly sender?: string }): Promise<ReleaseAnswer> =>
      repository.check([...only, '--release'], pullRequestEvent(repository, 'main', 'feature', who));
    expect(await told({})).toMatchObject({ verdict: 'pass', item: { by: ['bob'] } });
    expect((await told({ opener: 'Bob' })).item).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('took part') as string,
    });
    expect((await told({ sender: 'bob' })).item).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('took part') as string,
    });
    expect((await told({ sender: 'who' })).item).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('does not name who') as string,
    });
  });

  it('a push to one of its branches, whose merge commit holds what nobody signed', async () => {
    const { git } = repository;
    await repository.signOff(keys.bob, { target: 'refs/heads/release/1' });
    git('checkout', '-q', '-b', 'release/1', 'main');
    git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    expect(await repository.check(only, pushEvent(repository, 'release/1', 'main', 'release/1'))).toMatchObject({ verdict: 'pass' });
    git('checkout', '-q', 'release/1');
    repository.write({ 'evil.js': 'evil();\n' });
    git('add', '-A');
    git('commit', '-q', '--amend', '--no-edit');
    const { verdict, item } = await repository.check(only, pushEvent(repository, 'release/1', 'main', 'release/1'));
    expect({ verdict, status: item.status }).toEqual({ verdict: 'fail', status: 'pending' });
    expect(item.detail).toContain('another tree');
  });

  it("a push of nothing but its author's own sign-off, by another", async () => {
    const { git } = repository;
    git('branch', 'release/1');
    await repository.signOff(keys.ann, { target: 'refs/heads/release/1' });
    git('reset', '-q', '--soft', 'HEAD^');
    repository.commitAs('bob@example.org', 'bob@example.org');
    const pushed = await repository.check(only, pushEvent(repository, 'release/1', 'release/1', 'feature', 'bob'));
    expect(pushed).toMatchObject({
      verdict: 'fail',
      item: { status: 'pending', detail: expect.stringContaining('ann@example.org took part') as string },
    });
    // Nor where nothing was pushed at all, and the last commit is the sign-off.
    git('checkout', '-q', 'feature');
    git('branch', '-f', 'main', 'feature');
    const audit = await repository.check([...only, '--base', 'main', '--release']);
    expect(audit.item.status).toBe('pending');
  });
});

it('a push of nothing but sign-offs is asked for what was pushed before', async () => {
  const entry: ChecklistEntry = { ...review, appliesTo: { paths: ['new.js'] } };
  repository = makeRelease(checklistOf(entry));
  const { git } = repository;
  git('branch', 'release/1');
  const refused = await repository.signOff(keys.eve, { target: 'refs/heads/release/1', entry });
  expect(await repository.check(only, pushEvent(repository, 'release/1', 'release/1', 'feature'))).toMatchObject({
    verdict: 'fail',
    items: ['review pending'],
  });
  git('checkout', '-q', 'feature');
  repository.commit({ [refused]: null, 'other.js': '1;\n' });
  expect((await repository.check(only, pushEvent(repository, 'release/1', 'release/1', 'feature'))).items).toEqual(['review not-asked']);
});

describe('a label', () => {
  const labelled: ChecklistEntry = { ...review, appliesTo: { labels: ['security', 'api'] } };
  const told = async (labels?: readonly string[]): Promise<readonly string[]> =>
    (
      await repository.check(
        [...only, '--release'],
        pullRequestEvent(repository, 'main', 'feature', labels === undefined ? {} : { labels }),
      )
    ).items;

  it('asks for an item, and its lack does not', async () => {
    repository = makeRelease(checklistOf(labelled));
    expect(await told(['docs', 'api'])).toEqual(['review pending']);
    expect(await told(['docs'])).toEqual(['review not-asked']);
    expect(await told([])).toEqual(['review not-asked']);
  });

  it('that nobody can tell does', async () => {
    repository = makeRelease(checklistOf(labelled));
    expect(await told()).toEqual(['review pending']);
    repository.git('checkout', '-q', 'feature');
    expect((await repository.checkRelease()).items).toEqual(['review pending']);
  });

  it('is one of several conditions, which hold together', async () => {
    repository = makeRelease(checklistOf({ ...labelled, appliesTo: { labels: ['api'], paths: ['src/**'] } }));
    expect(await told(['api'])).toEqual(['review not-asked']);
    repository.git('checkout', '-q', 'feature');
    repository.commit({ 'src/api.js': '1;\n' });
    expect(await told(['api'])).toEqual(['review pending']);
    expect(await told(['docs'])).toEqual(['review not-asked']);
    repository = makeRelease(checklistOf({ ...review, appliesTo: { branches: ['release/*'] } }));
    expect(await told()).toEqual(['review not-asked']);
  });
});

describe('a sign-off', () => {
  // It is about a tree, and for a time: whoever comes back to that tree has what was signed. An approval is about a change, and counts once.
  it('holds for its tree after that was taken back and made again', async () => {
    await repository.signOff(keys.bob);
    const { git } = repository;
    const signed = git('rev-parse', 'HEAD');
    repository.commit({ 'new.js': '3;\n' });
    expect((await repository.checkRelease()).item.status).toBe('pending');
    repository.commit({ 'new.js': '2;\n' });
    expect((await repository.checkRelease()).item).toMatchObject({ status: 'fulfilled', by: ['bob'] });
    // Merged, taken back with its file, and brought again.
    git('checkout', '-q', 'main');
    git('merge', '-q', '--ff-only', signed);
    git('rm', '-q', '-r', 'new.js', '.mcgate/attestations');
    git('commit', '-q', '-m', 'revert');
    git('checkout', '-q', '-b', 'again');
    git('checkout', '-q', signed, '--', '.');
    git('commit', '-q', '-m', 'again');
    expect((await repository.checkRelease()).item).toMatchObject({ status: 'fulfilled', by: ['bob'] });
  });

  it('that stands at the tip already holds there', async () => {
    await repository.signOff(keys.bob);
    repository.git('branch', '-f', 'main', 'feature');
    expect((await repository.checkRelease()).item).toMatchObject({ status: 'fulfilled', by: ['bob'] });
  });
});

it('an attestation that nobody can read is told of once, and lets nothing through', async () => {
  const file = '.mcgate/attestations/broken.json';
  repository.commit({ [file]: '{"payload": ' });
  const notices = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await mcgate(['check', '--format', 'json', '--base', 'main', ...args], { cwd: repository.root });
    return (JSON.parse(stdout) as Report).notices.map(({ code, message }) => `${code}: ${message}`);
  };
  expect(await notices(...only)).toEqual([`attestation-unread: ${file} is not JSON`]);
  // Where something is to be approved, that says it already.
  repository.commit({ '.mcgate/config.yaml': `gates: { code: { enabled: false } }\n${config}` });
  expect(await notices(...only)).toEqual([`approval-refused: ${file} is not JSON`]);
});
