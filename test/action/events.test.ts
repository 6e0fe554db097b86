// The Action as bundled, spawned for each event against a git host of our own: what is judged, by whom, and the exit code.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Subject } from '../../src/core/documents.ts';
import { runAction, type ActionRun } from '../support/action.ts';
import { cloneRepository } from '../support/git-repository.ts';
import { openPull, startGitServer, type GitServer, type HostedPull } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import * as payloads from '../support/github-payloads.ts';
import { clean, finds, high } from '../support/traps.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000, maxConcurrency: 8 });

// Made here, so that no scanner takes this file's text for a leak.
const secret = `export const token = '${['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')}';\n`;
const inform = { '.mcgate/config.yaml': 'mode: inform\n' };

let host: GitServer;
beforeAll(async () => {
  host = await startGitServer({ token, commits: [{ 'a.js': clean, '.mcgate/config.yaml': 'mode: block\n' }, { 'b.js': clean }] });
});
afterAll(() => host.close());

/** A branch with these commits from `from`; its tip. */
function branch(name: string, from: string, ...commits: readonly Readonly<Record<string, string | null>>[]): string {
  const { repository } = host;
  repository.git('checkout', '-q', '-b', name, from);
  for (const files of commits) repository.commit(files, `${name} ::error::`);
  const tip = repository.git('rev-parse', 'HEAD');
  repository.git('checkout', '-q', 'main');
  return tip;
}

/** As many commits that change nothing on top of `from`; the last. */
function idle(from: string, count: number): string {
  const { root, git } = host.repository;
  const tree = git('rev-parse', `${from}^{tree}`);
  const who = 'committer Ann <ann@example.org> 1767323045 +0000\ndata 4\nidle\n';
  const commits = Array.from(
    { length: count },
    (_, at) => `commit refs/heads/idle\n${who}${at === 0 ? `from ${git('rev-parse', from)}\n` : ''}`,
  );
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input: commits.join('\n') });
  expect(git('rev-parse', 'idle^{tree}')).toBe(tree);
  return git('rev-parse', 'idle');
}

function run(event: string, payload: unknown, env: Readonly<Record<string, string>> = {}): Promise<ActionRun> {
  return runAction({ event, payload, server: host.url, inputs: { token }, env });
}

function told({ code, report, outputs }: ActionRun): unknown {
  expect(outputs['verdict']).toBe(report?.verdict);
  return {
    code,
    kind: report?.subject.kind,
    found: report?.findings
      .filter(({ blocks }) => blocks)
      .map(({ ruleId }) => ruleId)
      .sort(),
  };
}

function subjectOf({ report }: ActionRun): Subject | undefined {
  return report?.subject;
}

function reasonOf({ report }: ActionRun): { readonly code?: string; readonly remedy?: string } | undefined {
  return report?.gates[0]?.reasons[0];
}

