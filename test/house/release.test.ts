// How mcgate is released and gates itself: the workflows hold to what docs/github.md and SECURITY.md say of them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readJudgingWorkflows } from '../../src/cli/doctor/judging-workflow.ts';
import { judgeWorkflows } from '../../src/cli/doctor/workflow.ts';
import { describeWorkflows, setsStatus } from '../../src/cli/doctor/workflow-details.ts';
import { memoryTree } from '../support/memory-tree.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly needs?: string;
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const own = '.github/workflows/mcgate.yml';

function read(name: string): Workflow {
  return parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8')) as Workflow;
}

describe("mcgate's own gate", () => {
  it('has nothing that doctor would mend', async () => {
    const { workflows } = await readJudgingWorkflows(memoryTree({ [own]: readFileSync(own, 'utf8') }));
    const lines = [judgeWorkflows(workflows), ...describeWorkflows(workflows, 'main')];
    expect(lines.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(workflows.flatMap(({ jobs }) => jobs).map((job) => [job.name, setsStatus(job)])).toEqual([['mcgate', true]]);
  });

  it('runs what stands on main, on whatever event', () => {
    const { steps } = read('mcgate').jobs['mcgate'] ?? { steps: [] };
    expect(steps.map(({ uses }) => uses?.replace(/@.*/, ''))).toEqual(['actions/checkout', './mcgate']);
    expect(steps[0]?.with).toEqual({ ref: 'main', path: 'mcgate', 'persist-credentials': false });
  });
});

describe('a release', () => {
  const { permissions, jobs } = read('release');
  const { test, publish } = jobs;

  it('is tested where nothing can be published', () => {
    expect(permissions).toEqual({});
    expect(Object.keys(jobs)).toEqual(['test', 'publish']);
    expect(test?.permissions).toEqual({ contents: 'read' });
    expect(publish?.needs).toBe('test');
  });

  it('is published where no code of a dependency runs', () => {
    const commands = (publish?.steps ?? []).map(({ run }) => run ?? '').join('\n');
    expect(commands).not.toMatch(/npm (?:ci|i|install|test|run|exec)\b|npx|\.ci\/run/);
    for (const [command] of commands.matchAll(/npm (?:pack|publish)[^\n]*/g)) expect(command).toContain('--ignore-scripts');
    expect(commands).not.toContain('${{');
  });

  it('hands the token to the step that makes the release, and to no other', () => {
    const holders = (publish?.steps ?? []).filter(({ env, with: inputs }) => JSON.stringify([env, inputs]).includes('github.token'));
    expect(holders.map(({ run }) => run?.split(' ', 3).join(' '))).toEqual(['gh release create']);
    for (const { uses, with: inputs } of publish?.steps ?? [])
      if (uses?.includes('checkout') === true) expect(inputs?.['persist-credentials']).toBe(false);
  });

  it('tells its changes and its commit, and nothing without either', () => {
    const notes = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
      spawnSync(process.execPath, ['scripts/release-notes.ts', ...args], { encoding: 'utf8' });
    const commit = 'a'.repeat(40);
    const { status, stdout } = notes(commit);
    expect(status).toBe(0);
    expect(stdout).toContain(`uses: metacline/mcgate@${commit} # v`);
    expect(notes('v1').status).not.toBe(0);
  });
});
