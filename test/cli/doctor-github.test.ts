// `mcgate doctor --github`: what GitHub says of a branch, what its workflow files say, and what follows from both.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { probeGithub } from '../../src/cli/doctor/probe-github.ts';
import { formatStatus } from '../../src/cli/status-line.ts';
import { formatWorkflow, workflowPath } from '../../src/cli/templates/workflow.ts';
import { openRepository } from '../../src/platform/repository.ts';
import { mcgate } from '../support/cli.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { forbidden, notFound, token } from '../support/github.ts';
import {
  bareRepository,
  classic,
  hiddenFromActions,
  requiring,
  ruleset,
  startRepositoryServer,
  type Settings,
  type RepositoryServer,
} from '../support/github-repository.ts';

vi.setConfig({ testTimeout: 60_000 });

const mine = formatWorkflow({ version: '1.0.0', commit: 'a'.repeat(40), defaultBranch: 'main' });
const noForcePushes = { type: 'non_fast_forward' };
const actions = 15_368;

let forge: RepositoryServer;
beforeAll(async () => {
  forge = await startRepositoryServer();
});
afterAll(() => forge.close());

function clone(workflow: string | null): TestRepository {
  const repository = makeRepository({ commits: [{ 'a.js': '', ...(workflow === null ? {} : { [workflowPath]: workflow }) }] });
  repository.git('remote', 'add', 'origin', 'git@github.com:Acme/Shop.git');
  return repository;
}

interface Diagnosis {
  /** As the command would exit. */
  readonly code: number;
  /** Name to status. */
  readonly lines: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Circumstances {
  readonly workflow?: string | null;
  readonly settings?: Settings;
  readonly env?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly repository?: TestRepository;
}

const codes = { all: 0, forks: 0, no: 1, unknown: 2 } as const;

/** `settings` come on top of a repository that nothing protects. */
async function diagnose({
  workflow = mine,
  settings = {},
  env,
  name,
  repository = clone(workflow),
}: Circumstances = {}): Promise<Diagnosis> {
  forge.say({ ...bareRepository(repository.git('rev-parse', 'main')), ...settings });
  const opened = await openRepository(repository.root, { git: true });
  try {
    const probe = { name: name ?? null, env: env ?? access(), signal: new AbortController().signal };
    const { guarantee, lines } = await probeGithub(opened, probe);
    const text = lines.map((line) => formatStatus(line, { color: false, width: 80, unicode: true })).join('');
    expect(text).not.toContain(token);
    return { code: codes[guarantee], lines: Object.fromEntries(lines.map((line) => [line.name, line.status])), text };
  } finally {
    await opened.close();
  }
}

function access(): Readonly<Record<string, string>> {
  return { GITHUB_TOKEN: token, GITHUB_API_URL: forge.url };
}

describe('the command', () => {
  it.each<readonly [code: number, status: string, settings: Settings]>([
    [0, 'ok', requiring()],
    [1, 'fail', {}],
    [2, 'warn', { '': notFound }],
  ])('exits %i with the guarantee %s', async (code, status, settings) => {
    const { root, git } = clone(mine);
    forge.say({ ...bareRepository(git('rev-parse', 'main')), ...settings });
    const ran = await mcgate(['doctor', '--github'], { cwd: root, env: access() });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: '' });
    expect(ran.stdout).toMatch(new RegExp(`^\\S+ ${status} +guarantee: `, 'm'));
    expect(ran.stdout).not.toContain(token);
    expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says what it could not look at without a token, also in a plain folder', async () => {
    const { code, stdout } = await mcgate(['doctor', '--github'], { cwd: clone(mine).root });
    expect(code).toBe(2);
    expect(stdout).toMatch(/GitHub: It was not asked/);
    expect((await mcgate(['doctor', '--github'], { cwd: makeFolder() })).code).toBe(1);
  });

