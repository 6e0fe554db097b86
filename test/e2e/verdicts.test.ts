// One table: what is judged -> verdict and exit code, the same in every format. Spawned, over real git repositories.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report, Verdict } from '../../src/core/documents.ts';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { realScanner } from '../gates/dependencies/gate-run.ts';
import { cloneRepository, makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { mcgate, type Ran } from '../support/cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const high = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
const clean = 'export const one = 1;\n';
const config = '.mcgate/config.yaml';
const suppressions = '.mcgate/suppressions.yaml';
const lockfile = {
  'package.json': '{"name":"app","version":"1.0.0","dependencies":{"left":"1.0.0"}}',
  'package-lock.json': JSON.stringify({
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'app', version: '1.0.0', dependencies: { left: '1.0.0' } }, 'node_modules/left': { version: '1.0.0' } },
  }),
};
const exitCodes: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, incomplete: 2 };

interface Row {
  readonly verdict: Verdict;
  /** Makes the folder; may answer environment and flags. */
  readonly make: () => Promise<Scene> | Scene;
  /** What else the report must say. */
  readonly says?: (report: Report) => void;
}

interface Scene {
  readonly root: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

let identity: string;
let database: string;

beforeAll(async () => {
  database = makeFolder();
  await writeOsvDatabase(database, await readOsvRecords(path.resolve('fixtures/demo-advisories')));
  const ran = await mcgate(['check', '--format', 'json', '--gate', 'code'], { cwd: makeFolder({ 'a.js': high }) });
  identity = parse(ran).findings[0]?.identity ?? '';
  expect(identity).toMatch(/^[0-9a-f]{32}$/);
});

function parse({ stdout, stderr }: Ran): Report {
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Report;
}

function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

function suppressed(expires: string): string {
  return `suppressions:\n  - { identity: ${identity}, owner: '@team', reason: 'the argument is a constant', expires: '${expires}' }\n`;
}

/** A change on a branch: `main` as it is, then what the working tree adds. */
function change(main: Readonly<Record<string, string>>, files: Readonly<Record<string, string | null>>): TestRepository {
  const repository = makeRepository({ commits: [main] });
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit(files);
  return repository;
}

/** An osv-scanner of the pinned release's name that does as `script` says. */
function scanner(script: string): Record<string, string> {
  const file = path.join(makeFolder(), 'osv-scanner');
  const version = /osvScannerVersion = '([^']+)'/.exec(readFileSync('src/platform/osv-scanner-release.ts', 'utf8'))?.[1] ?? '';
  writeFileSync(
    file,
    `#!${process.execPath}\nif (process.argv[2] === '--version') console.log('osv-scanner version: ${version}');\nelse { ${script} }\n`,
  );
  chmodSync(file, 0o755);
  return { MCGATE_OSV_SCANNER: file, MCGATE_OSV_DATABASE: database };
}

function outcome(report: Report, gate: string): string | undefined {
  return report.gates.find(({ id }) => id === gate)?.outcome;
}

function firstReason(report: Report): Report['gates'][number]['reasons'][number] | undefined {
  return report.gates.flatMap(({ reasons, outcome: said }) => (said === 'incomplete' ? reasons : []))[0];
}

