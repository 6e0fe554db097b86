// Which report of another tool counts: each limit, from both sides.
import { describe, expect, it } from 'vitest';
import { endOfDay, dayMs } from '../../src/core/days.ts';
import { reportProblem, type ReportSetting } from '../../src/attestation/report-evidence.ts';
import type { ItemEvidence } from '../../src/attestation/checklist.ts';
import type { SignedReport } from '../../src/core/documents.ts';
import { severities } from '../../src/core/vocabulary.ts';
import { byReport, commit, makeItem, makeReport, now } from './evidence.ts';

type Demand = Extract<ItemEvidence, { kind: 'report' }>;

function problemOf(report: Partial<SignedReport> = {}, demand: Partial<Demand> = {}, where: Partial<ReportSetting> = {}): string | null {
  const item = makeItem({ evidence: { ...byReport, ...demand } });
  return reportProblem(makeReport(report), item, { now, commits: new Set([commit]), signed: false, ...where });
}

describe('a report', () => {
  it('counts with the right tool, for this commit, fresh, with nothing open', () => {
    expect(problemOf()).toBeNull();
  });

  it('counts for no item that asks for none', () => {
    const where = { now, commits: new Set([commit]), signed: true };
    for (const evidence of [{ kind: 'sign-off' }, { kind: 'gate', gate: 'code' }] as const)
      expect(reportProblem(makeReport(), makeItem({ evidence }), where)).toBe('no report is asked for');
  });

  it('is of a format that is asked for', () => {
    expect(problemOf({ format: 'zap' })).toBeNull();
    expect(problemOf({ format: 'burp' })).toBe('the report is of the format burp; asked for: sarif, zap');
  });

  it('is of a tool that is asked for, by the beginning of its name', () => {
    expect(problemOf({ tool: 'anything' })).toBeNull();
    expect(problemOf({ tool: 'CodeQL command-line 2.19' }, { tools: ['Sonar', 'codeql'] })).toBeNull();
    expect(problemOf({ tool: 'sonarqube' }, { tools: ['Sonar', 'codeql'] })).toBeNull();
    expect(problemOf({ tool: 'Code' }, { tools: ['Sonar', 'codeql'] })).toBe('the report was made by Code; asked for: Sonar, codeql');
    expect(problemOf({ tool: 'not CodeQL' }, { tools: ['CodeQL'] })).toContain('not CodeQL');
  });
});

describe('the age of a report', () => {
  // Reports tell seconds; the run's clock has milliseconds.
  const age = (made: string, time: string, maxAgeDays = 14): string | null => problemOf({ made }, { maxAgeDays }, { now: new Date(time) });

  it('may be as many days as the item allows, to the millisecond', () => {
    expect(age('2026-11-08T12:00:00Z', '2026-11-22T12:00:00.000Z')).toBeNull();
    expect(age('2026-11-08T12:00:00Z', '2026-11-22T12:00:00.001Z')).toBe('the report is from 2026-11-08T12:00:00Z: 14 days are the most');
    expect(age('2026-11-21T12:00:00Z', '2026-11-22T12:00:00.000Z', 1)).toBeNull();
    expect(age('2026-11-21T12:00:00Z', '2026-11-22T12:00:00.001Z', 1)).toContain('1 days');
  });

  it('may be ten minutes in the future, for clocks differ', () => {
    expect(age('2026-11-22T12:10:00Z', '2026-11-22T12:00:00.000Z')).toBeNull();
    expect(age('2026-11-22T12:10:00Z', '2026-11-22T11:59:59.999Z')).toBe(
      'the report says that it was made in the future (2026-11-22T12:10:00Z)',
    );
  });

  it('is known', () => {
    for (const made of ['2026-13-01T00:00:00Z', '2026-11-21T25:00:00Z', '']) expect(age(made, '2026-11-22T12:00:00Z')).toContain('future');
  });
});

describe('the commit of a report', () => {
  const [other, another] = ['2'.repeat(40), '3'.repeat(40)];

  it('holds the judged tree', () => {
    expect(problemOf({ commits: [other] })).toBe(`the report is about the commit ${'2'.repeat(12)}, which holds another tree`);
    expect(problemOf({ commits: [commit, another] })).toContain('333333333333,');
    expect(problemOf({ commits: [commit, another] }, {}, { commits: new Set([commit, another]) })).toBeNull();
  });

  it('is named, or somebody signs which tree it is about', () => {
    expect(problemOf({ commits: [] })).toContain('names no commit');
    expect(problemOf({ commits: [] })).toContain('mcgate checklist sign --report');
    expect(problemOf({ commits: [] }, {}, { signed: true })).toBeNull();
    // What it names is held against it all the same.
    expect(problemOf({ commits: [other] }, {}, { signed: true })).toContain('another tree');
  });
});

describe('what is open in a report', () => {
  const none: SignedReport['counts'] = { critical: 0, high: 0, medium: 0, low: 0, note: 0 };

  it.each(severities)('of severity %s counts where the item fails on it or on less', (severity) => {
    for (const failOn of severities) {
      const counts = severities.indexOf(severity) <= severities.indexOf(failOn);
      expect(problemOf({ counts: { ...none, [severity]: 1 } }, { failOn })).toBe(counts ? `the report holds 1 ${severity}` : null);
    }
  });

  it('is told from the least that counts to the worst', () => {
    const counts = { critical: 1, high: 0, medium: 20, low: 3, note: 4 };
    expect(problemOf({ counts }, { failOn: 'low' })).toBe('the report holds 3 low, 20 medium, 1 critical');
  });
});

it('what is wrong is told in an order: the tool, the age, the commit, what is open', () => {
  const counts = { critical: 1, high: 1, medium: 1, low: 1, note: 1 };
  const bad = { format: 'burp', made: '2020-01-01T00:00:00Z', commits: ['2'.repeat(40)], counts } as const;
  expect(problemOf(bad)).toContain('format');
  expect(problemOf({ ...bad, format: 'zap' })).toContain('days are the most');
  expect(problemOf({ ...bad, format: 'zap', made: '2026-11-22T00:00:00Z' })).toContain('commit');
  expect(problemOf({ counts })).toContain('holds');
});

describe('days', () => {
  it('end with their last millisecond, in UTC', () => {
    expect(endOfDay('2026-11-22')).toBe(Date.parse('2026-11-22T23:59:59.999Z'));
    expect(endOfDay('2024-02-29')).toBe(Date.parse('2024-03-01T00:00:00Z') - 1);
    expect(dayMs).toBe(24 * 60 * 60 * 1000);
  });

  it.each(['2026-02-29', '2026-11-31', '2026-13-01', '2026-00-01', 'soon', ''])('do not end where there is none: %j', (day) => {
    expect(endOfDay(day)).toBeNull();
  });
});
