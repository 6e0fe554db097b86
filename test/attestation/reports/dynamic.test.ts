// ZAP, Burp and our own format: what counts, and what is no finished report.
import { describe, expect, it } from 'vitest';
import { burpXml, problemOf, reportOf, sample, zapJson, zapXml } from './reports.ts';

const alert = { riskcode: '2', confidence: '2' };

describe('ZAP', () => {
  it.each([
    ['3', 'high'],
    ['2', 'medium'],
    ['1', 'low'],
    ['0', 'note'],
  ])('risk %s is %s', (riskcode, severity) => {
    const sites = [[{ riskcode, confidence: '4' }], []];
    for (const report of [zapJson(sites), zapXml(sites), zapJson([[{ riskcode: Number(riskcode), confidence: 4 }]])]) {
      expect(reportOf(report).counts).toMatchObject({ [severity]: 1 });
    }
  });

  it('leaves out what was marked as a false positive', () => {
    const sites = [[{ riskcode: '3', confidence: '0' }]];
    for (const report of [zapJson(sites), zapXml(sites)]) expect(reportOf(report).counts).toMatchObject({ high: 0 });
  });

  it('takes the time with a zone before that without', () => {
    const created = '2026-11-20T10:11:12Z';
    expect(reportOf(zapJson([[]], { created })).made).toEqual(new Date(created));
    expect(reportOf(zapJson([[]])).made).toEqual(new Date('2026-11-19T20:11:12Z'));
    expect(reportOf(zapJson([[]], { created: 'yesterday' })).made).toBeNull();
    expect(reportOf(zapXml([[]])).made).toEqual(new Date('2026-11-19T20:11:12Z'));
  });

  it.each([
    ['no site', zapJson([]), 'no site'],
    ['no site in XML', zapXml([]), 'no site'],
    ['sites that are no list', zapJson([], { site: {} }), 'no list of sites'],
    ['a site without alerts', zapJson([], { site: [{ alerts: [] }, {}] }), 'without a list of alerts'],
    ['a site without alerts in XML', zapXml([[]], '<site/>'), 'without a list of alerts'],
    ['an alert outside of a site', zapXml([[]], '<alertitem><riskcode>3</riskcode></alertitem>'), 'unusual place'],
    ['a scan that was stopped', zapJson([[]], { stoppingInsight: { key: 'insight.network.failure' } }), 'did not finish'],
    ['a scan that was stopped in XML', zapXml([[]], '<stoppingInsight><site>x</site></stoppingInsight>'), 'did not finish'],
    ['a plan with errors', zapJson([[]], { afPlanErrors: ['Job spider failed'] }), 'did not finish'],
    ['a risk that there is not', zapJson([[{ ...alert, riskcode: '4' }]]), 'risk'],
    ['no risk', zapXml([[{ confidence: '2' }]]), 'risk'],
    ['a confidence that there is not', zapXml([[{ ...alert, confidence: '-1' }]]), 'confidence'],
    ['no confidence', zapJson([[{ riskcode: '2' }]]), 'confidence'],
    ['an alert that is none', zapJson([], { site: [{ alerts: [null] }] }), 'risk'],
    ['two risks', zapXml([[alert]]).replace('<riskcode>', '<riskcode>0</riskcode><riskcode>'), 'two risks'],
  ])('%s is a problem', (_, report, problem) => {
    expect(problemOf(report)).toContain(problem);
  });

  it('reads a plan without errors', () => {
    expect(problemOf(zapJson([[alert]], { afPlanErrors: [], afPlanWarns: ['slow'] }))).toBe('read');
  });
});

describe('Burp', () => {
  it('tells severities however they are cased, and leaves out false positives', () => {
    expect(reportOf(burpXml(['High', 'Medium', 'Low', 'Information', 'False positive'])).counts).toEqual({
      ...{ critical: 0, high: 1, medium: 1, low: 1, note: 1 },
    });
  });

  it.each(['GMT', 'UTC'])('takes its time in %s as it is', (zone) => {
    expect(reportOf(burpXml([]).replace('UTC', zone)).made).toEqual(new Date('2026-11-20T10:11:12Z'));
  });

  it('takes the earliest time where a zone has letters alone', () => {
    expect(reportOf(burpXml([]).replace('UTC', 'CEST')).made).toEqual(new Date('2026-11-19T20:11:12Z'));
  });

  const scan = JSON.parse(sample('burp-scan.json')) as Readonly<Record<string, unknown>>;
  it.each([
    ['a severity that there is not', burpXml(['Severe']), 'severity'],
    ['no severity', burpXml([]).replace('</issues>', '<issue/></issues>'), 'severity'],
    ['two severities', burpXml(['High']).replace('<severity>', '<severity>Low</severity><severity>'), 'two severities'],
    ['an issue in an issue', burpXml(['High']).replace('<name>', '<issue/><name>'), 'unusual place'],
    ['issues in issues', burpXml(['High']).replace('<issue>', '<issues><issue>').replace('</issue>', '</issue></issues>'), 'unusual place'],
    ['issues of another tool', '<issues format="6" by="lint 8.1"><issue severity="Error"/></issues>', 'no report of ZAP or Burp'],
    ['issues that are no list', { ...scan, issue_events: {} }, 'no list'],
    ['an event without an issue', { ...scan, issue_events: [{ type: 'issue_found' }] }, 'severity'],
    ['an issue without a known severity', { ...scan, issue_events: [{ issue: { severity: 'undefined' } }] }, 'severity'],
  ])('%s is a problem', (_, report, problem) => {
    expect(problemOf(report)).toContain(problem);
  });

  it.each(['auditing', 'crawling', 'paused', 'failed', null])('a scan that is %s is a problem', (scan_status) => {
    expect(problemOf({ ...scan, scan_status })).toContain('does not say that it succeeded');
  });
});

describe('our own format', () => {
  const report = JSON.parse(sample('imported.json')) as Readonly<Record<string, unknown>>;

  it.each([
    ['a commit that is cut short', { commit: 'abcdef1' }, '/commit'],
    ['a time without a zone', { made: '2026-11-20T10:11:12' }, '/made'],
    ['a time that there is not', { made: '2026-02-30T10:11:12Z' }, '/made'],
    ['a severity that there is not', { findings: [{ title: 'x', severity: 'severe' }] }, '/findings/0/severity'],
    ['a finding without a severity', { findings: [{ title: 'x' }] }, '/findings/0'],
    ['a member that there is not', { commits: [] }, 'additional properties'],
    ['another version', { schemaVersion: '2' }, '/schemaVersion'],
    ['no name', { tool: { name: ' ', version: '1' } }, '/tool/name'],
    ['too many findings', { findings: Array.from({ length: 100_001 }, () => ({ title: '', severity: 'note' })) }, '/findings'],
  ])('%s is a problem', (_, members, place) => {
    expect(problemOf({ ...report, ...members })).toContain(place);
  });

  it('needs a second that clocks have', () => {
    expect(problemOf({ ...report, made: '2016-12-31T23:59:60Z' })).toContain('a time');
  });
});