const posix = process.platform !== 'win32';
const rows: Readonly<Record<string, Row>> = {
  'clean change': { verdict: 'pass', make: () => change({ 'a.js': clean }, { 'b.js': clean }) },
  'nothing to scan': { verdict: 'pass', make: () => makeRepository({ commits: [{ 'README.md': 'hello\n' }] }) },
  'an empty folder': { verdict: 'pass', make: () => ({ root: makeFolder() }) },
  'a repository with no commit': { verdict: 'pass', make: () => makeRepository({ files: { 'a.js': clean } }) },
  'new finding above the threshold': {
    verdict: 'fail',
    make: () => change({ 'a.js': clean }, { 'b.js': high }),
    says: (report) => {
      expect(report.findings).toMatchObject([{ state: 'new', blocks: true, location: { path: 'b.js' } }]);
    },
  },
  'new finding below the threshold': {
    verdict: 'pass',
    make: () => change({ 'a.js': clean, [config]: 'gates: { code: { failOn: critical } }\n' }, { 'b.js': high }),
    says: (report) => {
      expect(report.findings).toMatchObject([{ state: 'new', blocks: false }]);
    },
  },
  'the same with a stricter --fail-on': {
    verdict: 'fail',
    make: () => ({
      ...change({ 'a.js': clean, [config]: 'gates: { code: { failOn: critical } }\n' }, { 'b.js': high }),
      args: ['--fail-on', 'high'],
    }),
  },
  'inform mode': {
    verdict: 'pass',
    make: () => change({ 'a.js': clean, [config]: 'mode: inform\n' }, { 'b.js': high }),
    says: (report) => {
      expect(report).toMatchObject({ mode: 'inform', findings: [{ state: 'new' }] });
    },
  },
  'existing finding only': {
    verdict: 'pass',
    make: () => change({ 'a.js': high }, { 'b.js': clean }),
    says: (report) => {
      expect(report.findings).toMatchObject([{ state: 'existing', blocks: false }]);
    },
  },
  'existing finding in an audit of the default branch': {
    verdict: 'fail',
    make: () => makeRepository({ commits: [{ 'a.js': high }] }),
    says: (report) => {
      expect(report.subject.kind).toBe('audit');
    },
  },
  'existing finding whose file is renamed': { verdict: 'pass', make: () => change({ 'a.js': high }, { 'a.js': null, 'moved.js': high }) },
  'existing finding copied elsewhere': {
    verdict: 'fail',
    make: () => change({ 'a.js': high }, { 'copy.js': high }),
    says: (report) => {
      expect(report.findings.map(({ state }) => state).sort()).toEqual(['existing', 'new']);
    },
  },
  'suppressed finding': {
    verdict: 'pass',
    make: () => makeRepository({ commits: [{ 'a.js': high, [suppressions]: suppressed(day(60)) }] }),
    says: (report) => {
      expect(report.findings).toMatchObject([{ state: 'suppressed' }]);
      expect(report.notices).toEqual([]);
    },
  },
  'suppression about to expire': {
    verdict: 'pass',
    make: () => makeRepository({ commits: [{ 'a.js': high, [suppressions]: suppressed(day(3)) }] }),
    says: (report) => {
      expect(report.notices.length).toBeGreaterThan(0);
    },
  },
  'expired suppression': {
    verdict: 'fail',
    make: () => makeRepository({ commits: [{ 'a.js': high, [suppressions]: suppressed(day(-1)) }] }),
  },
  'suppression with a malformed date': {
    verdict: 'fail',
    make: () => makeRepository({ commits: [{ 'a.js': high, [suppressions]: suppressed('next year') }] }),
  },
  'suppressed finding copied elsewhere': {
    verdict: 'fail',
    make: () => change({ 'a.js': high, [suppressions]: suppressed(day(60)) }, { 'copy.js': high }),
  },
  'suppression of another finding only': {
    verdict: 'fail',
    make: () =>
      makeRepository({ commits: [{ 'b.js': `let a;\n${high.replace(';', '; // another')}`, [suppressions]: suppressed(day(60)) }] }),
    says: (report) => {
      expect(report.notices.length).toBeGreaterThan(0);
    },
  },
  'osv-scanner and its database missing': {
    verdict: 'incomplete',
    make: () => makeRepository({ commits: [lockfile] }),
    says: (report) => {
      expect(outcome(report, 'dependencies')).toBe('incomplete');
      expect(firstReason(report)).toMatchObject({ code: 'tool-missing', remedy: expect.stringContaining('mcgate setup') as string });
    },
  },
  'bad config at the trusted tip': {
    verdict: 'incomplete',
    make: () => change({ 'a.js': clean, [config]: 'gates: { code: { failon: high } }\n' }, { 'b.js': clean }),
    says: (report) => {
      expect(firstReason(report)?.message).toMatch(/config\.yaml:1:.*failOn/s);
    },
  },
  'bad config in the change alone': {
    verdict: 'fail',
    make: () => change({ 'a.js': clean }, { [config]: 'gates: { code: { failon: high } }\n' }),
    says: (report) => {
      expect(report.findings).toMatchObject([{ ruleId: 'weakening/document-invalid' }]);
    },
  },
  'a changed file that does not parse': {
    verdict: 'incomplete',
    make: () => change({ 'a.js': clean }, { 'b.js': 'function ( {\n' }),
    says: (report) => {
      expect(outcome(report, 'code')).toBe('incomplete');
    },
  },
  'a changed file that cannot be read': {
    verdict: 'incomplete',
    make: () => {
      const { root, git, write } = makeRepository({ commits: [{ 'a.js': clean }] });
      // Content that no other row has, or the cache would know it without reading.
      write({ 'b.js': '// only here\n' });
      git('add', '-A');
      const blob = git('rev-parse', ':b.js');
      rmSync(path.join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
      return { root, args: ['--staged'] };
    },
    says: (report) => {
      expect(outcome(report, 'code')).toBe('incomplete');
    },
  },
  'an untouched file that does not parse': {
    verdict: 'pass',
    make: () => change({ 'a.js': 'function ( {\n' }, { 'b.js': clean }),
  },
  'a finding beside what could not be answered': {
    verdict: 'fail',
    make: () => change({ 'a.js': clean }, { 'b.js': 'function ( {\n', 'c.js': high }),
  },
  'a shallow clone that lacks the base': {
    verdict: 'incomplete',
    make: () => {
      const origin = makeRepository({ commits: [{ 'a.js': clean }] });
      origin.git('checkout', '-q', '-b', 'feature');
      origin.commit({ 'b.js': clean });
      origin.git('checkout', '-q', 'main');
      origin.commit({ 'c.js': clean });
      const clone = cloneRepository(origin, '--depth=1', '--no-single-branch', '--branch', 'feature');
      return { root: clone.root, args: ['--base', 'origin/main'] };
    },
    says: (report) => {
      expect(firstReason(report)).toMatchObject({ code: 'no-trusted-tip', remedy: expect.stringContaining('git fetch') as string });
    },
  },
  'a branch cut from an old commit whose config was weaker': {
    verdict: 'fail',
    make: () => {
      const repository = makeRepository({ commits: [{ 'a.js': clean, [config]: 'gates: { code: { enabled: false } }\n' }] });
      const old = repository.git('rev-parse', 'HEAD');
      repository.commit({ [config]: 'gates: { code: { enabled: true } }\n' });
      repository.git('checkout', '-q', '-b', 'feature', old);
      repository.commit({ 'b.js': high });
      return repository;
    },
    says: (report) => {
      expect(report.findings).toContainEqual(expect.objectContaining({ ruleId: 'code/tls-verification-disabled', blocks: true }));
    },
  },
};

const installed = await realScanner();

function lodash(version: string): Readonly<Record<string, string>> {
  return {
    'package.json': `{"name":"app","version":"1.0.0","dependencies":{"lodash":"${version}"}}`,
    'package-lock.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'app', version: '1.0.0', dependencies: { lodash: version } }, 'node_modules/lodash': { version } },
    }),
  };
}

