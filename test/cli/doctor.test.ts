// `mcgate doctor`: says what stands, what is missing and what mends it; changes nothing.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probeWorkflows } from '../../src/cli/doctor/workflow.ts';
import { maxWorkflowBytes } from '../../src/pipeline/workflow-files.ts';
import { formatWorkflow } from '../../src/cli/templates/workflow.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { mcgate } from '../support/cli.ts';

describe('doctor', () => {
  it('on a fresh machine says what a check would lack, and exits 2', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': '' }] });
    const { code, stdout, stderr } = await mcgate(['doctor'], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    for (const name of ['Node.js', 'git', 'osv-scanner', 'advisories', 'ssh-keygen', 'cache', 'trusted tip', 'config here', 'workflow']) {
      expect(stdout).toMatch(new RegExp(`^\\S+ (ok|warn|fail) +${name}: `, 'm'));
    }
    expect(stdout).toMatch(/fail osv-scanner: [^→]+→ Run `mcgate setup`/);
    expect(stdout).toContain('Run `mcgate init`');
    expect(readdirSync(root).sort()).toEqual(['.git', 'a.js']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('finds a document that would stop every check', async () => {
    const { root } = makeRepository({ commits: [{ '.mcgate/config.yaml': 'mode: blok\n' }] });
    const { code, stdout } = await mcgate(['doctor'], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toMatch(/fail config that judges: [^→]*block/);
  });

  it('takes a plain folder', async () => {
    expect((await mcgate(['doctor'], { cwd: makeFolder() })).stdout).toContain('no git repository');
  });
});

describe('the workflow that runs mcgate', () => {
  const mine = formatWorkflow({ version: '1.0.0', commit: 'a'.repeat(40), defaultBranch: 'main' });
  const job = (on: string, ...steps: readonly string[]): string =>
    `on: ${on}\njobs:\n  gate:\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
  const run = 'run: npx mcgate@1.0.0 check';
  const headCheckout = "{ uses: actions/checkout@v5, with: { ref: '${{ github.event.pull_request.head.sha }}' } }";

  it.each([
    ['the one of init', { 'mcgate.yml': mine }, 'ok'],
    ['none', {}, 'warn'],
    ['one that does not run it', { 'ci.yml': job('pull_request', 'run: npm test # no-mcgate-here') }, 'warn'],
    ['pull_request', { 'ci.yml': job('pull_request', run) }, 'warn'],
    ['pull_request_target with the base checked out', { 'ci.yml': job('[pull_request_target]', 'uses: actions/checkout@v5', run) }, 'ok'],
    ['pull_request_target with the head checked out', { 'ci.yml': job('pull_request_target', headCheckout, run) }, 'fail'],
    ['a dangerous one beside a good one', { 'a.yml': mine, 'b.yml': job('pull_request_target', headCheckout, run) }, 'fail'],
    ['one that is no YAML', { 'ci.yml': 'on: [' }, 'warn'],
    ['one of another YAML', { 'ci.yml': `%YAML 1.1\n---\n${mine}` }, 'warn'],
    ['a good one beside one that is too long', { 'a.yml': mine, 'b.yml': '#'.repeat(maxWorkflowBytes + 1) }, 'warn'],
    ['only a push', { 'ci.yml': job('push', run) }, 'warn'],
  ])('%s', async (_, files, status) => {
    const tree = memoryTree(Object.fromEntries(Object.entries(files).map(([name, text]) => [`.github/workflows/${name}`, text])));
    expect(await probeWorkflows(tree)).toMatchObject({ status });
  });
});
