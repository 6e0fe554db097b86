// What a change does to the agent's policy, through the command: every widening blocks, in every format, and nothing else does.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Finding, PolicyChangeEvidence, Report } from '../../src/core/documents.ts';
import { makeFolder, makeRepository, type Files, type TestRepository } from '../support/git-repository.ts';
import { mcgate } from '../support/cli.ts';
import { blocking, judge, reasonsOf, type Judgement } from '../support/judgement.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const file = '.mcgate/policy.yaml';
const policy = `version: 1
extends: [mcgate:secure-defaults, team.yaml]
permissions:
  fileSystem:
    read:
      allow: ['\${workspace}/**']
      deny:
        - '**/private/**'
        - '**/*.draft'
  network:
    external:
      ask: ['*.example.org:443']
  execution:
    commands:
      allow: [[git, status, '**'], [git, log]]
`;
const team = 'version: 1\npermissions:\n  env:\n    read:\n      allow: [TEAM_NAME]\n';
const base: Files = { [file]: policy, '.mcgate/team.yaml': team, 'a.txt': 'x' };

function changed(head: Files, before: Files = base): TestRepository {
  const repository = makeRepository({ commits: [before] });
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit(head);
  return repository;
}

/** One gate: the others have nothing to say of a policy, and take their time. */
const only = { args: ['--gate', 'permissions'] };
const judgeChange = (head: Files, before: Files = base): Promise<Judgement> => judge(changed(head, before).root, only);

function permissions(report: Report): readonly Finding[] {
  return report.findings.filter(({ ruleId }) => ruleId.startsWith('permissions/'));
}

function evidenceOf(finding: Finding | undefined): PolicyChangeEvidence {
  if (finding?.evidence?.kind !== 'policy-change') throw new Error(`no policy change: ${JSON.stringify(finding)}`);
  return finding.evidence;
}

const outcomeOf = (report: Report): string | undefined => report.gates.find(({ id }) => id === 'permissions')?.outcome;