describe.concurrent('a pull request', () => {
  let good: HostedPull;
  let bad: HostedPull;
  let advanced = '';
  let former = '';
  beforeAll(() => {
    former = host.repository.git('rev-parse', 'main');
    branch('good', 'main', { 'good.js': clean });
    branch('bad', 'main', { 'bad.js': high });
    good = openPull(host.repository, 1, 'main', 'good');
    bad = openPull(host.repository, 2, 'main', 'bad');
    // From here on each merge commit is one with a former tip.
    advanced = idle('main', 3);
    host.repository.git('update-ref', 'refs/heads/main', advanced);
  });

  it.each(['pull_request', 'pull_request_target'])('%s is judged as merged, by its target', async (event) => {
    const [passed, failed] = await Promise.all([
      run(event, payloads.pullRequestPayload(good)),
      run(event, payloads.pullRequestPayload(bad, { fromFork: true })),
    ]);
    expect(told(passed)).toEqual({ code: 0, kind: 'change', found: [] });
    expect(told(failed)).toEqual({ code: 1, kind: 'change', found: [finds] });
    expect(subjectOf(failed)).toMatchObject({ event, judged: { commit: bad.merge }, trusted: { name: 'main', commit: former } });
  });

  it('is judged alike when somebody reviews it, though the payload does not count its commits', async () => {
    const ran = await run('pull_request_review', payloads.reviewPayload(bad));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds] });
    expect(subjectOf(ran)).toMatchObject({ event: 'pull_request_review', judged: { commit: bad.merge }, trusted: { commit: former } });
  });

  it('with a base in the payload that is old, and a merge commit that is a former one, is judged by what was merged', async () => {
    const payload = payloads.pullRequestPayload(bad, { baseSha: host.repository.git('rev-parse', `${former}^`), mergeCommit: former });
    const ran = await run('pull_request_target', payload);
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds] });
    expect(subjectOf(ran)).toMatchObject({ judged: { commit: bad.merge }, trusted: { commit: former } });
  });

  it('into a branch that nobody protects is judged by the default branch, from where the two parted', async () => {
    branch('mine', former, { 'bad.js': high, ...inform });
    branch('harmless', 'mine', { 'c.js': clean });
    const pull = openPull(host.repository, 3, 'mine', 'harmless');
    const ran = await run('pull_request_target', payloads.pullRequestPayload(pull));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds, 'weakening/mode-loosened'] });
    expect(subjectOf(ran)).toMatchObject({ trusted: { name: 'main', commit: advanced }, base: { commit: former } });
  });

  it('all of its commits are looked at, however many', async () => {
    branch('leak', former, { 'c.js': secret });
    const last = idle('leak', 120);
    host.repository.git('update-ref', 'refs/heads/leak', last);
    branch('leaked', 'leak', { 'c.js': null, 'd.js': clean });
    const pull = openPull(host.repository, 4, 'main', 'leaked');
    const ran = await run('pull_request_target', payloads.pullRequestPayload(pull, { commits: 122 }));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: ['code/hardcoded-secret'] });
  });

  it('that lags far behind its target is judged with the whole of what it adds', async () => {
    const { git } = host.repository;
    branch('lagging', former, { 'c.js': secret }, { 'c.js': null, 'd.js': clean });
    const far = idle('main', 150);
    const tree = git('merge-tree', '--write-tree', far, 'lagging');
    const merge = git('commit-tree', '-p', far, '-p', git('rev-parse', 'lagging'), '-m', 'merge', tree);
    // The target is another one, so that no other test sees it move.
    git('update-ref', 'refs/heads/far', idle('main', 250));
    git('update-ref', 'refs/pull/5/head', 'lagging');
    git('update-ref', 'refs/pull/5/merge', merge);
    const pull = { number: 5, head: git('rev-parse', 'lagging'), base: former, baseRef: 'far', merge };
    const ran = await run('pull_request', payloads.pullRequestPayload(pull, { commits: 2 }), {
      GITHUB_REF: 'refs/heads/far',
      GITHUB_REF_PROTECTED: 'true',
    });
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: ['code/hardcoded-secret'] });
    expect(ran.report?.gates.find(({ id }) => id === 'code')?.coverage?.facts).not.toHaveProperty('history of the change');
  });

  it.each([
    ['that conflicts from the start has no merge commit', 6, false],
    ['that conflicts since its last push has that of its former head', 7, true],
  ])('%s: the run is incomplete', async (_, number, hadMerge) => {
    const { git } = host.repository;
    branch(`conflict-${number}`, former, { 'a.js': '1;\n' }, { 'a.js': '2;\n' });
    if (hadMerge) openPull(host.repository, number, 'main', `conflict-${number}^`);
    const head = git('rev-parse', `conflict-${number}`);
    git('update-ref', `refs/pull/${number}/head`, head);
    const pull = { number, head, base: former, baseRef: 'main', merge: '' };
    const ran = await run('pull_request_target', payloads.pullRequestPayload(pull));
    expect(told(ran)).toEqual({ code: 2, kind: 'change', found: [] });
    expect(reasonOf(ran)).toMatchObject({ code: 'no-trusted-tip', remedy: expect.stringMatching(/^Resolve the conflicts/u) as string });
  });

  it('that was turned to another target and is not merged anew is not judged by the former one', async () => {
    branch('own', former, inform);
    branch('turned', 'own', { 'bad.js': high });
    const pull = openPull(host.repository, 8, 'own', 'turned');
    const payload = payloads.pullRequestPayload(pull, { action: 'edited', baseRef: 'main', baseSha: advanced });
    const ran = await run('pull_request_target', payload);
    expect(told(ran)).toEqual({ code: 2, kind: 'change', found: [] });
    expect(reasonOf(ran)).toMatchObject({ code: 'no-trusted-tip' });
  });

  it('that has moved on is left to the newer run', async () => {
    branch('moved', former, { 'c.js': clean }, { 'd.js': clean });
    const pull = openPull(host.repository, 9, 'main', 'moved');
    const ran = await run(
      'pull_request_target',
      payloads.pullRequestPayload({ ...pull, head: host.repository.git('rev-parse', 'moved^') }),
    );
    expect(told(ran)).toEqual({ code: 2, kind: 'change', found: [] });
    expect(reasonOf(ran)).toMatchObject({ code: 'no-trusted-tip', remedy: expect.stringMatching(/newer commit/u) as string });
  });

  it('whose target is gone is incomplete', async () => {
    const ran = await run('pull_request_target', payloads.pullRequestPayload({ ...bad, baseRef: 'gone' }));
    expect(told(ran)).toEqual({ code: 2, kind: 'change', found: [] });
  });

  it('in a checkout that is there already is judged without fetching', async () => {
    const { root, git } = cloneRepository(host.repository);
    git('fetch', '-q', 'origin', 'refs/pull/2/merge');
    git('checkout', '-q', '--detach', 'FETCH_HEAD');
    const inputs = { path: path.basename(root), token };
    const env = { GITHUB_WORKSPACE: path.dirname(root) };
    const payload = payloads.pullRequestPayload(bad);
    const ran = await runAction({ event: 'pull_request', payload, server: 'https://github.example', inputs, env });
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds] });
  });
});

