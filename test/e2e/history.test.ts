// A token that one commit of a change adds and a later one takes away, through the command: in every format, locally and as a pull request.
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Finding, Report } from '../../src/core/documents.ts';
import { cloneRepository, makeFolder, makeRepository, type Files, type TestRepository } from '../support/git-repository.ts';
import { blocking, judge, type JudgeOptions, type Judgement } from '../support/judgement.ts';
import { multitoolRuns, validateSarif } from '../report/multitool.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// Made here, so that no scanner takes this file's text for a leak.
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
const rule = 'code/hardcoded-secret';
const leak = `\nexport const token = '${token}';\n`;

function change(commits: readonly Files[], main: Files = { 'a.js': 'export const one = 1;\n' }): TestRepository {
  const repository = makeRepository({ commits: [main] });
  repository.git('checkout', '-q', '-b', 'feature');
  for (const files of commits) repository.commit(files);
  return repository;
}

/** No format tells the token. */
async function judgeCode(root: string, options: JudgeOptions = {}): Promise<Judgement> {
  const judgement = await judge(root, { ...options, args: ['--gate', 'code', ...(options.args ?? [])] });
  expect(Object.values(judgement.outputs).join('')).not.toContain(token);
  return judgement;
}

function only(report: Report): Finding {
  const [finding, ...more] = report.findings;
  if (finding === undefined || more.length > 0) throw new Error(`${String(report.findings.length)} findings`);
  return finding;
}

function facts(report: Report): unknown {
  return report.gates.find(({ id }) => id === 'code')?.coverage?.facts;
}

const added = { 'src/client.ts': leak };
const removed = { 'src/client.ts': null };