describe.concurrent('a change of the policy', () => {
  it('that widens blocks, with its line, a witness and both digests', async () => {
    const { root } = changed({ [file]: policy.replace("ask: ['*.example.org:443']", "allow: ['*.example.org:443']") });
    const { report, outputs } = await judge(root);
    expect({ verdict: report.verdict, outcome: outcomeOf(report), blocking: blocking(report) }).toEqual({
      verdict: 'fail',
      outcome: 'fail',
      blocking: [`permissions/widened ${file}`],
    });
    const [finding] = permissions(report);
    expect(finding).toMatchObject({ severity: 'critical', state: 'new', location: { path: file, startLine: 12 } });
    expect(finding?.message).toMatch(
      /^network\.external in modes ask, code widens: `\*\.example\.org:443` was asked, now allowed; for example `[a-z0-9.-]+\.example\.org:443`/,
    );
    const evidence = evidenceOf(finding);
    expect(evidence).toMatchObject({ scope: 'network.external', before: 'ask', after: 'allow', region: '*.example.org:443' });
    expect(evidence.lines.map(({ side, line }) => [side, line])).toContainEqual(['head', 12]);

    const asked = await mcgate(['policy', 'check', 'network.external', evidence.witness ?? ''], { cwd: root });
    expect(asked.code).toBe(0);
    const compared = await mcgate(['policy', 'diff', 'main', 'feature', '--format', 'json'], { cwd: root });
    expect(compared.code).toBe(1);
    expect(JSON.parse(compared.stdout)).toMatchObject({ equal: false, baseDigest: evidence.baseDigest, headDigest: evidence.headDigest });
    for (const text of Object.values(outputs)) {
      for (const part of [evidence.witness, evidence.baseDigest, evidence.headDigest, 'network.external']) expect(text).toContain(part);
    }
    expect(outputs.markdown).toContain('#### Needs approval: 1');
    expect(outputs.pretty).not.toContain('False positive?');
  });

  it('that says the same in other words is none', async () => {
    const { report } = await judgeChange({
      [file]: policy
        .replace("[[git, status, '**'], [git, log]]", "[[git, log], [git, status], [git, status, '*', '**']]")
        .replace("        - '**/private/**'\n        - '**/*.draft'\n", "        - '**/*.draft'\n        - '**/{private,private}/**'\n"),
    });
    expect(permissions(report)).toEqual([]);
    expect([report.verdict, outcomeOf(report), blocking(report)]).toEqual(['pass', 'pass', []]);
    expect(report).not.toHaveProperty('approvals');
  });

  it('that narrows informs', async () => {
    const { report } = await judgeChange({
      [file]: policy.replace("        - '**/*.draft'\n", "        - '**/*.draft'\n        - '**/*.final'\n"),
    });
    expect(permissions(report)).toMatchObject([{ ruleId: 'permissions/narrowed', severity: 'note', blocks: false }]);
    expect(evidenceOf(permissions(report)[0])).toMatchObject({ scope: 'fileSystem.read', before: 'allow', after: 'deny' });
    expect(report.verdict).toBe('pass');
  });

  it('that removes a deny is placed where the line was, and names it', async () => {
    const { report } = await judgeChange({ [file]: policy.replace("        - '**/*.draft'\n", '') });
    expect(blocking(report)).toEqual([`permissions/widened ${file}`]);
    const [finding] = permissions(report);
    expect(finding?.location.startLine).toBe(7);
    expect(finding?.message).toContain(`Gone: \`- '**/*.draft'\` (${file}:9)`);
    expect(evidenceOf(finding).lines).toContainEqual(expect.objectContaining({ side: 'base', line: 9 }));
    expect(evidenceOf(finding).witness).toMatch(/^'\$\{workspace\}\/.*\.draft'$/);
  });

  it('that deletes it falls back to the secure defaults', async () => {
    const strict = { ...base, [file]: `${policy}authentication: { sessionTimeout: 1m }\n` };
    const { report } = await judgeChange({ [file]: null }, strict);
    expect(blocking(report)).toContain(`permissions/setting-loosened ${file}`);
    expect(permissions(report).find(({ ruleId }) => ruleId.endsWith('setting-loosened'))?.location).toEqual({ path: file });
  });

  it.each<[string, string, object]>([
    ['an unknown key', policy.replace('fileSystem:', 'filesystem:'), { code: 'invalid-document', path: file }],
    ['too large', `${policy}# ${'x'.repeat(1024 * 1024)}\n`, { code: 'unreadable', path: file }],
  ])('that makes it invalid is no answer: %s', async (_, text, reason) => {
    const { report } = await judgeChange({ [file]: text });
    expect([report.verdict, outcomeOf(report)]).toEqual(['incomplete', 'incomplete']);
    expect(reasonsOf(report, 'permissions')).toMatchObject([reason]);
  });

  it('that makes it invalid names line, column and key', async () => {
    const { report } = await judgeChange({ [file]: policy.replace('external:', 'extrenal:') });
    expect(reasonsOf(report, 'permissions')[0]?.message).toMatch(
      /^\.mcgate\/policy\.yaml:11:5: permissions\.network\.extrenal: .*external/,
    );
  });

  it.skipIf(process.platform === 'win32')('that makes it a link is no answer', async () => {
    const repository = changed({});
    rmSync(path.join(repository.root, file));
    symlinkSync('team.yaml', path.join(repository.root, file));
    repository.commit();
    const { report } = await judge(repository.root, only);
    expect([report.verdict, outcomeOf(report)]).toEqual(['incomplete', 'incomplete']);
    expect(reasonsOf(report, 'permissions')).toMatchObject([{ code: 'unreadable', path: file }]);
  });

  it('in a layer alone is seen, and told at the layer', async () => {
    const { report } = await judgeChange({ '.mcgate/team.yaml': team.replace('[TEAM_NAME]', "[TEAM_NAME, 'BUILD_*']") });
    expect(blocking(report)).toEqual(['permissions/widened .mcgate/team.yaml']);
    expect(evidenceOf(permissions(report)[0])).toMatchObject({
      scope: 'env.read',
      region: expect.stringMatching(/^BUILD_\*/) as string,
      before: 'deny',
      after: 'allow',
    });
  });

  it('that extends one more layer answers for what that grants', async () => {
    const { report } = await judgeChange({
      [file]: policy.replace('team.yaml]', 'team.yaml, wide.yaml]'),
      '.mcgate/wide.yaml': 'version: 1\npermissions:\n  network:\n    llm:\n      allow: ["**"]\n',
    });
    expect([...new Set(blocking(report))]).toEqual(['permissions/widened .mcgate/wide.yaml']);
  });

  it('that puts another document in the place of a layer is still a weakening', async () => {
    const { report } = await judgeChange({
      [file]: policy.replace('team.yaml]', 'team.yaml, checklist.yaml]'),
      '.mcgate/checklist.yaml': 'version: 1\n',
    });
    expect(blocking(report)).toContain('weakening/document-invalid .mcgate/checklist.yaml');
  });

  it('is shown, and blocks nothing, in mode inform', async () => {
    const inform = { ...base, '.mcgate/config.yaml': 'mode: inform\n' };
    const { code, report } = await judgeChange({ [file]: policy.replace('ask:', 'allow:') }, inform);
    expect([code, report.verdict, permissions(report).length]).toEqual([0, 'pass', 1]);
    expect(JSON.stringify(report.notices)).toContain('would be: fail');
  });

  it('is a trusted file that changes where the gate is switched off', async () => {
    const off = { ...base, '.mcgate/config.yaml': 'gates: { permissions: { enabled: false } }\n' };
    const { report } = await judgeChange({ [file]: policy.replace('ask:', 'allow:') }, off);
    expect(blocking(report)).toEqual([`weakening/trusted-file-changed ${file}`]);
  });

  it('cannot be excused by a threshold, a suppression or a baseline', async () => {
    const head = { [file]: policy.replace('ask:', 'allow:') };
    const identity = permissions((await judgeChange(head)).report)[0]?.identity ?? '';
    const excused: Files = {
      ...base,
      '.mcgate/config.yaml': 'gates: { permissions: { failOn: critical, confidence: high } }\n',
      '.mcgate/suppressions.yaml': `suppressions: [{ identity: ${identity}, owner: me, reason: 'trust me on this', expires: 2099-01-01 }]\n`,
      '.mcgate/baseline.json': `{"schemaVersion":"1","findings":[{"identity":"${identity}","rule":"permissions/widened","path":"${file}"}]}`,
    };
    expect(blocking((await judgeChange(head, excused)).report)).toEqual([`permissions/widened ${file}`]);
    const { code, stderr } = await mcgate(
      [
        'suppress',
        identity,
        '--owner',
        'me',
        '--reason',
        'trust me on this',
        '--expires',
        new Date(Date.now() + 8.64e8).toISOString().slice(0, 10),
      ],
      { cwd: changed(head).root },
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be suppressed')]);
  });

  it.each([['--changed'], ['a.txt']])('is judged with all its layers under %s', async (arg) => {
    const { root } = changed({ [file]: policy.replace('ask:', 'allow:') });
    expect(blocking((await judge(root, { args: [arg, ...only.args] })).report)).toEqual([`permissions/widened ${file}`]);
  });
});

describe.concurrent('who is compared with whom', () => {
  it('a branch behind its target answers for nothing that the target narrowed', async () => {
    const repository = changed({ 'b.txt': 'new' });
    repository.git('checkout', '-q', 'main');
    repository.commit({ [file]: policy.replace("        - '**/*.draft'\n", "        - '**/*.draft'\n        - '**/*.final'\n") });
    repository.git('checkout', '-q', 'feature');
    const { report } = await judge(repository.root, only);
    expect([report.verdict, permissions(report)]).toEqual(['pass', []]);
  });

  it('a pull request is compared with the tip of its target', async () => {
    const { git, root } = changed({ [file]: policy.replace('ask:', 'allow:') });
    const head = git('rev-parse', 'feature');
    const merge = git('commit-tree', '-p', 'main', '-p', 'feature', '-m', 'merge', git('rev-parse', 'feature^{tree}'));
    git('update-ref', 'refs/remotes/pull/3/merge', merge);
    const payload = {
      pull_request: { number: 3, head: { sha: head }, base: { ref: 'main', sha: git('rev-parse', 'main') }, merge_commit_sha: null },
      repository: { default_branch: 'main' },
    };
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request_target',
      GITHUB_EVENT_PATH: path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json'),
    };
    const { report } = await judge(root, { env, ...only });
    expect([report.subject.event, blocking(report)]).toEqual(['pull_request_target', [`permissions/widened ${file}`]]);
  });

  it('histories without a common commit are compared with the tip', async () => {
    const repository = makeRepository({ commits: [base] });
    repository.git('checkout', '-q', '--orphan', 'feature');
    repository.commit({ [file]: policy.replace("        - '**/*.draft'\n", '') });
    expect(blocking((await judge(repository.root, only)).report)).toContain(`permissions/widened ${file}`);
  });

  it('an audit has nothing to compare, and says what it looked at', async () => {
    const { root } = makeRepository({ commits: [base] });
    const { report } = await judge(root, only);
    expect([report.subject.kind, report.verdict, permissions(report)]).toEqual(['audit', 'pass', []]);
    const coverage = report.gates.find(({ id }) => id === 'permissions')?.coverage;
    expect(coverage).toMatchObject({ unit: 'policy documents', examined: 2, paths: [file, '.mcgate/team.yaml'] });
  });

  it('a folder without a base shows what its policy grants, and blocks nothing', async () => {
    const { report } = await judge(makeFolder({ [file]: policy, '.mcgate/team.yaml': team }), only);
    expect([report.verdict, new Set(permissions(report).map(({ ruleId }) => ruleId))]).toEqual(['pass', new Set(['permissions/granted'])]);
    expect(permissions(report).some(({ message }) => message.includes('*.example.org:443'))).toBe(true);
  });

  it('no policy on either side passes, and says so', async () => {
    const { report } = await judgeChange({ 'a.txt': 'y' }, { 'a.txt': 'x' });
    const gate = report.gates.find(({ id }) => id === 'permissions');
    expect([gate?.outcome, gate?.coverage?.examined, gate?.coverage?.facts?.['policy']]).toEqual([
      'pass',
      0,
      'none: the secure defaults hold',
    ]);
  });

  it('a document whose ending nobody reads is told, unless it is a layer', async () => {
    const files = {
      [file]: 'version: 1\nextends: [policy.json]\n',
      '.mcgate/policy.json': '{"version":1}',
      '.mcgate/policy.tests.yml': 'cases: []',
    };
    const { report } = await judge(makeRepository({ commits: [files] }).root, only);
    expect(report.notices.filter(({ code }) => code === 'file-not-read')).toEqual([
      { code: 'file-not-read', message: '.mcgate/policy.tests.yml is not read', remedy: 'Rename it to .mcgate/policy.tests.yaml.' },
    ]);
  });

  it('a first policy is compared with the secure defaults', async () => {
    const { report } = await judgeChange(base, { 'a.txt': 'x' });
    expect(new Set(blocking(report))).toContain(`permissions/widened ${file}`);
  });

  it('a repair of an invalid policy can be told from no answer, and blocks until it is approved', async () => {
    const broken = { ...base, [file]: 'version: nonsense\n' };
    const { report } = await judgeChange({ [file]: policy }, broken);
    expect([report.verdict, outcomeOf(report), reasonsOf(report, 'permissions')]).toEqual(['fail', 'fail', []]);
    expect(blocking(report)).toContain(`permissions/undetermined ${file}`);
    expect(evidenceOf(permissions(report)[0]).baseDigest).toBeNull();
    // Elsewhere in such a repository: no answer until it is repaired.
    expect((await judgeChange({ 'a.txt': 'y' }, broken)).report.verdict).toBe('incomplete');
  });
});