const answering = (repository: TestRepository): Scene => ({
  root: repository.root,
  env: { MCGATE_OSV_SCANNER: installed ?? '', MCGATE_OSV_DATABASE: database },
});

/** The real scanner with a database. */
const answerRows: Readonly<Record<string, Row>> = {
  'osv-scanner finds nothing': {
    verdict: 'pass',
    make: () => answering(change(lodash('4.17.20'), lodash('4.17.21'))),
    says: (report) => {
      expect(outcome(report, 'dependencies')).toBe('pass');
      expect(report.findings.map(({ state }) => state)).toContain('fixed');
    },
  },
  'osv-scanner finds a vulnerable package that the change brings in': {
    verdict: 'fail',
    make: () => answering(change(lodash('4.17.21'), lodash('4.17.20'))),
    says: (report) => {
      expect(report.findings).toContainEqual(
        expect.objectContaining({ ruleId: 'dependencies/vulnerable-package', state: 'new', blocks: true }),
      );
    },
  },
  'osv-scanner finds one that stood before': {
    verdict: 'pass',
    make: () => answering(change(lodash('4.17.20'), { 'b.js': clean })),
    says: (report) => {
      expect(report.findings).toContainEqual(
        expect.objectContaining({ ruleId: 'dependencies/vulnerable-package', state: 'existing', blocks: false }),
      );
    },
  },
};

