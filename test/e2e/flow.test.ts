// A command injection across two files, as a user meets it: in every format, against a base, from the cache, explained.
import { describe, expect, it, vi } from 'vitest';
import type { Log } from 'sarif';
import type { Finding, Report } from '../../src/core/documents.ts';
import { mcgate } from '../support/cli.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 60_000 });

const runner = [
  "const { exec } = require('child_process');",
  'exports.log = (branch, done) => {',
  '  exec(`git log ${branch}`, done);',
  '};',
  '',
].join('\n');
const server = [
  "const express = require('express');",
  "const { log } = require('./runner');",
  "express().get('/log', (req, res) => {",
  '  log(req.query.branch, (error, out) => res.json({ out }));',
  '});',
  '',
].join('\n');
const app = { 'package.json': '{ "name": "app", "private": true }\n', 'runner.js': runner };
const rule = 'code/command-injection';

async function check(root: string, ...args: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await mcgate(['check', '--gate', 'code', '--format', 'json', ...args], { cwd: root });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Report;
}

function flowsOf(report: Report): readonly Finding[] {
  return report.findings.filter(({ ruleId, evidence }) => ruleId === rule && evidence?.kind === 'flow');
}

/** What makes two runs the same run. */
function told(report: Report): unknown {
  return [report.findings, report.gates.map(({ durationMs: _, ...rest }) => rest)];
}

describe('a flow over two files', () => {
  it('is told with its way in JSON, in SARIF and on a terminal, and explained', async () => {
    const root = makeFolder({ ...app, 'server.js': server });
    const report = await check(root);
    const [finding, ...more] = flowsOf(report);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'critical',
      confidence: 'high',
      blocks: true,
      location: { path: 'runner.js', startLine: 3 },
    });
    const evidence = finding?.evidence?.kind === 'flow' ? finding.evidence : null;
    expect(evidence).toMatchObject({ source: { kind: 'remote' }, api: null });
    expect(evidence?.steps[0]?.location).toMatchObject({ path: 'server.js', startLine: 4 });
    expect(evidence?.steps.at(-1)).toMatchObject({
      location: { path: 'runner.js', startLine: 3 },
      snippetLine: 'exec(`git log ${branch}`, done);',
    });
    expect(report.gates[0]?.coverage?.facts).toMatchObject({ 'files linked': 2, 'exported parameters as sources': 'no' });

    const sarif = JSON.parse((await mcgate(['check', '--gate', 'code', '--format', 'sarif'], { cwd: root })).stdout) as Log;
    const result = sarif.runs.flatMap((run) => run.results ?? []).find((one) => one.ruleId === rule);
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations.map(
      ({ location }) => location?.physicalLocation?.artifactLocation?.uri,
    );
    expect([steps?.[0], steps?.at(-1)]).toEqual(['server.js', 'runner.js']);

    const { stdout, code } = await mcgate(['check', '--gate', 'code'], { cwd: root });
    expect(code).toBe(1);
    expect(stdout.indexOf('1 server.js:4:')).toBeGreaterThan(0);
    expect(stdout.indexOf('exec(`git log')).toBeGreaterThan(stdout.indexOf('1 server.js:4:') - 2000);

    const explained = await mcgate(['explain', finding?.identity ?? ''], { cwd: root });
    expect(explained.stdout).toContain('1 server.js:4:');
    expect(explained.stdout).toContain('Why it matters');
  });

  it('blocks where the change brings it, and stands where it was', async () => {
    const { root, git, commit } = makeRepository({ commits: [app] });
    git('checkout', '-q', '-b', 'feature');
    commit({ 'server.js': server });
    // The sink stands in a file that the change does not touch.
    expect(flowsOf(await check(root))).toMatchObject([{ state: 'new', blocks: true, location: { path: 'runner.js' } }]);
    git('checkout', '-q', 'main');
    git('merge', '-q', 'feature');
    git('checkout', '-q', '-b', 'later');
    commit({ 'other.js': 'exports.one = 1;\n', 'runner.js': `// moved\n${runner}` });
    expect(flowsOf(await check(root))).toMatchObject([{ state: 'existing', blocks: false, location: { startLine: 4 } }]);
  });

  it('gives the same answer cold, warm, and after one file changed', async () => {
    const root = makeFolder({ ...app, 'server.js': server });
    const cold = await check(root, '--no-cache');
    const first = await check(root);
    const warm = await check(root);
    expect([told(first), told(warm)]).toEqual([told(cold), told(cold)]);
    const changed = makeFolder({ ...app, 'server.js': server.replace('req.query.branch', "'main'") });
    expect(flowsOf(await check(changed))).toEqual([]);
    expect(told(await check(changed))).toEqual(told(await check(changed, '--no-cache')));
  });

  it('counts exported parameters as sources in packages that others can install, unless told otherwise', async () => {
    const library = { 'package.json': '{ "name": "runner", "version": "1.0.0", "main": "runner.js" }\n', 'runner.js': runner };
    const report = await check(makeFolder(library));
    expect(flowsOf(report)).toMatchObject([
      { confidence: 'medium', evidence: { source: { kind: 'parameter' }, api: expect.stringContaining('log') as string } },
    ]);
    expect(report.gates[0]?.coverage?.facts).toMatchObject({ 'exported parameters as sources': 'yes: package.json' });
    const config = { '.mcgate/config.yaml': 'gates: { code: { libraryParameters: off } }\n' };
    expect(flowsOf(await check(makeRepository({ commits: [{ ...library, ...config }] }).root))).toEqual([]);
  });
});
