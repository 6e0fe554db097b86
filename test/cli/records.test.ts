// suppress, baseline and explain: from a finding to a document that judges, and back.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { mcgate, type Ran } from '../support/cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const finding = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
const suppressions = '.mcgate/suppressions.yaml';
const baseline = '.mcgate/baseline.json';

async function reportOf(root: string, ...args: readonly string[]): Promise<Report> {
  return JSON.parse((await mcgate(['check', '--format', 'json', ...args], { cwd: root })).stdout) as Report;
}

function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

let repository: TestRepository;
let report: Report;
let identity: string;
let reportFile: string;

beforeAll(async () => {
  repository = makeRepository({ commits: [{ 'a.js': finding, 'src/x.js': '1;\n' }] });
  reportFile = path.join(makeFolder(), 'report.json');
  await mcgate(['check', '--output', reportFile], { cwd: repository.root });
  report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  identity = report.findings[0]?.identity ?? '';
});

function suppress(cwd: string, id: string, changes: Readonly<Record<string, string>> = {}, ...more: readonly string[]): Promise<Ran> {
  const flags = { owner: '@team', reason: 'the argument is a constant', expires: day(30), ...changes };
  return mcgate(['suppress', id, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]), ...more], { cwd });
}

describe('suppress', () => {
  it('the finding of a check, keeping comments; it holds once merged', async () => {
    const { root, commit } = makeRepository({
      commits: [{ 'a.js': finding }],
      files: { [suppressions]: '# ours\nsuppressions: [] # none\n' },
    });
    const before = await reportOf(root);
    expect(before).toMatchObject({ findings: [{ identity, state: 'existing' }] });
    const ran = await suppress(path.join(root), identity.slice(0, 8));
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const text = readFileSync(path.join(root, suppressions), 'utf8');
    expect(text).toContain('# ours');
    expect(text).toContain(`rule: ${before.findings[0]?.ruleId ?? ''}`);
    expect(text).toContain('path: a.js');
    commit();
    expect(await reportOf(root)).toMatchObject({ verdict: 'pass', findings: [{ identity, state: 'suppressed' }] });
    expect((await suppress(root, identity)).code).toBe(2);
  });

  it.each([
    ['in the past', { expires: day(-1) }],
    ['beyond a year', { expires: day(400) }],
    ['no date', { expires: '2027-02-30' }],
    ['no reason', { reason: 'no' }],
    ['blank', { reason: '            ' }],
    ['no owner', { owner: ' ' }],
  ])('refuses what is %s, and writes nothing', async (_, changes) => {
    const { root } = makeRepository({ commits: [{ 'a.js': finding }] });
    const { code, stderr } = await suppress(root, identity, changes, '--report', reportFile);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^mcgate: /);
    expect(existsSync(path.join(root, '.mcgate'))).toBe(false);
  });

  it('refuses a finding that is not there, unless forced', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': '1;\n' }] });
    const absent = 'f'.repeat(32);
    expect((await suppress(root, absent, {}, '--report', reportFile)).code).toBe(2);
    expect(existsSync(path.join(root, suppressions))).toBe(false);
    expect((await suppress(root, absent, {}, '--force')).code).toBe(0);
    expect(readFileSync(path.join(root, suppressions), 'utf8')).toContain(`identity: ${absent}`);
    expect((await suppress(root, 'ffffff', {}, '--force')).code).toBe(2);
  });

  it('refuses a broken file before it checks anything, and leaves it as it is', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': finding }], files: { [suppressions]: 'suppressions: 7\n' } });
    const { code, stderr } = await suppress(root, identity);
    expect(code).toBe(2);
    expect(stderr).toContain(suppressions);
    expect(readFileSync(path.join(root, suppressions), 'utf8')).toBe('suppressions: 7\n');
  });

  it('writes through no link', async () => {
    const outside = makeFolder();
    const { root } = makeRepository({ commits: [{ 'a.js': finding }] });
    symlinkSync(outside, path.join(root, '.mcgate'));
    expect((await suppress(root, identity, {}, '--report', reportFile)).code).toBe(2);
    const linked = makeRepository({ commits: [{ 'a.js': finding }] });
    mkdirSync(path.join(linked.root, '.mcgate'));
    symlinkSync(path.join(outside, 'planted.yaml'), path.join(linked.root, suppressions));
    expect((await suppress(linked.root, identity, {}, '--report', reportFile)).code).toBe(2);
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('baseline', () => {
  it('is created, holds once merged, and shrinks as findings are fixed', async () => {
    const { root, write, commit } = makeRepository({ commits: [{ 'a.js': finding, 'b.js': `let b;\n${finding}` }] });
    const created = await mcgate(['baseline', 'create'], { cwd: root });
    expect(created).toMatchObject({ code: 0, stderr: '' });
    commit();
    expect(await reportOf(root)).toMatchObject({ verdict: 'pass', counts: { baselined: 2, blocking: 0 } });
    expect((await mcgate(['baseline', 'create'], { cwd: root })).code).toBe(2);

    write({ 'b.js': '1;\n' });
    expect((await mcgate(['baseline', 'prune'], { cwd: root })).stdout).toContain('2 entries before, 1 now');
    const text = readFileSync(path.join(root, baseline), 'utf8');
    expect(text.match(/"identity"/g)).toHaveLength(1);

    write({ 'c.js': `let c;\nlet d;\n${finding.replace('ls', 'rm')}` });
    expect((await mcgate(['baseline', 'update'], { cwd: root })).code).toBe(0);
    expect(readFileSync(path.join(root, baseline), 'utf8').match(/"identity"/g)).toHaveLength(1);
  });

  it('is not made from half an answer', async () => {
    const { root } = makeRepository({
      commits: [{ 'a.js': finding, 'package.json': '{}', 'package-lock.json': '{"lockfileVersion":3,"packages":{}}' }],
    });
    const { code, stderr } = await mcgate(['baseline', 'create'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('dependencies');
    expect(stderr).toContain('mcgate setup');
    expect(existsSync(path.join(root, baseline))).toBe(false);
  });

  it('is not made from a partial report', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': finding }] });
    const partial = path.join(makeFolder(), 'partial.json');
    await mcgate(['check', '--gate', 'code', '--output', partial], { cwd: root });
    expect((await mcgate(['baseline', 'create', '--report', partial], { cwd: root })).code).toBe(2);
  });

  it.each(['prune', 'update'])('%s needs one', async (action) => {
    expect((await mcgate(['baseline', action], { cwd: makeFolder() })).code).toBe(2);
  });
});

describe('explain', () => {
  it('a finding, by the beginning of its identity, from a report or a check', async () => {
    for (const source of [['--report', reportFile], []]) {
      const { code, stdout, stderr } = await mcgate(['explain', identity.slice(0, 10), ...source], { cwd: repository.root });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('a.js:1');
      expect(stdout).toContain(`mcgate suppress ${identity}`);
      expect(stdout).toContain('How to mend it');
      expect(stdout).toContain('Reported');
    }
  });

  it.each([
    ['unknown identity', ['f'.repeat(32)]],
    ['no report', ['0'.repeat(32), '--report', 'nowhere.json']],
  ])('%s is wrong usage or no answer', async (_, args) => {
    expect((await mcgate(['explain', ...args], { cwd: repository.root })).code).toBe(2);
  });

  it('takes nothing but a report for one', async () => {
    const file = path.join(makeFolder(), 'report.json');
    writeFileSync(file, JSON.stringify({ ...report, verdict: 'maybe' }));
    expect((await mcgate(['explain', identity, '--report', file], { cwd: repository.root })).code).toBe(2);
  });
});
