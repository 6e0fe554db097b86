// SARIF against Microsoft's validator with GitHub's rules, and against what architecture and GitHub ask.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Log, Run } from 'sarif';
import { compareText } from '../../src/core/order.ts';
import { format, uploadableSarif } from '../../src/report/sarif.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import { finding, gate, gates, report } from './reports/build.ts';
import * as kinds from './reports/kinds.ts';
import { many } from './reports/many.ts';
import { multitoolRuns, validateSarif } from './multitool.ts';

const read = (text: string): Log => JSON.parse(text) as Log;
const runOf = (log: Log, family: string): Run | undefined => log.runs.find((run) => run.automationDetails?.id === `mcgate/${family}/`);

const nothingAnswered = { ...kinds.incomplete, gates: kinds.incomplete.gates.map((gate) => ({ ...gate, outcome: 'incomplete' as const })) };

describe('sarif', () => {
  it.each(Object.entries({ ...kinds, many }))('marks exactly what blocks as an error: %s', (_, one) => {
    const results = read(format(one)).runs.flatMap((run) => run.results ?? []);
    const blocking = one.findings.filter((item) => item.blocks).map((item) => item.identity);
    expect(
      results
        .filter((result) => result.level === 'error')
        .map((result) => String(result.partialFingerprints?.['mcgate/identity']))
        .sort(compareText),
    ).toEqual(blocking.sort());
    expect(results).toHaveLength(one.findings.filter((item) => item.state !== 'fixed').length);
  });

  it('has a run for every gate that ran and one for weakenings, under keys of their own', () => {
    const log = read(format(kinds.fail));
    expect(log.runs.map((run) => run.automationDetails?.id)).toEqual(['mcgate/code/', 'mcgate/dependencies/', 'mcgate/weakening/']);
    expect(runOf(log, 'weakening')?.results).toHaveLength(1);
  });

  it('says that a gate could not answer, and why', () => {
    const run = runOf(read(format(kinds.incomplete)), 'code');
    expect(run?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', descriptor: { id: 'unparsable' } }],
    });
    expect(runOf(read(format(kinds.pass)), 'code')?.invocations).toEqual([{ executionSuccessful: true }]);
  });

  it('gives every result a full region, two fingerprints and a rule', () => {
    for (const run of read(format(kinds.fail)).runs) {
      for (const result of run.results ?? []) {
        const region = result.locations?.[0]?.physicalLocation?.region;
        expect(Object.keys(region ?? {})).toEqual(['startLine', 'startColumn', 'endLine', 'endColumn']);
        expect(result.partialFingerprints?.['primaryLocationLineHash']).toMatch(/^[0-9a-f]+:[1-9]\d*$/);
        expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
      }
    }
  });

  it('shows the severity of the finding where it is not that of the rule', () => {
    const rules = runOf(read(format(kinds.fail)), 'dependencies')?.tool.driver.rules ?? [];
    expect(rules.map((rule) => [rule.id, rule.properties?.['security-severity'] as unknown])).toEqual([
      ['dependencies/known-vulnerability', '8.0'],
      ['dependencies/known-vulnerability/low', '2.0'],
    ]);
    expect(rules[0]?.properties?.tags).toEqual(['security', 'external/cwe/cwe-1395']);
  });

  it('keeps the fingerprint of an advisory when version and line change, and tells equal ones apart', () => {
    const advisory = kinds.fail.findings.find((item) => item.evidence?.kind === 'advisory' && item.severity === 'high');
    if (advisory?.evidence?.kind !== 'advisory') throw new Error('no advisory in the sample');
    const moved = { ...advisory, location: { ...advisory.location, startLine: 9 }, evidence: { ...advisory.evidence, version: '4.17.16' } };
    const hashes = (findings: readonly (typeof advisory)[]): unknown[] =>
      read(format(report({ findings }))).runs.flatMap((run) =>
        (run.results ?? []).map((result) => result.partialFingerprints?.['primaryLocationLineHash']),
      );
    expect(hashes([moved])).toEqual(hashes([advisory]));
    expect(new Set(hashes([advisory, moved])).size).toBe(2);
  });

  it('compares with a base only where there is one', () => {
    const states = (log: Log): unknown[] => log.runs.flatMap((run) => (run.results ?? []).map((result) => result.baselineState));
    expect(new Set(states(read(format(kinds.audit))))).toEqual(new Set([undefined]));
    expect(new Set(states(read(format(kinds.fail))))).toEqual(new Set(['new', 'unchanged', 'updated']));
  });

  it('marks suppressed results, and leaves them out of what is uploaded', () => {
    const all = read(format(kinds.fail)).runs.flatMap((run) => run.results ?? []);
    expect(all.filter((result) => result.suppressions !== undefined)).toHaveLength(1);
    const uploaded = uploadableSarif(kinds.fail).flatMap((text) => read(text).runs.flatMap((run) => run.results ?? []));
    expect(uploaded).toHaveLength(all.length - 1);
  });

  it('uploads nothing of incomplete, skipped and partial gates', () => {
    const ids = (texts: readonly string[]): unknown[] => texts.flatMap((text) => read(text).runs.map((run) => run.automationDetails?.id));
    expect(ids(uploadableSarif(kinds.failAndIncomplete))).toEqual(['mcgate/code/', 'mcgate/weakening/']);
    expect(ids(uploadableSarif(kinds.partial))).toEqual([]);
    // Nobody looked for weakenings either: an empty run would close those that stand.
    expect(ids(uploadableSarif(nothingAnswered))).toEqual([]);
  });

  it('keeps to 25,000 results by dropping the least important, and says so', () => {
    const quiet = Array.from({ length: 25_010 }, (_, index) =>
      finding({ ruleId: 'code/weak-hash', severity: 'low', blocks: index === 25_009 }),
    );
    const run = runOf(read(format(report({ findings: quiet, gates: gates(gate('code', { outcome: 'fail' })) }))), 'code');
    expect(run?.results).toHaveLength(25_000);
    expect(run?.results?.[0]?.level).toBe('error');
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.map((note) => note.descriptor?.id)).toEqual(['left-out']);
  });

  it('keeps to 10 MB gzipped, too', () => {
    const noise = (seed: number): string =>
      Array.from({ length: 60 }, (_, index) =>
        createHash('sha256')
          .update(`${String(seed)} ${String(index)}`)
          .digest('hex'),
      ).join('');
    const noisy = Array.from({ length: 6_000 }, (_, index) =>
      finding({ ruleId: 'code/weak-hash', message: noise(index), blocks: index >= 5_000 }),
    );
    const text = format(report({ findings: noisy, gates: gates(gate('code', { outcome: 'fail' })) }));
    const size = gzipSync(text).length;
    expect(size).toBeLessThanOrEqual(10_000_000);
    expect(size).toBeGreaterThan(8_000_000);
    const run = runOf(read(text), 'code');
    expect(run?.results?.filter((result) => result.level === 'error')).toHaveLength(1_000);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.map((note) => note.descriptor?.id)).toEqual(['left-out']);
  });

  it.each(Object.entries({ hostile, hostilePolicy, hostileFlow }))(
    'carries hostile text without links, controls or paths that leave the repository: %s',
    (_, one) => {
      const text = format(one);
      expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##\[|^\s*::/mu);
      const results = read(text).runs.flatMap((run) => run.results ?? []);
      expect(results).toHaveLength(one.findings.length);
      for (const result of results) {
        expect(result.message.text).not.toMatch(/\]\(/);
        const uri = result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
        expect(uri).toMatch(/^[\w.~!'()*%/-]+$/);
        expect(uri.split('/')).not.toContain('..');
      }
    },
  );

  it.skipIf(!multitoolRuns)('passes sarif-multitool with Sarif;Ghas, without a word', { timeout: 120_000 }, () => {
    const some = { ...many, findings: many.findings.slice(100, 400) };
    const texts = Object.fromEntries(
      Object.entries({ ...kinds, hostile, hostilePolicy, hostileFlow, some }).map(([name, one]) => [name, format(one)]),
    );
    const uploads = Object.fromEntries(uploadableSarif(kinds.fail).map((text, index) => [`upload-${String(index)}`, text]));
    expect(validateSarif({ ...texts, ...uploads })).toEqual([]);
  });

  it.skipIf(!multitoolRuns)('would not pass it with a wrong region', { timeout: 120_000 }, () => {
    const complaints = validateSarif({ wrong: format(kinds.fail).replaceAll('"startLine": 41', '"startLine": 0') });
    expect(complaints.map((complaint) => [complaint.file, complaint.level, complaint.rule])).toContainEqual([
      'wrong',
      'error',
      'SARIF1007',
    ]);
  });
});
