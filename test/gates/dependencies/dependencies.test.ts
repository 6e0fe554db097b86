// The dependencies gate with the real osv-scanner.
import { describe, expect, test } from 'vitest';
import { rules } from '../../../rules/generated/dependencies.ts';
import { matchFindings } from '../../../src/core/identity.ts';
import { canaryLockfile } from '../../../src/gates/dependencies/canary.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { demoRecords, osvRecord, packageLock, realScanner, runGate } from './gate-run.ts';

const scanner = await realScanner();
const lodash = (version: string): string => packageLock({ 'node_modules/lodash': { version } }, { dependencies: { lodash: '^4' } });

describe.skipIf(scanner === null)('with the real osv-scanner (run scripts/install-test-tools.sh if this is skipped)', () => {
  test('a clean lockfile has no findings', async () => {
    const result = await runGate({ judged: { 'package-lock.json': lodash('4.17.21') } });
    expect(result).toMatchObject({
      findings: [],
      baseFindings: [],
      reasons: [],
      coverage: { unit: 'lockfiles', examined: 1, leftOut: [] },
    });
    expect(result.coverage.facts).toMatchObject({ packages: 1, 'osv-scanner': '2.5.1', 'npm advisories': 5 });
  });

  test('a vulnerable package is found with severity, place, advisory and fix', async () => {
    const text = lodash('4.17.20');
    const { findings, reasons } = await runGate({ judged: { 'app/package-lock.json': text } });
    expect(reasons).toEqual([]);
    expect(findings.map((finding) => [finding.ruleId, finding.severity, finding.confidence])).toEqual([
      ['dependencies/vulnerable-package', 'medium', 'high'],
      ['dependencies/vulnerable-package', 'high', 'high'],
    ]);
    const line = text.split('\n').findIndex((one) => one.includes('"node_modules/lodash"')) + 1;
    expect(findings[1]).toMatchObject({
      location: { path: 'app/package-lock.json', startLine: line, startColumn: 5, endLine: line, endColumn: 26 },
      evidence: {
        kind: 'advisory',
        ids: ['GHSA-35jh-r3h4-6jhm', 'CVE-2021-23337'],
        package: 'lodash',
        version: '4.17.20',
        ecosystem: 'npm',
        fixedVersions: ['4.17.21'],
        score: 7.2,
      },
      fix: 'Upgrade lodash to 4.17.21 or later: npm install lodash@^4.17.21',
    });
  });

  test.each(rules.flatMap((rule) => rule.examples.bad.map((example) => [rule.id, example] as const)))(
    '%s reports its bad example',
    async (id, example) => {
      const records = [...(await demoRecords()), osvRecord('MAL-2018-0001', 'flatmap-stream')];
      const { findings } = await runGate({ judged: { [example.file ?? '']: example.code }, records });
      expect(findings.map((finding) => finding.ruleId)).toContain(id);
    },
  );

  test.each(rules.flatMap((rule) => rule.examples.good.map((example) => [rule.id, example] as const)))(
    '%s leaves its good example alone',
    async (_id, example) => {
      const records = [...(await demoRecords()), osvRecord('MAL-2018-0001', 'flatmap-stream')];
      expect((await runGate({ judged: { [example.file ?? '']: example.code }, records })).findings).toEqual([]);
    },
  );

  test('a dependency of a dependency names who brings it', async () => {
    const lock = packageLock(
      { 'node_modules/mkdirp': { version: '0.5.5', dependencies: { minimist: '^1.2.5' } }, 'node_modules/minimist': { version: '1.2.5' } },
      { dependencies: { mkdirp: '0.5.5' } },
    );
    const { findings } = await runGate({ judged: { 'package-lock.json': lock } });
    expect(findings).toMatchObject([{ severity: 'critical', evidence: { fixedVersions: ['1.2.6'], path: ['mkdirp', 'minimist'] } }]);
    expect(findings[0]?.message).toContain('brought by mkdirp');
  });

  test('a way of any length is told by its ends', async () => {
    const names = [...Array.from({ length: 60 }, (_, index) => `step-${String(index)}`), 'minimist'];
    const entries = names.map((name, index) => {
      const next = names[index + 1];
      return [`node_modules/${name}`, { version: '1.2.5', ...(next === undefined ? {} : { dependencies: { [next]: '*' } }) }] as const;
    });
    const lock = packageLock(Object.fromEntries(entries), { dependencies: { 'step-0': '*' } });
    const { findings } = await runGate({ judged: { 'package-lock.json': lock } });
    const evidence = findings[0]?.evidence;
    const way = evidence?.kind === 'advisory' ? (evidence.path ?? []) : [];
    expect([way.length, way[0], ...way.slice(-2)]).toEqual([20, 'step-0', 'step-59', 'minimist']);
  });

  test('a direct dependency has no way', async () => {
    const lock = packageLock({ 'node_modules/minimist': { version: '1.2.5' } }, { dependencies: { minimist: '1.2.5' } });
    const { findings } = await runGate({ judged: { 'package-lock.json': lock } });
    expect(findings[0]?.evidence).not.toHaveProperty('path');
  });

  test.each([
    [
      'yarn.lock',
      '# yarn lockfile v1\n\n\nlodash@^4.17.20:\n  version "4.17.20"\n  resolved "https://registry.yarnpkg.com/lodash/-/lodash-4.17.20.tgz#00"\n',
      4,
    ],
    ['yarn.lock', '__metadata:\n  version: 8\n\n"lodash@npm:^4.17.20":\n  version: 4.17.20\n  resolution: "lodash@npm:4.17.20"\n', 4],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n\npackages:\n\n  lodash@4.17.20:\n    resolution: {integrity: sha512-x}\n", 5],
    [
      'pnpm-lock.yaml',
      "lockfileVersion: '6.0'\n\npackages:\n\n  /lodash@4.17.20:\n    resolution: {integrity: sha512-x}\n    dev: false\n",
      5,
    ],
    [
      'pnpm-lock.yaml',
      'lockfileVersion: 5.4\n\npackages:\n\n  /lodash/4.17.20:\n    resolution: {integrity: sha512-x}\n    dev: false\n',
      5,
    ],
    ['bun.lock', '{\n  "lockfileVersion": 1,\n  "packages": {\n    "lodash": ["lodash@4.17.20", "", {}, "sha512-x"],\n  },\n}\n', 4],
    ['npm-shrinkwrap.json', '{ "lockfileVersion": 1,\n "dependencies": {\n  "lodash": { "version": "4.17.20" } } }', 3],
  ])('%s is read, with the line', async (name, text, line) => {
    const { findings, reasons } = await runGate({ judged: { [name]: text } });
    expect(reasons).toEqual([]);
    expect(findings.map((finding) => finding.location.startLine)).toEqual([line, line]);
  });

  test('a bump that stays vulnerable, and a renamed folder, are no new findings', async () => {
    const base = { 'old/package-lock.json': lodash('4.17.19'), 'old/package.json': '{"name":"shop"}' };
    const judged = { 'new/package-lock.json': lodash('4.17.20'), 'new/package.json': '{"name":"shop"}' };
    const result = await runGate({ judged, base });
    expect(result.findings).toHaveLength(2);
    expect(matchFindings(result.baseFindings, result.findings).judged.every((one) => one.prior !== null)).toBe(true);
  });

  test('what one project got rid of does not excuse another that takes it in', async () => {
    const base = {
      'a/package-lock.json': lodash('4.17.20'),
      'a/package.json': '{"name":"a"}',
      'b/package-lock.json': lodash('4.17.21'),
      'b/package.json': '{"name":"b"}',
    };
    const judged = { ...base, 'a/package-lock.json': lodash('4.17.21'), 'b/package-lock.json': lodash('4.17.20') };
    const result = await runGate({ judged, base });
    expect(matchFindings(result.baseFindings, result.findings).judged.map((one) => one.prior)).toEqual([null, null]);
  });

  test('advisories that share an alias are one finding with the worst score', async () => {
    const score = (vector: string): object => ({ severity: [{ type: 'CVSS_V3', score: vector }] });
    const records = [
      osvRecord('GHSA-aaaa-aaaa-aaaa', 'left', { aliases: ['CVE-2026-0001'], ...score('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L') }),
      osvRecord('OTHER-1', 'left', { aliases: ['CVE-2026-0001'], ...score('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H') }),
      osvRecord('GHSA-bbbb-bbbb-bbbb', 'left', { database_specific: { severity: 'LOW' } }),
      osvRecord('GHSA-cccc-cccc-cccc', 'left', { withdrawn: '2026-01-02T00:00:00Z' }),
    ];
    const { findings } = await runGate({
      judged: { 'package-lock.json': packageLock({ 'node_modules/left': { version: '1.0.0' } }) },
      records,
    });
    expect(findings.map((finding) => [finding.severity, finding.evidence])).toMatchObject([
      ['critical', { ids: ['GHSA-aaaa-aaaa-aaaa', 'CVE-2026-0001', 'OTHER-1'], score: 9.8 }],
      ['low', { ids: ['GHSA-bbbb-bbbb-bbbb'], score: null }],
    ]);
  });

  test('a malicious package is critical; a workspace, link, file or git dependency of its name is not it', async () => {
    const records = [osvRecord('MAL-2026-0001', 'helper-kit')];
    const scan = async (packages: Readonly<Record<string, object>>): Promise<readonly string[]> =>
      (await runGate({ judged: { 'package-lock.json': packageLock(packages) }, records })).findings.map(
        (finding) => `${finding.ruleId} ${finding.severity} ${finding.confidence}`,
      );
    expect(await scan({ 'node_modules/helper-kit': { version: '1.0.0' } })).toEqual(['dependencies/malicious-package critical high']);
    expect(
      await scan({ 'node_modules/helper-kit': { version: '1.0.0', resolved: 'https://mirror.example/helper-kit-1.0.0.tgz' } }),
    ).toHaveLength(1);
    expect(
      await scan({
        'packages/helper-kit': { name: 'helper-kit', version: '1.0.0' },
        'node_modules/helper-kit': { resolved: 'packages/helper-kit', link: true },
      }),
    ).toEqual([]);
    expect(await scan({ 'node_modules/helper-kit': { version: '1.0.0', resolved: 'file:vendor/helper-kit.tgz' } })).toEqual([]);
    expect(
      await scan({
        'node_modules/helper-kit': {
          version: '1.0.0',
          resolved: 'git+ssh://git@github.com/x/helper-kit.git#0123456789012345678901234567890123456789',
        },
      }),
    ).toEqual([]);
  });

  describe('a lockfile that readers understand differently', () => {
    const padding = `# ${'x'.repeat(70_000)}\n`;
    const block = (name: string): string =>
      `${name}@^1:\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/${name}/-/${name}-1.0.0.tgz#0"\n\n`;
    test.each([
      // Go matches JSON keys without case, npm does not.
      ['package-lock.json', packageLock({ 'node_modules/lodash': { version: '4.17.20', Version: '4.17.21' } })],
      // osv-scanner stops without a word at a line of 64 KiB.
      ['yarn.lock', `# yarn lockfile v1\n\n${block('a')}${padding}${block('lodash')}`],
      // It reads the first YAML document alone.
      [
        'pnpm-lock.yaml',
        "lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {}\n---\nlockfileVersion: '9.0'\n\npackages:\n\n  lodash@4.17.20:\n    resolution: {}\n",
      ],
    ])('%s: incomplete if it changed, coverage if not', async (name, text) => {
      const changed = await runGate({ judged: { [name]: text }, base: {} });
      expect(changed.reasons.map((reason) => [reason.code, reason.path])).toEqual([['lockfile-ambiguous', name]]);
      const standing = await runGate({ judged: { [name]: text }, base: { [name]: text } });
      expect(standing.reasons).toEqual([]);
      expect(standing.coverage).toMatchObject({ examined: 0, leftOut: [{ count: 1, paths: [name] }] });
    });
  });

  test('what cannot be parsed does not keep the rest from being judged', async () => {
    const judged = {
      'a/package-lock.json': '{ "lockfileVersion": 3, "packages": {',
      'b/package-lock.json': lodash('4.17.20'),
      'c/package-lock.json': `{"lockfileVersion":3,"packages":${'['.repeat(100_000)}`,
      'd/pnpm-lock.yaml': '{lockfileVersion: "9.0", packages: {lodash@4.17.20: {}}}\n',
      'e/bun.lock': '{"lockfileVersion": 1, "packages": {"x": []}}',
    };
    const { findings, reasons } = await runGate({ judged });
    expect(findings.map((finding) => finding.location.path)).toEqual(['b/package-lock.json', 'b/package-lock.json']);
    expect(reasons.map((reason) => [reason.code, reason.path])).toEqual([
      ['unparsable', 'a/package-lock.json'],
      ['unparsable', 'c/package-lock.json'],
      ['unparsable', 'd/pnpm-lock.yaml'],
      ['unparsable', 'e/bun.lock'],
    ]);
  });

  test('a planted osv-scanner.toml and a planted scanner change nothing', async () => {
    const judged = {
      'package-lock.json': lodash('4.17.20'),
      'osv-scanner.toml': '[[PackageOverrides]]\nignore = true\nreason = "quiet"\n',
      'node_modules/.bin/osv-scanner': '#!/bin/sh\necho "{\\"results\\":[]}"\n',
    };
    expect((await runGate({ judged })).findings).toHaveLength(2);
  });

  test('an empty lockfile is examined and clean', async () => {
    expect(await runGate({ judged: { 'package-lock.json': packageLock({}), 'x/yarn.lock': '' } })).toMatchObject({
      findings: [],
      reasons: [],
      coverage: { examined: 2 },
    });
  });

  test('other ecosystems need their database: incomplete if the file changed, coverage if not', async () => {
    const judged = { 'package-lock.json': lodash('4.17.20'), 'py/requirements.txt': 'flask==1.0.0\n' };
    const changed = await runGate({ judged });
    expect(changed.findings).toHaveLength(2);
    expect(changed.reasons).toMatchObject([
      { code: 'no-database', path: 'py/requirements.txt', remedy: expect.stringContaining('--database PyPI') as string },
    ]);
    expect((await runGate({ judged, base: judged })).reasons).toEqual([]);
  });

  test.each([
    ['PyPI', 'requirements.txt', 'flask==1.0.0\n', 'flask'],
    ['Go', 'go.mod', 'module x\n\ngo 1.21\n\nrequire example.org/kit v1.0.0\n', 'example.org/kit'],
    [
      'crates.io',
      'Cargo.lock',
      'version = 3\n\n[[package]]\nname = "kit"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
      'kit',
    ],
    [
      'RubyGems',
      'Gemfile.lock',
      'GEM\n  remote: https://rubygems.org/\n  specs:\n    kit (1.0.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  kit\n',
      'kit',
    ],
    ['Packagist', 'composer.lock', '{"packages":[{"name":"acme/kit","version":"1.0.0"}]}', 'acme/kit'],
  ])('%s with its database is judged, canary and all', async (ecosystem, name, text, affected) => {
    const records = [
      osvRecord(
        'TEST-1',
        affected,
        {
          affected: [
            {
              package: { ecosystem, name: affected },
              versions: ['1.0.0'],
              ranges: [{ type: 'SEMVER', events: [{ introduced: '1.0.0' }] }],
            },
          ],
        },
        ecosystem,
      ),
    ];
    const { findings, reasons } = await runGate({ judged: { [name]: text }, records });
    expect(reasons).toEqual([]);
    expect(findings).toMatchObject([
      { severity: 'medium', location: { path: name, startLine: expect.any(Number) as number }, evidence: { package: affected, ecosystem } },
    ]);
  });

  test('a requirements.txt that takes in other files is not handed over', async () => {
    const records = [
      osvRecord('TEST-1', 'flask', { affected: [{ package: { ecosystem: 'PyPI', name: 'flask' }, versions: ['1.0.0'] }] }, 'PyPI'),
    ];
    const { reasons } = await runGate({ judged: { 'requirements.txt': '-r /etc/passwd\n' }, records });
    expect(reasons.map((reason) => reason.code)).toEqual(['unparsable']);
  });
});