describe.concurrent('what is no pull request', () => {
  let tip = '';
  beforeAll(() => {
    tip = host.repository.git('rev-parse', 'main');
  });

  it('a merge group is judged by what it is merged into', async () => {
    const head = branch('queue', tip, { 'bad.js': high });
    const ran = await run('merge_group', payloads.mergeGroupPayload(tip, head));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds] });
    expect(subjectOf(ran)).toMatchObject({ judged: { commit: head }, trusted: { commit: tip } });
  });

  it('a push to the default branch is judged by what stood before, all of its commits', async () => {
    const after = branch('pushed', tip, { 'c.js': secret }, { 'c.js': null, 'd.js': clean });
    const ran = await run('push', payloads.pushPayload({ before: tip, after, commits: 2 }));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: ['code/hardcoded-secret'] });
    expect(subjectOf(ran)).toMatchObject({ judged: { commit: after }, trusted: { commit: tip } });
  });

  it('a push to a branch that nobody protects is judged by the default branch, with all that was pushed before', async () => {
    const after = branch('pushed-twice', tip, { 'bad.js': high, ...inform }, { 'd.js': clean });
    const before = host.repository.git('rev-parse', `${after}^`);
    const ran = await run('push', payloads.pushPayload({ before, after, ref: 'refs/heads/pushed-twice' }));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds, 'weakening/mode-loosened'] });
  });

  it.each([
    ['a new branch', 'refs/heads/new', null, false],
    ['a branch that was pushed over', 'refs/heads/forced', 'f'.repeat(40), true],
  ])('%s is judged by the default branch', async (name, ref, before, forced) => {
    const after = branch(name.replaceAll(' ', '-'), tip, { 'bad.js': high, ...inform });
    const ran = await run('push', payloads.pushPayload({ before, after, ref, forced }));
    expect(told(ran)).toEqual({ code: 1, kind: 'change', found: [finds, 'weakening/mode-loosened'] });
    expect(subjectOf(ran)).toMatchObject({ judged: { commit: after }, trusted: { name: 'main', commit: tip } });
  });

  it('a tag is judged as the commit that it names', async () => {
    const tagged = branch('tagged', tip, { 'c.js': clean });
    host.repository.git('tag', '-a', '-m', 'v1', 'v1', tagged);
    const after = host.repository.git('rev-parse', 'refs/tags/v1');
    expect(after).not.toBe(tagged);
    const ran = await run('push', payloads.pushPayload({ before: null, after, ref: 'refs/tags/v1' }));
    expect(told(ran)).toEqual({ code: 0, kind: 'change', found: [] });
    expect(subjectOf(ran)).toMatchObject({ judged: { commit: tagged } });
  });

  it('a branch that was deleted leaves nothing to judge: that is no pass', async () => {
    const ran = await run('push', payloads.pushPayload({ before: tip, after: null, ref: 'refs/heads/gone' }));
    expect(ran).toMatchObject({ code: 2, report: null, outputs: { verdict: 'incomplete' } });
    expect(ran.stdout).toMatch(/^::error title=mcgate::[^\n]*deletes a branch/mu);
  });

  it.each([
    ['schedule', payloads.schedulePayload()],
    ['workflow_dispatch', payloads.dispatchPayload('refs/heads/good')],
  ])('%s judges the default branch as a whole', async (event, payload) => {
    const ran = await run(event, payload);
    expect(told(ran)).toEqual({ code: 0, kind: 'audit', found: [] });
    expect(subjectOf(ran)).toMatchObject({ judged: { commit: tip }, trusted: { commit: tip } });
  });

  it.each(['issue_comment', 'push\n::error::'])('%j is no event to judge', async (event) => {
    const ran = await run(event, payloads.dispatchPayload());
    expect(ran).toMatchObject({ code: 2, report: null, outputs: { verdict: 'incomplete' } });
    expect(ran.stdout.match(/^::error/gmu)).toHaveLength(1);
  });
});