describe.concurrent('tests of the policy', () => {
  const tests = `cases:
  - { request: 'fileSystem.read \${workspace}/x.draft', expect: deny, name: keys stay private }
  - { request: 'network.external api.example.org:443', expect: ask }
`;
  const tested: Files = { ...base, '.mcgate/policy.tests.yaml': tests };
  const testsFile = '.mcgate/policy.tests.yaml';
  const loosened = policy.replace("        - '**/*.draft'\n", '');

  it('fail at their line', async () => {
    const { report } = await judgeChange({ [file]: loosened }, tested);
    expect(blocking(report)).toEqual([`permissions/policy-test-failed ${testsFile}`, `permissions/widened ${file}`]);
    const finding = permissions(report).find(({ ruleId }) => ruleId.endsWith('policy-test-failed'));
    expect(finding?.location.startLine).toBe(2);
    expect(finding?.message).toContain('must be deny and is allow');
  });

  it.each([
    ['taken out', tests.replace(/.*x\.draft.*\n/u, '')],
    ['deleted as a whole', null],
  ])('hold as they stood at the base where they are %s', async (_, after) => {
    const { report } = await judgeChange({ [file]: loosened, [testsFile]: after }, tested);
    expect(blocking(report)).toEqual([`permissions/policy-test-failed ${testsFile}`, `permissions/widened ${file}`]);
    const finding = permissions(report).find(({ ruleId, blocks }) => blocks && ruleId.endsWith('policy-test-failed'));
    expect(finding?.message).toContain('by a case of the base');
    expect(evidenceOf(finding)).toMatchObject({ before: 'deny', after: 'allow', witness: "'${workspace}/x.draft'" });
  });

  it('may go where the policy is no looser for it, and that is told', async () => {
    const { report } = await judgeChange({ [testsFile]: tests.replace(/.*x\.draft.*\n/u, '') }, tested);
    expect([report.verdict, permissions(report).map(({ ruleId }) => ruleId)]).toEqual(['pass', ['permissions/policy-test-removed']]);
  });

  it('that failed before do not block a change that has nothing to do with it', async () => {
    const failing = { ...tested, [testsFile]: tests.replace('expect: deny', 'expect: allow') };
    expect((await judgeChange({ 'a.txt': 'y' }, failing)).report.verdict).toBe('pass');
    const { report } = await judge(makeRepository({ commits: [failing] }).root, only);
    expect([report.subject.kind, report.verdict]).toEqual(['audit', 'fail']);
  });
});