test('with nothing to scan no scanner is needed', async () => {
  const result = await runGate({
    judged: { 'src/a.ts': '', 'package.json': '{}', 'node_modules/x/package-lock.json': '{' },
    env: { MCGATE_OSV_SCANNER: '/nowhere' },
  });
  expect(result).toMatchObject({
    findings: [],
    reasons: [],
    coverage: { examined: 0, leftOut: [{ reason: 'no lockfile pins its dependencies', paths: ['package.json'] }] },
  });
});

test('removing a lockfile while its package.json stays is incomplete', async () => {
  const base = { 'package.json': '{"dependencies":{"lodash":"4.17.20"}}', 'package-lock.json': lodash('4.17.20') };
  const { reasons } = await runGate({ judged: { 'package.json': base['package.json'] }, base });
  expect(reasons).toMatchObject([{ code: 'lockfile-removed', path: 'package-lock.json' }]);
  expect((await runGate({ judged: {}, base })).reasons).toEqual([]);
});

test('a changed lockfile that is a link or bun’s binary form is incomplete', async () => {
  const judged = memoryTree({ 'package-lock.json': '../elsewhere.json', 'b/bun.lockb': 'x' }, { 'package-lock.json': 'symlink' });
  expect((await runGate({ judged })).reasons.map((reason) => reason.code).sort()).toEqual(['binary-lockfile', 'lockfile-is-no-file']);
});

test('there is no canary for an ecosystem without lockfiles', () => {
  expect(() => canaryLockfile('Debian', [], 'x')).toThrow('Debian');
});