describe('a token in the history of a change', () => {
  it('blocks, and is told in every format with the commit that holds it', async () => {
    const repository = change([added, removed, { 'b.js': 'export const two = 2;\n' }]);
    const commit = repository.git('rev-parse', '--short=12', 'HEAD~2');
    const { report, code, outputs } = await judgeCode(repository.root);
    expect(code).toBe(1);
    expect(only(report)).toMatchObject({
      ruleId: rule,
      state: 'new',
      blocks: true,
      message: expect.stringContaining(commit) as string,
      fix: expect.stringMatching(/^Revoke /u) as string,
      location: { path: 'src/client.ts', startLine: 2, startColumn: 23 },
    });
    expect(facts(report)).toMatchObject({ 'commits of the change': 3, 'past contents searched for secrets': 1 });
    for (const text of [outputs.pretty, outputs.markdown]) {
      expect(text).toContain('src/client.ts:2:23');
      expect(text).toContain(commit);
      expect(text).toContain('Revoke the credential');
      expect(text).toContain("token = '****");
    }
    const [run] = (JSON.parse(outputs.sarif) as { readonly runs: readonly { readonly results: readonly unknown[] }[] }).runs;
    expect(run?.results).toMatchObject([
      {
        level: 'error',
        message: { text: expect.stringMatching(new RegExp(`${commit}.*Revoke `, 'su')) as string },
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'src/client.ts' }, region: { startLine: 2, startColumn: 23, endLine: 2 } } },
        ],
      },
    ]);
    if (multitoolRuns) expect(validateSarif({ history: outputs.sarif }).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('keeps its identity when the branch is rebased and the file moves, and is the same from the cache', async () => {
    const repository = change([added, removed]);
    const { identity } = only((await judgeCode(repository.root)).report);
    expect(only((await judgeCode(repository.root)).report).identity).toBe(identity);
    const moved = change([{ 'x.txt': 'x' }, { 'lib/key.env': `TOKEN=${token}\n` }, { 'lib/key.env': 'TOKEN=\n' }]);
    expect(only((await judgeCode(moved.root)).report).identity).toBe(identity);
    const standing = change([added]);
    expect(only((await judgeCode(standing.root)).report).identity).not.toBe(identity);
    const lifted = change([added, removed], {
      '.mcgate/suppressions.yaml': `suppressions:\n  - { identity: ${identity}, owner: '@team', reason: 'it opens nothing', expires: '2099-01-01' }\n`,
    });
    expect((await judgeCode(lifted.root)).report).toMatchObject({ verdict: 'pass', findings: [{ state: 'suppressed' }] });
  });

  it.each<[string, TestRepository, readonly string[]]>([
    ['still standing: there alone', change([added, { 'src/client.ts': null, 'lib/client.ts': `//\n${leak}` }]), [`${rule} lib/client.ts`]],
    ['in the base already', change([{ 'b.ts': `//${leak}` }, { 'b.ts': 'let b;\n' }], added), []],
    ['amended away', change([{ 'b.ts': 'let b;\n' }]), []],
    [
      'in an excluded path',
      change([{ 'vendor/a.ts': leak }, { 'vendor/a.ts': null }], {
        '.mcgate/config.yaml': 'gates: { code: { exclude: ["vendor/**"] } }\n',
      }),
      [],
    ],
    [
      'moved under an exclusion',
      change([added, { ...removed, 'vendor/a.ts': leak }], { '.mcgate/config.yaml': 'gates: { code: { exclude: ["vendor/**"] } }\n' }),
      [`${rule} src/client.ts`],
    ],
    ['in a change that undoes itself as a whole', change([{ 'a.js': leak }, { 'a.js': 'export const one = 1;\n' }]), [`${rule} a.js`]],
    ['no branch to compare with', change([]), []],
  ])('%s', async (name, repository, expected) => {
    if (name === 'amended away') {
      repository.commit(added);
      repository.git('reset', '-q', '--hard', 'HEAD~1');
    }
    expect(blocking((await judgeCode(repository.root)).report)).toEqual(expected);
  });

  it('is told of the index and the working tree from the branch that is checked out', async () => {
    const repository = change([added]);
    repository.write(removed);
    expect(only((await judgeCode(repository.root)).report).message).toContain(repository.git('rev-parse', '--short=12', 'HEAD'));
    const staged = (): Promise<Judgement> => judgeCode(repository.root, { args: ['--staged'] });
    expect(only((await staged()).report).message).not.toContain('history');
    repository.git('add', '-A');
    expect(only((await staged()).report).message).toContain('history');
    expect(blocking((await judgeCode(repository.root, { args: ['a.js'] })).report)).toEqual([]);
    expect(blocking((await judgeCode(repository.root, { args: ['--changed'] })).report)).toEqual([`${rule} src/client.ts`]);
  });

  it('has no place where there is no base', async () => {
    const { report } = await judgeCode(change([added, removed]).root, { args: ['--no-git'] });
    expect([report.verdict, facts(report)]).toEqual([
      'pass',
      expect.not.objectContaining({ 'commits of the change': expect.anything() as unknown }),
    ]);
  });
});

describe('a pull request, from its merge commit', () => {
  const pullRequest = (): { readonly repository: TestRepository; readonly env: Readonly<Record<string, string>> } => {
    const repository = change([added, removed]);
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'a.js': 'export const one = 11;\n' });
    const target = repository.git('rev-parse', 'main');
    repository.git('checkout', '-q', '--detach');
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    repository.git('branch', 'pull');
    const payload = {
      pull_request: {
        number: 3,
        head: { sha: repository.git('rev-parse', 'feature') },
        base: { ref: 'main', sha: target },
        merge_commit_sha: null,
      },
      repository: { default_branch: 'main' },
    };
    const event = path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json');
    return { repository, env: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event } };
  };

  it('is judged with all of its commits where they are here', async () => {
    const { repository, env } = pullRequest();
    const { report } = await judgeCode(repository.root, { env });
    expect(blocking(report)).toEqual([`${rule} src/client.ts`]);
    expect(facts(report)).toMatchObject({ 'commits of the change': 3, 'past contents searched for secrets': 1 });
  });

  it('says so where the clone is shallow', async () => {
    const { repository, env } = pullRequest();
    const { report } = await judgeCode(cloneRepository(repository, '--depth=2', '--branch=pull').root, { env });
    expect(report.verdict).toBe('pass');
    expect(facts(report)).toMatchObject({ 'commits of the change': 1, 'history of the change': 'in part: the clone is shallow' });
    const deeper = await judgeCode(cloneRepository(repository, '--depth=4', '--branch=pull').root, { env });
    expect(blocking(deeper.report)).toEqual([`${rule} src/client.ts`]);
  });
});