const scannerRows: Readonly<Record<string, Row>> = {
  'osv-scanner crashes': {
    verdict: 'incomplete',
    make: () => ({ ...makeRepository({ commits: [lockfile] }), env: scanner('process.exitCode = 127;') }),
  },
  'osv-scanner is killed': {
    verdict: 'incomplete',
    make: () => ({ ...makeRepository({ commits: [lockfile] }), env: scanner("process.kill(process.pid, 'SIGKILL');") }),
  },
  'osv-scanner hangs': {
    verdict: 'incomplete',
    make: () => ({
      ...makeRepository({ commits: [{ ...lockfile, [config]: 'gates: { dependencies: { timeout: 4s } }\n' }] }),
      env: scanner('setInterval(() => {}, 1000);'),
    }),
  },
  'osv-scanner lies': {
    verdict: 'incomplete',
    make: () => ({ ...makeRepository({ commits: [lockfile] }), env: scanner(`console.log('{"results":[]}');`) }),
    says: (report) => {
      expect(firstReason(report)?.message).toMatch(/did not match/);
    },
  },
  'osv-scanner answers nonsense': {
    verdict: 'incomplete',
    make: () => ({ ...makeRepository({ commits: [lockfile] }), env: scanner("console.log('<html>');") }),
  },
  'osv-scanner of another release': {
    verdict: 'incomplete',
    make: () => {
      const file = path.join(makeFolder(), 'osv-scanner');
      writeFileSync(file, `#!${process.execPath}\nconsole.log('osv-scanner version: 2.5.0');\n`, { mode: 0o755 });
      return { ...makeRepository({ commits: [lockfile] }), env: { MCGATE_OSV_SCANNER: file, MCGATE_OSV_DATABASE: database } };
    },
  },
};

async function judge(row: Row): Promise<void> {
  const { root, env = {}, args = [] } = await row.make();
  const out = makeFolder();
  const files = ['r.sarif', 'r.md', 'r.txt'].flatMap((file) => ['--output', path.join(out, file)]);
  const ran = await mcgate(['check', ...args, '--format', 'json', ...files], { cwd: root, env });
  const report = parse(ran);
  expect({ verdict: report.verdict, code: ran.code }).toEqual({ verdict: row.verdict, code: exitCodes[row.verdict] });
  row.says?.(report);
  const read = (file: string): string => readFileSync(path.join(out, file), 'utf8');
  expect(read('r.md').toLowerCase()).toContain(row.verdict);
  expect(read('r.txt')).toContain(row.verdict.toUpperCase());
  const { runs } = JSON.parse(read('r.sarif')) as { runs: { results: { level: string }[] }[] };
  const errors = runs.flatMap(({ results }) => results).filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(report.counts.blocking);
}

describe.concurrent('verdict and exit code', () => {
  it.each(Object.entries(rows))('%s', async (_, row) => {
    await judge(row);
  });

  it.skipIf(installed === null).each(Object.entries(answerRows))('%s', async (_, row) => {
    await judge(row);
  });

  it.skipIf(!posix).each(Object.entries(scannerRows))('%s', async (_, row) => {
    await judge(row);
  });
});

describe.concurrent('no format changes the exit code', () => {
  const scenes: Readonly<Record<Verdict, () => string>> = {
    pass: () => makeFolder({ 'a.js': clean }),
    fail: () => makeFolder({ 'a.js': high }),
    incomplete: () => makeFolder({ 'a.js': clean, ...lockfile }),
  };
  const table = (['pass', 'fail', 'incomplete'] as const).flatMap((verdict) =>
    ['pretty', 'json', 'sarif', 'markdown', 'html'].map((format) => [verdict, format] as const),
  );
  it.each(table)('%s as %s', async (verdict, format) => {
    // The two gates that say something of these scenes.
    const args = ['check', '--gate', 'code', '--gate', 'dependencies', '--format', format];
    const { code, stdout } = await mcgate(args, { cwd: scenes[verdict]() });
    expect(code).toBe(exitCodes[verdict]);
    expect(stdout).not.toBe('');
  });
});

describe('wrong usage exits 2 and judges nothing', () => {
  it.each([
    ['a looser --fail-on', ['--fail-on', 'critical']],
    ['a base that is not there', ['--base', 'nowhere']],
    ['a gate that is not built: skipped gates alone would be a pass of nothing', ['--gate', 'configuration']],
    ['such a gate beside one that is', ['--gate', 'code', '--gate', 'configuration']],
    ['a base that looks like an option', ['--base=--upload-pack=touch planted']],
  ])('%s', async (_, args) => {
    const { root } = makeRepository({ commits: [{ 'a.js': high }] });
    const { code, stdout, stderr } = await mcgate(['check', ...args], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^mcgate: /);
    expect(existsSync(path.join(root, 'planted'))).toBe(false);
  });
});
