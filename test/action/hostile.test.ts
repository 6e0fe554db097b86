// Pull requests of a fork, full of traps, on pull_request_target: nothing of theirs runs, and no process, file or log gets to know a token.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { startAction, type ActionRun } from '../support/action.ts';
import { makeCanary, makeFolder } from '../support/git-repository.ts';
import { openPull, startGitServer, type GitServer, type HostedPull } from '../support/git-server.ts';
import { pullRequestPayload } from '../support/github-payloads.ts';
import { blocking, makeBait, makeStandIn, reasonsOf, stateOf } from '../support/judgement.ts';
import { recordPrograms, watchProcesses, type RecordedPrograms } from '../support/recorded-programs.ts';
import { clean, finds, high, lockfile, plantTree, toolTraps } from '../support/traps.ts';
import { startForge, type Forge } from './delivery/forge.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

// Made here, so that no scanner takes this file's text for a leak.
const asks = ['ghs', 'a0'.repeat(18)].join('_');
const fetches = ['ghs', 'f1'.repeat(18)].join('_');
const others = { GITHUB_TOKEN: 'token-for-github', NPM_TOKEN: 'token-for-npm', ACTIONS_RUNTIME_TOKEN: 'token-for-actions' };
const secrets = [asks, fetches, ...Object.values(others), Buffer.from(`x-access-token:${fetches}`).toString('base64')];

let host: GitServer;
let database: string;
const trap = makeCanary();
const connections: string[] = [];
const listener = createServer((socket) => {
  connections.push('called');
  socket.destroy();
});

beforeAll(async () => {
  database = makeFolder();
  await writeOsvDatabase(database, await readOsvRecords(path.resolve('fixtures/demo-advisories')));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  host = await startGitServer({ token: fetches, commits: [{ 'a.js': clean, '.mcgate/config.yaml': 'mode: block\n' }] });
});
afterAll(async () => {
  listener.close();
  await host.close();
});