  it.each(['acme/shop/../x', 'acme/..'])('asks nothing for what is no name of a repository: %s', async (name) => {
    forge.say({});
    const { code, stderr } = await mcgate(['doctor', '--github', '--repository', name], {
      cwd: clone(mine).root,
      env: access(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('owner/name');
    expect(forge.asked()).toEqual([]);
  });
});

describe('the guarantee', () => {
  it('holds for forks where the job and its status are required', async () => {
    const { code, lines } = await diagnose({ settings: requiring({ app: actions, more: [noForcePushes] }) });
    expect({ code, lines }).toEqual({
      code: 0,
      lines: {
        ...{ workflow: 'ok', pin: 'ok', job: 'ok', permissions: 'ok', events: 'ok', required: 'ok', bypass: 'ok' },
        ...{ 'other reporters': 'warn', 'up to date': 'ok', history: 'ok', tokens: 'ok', releases: 'ok', guarantee: 'ok' },
      },
    });
  });

  it('holds for all where a ruleset requires the workflow, and for forks where an App of its own alone reports', async () => {
    const workflows = { type: 'workflows', parameters: { workflows: [{ path: workflowPath, repository_id: 7, ref: 'refs/heads/main' }] } };
    const required = { '/rules/branches/main': { body: [{ ...workflows, ruleset_id: 9 }] }, ...ruleset(9, 'all repositories', []) };
    const ofRuleset = await diagnose({ settings: required });
    expect(ofRuleset.code).toBe(0);
    expect(ofRuleset.lines).not.toHaveProperty('other reporters');
    const ofApp = await diagnose({ workflow: withApp(), settings: requiring({ app: 99 }) });
    expect([ofApp.code, ofApp.lines['required'], ofApp.lines['App key'], ofApp.lines['other reporters']]).toEqual([
      0,
      'ok',
      'warn',
      undefined,
    ]);
    expect(ofApp.text).toContain('A pull request from a fork cannot weaken');
  });

  it('holds by branch protection as by rulesets', async () => {
    const { code, lines } = await diagnose({ settings: classic([{ context: 'mcgate', app_id: actions }]) });
    expect(code).toBe(0);
    expect(lines).toMatchObject({ required: 'ok', bypass: 'ok', 'up to date': 'ok', history: 'ok' });
  });

  const pull = mine.replace('pull_request_target:', 'pull_request:');
  const ofWorkflow = (path: string, repositoryId: number, more: object = {}): Settings => {
    const parameters = { workflows: [{ path, repository_id: repositoryId, ...more }] };
    return { '/rules/branches/main': { body: [{ type: 'workflows', parameters, ruleset_id: 9 }] }, ...ruleset(9, 'x', []) };
  };
  const both = (other: Settings): Settings => {
    const [one, two] = [requiring(), other].map((settings) => (settings['/rules/branches/main'] as { readonly body: object[] }).body);
    return { ...requiring(), ...other, '/rules/branches/main': { body: [...(one ?? []), ...(two ?? [])] } };
  };
  const beside = (step: string): string => mine.replace('- uses:', `- ${step}\n      - uses:`);
  const quoted = (input: string): string => input.replace(/: (.*)/u, ": '$1'");
  const filtered = (filter: string): string => mine.replace("branches: ['main']", filter);
  const ofDefault = '${{ github.event.repository.default_branch }}';
  const fromCheckout = (ref: string, run = 'uses: ./mcgate'): string =>
    pull.replace(/- uses: .*/u, `- uses: actions/checkout@v5\n        with: { path: mcgate, ref: '${ref}' }\n      - ${run}`);
  const asTarget = (workflow: string): string => workflow.replace('pull_request:', 'pull_request_target:');
  const anApp = { steps: 'continue-on-error: true' };

  it.each<readonly [name: string, code: number, circumstances: Circumstances]>([
    ['nothing is required', 1, {}],
    ['another check is required', 1, { settings: requiring({ context: 'build' }) }],
    ['there is no workflow', 1, { workflow: null, settings: requiring() }],
    ['the status is not set', 1, { workflow: mine.replace('statuses: write', 'statuses: read'), settings: requiring() }],
    ['the status is switched off', 1, { workflow: `${mine}        with:\n          status: false\n`, settings: requiring() }],
    [
      'a job without a status is required',
      1,
      { workflow: mine.replace('  mcgate:\n', '  gate:\n').replace('statuses: write', ''), settings: requiring({ context: 'gate' }) },
    ],
    ['the status alone is required', 0, { workflow: mine.replace('  mcgate:\n', '  gate:\n'), settings: requiring() }],
    [
      'a failure does not count',
      1,
      { workflow: mine.replace('    runs-on', '    continue-on-error: true\n    runs-on'), settings: requiring() },
    ],
    [
      'the job may be skipped',
      2,
      { workflow: mine.replace('    runs-on', "    if: github.actor != 'bot'\n    runs-on"), settings: requiring() },
    ],
    ['the job waits for another', 2, { workflow: mine.replace('    runs-on', '    needs: build\n    runs-on'), settings: requiring() }],
    ['the branch is left out', 1, { workflow: mine.replaceAll("['main']", "['next']"), settings: requiring() }],
    ['a pattern may name the branch', 0, { workflow: mine.replaceAll("['main']", "['ma*']"), settings: requiring() }],
    ['a pattern does not name the branch', 1, { workflow: mine.replaceAll("['main']", "['ne*']"), settings: requiring() }],
    ['a pattern cannot be read for certain', 2, { workflow: mine.replaceAll("['main']", "['mai[n]']"), settings: requiring() }],
    ['a pattern may take the branch back', 2, { workflow: mine.replaceAll("['main']", "['main', '!m*']"), settings: requiring() }],
    ['a pattern leaves the branch out', 1, { workflow: filtered("branches-ignore: ['m*']"), settings: requiring() }],
    ['it runs for a label', 1, { workflow: mine.replace(/types: \[opened.*/u, 'types: [labeled]'), settings: requiring() }],
    ['it runs not for new commits', 1, { workflow: mine.replace('synchronize, ', ''), settings: requiring() }],
    ['it runs for some paths', 1, { workflow: filtered("branches: ['main']\n    paths: ['src/**']"), settings: requiring() }],
    ['it runs not for some paths', 1, { workflow: filtered("branches: ['main']\n    paths-ignore: ['docs/**']"), settings: requiring() }],
    ['an unknown filter', 2, { workflow: filtered("branches: ['main']\n    authors: ['x']"), settings: requiring() }],
    ["the pull request's own workflow judges", 1, { workflow: pull, settings: requiring() }],
    ['and a ruleset requires it', 0, { workflow: pull, settings: ofWorkflow(workflowPath, 7) }],
    ['a ruleset requires another workflow', 1, { settings: ofWorkflow('.github/workflows/ci.yml', 7) }],
    ['a ruleset requires one of another repository', 2, { workflow: null, settings: ofWorkflow('.github/workflows/mcgate.yml', 8) }],
    ['and it runs mcgate from the checkout of the change', 1, { workflow: fromCheckout(''), settings: ofWorkflow(workflowPath, 7) }],
    ['or by npx in it', 1, { workflow: fromCheckout('', 'run: npx mcgate@1.0.0'), settings: ofWorkflow(workflowPath, 7) }],
    ['or from what an expression names', 1, { workflow: fromCheckout('${{ env.X }}'), settings: ofWorkflow(workflowPath, 7) }],
    ['or from no checkout at all', 1, { workflow: pull.replace(/- uses: .*/u, '- uses: ./mcgate'), settings: ofWorkflow(workflowPath, 7) }],
    ['and it runs mcgate from a branch that it names', 0, { workflow: fromCheckout('main'), settings: ofWorkflow(workflowPath, 7) }],
    ['or from the default branch', 0, { workflow: fromCheckout(ofDefault), settings: ofWorkflow(workflowPath, 7) }],
    ['pull_request_target runs mcgate from its own checkout', 0, { workflow: asTarget(fromCheckout('')), settings: requiring() }],
    ['it requires the one of the default branch', 0, { workflow: pull, settings: ofWorkflow(workflowPath, 7, { ref: 'refs/heads/main' }) }],
    ['it requires the one of another branch', 2, { workflow: pull, settings: ofWorkflow(workflowPath, 7, { ref: 'refs/heads/old' }) }],
    ['it requires the one of a tag', 2, { workflow: pull, settings: ofWorkflow(workflowPath, 7, { ref: 'refs/tags/main' }) }],
    ['it requires the one of a commit', 2, { workflow: pull, settings: ofWorkflow(workflowPath, 7, { sha: 'a'.repeat(40) }) }],
    ['it names a ref that is none', 2, { workflow: pull, settings: ofWorkflow(workflowPath, 7, { ref: 7 }) }],
    [
      'it requires one that runs for no pull request',
      2,
      { workflow: mine.replace('pull_request_target:', 'pull_request_review_comment:'), settings: ofWorkflow(workflowPath, 7) },
    ],
    ['it requires an unread one, and the check is required too', 0, { settings: both(ofWorkflow('.github/workflows/mcgate.yml', 8)) }],
    [
      'a ruleset requires one, whose failure does not count',
      1,
      { workflow: mine.replace('- uses:', `- ${anApp.steps}\n        uses:`), settings: ofWorkflow(workflowPath, 7) },
    ],
    [
      'the head is checked out',
      1,
      {
        workflow: mine.replace('- uses:', "- uses: actions/checkout@v5\n        with: { ref: '${{ github.head_ref }}' }\n      - uses:"),
        settings: requiring(),
      },
    ],
    ...['gh pr checkout 1', 'git fetch origin "$X" && git -C . checkout FETCH_HEAD', 'git \\\n          switch x', 'gh repo clone x/y'].map(
      (run) => [`the head may be taken by ${run}`, 2, { workflow: beside(`run: |\n          ${run}`), settings: requiring() }] as const,
    ),
    ['a command takes no files', 0, { workflow: beside('run: git --version'), settings: requiring() }],
    ...['ref: ${{ env.X }}', 'repository: ${{ inputs.x }}'].map(
      (input) =>
        [
          `it may be taken by ${input}`,
          2,
          { workflow: beside(`uses: actions/checkout@v5\n        with: { ${quoted(input)} }`), settings: requiring() },
        ] as const,
    ),
    ['the default branch is checked out', 0, { workflow: asTarget(fromCheckout(ofDefault)), settings: requiring() }],
    ['the key of an App is nowhere', 2, { settings: requiring({ app: 99 }) }],
    ['the key of an App is kept in no environment', 2, { workflow: withApp('x', ''), settings: requiring({ app: 99 }) }],
    ["the App's token is that of Actions", 2, { workflow: withApp('github.token'), settings: requiring({ app: 99 }) }],
    ['forks get the key of an App', 2, { workflow: withApp(), settings: { ...requiring({ app: 99 }), ...privateOne(false, true) } }],
    ['forks get secrets', 1, { settings: { ...requiring(), ...privateOne(false, true) } }],
    ['forks may write', 1, { settings: { ...requiring(), ...privateOne(true) } }],
    ['forks of a private repository may not', 0, { settings: { ...requiring(), ...privateOne(false) } }],
    ['whether forks may write is hidden', 2, { settings: { ...requiring(), ...privateOne(null) } }],
  ])('where %s: exit code %i', async (_, code, circumstances) => {
    const diagnosis = await diagnose(circumstances);
    expect(diagnosis).toMatchObject({ code, lines: { guarantee: { 0: 'ok', 1: 'fail', 2: 'warn' }[code] } });
  });

  function withApp(token = 'steps.app.outputs.token', environment = '    environment: mcgate\n'): string {
    return `${mine.replace('    runs-on', `${environment}    runs-on`)}        with:\n          token: \${{ ${token} }}\n`;
  }

  function privateOne(mayWrite: boolean | null, getSecrets = false): Settings {
    const forks = {
      run_workflows_from_fork_pull_requests: true,
      send_write_tokens_to_workflows: mayWrite,
      send_secrets_and_variables: getSecrets,
    };
    return {
      '': { body: { id: 7, full_name: 'acme/shop', private: true, default_branch: 'main' } },
      '/actions/permissions/fork-pr-workflows-private-repos': mayWrite === null ? forbidden : { body: forks },
    };
  }
});

describe('what is missing', () => {
  it('is told, with what mends it', async () => {
    const workflow = mine
      .replace(`@${'a'.repeat(40)}`, '@v1')
      .replace('contents: read', 'contents: write')
      .replace(', edited', '')
      .replace('permissions: {}', 'concurrency: mcgate');
    const tokens = {
      '/actions/permissions/workflow': { body: { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true } },
    };
    const bypass = [
      { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' },
      { actor_id: 3, actor_type: 'Team', bypass_mode: 'pull_request' },
    ];
    const settings = { ...requiring({ strict: false, bypass }), ...tokens, '/immutable-releases': notFound };
    const { code, lines, text } = await diagnose({ workflow, settings });
    expect(code).toBe(0);
    for (const name of ['pin', 'permissions', 'events', 'concurrency', 'bypass', 'up to date', 'history', 'tokens', 'releases']) {
      expect([name, lines[name]]).toEqual([name, 'warn']);
    }
    expect(text).toMatch(/bypass: admins of the repository; Team 3, in pull requests/);
  });

  it.each([
    ['admins, of branch protection', classic([{ context: 'mcgate', app_id: null }], false), 'warn'],
    ['nobody, where one of two holds all', { ...classic([{ context: 'mcgate', app_id: null }], false), ...requiring() }, 'ok'],
    ['whoever is hidden', requiring({ bypass: null }), 'warn'],
  ])('tells who may merge past it: %s', async (_, settings, status) => {
    expect((await diagnose({ settings })).lines['bypass']).toBe(status);
  });

  it('a merge queue that mcgate does not judge never merges', async () => {
    const settings = requiring({ more: [{ type: 'merge_queue', parameters: { merge_method: 'MERGE' } }] });
    expect((await diagnose({ settings })).lines['up to date']).toBe('ok');
    expect((await diagnose({ settings, workflow: mine.replace('  merge_group:\n', '') })).lines['up to date']).toBe('fail');
  });
});

describe('what cannot be looked at', () => {
  it('is all that GitHub knows, without a token', async () => {
    const { code, lines } = await diagnose({ env: { GITHUB_API_URL: forge.url } });
    expect(code).toBe(2);
    expect(lines).toMatchObject({ workflow: 'ok', GitHub: 'warn', guarantee: 'warn' });
    expect(lines).not.toHaveProperty('required');
    expect(forge.asked()).toEqual([]);
  });

  it('does not hide what the workflow files alone show', async () => {
    expect((await diagnose({ env: {}, workflow: null })).code).toBe(1);
  });

  it('is told one by one to an Action with its own token', async () => {
    const { code, lines } = await diagnose({ settings: { ...requiring({ bypass: null }), ...hiddenFromActions } });
    expect(code).toBe(0);
    expect(lines).toMatchObject({ required: 'ok', bypass: 'warn', tokens: 'warn', releases: 'warn' });
  });

  it('shows an Action what branch protection requires, by the branch', async () => {
    const tip = clone(mine);
    const required = { enforcement_level: 'non_admins', contexts: ['mcgate'], checks: [{ context: 'mcgate', app_id: actions }] };
    const branch = {
      body: {
        name: 'main',
        commit: { sha: tip.git('rev-parse', 'main') },
        protected: true,
        protection: { enabled: true, required_status_checks: required },
      },
    };
    const { code, lines } = await diagnose({ repository: tip, settings: { ...hiddenFromActions, '/branches/main': branch } });
    expect(code).toBe(0);
    expect(lines).toMatchObject({ required: 'ok', bypass: 'warn' });
  });

  it.each<readonly [string, Settings]>([
    ['forbidden', { '/rules/branches/main': forbidden }],
    ['not found', { '/rules/branches/main': notFound }],
    ['no list', { '/rules/branches/main': { body: { rules: [] } } }],
    ['a list of something else', { '/rules/branches/main': { body: ['required_status_checks', null, 3] } }],
    [
      'no rule of a known form',
      {
        '/rules/branches/main': {
          body: [{ type: 'required_status_checks', ruleset_id: 1, parameters: { required_status_checks: 'mcgate' } }],
        },
      },
    ],
    ['no JSON', { '/rules/branches/main': { body: '<html>' } }],
    ['a redirect', { '/rules/branches/main': { status: 302, headers: { location: 'https://elsewhere.example/' } } }],
  ])('leaves it open whether mcgate is required: %s', async (_, settings) => {
    const { code, lines } = await diagnose({ settings });
    expect({ code, required: lines['required'] }).toEqual({ code: 2, required: 'warn' });
  });

  it.each<readonly [string, Settings]>([
    ['a repository that the token may not see', { '': notFound }],
    ['a token that is none', { '': { status: 401, body: { message: 'Bad credentials' } } }],
    ['a repository of another form', { '': { body: { id: '7', default_branch: null } } }],
  ])('ends the questions: %s', async (_, settings) => {
    const { code, lines } = await diagnose({ settings: { ...requiring(), ...settings } });
    expect({ code, github: lines['GitHub'] }).toEqual({ code: 2, github: 'warn' });
    expect(forge.asked()).toHaveLength(1);
  });

  it('is whatever stands on a branch that is newer on GitHub', async () => {
    const repository = clone(mine);
    repository.commit({ 'b.js': '' });
    const newer = repository.git('rev-parse', 'main');
    repository.git('reset', '-q', '--hard', 'HEAD^');
    const branch = { body: { name: 'main', commit: { sha: newer }, protected: false } };
    const { code, lines } = await diagnose({ repository, settings: { ...requiring(), '/branches/main': branch } });
    expect({ code, clone: lines['clone'] }).toEqual({ code: 2, clone: 'warn' });
  });

  it.each([
    ['hidden', forbidden],
    ['of another form', { body: { name: 'main', protected: false } }],
  ])('is how fresh the clone is, where the newest commit is %s', async (_, branch) => {
    const { code, lines } = await diagnose({ settings: { ...requiring(), '/branches/main': branch } });
    expect({ code, clone: lines['clone'] }).toEqual({ code: 2, clone: 'warn' });
  });

  it('is a workflow file that is too long to be read', async () => {
    const repository = clone(mine);
    repository.commit({ '.github/workflows/long.yml': '#'.repeat(600 * 1024) });
    const { code, lines } = await diagnose({ repository, settings: requiring() });
    expect({ code, files: lines['files'] }).toEqual({ code: 2, files: 'warn' });
  });

  it('is what stands in a clone of another repository than the one whose name is given', async () => {
    const other = clone(mine);
    other.git('remote', 'set-url', 'origin', 'https://github.com/acme/other');
    expect((await diagnose({ repository: other, settings: requiring(), name: 'acme/shop' })).lines['clone']).toBe('warn');
  });
});

describe('the questions', () => {
  it('go to one place, with the token, and only read', async () => {
    await diagnose({ settings: requiring() });
    expect(forge.asked().length).toBeGreaterThan(6);
    for (const asked of forge.asked()) expect(asked).toMatch(new RegExp(`^GET /repos/acme/shop\\S* Bearer ${token}$`));
  });

  it('follow all pages, and no address that an answer names', async () => {
    const filler = { type: 'deletion', ruleset_id: 1 };
    const pages = [{ body: Array.from({ length: 100 }, () => filler) }, requiring()['/rules/branches/main'] as { readonly body: unknown }];
    const { code } = await diagnose({ settings: { ...requiring(), ...ruleset(1, 'x', []), '/rules/branches/main': pages } });
    expect(code).toBe(0);
  });

  it('take GH_TOKEN too', async () => {
    expect((await diagnose({ settings: requiring(), env: { GH_TOKEN: token, GITHUB_API_URL: forge.url } })).code).toBe(0);
  });

  it('start no log command, however the text is wrapped', () => {
    const detail = `${'x'.repeat(70)} ::error::evil ##[error]evil`;
    const text = formatStatus({ status: 'warn', name: 'workflow', detail, remedy: detail }, { color: false, width: 80, unicode: true });
    expect(text).not.toMatch(/^\s*::|##\[/m);
  });

  it('show a name as text, whatever it holds', async () => {
    const hostile = '\u001b[2J::error::\n\u202eevil';
    const workflows = { type: 'workflows', parameters: { workflows: [{ path: workflowPath, repository_id: 7 }] } };
    const settings = { '/rules/branches/main': { body: [{ ...workflows, ruleset_id: 9 }] }, ...ruleset(9, hostile, []) };
    const { text, code } = await diagnose({ settings });
    expect(code).toBe(0);
    for (const sign of ['\u001b', '\u202e', '\n::']) expect(text).not.toContain(sign);
  });
});
