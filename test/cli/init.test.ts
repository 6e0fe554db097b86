// `mcgate init`: what it writes is safe and true, and it overwrites nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatConfig } from '../../src/cli/templates/config.ts';
import { formatWorkflow } from '../../src/cli/templates/workflow.ts';
import { validateConfig } from '../../src/core/generated/validators.js';
import { gateIds } from '../../src/core/vocabulary.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { mcgate } from '../support/cli.ts';

const config = '.mcgate/config.yaml';
const workflow = '.github/workflows/mcgate.yml';

describe('init', () => {
  it('writes both at the top of the repository, then leaves them alone', async () => {
    const { root, git } = makeRepository({ commits: [{ 'sub/a.js': '' }], branch: 'trunk' });
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    const first = await mcgate(['init'], { cwd: path.join(root, 'sub') });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(path.join(root, workflow), 'utf8')).toContain("branches: ['trunk']");
    writeFileSync(path.join(root, config), '# mine\n');
    const second = await mcgate(['init'], { cwd: root });
    expect(second.code).toBe(0);
    expect(second.stdout.match(/left alone/g)).toHaveLength(2);
    expect(readFileSync(path.join(root, config), 'utf8')).toBe('# mine\n');
  });

  it('--dry-run prints both and writes nothing', async () => {
    const { root } = makeRepository();
    const { code, stdout } = await mcgate(['init', '--dry-run'], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain('# mode: block');
    expect(stdout).toContain('pull_request_target:');
    expect(readdirSync(root)).toEqual(['.git']);
  });

  it.each(['.mcgate', '.github', '.github/workflows'])('writes through no link at %s', async (link) => {
    const outside = makeFolder();
    const { root } = makeRepository();
    mkdirSync(path.dirname(path.join(root, link)), { recursive: true });
    symlinkSync(outside, path.join(root, link));
    const { code, stderr } = await mcgate(['init'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('mcgate:');
    expect(readdirSync(outside)).toEqual([]);
  });

  it('a dangling link counts as a file that stands', async () => {
    const outside = path.join(makeFolder(), 'planted');
    const { root } = makeRepository({ files: { '.mcgate/README': '' } });
    symlinkSync(outside, path.join(root, config));
    const { code, stdout } = await mcgate(['init'], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain(`left alone ${config}`);
    expect(existsSync(outside)).toBe(false);
  });
});

describe('the config', () => {
  const text = formatConfig(gateIds);

  it('changes nothing as written', () => {
    expect(parse(text)).toBeNull();
  });

  it('is valid with every comment taken away', () => {
    const bare = text.replaceAll(/^# (?=[a-z]+:| {2})(?!block:|review:)/gm, '').replace(/^#.*$/gm, '');
    const value: unknown = parse(bare);
    expect(validateConfig(value) ? [] : validateConfig.errors).toEqual([]);
    expect(Object.keys(value as object).sort()).toEqual(['approvals', 'approvers', 'gates', 'mode', 'people', 'release']);
  });
});

interface Step {
  readonly name: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
  readonly 'working-directory'?: string;
}

describe('the workflow', () => {
  const parsed = parse(formatWorkflow({ version: '1.2.3', defaultBranch: "it's" })) as {
    on: Record<string, { types?: string[]; branches?: string[] } | null>;
    permissions: object;
    jobs: { mcgate: { permissions: object; steps: Step[] } };
  };
  const { steps, permissions } = parsed.jobs.mcgate;

  it('gives the least permissions and pins what it uses by digest', () => {
    expect(parsed.permissions).toEqual({});
    expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'read' });
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/setup-node@[0-9a-f]{40}$/);
    expect(parsed.on['push']?.branches).toEqual(["it's"]);
  });

  it('is judged anew when a pull request changes its target', () => {
    expect(Object.keys(parsed.on)).toEqual(['pull_request_target', 'merge_group', 'push', 'schedule', 'workflow_dispatch']);
    expect(parsed.on['pull_request_target']?.types).toContain('edited');
    expect(parsed.on['pull_request_target']?.branches).toEqual(["it's"]);
  });

  it('runs an exact version from an empty folder, without install scripts, and puts no expression into a script', () => {
    const runs = steps.filter(({ run }) => run?.includes('npx') === true);
    expect(runs).toHaveLength(2);
    for (const step of runs) {
      expect(step['working-directory']).toBe('${{ runner.temp }}/empty');
      expect(step.run).toContain('npx --yes --ignore-scripts mcgate@1.2.3 ');
    }
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
  });

  it('hands the token to what fetches and what asks for reviews, and to nothing else', () => {
    const holders = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('github.token')).map(({ name }) => name);
    expect(holders).toEqual(['Fetch the change as git objects, with no work tree', 'Judge']);
  });

  it('checks nothing out', () => {
    expect(steps.some(({ uses }) => uses?.includes('checkout') === true)).toBe(false);
    expect(steps.map(({ run }) => run ?? '').join('\n')).not.toMatch(/git .*\b(checkout|switch|worktree|reset|pull|merge)\b/);
  });
});