/** What a stranger can push: files, links, a repository within, a submodule; nothing of git's own settings. */
function plantFiles(): void {
  const { root, git, write } = host.repository;
  const bound = listener.address();
  const address = `127.0.0.1:${String(typeof bound === 'object' ? bound?.port : '')}`;
  const code = `require('fs').writeFileSync(${JSON.stringify(trap.mark)}, 'by code');`;
  git('checkout', '-q', '-b', 'feature', 'main');
  write({
    ...toolTraps(code, address),
    'src/bad.js': high,
    '.gitattributes': '* filter=x diff=x merge=x text export-subst\n',
    '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ext::${trap.script}\n\tupdate = !${trap.script}\n`,
    '.gitconfig': `[core]\n\tfsmonitor = ${trap.script}\n\thooksPath = hooks\n[include]\n\tpath = evil\n`,
    '.lfsconfig': `[lfs]\n\turl = http://${address}/x\n`,
    'package-lock.json': lockfile('lodash', '4.17.20'),
    'bare/HEAD': 'ref: refs/heads/main\n',
    'bare/config': `[core]\n\tbare = true\n\tfsmonitor = ${trap.script}\n\tsshCommand = ${trap.script}\n`,
    'bare/objects/x': '',
    'bare/refs/x': '',
    'name ::error::%0A##[error].js': high,
    '.github/workflows/evil.yml': `on: pull_request_target\njobs: { mcgate: { runs-on: x, steps: [{ run: '${trap.script}' }] } }\n`,
  });
  mkdirSync(path.join(root, 'hooks'), { recursive: true });
  for (const name of ['git', 'sh', 'node', 'osv-scanner', 'ssh-keygen', 'hooks/post-checkout', 'hooks/reference-transaction'])
    writeFileSync(path.join(root, name), `#!/bin/sh\necho ran >> '${trap.mark}'\n`, { mode: 0o755 });
  symlinkSync(makeBait('secret.js', high).file, path.join(root, 'src/file.js'));
  symlinkSync('/proc/self/environ', path.join(root, 'src/environ.js'));
  git('add', '--force', '-A');
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'main')},sub`);
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', '::set-output name=verdict::pass');
  git('checkout', '-q', '--force', 'main');
}

interface Watched {
  readonly ran: ActionRun;
  readonly programs: RecordedPrograms;
  readonly forge: Forge;
}

/** Every process is looked at. */
async function judge(pull: HostedPull, more: Readonly<Record<string, string>> = {}): Promise<Watched> {
  const programs = recordPrograms(['git', 'ssh-keygen', 'sh'], secrets);
  const scanner = makeStandIn("console.log('{}');");
  const forge = await startForge(pull.head);
  const { child, ended } = startAction({
    event: 'pull_request_target',
    payload: pullRequestPayload(pull, { fromFork: true }),
    server: host.url,
    inputs: {
      ...{ token: asks, 'fetch-token': fetches, output: 'out.md\nout.txt\nout.sarif', status: 'true', ...more },
    },
    env: {
      ...others,
      PATH: programs.searchPath,
      GITHUB_API_URL: forge.url,
      MCGATE_OSV_SCANNER: scanner.file,
      MCGATE_OSV_DATABASE: database,
    },
  });
  const processes = watchProcesses(child.pid ?? 0);
  const ran = await ended;
  processes.stop();
  await forge.close();
  expectNobodyKnows({ ran, programs, forge }, processes.seen, scanner.calls());
  return { ran, programs, forge };
}

function expectNobodyKnows({ ran, programs, forge }: Watched, processes: ReadonlyMap<string, string>, scans: unknown): void {
  const started = [...processes.keys()].join('\n');
  for (const name of ['action/fetch.js', 'cli/gate-child.js']) expect(started).toContain(name);
  expect(programs.calls().filter((call) => /^git .* fetch /u.test(call)).length).toBeGreaterThan(0);
  const everything = {
    processes: [...processes].join('\n'),
    programs: programs.seen(),
    scans: JSON.stringify(scans),
    log: ran.stdout + ran.stderr,
    sent: JSON.stringify(forge.asked().map(({ url, body }) => ({ url, body }))),
    written: execFileSync('sh', ['-c', 'grep -raF -e "" "$1" "$2" "$3" || true', 'sh', ran.temporary, ran.workspace, ran.home], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    }),
  };
  for (const secret of secrets)
    expect(
      Object.entries(everything).flatMap(([where, text]) => (text.includes(secret) ? [`${where} knows ${secret.slice(0, 8)}`] : [])),
    ).toEqual([]);
  expect(programs.leaks()).toEqual([]);
  expect([...new Set(forge.asked().map(({ authorization }) => authorization))]).toEqual([`Bearer ${asks}`]);
  const shown = host.asked().map(({ authorization }) => Buffer.from(authorization.replace('Basic ', ''), 'base64').toString());
  expect([...new Set(shown)].sort()).toEqual(['', `x-access-token:${fetches}`]);
}

function expectUnharmed(): void {
  expect(existsSync(trap.mark)).toBe(false);
  expect(connections).toEqual([]);
}

describe.runIf(existsSync('/proc/self/environ'))('a pull request of a fork', () => {
  it('full of traps is judged by what it holds; nothing of it runs, and no token is let out', async () => {
    plantFiles();
    const pull = openPull(host.repository, 12, 'main', 'feature');
    const before = stateOf(host.repository.root);
    const { ran, forge } = await judge(pull, { gate: '', annotations: 'true', summary: 'true', comment: 'true' });
    expect({ code: ran.code, stderr: ran.stderr, verdict: ran.outputs['verdict'] }).toEqual({ code: 1, stderr: '', verdict: 'fail' });
    expect(ran.report?.subject).toMatchObject({
      event: 'pull_request_target',
      judged: { commit: pull.merge },
      trusted: { commit: pull.base },
    });
    if (ran.report !== null) expect(blocking(ran.report)).toEqual(expect.arrayContaining([`${finds} src/bad.js`]));
    if (ran.report !== null) expect(reasonsOf(ran.report, 'code')).toEqual([]);
    expect(ran.report?.findings.filter(({ location }) => /^src\/(?:file|environ)/u.test(location.path))).toEqual([]);
    expect(ran.stdout).not.toMatch(/^\s*::(?!error |warning |notice |group::|endgroup::)/mu);
    expect(ran.stdout).not.toContain('##[');
    expect(forge.asked('make')).toHaveLength(1);
    expect(forge.asked('status').map(({ body }) => body['state'])).toEqual(['pending', 'failure']);
    expectUnharmed();
    expect(stateOf(host.repository.root)).toBe(before);
  });

  it('of a forged tree, with names that lead out, is judged so too', async () => {
    const { root, git } = host.repository;
    const head = git('commit-tree', '-p', 'main', '-m', 'forged', plantTree(root, path.join(makeFolder(), 'index')));
    const merge = git('commit-tree', '-p', 'main', '-p', head, '-m', 'merge', `${head}^{tree}`);
    git('update-ref', 'refs/pull/12/head', head);
    git('update-ref', 'refs/pull/12/merge', merge);
    rmSync(trap.mark, { force: true });
    const { ran } = await judge({ number: 12, head, base: git('rev-parse', 'main'), baseRef: 'main', merge });
    expect(ran.code).toBe(1);
    if (ran.report !== null)
      expect(blocking(ran.report)).toEqual(
        expect.arrayContaining([`${finds} ../escape.js`, `${finds} .git/hooks/post-checkout.js`, `${finds} src/bad.js`]),
      );
    expectUnharmed();
  });
});
