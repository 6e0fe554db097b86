// A change that plants a finding and in the same breath disarms its judge: every disarming is a finding of its own.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { formatWorkflow, workflowPath } from '../../src/cli/templates/workflow.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { mcgate } from '../support/cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const planted = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
const workflow = formatWorkflow({ version: '1.0.0', commit: 'a'.repeat(40), defaultBranch: 'main' });
const softened = workflow.replace('- uses:', '- continue-on-error: true\n        uses:');

let identity: string;
let repository: TestRepository;

async function judge(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly report: Report }> {
  const { code, stdout } = await mcgate(['check', '--format', 'json'], { cwd, env });
  return { code, report: JSON.parse(stdout) as Report };
}

beforeAll(async () => {
  expect(softened).not.toBe(workflow);
  const { report } = await judge(makeFolder({ 'src/a.js': planted }));
  identity = report.findings[0]?.identity ?? '';
  repository = makeRepository({ commits: [{ 'src/ok.js': '1;\n', [workflowPath]: workflow, '.mcgate/config.yaml': 'mode: block\n' }] });
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit({
    'src/a.js': planted,
    '.mcgate/suppressions.yaml': `suppressions:\n  - { identity: ${identity}, owner: '@me', reason: 'trust me on this one', expires: 2099-01-01 }\n`,
    '.mcgate/config.yaml': 'mode: block\ngates: { code: { enabled: false, exclude: ["src/**"] } }\n',
    [workflowPath]: softened,
  });
});

const expected = [
  'code/tls-verification-disabled',
  'weakening/exclusion-added',
  'weakening/gate-disabled',
  'weakening/suppression-added',
  'weakening/workflow-step-softened',
];

function blocking(report: Report): readonly string[] {
  return report.findings
    .filter(({ blocks }) => blocks)
    .map(({ ruleId }) => ruleId)
    .sort();
}

describe('a change that disarms its judge', () => {
  it('fails with five findings on the machine of its author', async () => {
    const { code, report } = await judge(repository.root);
    expect({ code, verdict: report.verdict, blocking: blocking(report) }).toEqual({ code: 1, verdict: 'fail', blocking: expected });
    expect(report.findings.find(({ ruleId }) => ruleId.startsWith('code/'))).toMatchObject({ identity, state: 'new' });
  });

  it('fails with the same five as a pull request, from its merge commit', async () => {
    const { git, root } = repository;
    const head = git('rev-parse', 'feature');
    const tree = git('rev-parse', 'feature^{tree}');
    const merge = git('commit-tree', '-p', 'main', '-p', 'feature', '-m', 'merge', tree);
    git('update-ref', 'refs/remotes/pull/3/merge', merge);
    const payload = {
      pull_request: { number: 3, head: { sha: head }, base: { ref: 'main', sha: git('rev-parse', 'main') }, merge_commit_sha: null },
      repository: { default_branch: 'main' },
    };
    const folder = makeFolder({ 'event.json': JSON.stringify(payload) });
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request_target',
      GITHUB_EVENT_PATH: path.join(folder, 'event.json'),
    };
    const { code, report } = await judge(root, env);
    expect({ code, event: report.subject.event, blocking: blocking(report) }).toEqual({
      code: 1,
      event: 'pull_request_target',
      blocking: expected,
    });
  });

  it('says what stood before and what stands after, and how it could be lifted', async () => {
    const { stdout } = await mcgate(['check'], { cwd: repository.root });
    for (const rule of expected) expect(stdout).toContain(rule);
    expect(stdout).toMatch(/approval/);
    expect(stdout).not.toMatch(/mcgate suppress [^\n]*\n[^\n]*weakening/);
  });

  it('cannot be suppressed out of it', async () => {
    const { report } = await judge(repository.root);
    const weakening = report.findings.find(({ ruleId }) => ruleId === 'weakening/gate-disabled')?.identity ?? '';
    const args = ['--owner', '@me', '--reason', 'trust me on this', '--expires', new Date(Date.now() + 8.64e8).toISOString().slice(0, 10)];
    expect((await mcgate(['suppress', weakening, ...args], { cwd: repository.root })).code).toBe(2);
  });

  it('gains nothing by putting its own judge beside it', async () => {
    const { root, git } = repository;
    git('checkout', '-q', 'feature');
    mkdirSync(path.join(root, 'node_modules/.bin'), { recursive: true });
    repository.write({ 'eslint.config.js': 'export default [{ ignores: ["**"] }];\n', '.eslintignore': '**\n', 'osv-scanner.toml': '' });
    const { report } = await judge(root);
    expect(blocking(report)).toEqual(expected);
  });
});
