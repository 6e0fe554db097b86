// `mcgate init`: what it writes is safe and true, and it overwrites nothing.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatConfig } from '../../src/cli/templates/config.ts';
import { formatWorkflow, workflowPath } from '../../src/cli/templates/workflow.ts';
import { validateConfig } from '../../src/core/generated/validators.js';
import { gateIds } from '../../src/core/vocabulary.ts';
import { findGuards } from '../../src/pipeline/workflow-guards.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';
import { mcgate } from '../support/cli.ts';

const config = '.mcgate/config.yaml';
const workflow = workflowPath;

const commit = '0123456789abcdef0123456789abcdef01234567';
const forGithub = ['init', '--github', '--action-commit', commit];

describe('init', () => {
  it('writes the config alone, and says how the workflow is written', async () => {
    const { root } = makeRepository();
    const { code, stdout, stderr } = await mcgate(['init'], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('mcgate init --github');
    expect(existsSync(path.join(root, config))).toBe(true);
    expect(existsSync(path.join(root, '.github'))).toBe(false);
  });

  it('--github writes both at the top of the repository, then leaves them alone', async () => {
    const { root, git } = makeRepository({ commits: [{ 'sub/a.js': '' }], branch: 'trunk' });
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    const first = await mcgate(forGithub, { cwd: path.join(root, 'sub') });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(path.join(root, workflow), 'utf8')).toContain("branches: ['trunk']");
    writeFileSync(path.join(root, config), '# mine\n');
    const second = await mcgate(forGithub, { cwd: root });
    expect(second.code).toBe(0);
    expect(second.stdout.match(/left alone/g)).toHaveLength(2);
    expect(readFileSync(path.join(root, config), 'utf8')).toBe('# mine\n');
  });

  it('--dry-run prints both and writes nothing', async () => {
    const { root } = makeRepository();
    const { code, stdout } = await mcgate([...forGithub, '--dry-run'], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain('# mode: block');
    expect(stdout).toContain(`uses: metacline/mcgate@${commit} # v`);
    expect(readdirSync(root)).toEqual(['.git']);
  });

  it.each(['.mcgate', '.github', '.github/workflows'])('writes through no link at %s', async (link) => {
    const outside = makeFolder();
    const { root } = makeRepository();
    mkdirSync(path.dirname(path.join(root, link)), { recursive: true });
    symlinkSync(outside, path.join(root, link));
    const { code, stderr } = await mcgate(forGithub, { cwd: root });
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

describe('the commit that the workflow pins', () => {
  it.each(['v1.2.3', 'main', commit.slice(0, 12), `${commit}0`, commit.toUpperCase()])('is never %s', async (given) => {
    const { root } = makeRepository();
    const { code, stderr } = await mcgate(['init', '--github', '--action-commit', given], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('no full commit');
    expect(readdirSync(root)).toEqual(['.git']);
  });

  it('is not guessed by a build that is no release', async () => {
    const { root } = makeRepository();
    const { code, stderr } = await mcgate(['init', '--github'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('--action-commit');
    expect(readdirSync(root)).toEqual(['.git']);
  });

  it('is the one that the release stamps into what it publishes', () => {
    const release = makeFolder();
    for (const name of ['bin', 'dist', 'package.json']) cpSync(name, path.join(release, name), { recursive: true });
    const stamp = (...args: readonly string[]): void => {
      execFileSync(process.execPath, ['scripts/stamp-release.ts', ...args], {
        env: { ...process.env, MCGATE_DIST: path.join(release, 'dist') },
        stdio: 'pipe',
      });
    };
    expect(() => {
      stamp('v1.2.3');
    }).toThrow();
    stamp(commit);
    const { root } = makeRepository();
    const printed = execFileSync(process.execPath, [path.join(release, 'bin/mcgate.cjs'), 'init', '--github', '--dry-run'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(printed).toContain(`uses: metacline/mcgate@${commit} # v`);
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

interface Workflow {
  readonly on: Readonly<Record<string, { readonly types?: readonly string[]; readonly branches?: readonly string[] } | null>>;
  readonly permissions: object;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions: object; readonly steps: readonly object[]; readonly concurrency?: unknown }>
  >;
}

describe('the workflow', () => {
  const text = formatWorkflow({ version: '1.2.3', commit, defaultBranch: "it's" });
  const parsed = parse(text) as Workflow;
  const { mcgate: job } = parsed.jobs;

  it('is one step that takes the Action by its commit: no checkout, no command', () => {
    expect(Object.keys(parsed.jobs)).toEqual(['mcgate']);
    expect(job?.steps).toEqual([{ uses: `metacline/mcgate@${commit}` }]);
    expect(text).toContain(`uses: metacline/mcgate@${commit} # v1.2.3\n`);
    expect(text).not.toContain('${{');
  });

  it('gives the least permissions, and says of each what is lost without it', () => {
    expect(parsed.permissions).toEqual({});
    expect(job?.permissions).toEqual({
      ...{ contents: 'read', 'pull-requests': 'write', statuses: 'write' },
      ...{ 'security-events': 'write', checks: 'write' },
    });
    for (const name of Object.keys(job?.permissions ?? {})) expect(text).toMatch(new RegExp(`# .*[Ww]ithout it.*\\n +${name}:`));
  });

  it('is judged anew when a pull request changes its target, or an approval is given or taken back', () => {
    const events = ['pull_request_target', 'pull_request_review', 'merge_group', 'push', 'schedule', 'workflow_dispatch'];
    expect(Object.keys(parsed.on)).toEqual(events);
    expect(parsed.on['pull_request_target']).toEqual({ branches: ["it's"], types: ['opened', 'synchronize', 'reopened', 'edited'] });
    expect(parsed.on['pull_request_review']?.types).toEqual(['submitted', 'dismissed']);
    expect(parsed.on['push']?.branches).toEqual(["it's"]);
  });

  it('can be cancelled by no workflow of a pull request', () => {
    expect([parsed.concurrency, job?.concurrency]).toEqual([undefined, undefined]);
  });

  it('is seen as a guard, so that a change of it is judged', () => {
    const { steps } = findGuards([{ path: workflowPath, text }]);
    expect(steps.map(({ job: name }) => name)).toEqual(['mcgate']);
  });
});