describe.concurrent('hostile policies', () => {
  const attacks = [
    ...['\x1b[2Jx', 'abc\u202egnp', '::error::owned', '##[error]owned', '[click](javascript:alert(1))|`x`<img src=x>'],
    ...['`'.repeat(30), '@octocat www.evil.example', '</details>', 'x'.repeat(3000)],
  ];
  const pattern = (text: string): string => JSON.stringify(`\${workspace}/${text.replaceAll(/[[\]{}()!?*\\]/gu, '\\$&')}`);
  const written = (list: readonly string[]): string =>
    policy.replace('  network:\n', `    write: { allow: [${list.map(pattern).join(', ')}] }\n  network:\n`);

  it('are told without harm where they are valid', async () => {
    const { report } = await judgeChange({ [file]: written(attacks.slice(1)) });
    expect(reasonsOf(report, 'permissions')).toEqual([]);
    expect(blocking(report)).toContain(`permissions/widened ${file}`);
  });

  it('are refused without harm where they are not', async () => {
    const names = attacks.map((text) => `  ${JSON.stringify(text.slice(0, 60))}: { allowExecution: true }\n`);
    const { report } = await judgeChange({ '.mcgate/team.yaml': `${team}modes:\n${names.join('')}` });
    expect(reasonsOf(report, 'permissions')).toMatchObject([{ code: 'invalid-document', path: '.mcgate/team.yaml' }]);
  });

  it('of thousands of rules stay readable, and nothing is dropped in silence', async () => {
    const rules = Array.from({ length: 2000 }, (_, index) => `        - '\${workspace}/out/${String(index)}/**'`).join('\n');
    const wide = policy.replace('  network:\n', `    write:\n      allow:\n${rules}\n  network:\n`);
    const { report, outputs } = await judgeChange({ [file]: wide });
    expect(report.verdict).toBe('fail');
    const found = permissions(report);
    expect(found).toHaveLength(300);
    expect(found.every(({ blocks }) => blocks)).toBe(true);
    expect(found.filter(({ message }) => /^\d{4} more like this are not shown/u.test(message))).toHaveLength(1);
    expect(Buffer.byteLength(outputs.markdown)).toBeLessThan(64_000);
  });

  it('do not read what lies outside', async () => {
    const outside = makeFolder({ 'policy.yaml': 'version: 1\n' });
    const repository = changed({});
    rmSync(path.join(repository.root, '.mcgate'), { recursive: true });
    if (process.platform !== 'win32') symlinkSync(outside, path.join(repository.root, '.mcgate'));
    else mkdirSync(path.join(repository.root, '.mcgate'));
    const { report } = await judge(repository.root, only);
    expect(report.verdict).not.toBe('pass');
  });
});