describe('the workflow, run against a repository', () => {
  const finding = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
  const fetchStep = (parse(formatWorkflow({ version: '1.2.3', defaultBranch: 'main' })) as { jobs: { mcgate: { steps: Step[] } } }).jobs
    .mcgate.steps[1];

  function makeRemote(): { readonly remote: TestRepository; readonly base: string; readonly head: string; readonly merge: string } {
    const remote = makeRepository({ commits: [{ 'a.js': '1;\n' }] });
    const { git } = remote;
    git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const base = git('rev-parse', 'HEAD');
    git('checkout', '-q', '-b', 'feature');
    const head = remote.commit({ 'b.js': finding });
    git('checkout', '-q', 'main');
    git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    const merge = git('rev-parse', 'HEAD');
    git('update-ref', 'refs/pull/7/merge', merge);
    git('reset', '-q', '--hard', base);
    return { remote, base, head, merge };
  }

  const { remote, base, head, merge } = makeRemote();
  const events: readonly (readonly [string, unknown, Record<string, string>, number])[] = [
    [
      'pull_request_target',
      {
        pull_request: { number: 7, head: { sha: head }, base: { ref: 'main' }, merge_commit_sha: null },
        repository: { default_branch: 'main' },
      },
      { PULL_REQUEST: '7', TARGET: 'main' },
      1,
    ],
    ['merge_group', { merge_group: { base_sha: base, head_sha: merge, base_ref: 'refs/heads/main' } }, { BASE: base, HEAD: merge }, 1],
    [
      'push',
      { before: base, after: merge, ref: 'refs/heads/main', forced: false, repository: { default_branch: 'main' } },
      { BASE: base, HEAD: merge, FORCED: 'false' },
      1,
    ],
    [
      'push',
      { before: '0'.repeat(40), after: head, ref: 'refs/heads/feature', forced: false, repository: { default_branch: 'main' } },
      { BASE: '0'.repeat(40), HEAD: head, FORCED: 'false' },
      1,
    ],
    ['schedule', { repository: { default_branch: 'main' } }, {}, 0],
  ];

  interface Ran {
    readonly code: number | null;
    readonly report: {
      readonly verdict: string;
      readonly mode: string;
      readonly subject: { readonly event: string };
      readonly findings: readonly { readonly ruleId: string; readonly state: string }[];
    };
  }

  /** Runs the step that fetches as it stands in the workflow, then judges what it fetched. */
  async function runWorkflow(event: string, payload: unknown, variables: Readonly<Record<string, string>>): Promise<Ran> {
    const folder = makeFolder({ 'event.json': JSON.stringify(payload), 'temp/x': '' });
    const env = {
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: path.join(folder, 'temp'),
      GITHUB_TOKEN: 'none',
      REMOTE: `file://${remote.root}`,
      EVENT: event,
      DEFAULT_BRANCH: 'main',
      ...variables,
    };
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', fetchStep?.run ?? 'false'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
    });
    expect(readdirSync(path.join(folder, 'change'))).toEqual(['.git']);
    expect(readFileSync(path.join(folder, 'change/.git/config'), 'utf8')).not.toContain('none');
    const ran = await mcgate(['check', path.join(folder, 'change'), '--gate', 'code', '--format', 'json'], {
      cwd: path.join(folder, 'temp/empty'),
      env: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path.join(folder, 'event.json') },
    });
    return { code: ran.code, report: JSON.parse(ran.stdout) as Ran['report'] };
  }

  it.each(events)('%s is judged from objects alone', async (event, payload, variables, expected) => {
    const { code, report } = await runWorkflow(event, payload, variables);
    expect({ code, event: report.subject.event }).toEqual({ code: expected, event });
    expect(report.findings.map(({ state }) => state)).toEqual(expected === 1 ? ['new'] : []);
  });

  it('all commits of a pull request are fetched: what the first adds and the last takes away is found', async () => {
    const { git } = remote;
    git('checkout', '-q', '-b', 'leak', base);
    // Made here, so that no scanner takes this file's text for a leak.
    remote.commit({ 'c.js': `export const token = '${['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')}';\n` });
    remote.commit({ 'd.js': '4;\n' });
    const last = remote.commit({ 'c.js': null });
    git('checkout', '-q', 'main');
    git('merge', '-q', '--no-ff', '-m', 'merge', 'leak');
    git('update-ref', 'refs/pull/9/merge', 'HEAD');
    git('reset', '-q', '--hard', base);
    const payload = {
      pull_request: { number: 9, head: { sha: last }, base: { ref: 'main' }, merge_commit_sha: null },
      repository: { default_branch: 'main' },
    };
    const { code, report } = await runWorkflow('pull_request_target', payload, { PULL_REQUEST: '9', TARGET: 'main', COMMITS: '3' });
    expect([code, ...report.findings.map(({ ruleId }) => ruleId)]).toEqual([1, 'code/hardcoded-secret']);
  });

  it("what goes to a branch of the author's own is judged by the default branch, with all that was pushed there before", async () => {
    const { git } = remote;
    git('checkout', '-q', '-b', 'mine', base);
    remote.commit({ 'b.js': finding, '.mcgate/config.yaml': 'mode: inform\n' });
    git('checkout', '-q', '-b', 'harmless');
    const harmless = remote.commit({ 'c.js': '3;\n' });
    git('checkout', '-q', 'mine');
    git('merge', '-q', '--no-ff', '-m', 'merge', 'harmless');
    git('update-ref', 'refs/pull/8/merge', 'HEAD');
    git('reset', '-q', '--hard', 'HEAD^');
    const payload = {
      pull_request: { number: 8, head: { sha: harmless }, base: { ref: 'mine' }, merge_commit_sha: null },
      repository: { default_branch: 'main' },
    };
    const { code, report } = await runWorkflow('pull_request_target', payload, { PULL_REQUEST: '8', TARGET: 'mine' });
    expect([code, report.verdict, report.mode]).toEqual([1, 'fail', 'block']);
    expect(report.findings.map(({ ruleId, state }) => `${ruleId} ${state}`).sort()).toEqual([
      'code/tls-verification-disabled new',
      'weakening/mode-loosened new',
    ]);
  });
});
