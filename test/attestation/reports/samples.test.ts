// What each tool really writes comes down to what people would read in it.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeReport, readReport, type ReportFormat } from '../../../src/attestation/reports/index.ts';
import { bytesOf, reportOf, sample, samples } from './reports.ts';

const none = { critical: 0, high: 0, medium: 0, low: 0, note: 0 };

describe('reports as tools write them', () => {
  it('tells the format by what is in it', () => {
    const formats: readonly ReportFormat[] = ['sarif', 'zap', 'zap', 'burp', 'burp', 'mcgate-report'];
    expect(samples.map((name) => reportOf(sample(name)).format)).toEqual(formats);
  });

  it('CodeQL: rules stand in extensions, what was accepted is left out, neither commit nor time is told', () => {
    expect(reportOf(sample('codeql.sarif'))).toMatchObject({
      ...{ tool: 'CodeQL 2.23.1', made: null, commits: [] },
      counts: { ...none, high: 1, medium: 1, low: 1 },
    });
  });

  it('CodeQL: with commit and time put in, as the docs show', () => {
    const log = JSON.parse(sample('codeql.sarif')) as {
      runs: { invocations: { endTimeUtc?: string }[]; versionControlProvenance?: unknown }[];
    };
    for (const run of log.runs) {
      run.versionControlProvenance = [{ repositoryUri: 'https://github.com/acme/shop', revisionId: 'b'.repeat(40) }];
      for (const invocation of run.invocations) invocation.endTimeUtc = '2026-11-20T10:11:12Z';
    }
    expect(reportOf(log)).toMatchObject({ made: new Date('2026-11-20T10:11:12Z'), commits: ['b'.repeat(40)] });
  });

  it.each(['zap.json', 'zap.xml'] as const)('ZAP: %s', (name) => {
    expect(reportOf(sample(name))).toMatchObject({
      ...{ tool: 'ZAP 2.17.0', made: new Date('2026-11-20T10:11:12.236Z'), commits: [] },
      counts: { ...none, high: 1, medium: 1, note: 1 },
    });
  });

  it('Burp: exported issues', () => {
    expect(reportOf(sample('burp.xml'))).toMatchObject({
      ...{ tool: 'Burp Suite 2026.9.2', made: new Date('2026-11-20T10:11:12Z'), commits: [] },
      counts: { ...none, high: 1, note: 1 },
    });
  });

  it('Burp: a scan of the REST API, which tells no time', () => {
    expect(reportOf(sample('burp-scan.json'))).toMatchObject({
      ...{ tool: 'Burp Suite', made: null, commits: [] },
      counts: { ...none, high: 1, note: 1 },
    });
  });

  it('our own format', () => {
    expect(reportOf(sample('imported.json'))).toMatchObject({
      ...{ tool: 'nuclei 3.4.10', made: new Date('2026-11-20T10:11:12Z') },
      commits: ['0b3ee0ba4e2972da7b8f95e53cf1abe2e5d0b35c'],
      counts: { ...none, critical: 1, medium: 1 },
    });
  });

  it.each(samples)('%s: the digest is of the bytes, a byte order mark changes nothing else', (name) => {
    const text = sample(name);
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    const { digest, ...facts } = reportOf(text);
    expect(digest).toBe(createHash('sha256').update(text).digest('hex'));
    expect(reportOf(marked)).toEqual({ ...facts, digest: createHash('sha256').update(marked).digest('hex') });
  });

  it.each(samples)('%s: cut off anywhere it is no report', (name) => {
    const bytes = bytesOf(sample(name).trim());
    for (let end = 1; end <= 40; end += 1) {
      expect(readReport(bytes.subarray(0, Math.floor((bytes.length * end) / 41))).ok).toBe(false);
    }
  });
});

describe('a report in one line', () => {
  it.each([
    ['zap.json', 'ZAP 2.17.0, 2026-11-20 10:11 UTC: 1 high, 1 medium, 1 note'],
    ['codeql.sarif', 'CodeQL 2.23.1, time not told: 1 high, 1 medium, 1 low'],
  ] as const)('%s', (name, line) => {
    expect(describeReport(reportOf(sample(name)))).toBe(line);
  });

  it('says that nothing was found', () => {
    expect(describeReport({ ...reportOf(sample('burp.xml')), counts: none })).toBe(
      'Burp Suite 2026.9.2, 2026-11-20 10:11 UTC: no findings',
    );
  });
});
