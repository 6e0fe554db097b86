// What holds for every report: nothing throws, nothing is lost, both formats of a tool say the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReport, type ImportedReport } from '../../../src/attestation/reports/index.ts';
import { burpXml, bytesOf, problemOf, reportOf, sample, samples, sarif, sarifRun, zapJson, zapXml } from './reports.ts';

const parameters = { seed: 20_261_122, numRuns: 300 };

function total({ counts }: ImportedReport): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** No count is smaller in `after`, and they are `added` more in sum. */
function expectMore(before: ImportedReport, after: ImportedReport, added: number): void {
  for (const severity of ['critical', 'high', 'medium', 'low', 'note'] as const) {
    expect(after.counts[severity]).toBeGreaterThanOrEqual(before.counts[severity]);
  }
  expect(total(after)).toBe(total(before) + added);
}

describe('nothing throws', () => {
  it('whatever the bytes', () => {
    const starts = fc.constantFrom(
      '',
      '{',
      '[',
      '<',
      '<?xml',
      '<issues burpVersion="1">',
      '<OWASPZAPReport>',
      '{"version":"2.1.0","runs":[{',
    );
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary-ascii', maxLength: 200 }), (start, bytes, text) => {
        expect(readReport(Buffer.concat([Buffer.from(start), bytes])).ok).toBe(false);
        expect(readReport(Buffer.from(start + text)).ok).toBe(false);
      }),
      parameters,
    );
  });

  it.each(samples)('however %s is changed', (name) => {
    const bytes = bytesOf(sample(name));
    const edit = fc.record({
      at: fc.nat({ max: bytes.length }),
      gone: fc.nat({ max: 60 }),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom('<', '>', '"', '&', '{}', '[]', ']]>', 'null', '\\', '<!--').map(bytesOf),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const changed = edits.reduce<Uint8Array>(
          (all, { at, gone, put }) => Buffer.concat([all.subarray(0, at), put, all.subarray(at + gone)]),
          bytes,
        );
        const read = readReport(changed);
        if (read.ok) expect(read.report.digest).toMatch(/^[0-9a-f]{64}$/u);
        else expect(read.problem).toMatch(/^[ -~]+$/u);
      }),
      parameters,
    );
  });

  it('whatever stands in place of what is expected', () => {
    const names = [
      'runs',
      'version',
      'site',
      '@version',
      '@generated',
      'alerts',
      'issue_events',
      'scan_status',
      'issue',
      'findings',
      'tool',
    ];
    const inner = ['driver', 'name', 'rules', 'results', 'invocations', 'level', 'kind', 'rule', 'ruleId', 'ruleIndex', 'suppressions'];
    const key = fc.constantFrom(...names, ...inner, 'versionControlProvenance', 'extensions', 'properties', 'riskcode', 'severity');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, '2.1.0', 'succeeded', 'error', '3', 0, -1, 0.5, true),
        tie('object'),
        tie('list'),
      ),
      object: fc.dictionary(key, tie('value'), { maxKeys: 8 }),
      list: fc.array(tie('value'), { maxLength: 4 }),
    }));
    fc.assert(
      fc.property(value, key, (content, name) => {
        for (const made of [
          content,
          { ...sarif(), [name]: content },
          sarif(sarifRun({ [name]: content })),
          zapJson([[]], { [name]: content }),
        ]) {
          const read = readReport(bytesOf(JSON.stringify(made)));
          expect(read.ok ? 'report' in read : read.problem.length > 0).toBe(true);
        }
      }),
      parameters,
    );
  });
});

describe('a finding more never counts for less', () => {
  const level = fc.constantFrom('error', 'warning', 'note', 'none', undefined);
  const result = fc.record({ level, ruleId: fc.constantFrom('a', 'b', 'b/c', 'z'), kind: fc.constantFrom('fail', undefined) });
  const passed = fc.constantFrom({ kind: 'pass' }, { baselineState: 'absent' }, { suppressions: [{ status: 'accepted' }] });
  const tool = {
    driver: {
      name: 'A',
      rules: [
        { id: 'a', properties: { 'security-severity': '9.1' } },
        { id: 'b', defaultConfiguration: { level: 'error' } },
      ],
    },
  };

  it('in SARIF, in one run or in several', () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 20 }), result, passed, fc.nat({ max: 20 }), (results, more, left, at) => {
        const before = reportOf(sarif(sarifRun({ tool, results })));
        expect(total(before)).toBe(results.length);
        expectMore(before, reportOf(sarif(sarifRun({ tool, results: results.toSpliced(at, 0, more) }))), 1);
        expectMore(before, reportOf(sarif(sarifRun({ tool, results }), sarifRun({ tool, results: [more] }))), 1);
        expectMore(before, reportOf(sarif(sarifRun({ tool, results: [...results, { ...more, ...left }] }))), 0);
      }),
      parameters,
    );
  });

  const alert = fc.record({ riskcode: fc.constantFrom('0', '1', '2', '3'), confidence: fc.constantFrom('0', '1', '2', '3', '4') });
  const sites = fc.array(fc.array(alert, { maxLength: 5 }), { minLength: 1, maxLength: 4 });

  it('in ZAP, whose JSON and XML say the same', () => {
    fc.assert(
      fc.property(sites, alert, (before, more) => {
        const after = [...before, [more]];
        expectMore(reportOf(zapJson(before)), reportOf(zapJson(after)), more.confidence === '0' ? 0 : 1);
        const { digest: ofJson, ...json } = reportOf(zapJson(after));
        const { digest: ofXml, ...xml } = reportOf(zapXml(after));
        expect(json).toEqual(xml);
        expect(ofJson).not.toBe(ofXml);
      }),
      parameters,
    );
  });

  it('in Burp', () => {
    const severity = fc.constantFrom('High', 'Medium', 'Low', 'Information');
    fc.assert(
      fc.property(fc.array(severity, { maxLength: 20 }), severity, (issues, more) => {
        const before = reportOf(burpXml(issues));
        expect(total(before)).toBe(issues.length);
        expectMore(before, reportOf(burpXml([more, ...issues])), 1);
        expectMore(before, reportOf(burpXml([...issues, 'False positive'])), 0);
      }),
      parameters,
    );
  });

  it('in our own format', () => {
    const severity = fc.constantFrom('critical', 'high', 'medium', 'low', 'note');
    const made = (found: readonly string[]): unknown => ({
      ...{ schemaVersion: '1', tool: { name: 'A', version: '' }, commit: 'a'.repeat(40), made: '2026-11-20T10:11:12Z' },
      findings: found.map((each) => ({ title: 'x', severity: each })),
    });
    fc.assert(
      fc.property(fc.array(severity, { maxLength: 20 }), severity, (found, more) => {
        expectMore(reportOf(made(found)), reportOf(made([...found, more])), 1);
      }),
      parameters,
    );
  });
});

it('JSON is read the same however it is spaced and ordered', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2, '\t', '\n'), fc.boolean(), (space, backwards) => {
      const log = sarif(sarifRun({ results: [{ level: 'error' }] }));
      const ordered = backwards ? Object.fromEntries(Object.entries(log).reverse()) : log;
      expect(reportOf(JSON.stringify(ordered, null, space)).counts.high).toBe(1);
    }),
    parameters,
  );
  expect(problemOf(` \r\n\t${JSON.stringify(sarif())}\n`)).toBe('read');
});
