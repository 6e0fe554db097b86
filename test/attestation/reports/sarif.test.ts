// SARIF: which results count, how bad they are, what was looked at and when.
import { describe, expect, it } from 'vitest';
import { commit, problemOf, reportOf, sarif, sarifRun } from './reports.ts';

const other = 'b'.repeat(40);
const text = { message: { text: 'x' } };

function counted(results: readonly unknown[], members: Readonly<Record<string, unknown>> = {}): string {
  const { counts } = reportOf(sarif(sarifRun({ results, ...members })));
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return found.map(([severity, count]) => `${String(count)} ${severity}`).join(', ');
}

function rules(...descriptors: readonly unknown[]): Readonly<Record<string, unknown>> {
  return { tool: { driver: { name: 'Scanner', rules: descriptors } } };
}

describe('which results count', () => {
  it.each([
    ['one without a kind', {}, '1 medium'],
    ['a failure', { kind: 'fail' }, '1 medium'],
    ['one that passed', { kind: 'pass' }, ''],
    ['one that does not apply', { kind: 'notApplicable' }, ''],
    ['one that only informs', { kind: 'informational' }, ''],
    ['one that nobody decided on', { kind: 'open' }, '1 note'],
    ['one to review', { kind: 'review' }, '1 note'],
    ['one that is gone since the baseline', { baselineState: 'absent' }, ''],
    ['one that the baseline had', { baselineState: 'unchanged' }, '1 medium'],
    ['one with an empty list of suppressions', { suppressions: [] }, '1 medium'],
    ['one whose suppression was accepted', { suppressions: [{ kind: 'external', status: 'accepted' }] }, ''],
    ['one whose suppression is under review', { suppressions: [{ kind: 'external', status: 'underReview' }] }, '1 medium'],
    ['one whose suppression was rejected', { suppressions: [{ kind: 'external', status: 'rejected' }] }, '1 medium'],
    ['one with two suppressions of which one is accepted', { suppressions: [{ status: 'accepted' }, { status: 'rejected' }] }, '1 medium'],
    ['one that a comment in the code suppresses', { suppressions: [{ kind: 'inSource' }] }, '1 medium'],
  ])('%s', (_, members, counts) => {
    expect(counted([{ ...text, ...members }])).toBe(counts);
  });
});

describe('how bad a result is', () => {
  it.each([
    ['error', '1 high'],
    ['warning', '1 medium'],
    ['note', '1 low'],
    ['none', '1 note'],
  ])('by its level: %s', (level, counts) => {
    expect(counted([{ ...text, level }])).toBe(counts);
    expect(counted([{ ...text, ruleId: 'a' }], rules({ id: 'a', defaultConfiguration: { level } }))).toBe(counts);
  });

  it.each([
    ['10.0', '1 critical'],
    ['9.0', '1 critical'],
    ['8.9', '1 high'],
    ['7.0', '1 high'],
    ['6.9', '1 medium'],
    ['4.0', '1 medium'],
    ['3.9', '1 low'],
    ['0.1', '1 low'],
    [9.5, '1 critical'],
    // No score, so that the level says it.
    ['0.0', '1 note'],
    ['11', '1 note'],
    ['high', '1 note'],
    [null, '1 note'],
  ])("by its rule's security-severity: %s", (score, counts) => {
    const rule = { id: 'a', properties: { 'security-severity': score } };
    expect(counted([{ ...text, ruleId: 'a', level: 'none' }], rules(rule))).toBe(counts);
  });

  const critical = { id: 'a', properties: { 'security-severity': '9.8' } };
  it.each([
    ['the id of the result', { ruleId: 'a' }],
    ['an id that names a case of the rule', { ruleId: 'a/md5/x' }],
    ['the id of the reference', { rule: { id: 'a' } }],
    ['the index of the result', { ruleIndex: 1 }],
    ['the index of the reference', { rule: { index: 1 } }],
  ])('finds the rule by %s', (_, members) => {
    expect(counted([{ ...text, ...members }], rules({ id: 'b' }, critical))).toBe('1 critical');
  });

  it('finds the rule in an extension', () => {
    const tool = { driver: { name: 'Scanner', rules: [{ id: 'b' }] }, extensions: [{ name: 'more', rules: [{ id: 'c' }, critical] }] };
    expect(counted([{ ...text, ruleId: 'a' }], { tool })).toBe('1 critical');
    expect(counted([{ ...text, rule: { index: 1, toolComponent: { index: 0 } } }], { tool })).toBe('1 critical');
  });

  it('takes the worst of two rules of one name', () => {
    expect(counted([{ ...text, ruleId: 'a' }], rules({ id: 'a', defaultConfiguration: { level: 'note' } }, critical))).toBe('1 critical');
    const [low, error] = [
      { id: 'a', properties: { 'security-severity': '2.0' } },
      { id: 'a', defaultConfiguration: { level: 'error' } },
    ];
    expect(counted([{ ...text, ruleId: 'a' }], rules(low, error))).toBe('1 high');
    expect(counted([{ ...text, ruleId: 'a' }], rules(error, low))).toBe('1 high');
  });

  it('counts a rule that is not described as a warning', () => {
    expect(
      counted([
        { ...text, ruleId: 'z' },
        { ...text, ruleIndex: 7 },
        { ...text, rule: { toolComponent: { index: 9 }, index: 0 } },
      ]),
    ).toBe('3 medium');
  });

  it('does not let an override of levels make a result smaller', () => {
    const override = (level: string): unknown => ({ descriptor: { id: 'a' }, configuration: { level } });
    const invocations = (level: string): unknown => [{ executionSuccessful: true, ruleConfigurationOverrides: [override(level)] }];
    const rule = rules({ id: 'a', defaultConfiguration: { level: 'warning' } });
    expect(counted([{ ...text, ruleId: 'a' }], { ...rule, invocations: invocations('error') })).toBe('1 high');
    expect(counted([{ ...text, ruleId: 'a' }], { ...rule, invocations: invocations('note') })).toBe('1 medium');
    expect(counted([{ ...text, ruleId: 'a', level: 'note' }], { ...rule, invocations: invocations('error') })).toBe('1 low');
  });
});

describe('what was looked at', () => {
  const commitsOf = (...runs: readonly unknown[]): readonly string[] => reportOf(sarif(...runs)).commits;
  const at = (...revisions: readonly unknown[]): unknown =>
    sarifRun({ versionControlProvenance: revisions.map((revisionId) => ({ repositoryUri: 'https://x.example', revisionId })) });

  it('is the commit of all runs, in lower case, each once', () => {
    expect(commitsOf(at(commit.toUpperCase()), at(commit, commit))).toEqual([commit]);
    expect(commitsOf(at('c'.repeat(64)))).toEqual(['c'.repeat(64)]);
  });

  it('are all commits where runs differ, so that none is overlooked', () => {
    expect(commitsOf(at(commit), at(other))).toEqual([commit, other]);
    expect(commitsOf(at(commit, other))).toEqual([commit, other]);
  });

  it.each([
    ['a run names none', [at(commit), sarifRun({ versionControlProvenance: [] })]],
    ['a run has no place for one', [at(commit), sarifRun({ versionControlProvenance: undefined })]],
    ['an id is cut short', [at('a'.repeat(12))]],
    ['one of two ids is cut short', [at(commit, 'b'.repeat(12))]],
    ['it is a branch', [at('main')]],
    ['it is no text', [at(7)]],
    ['a branch alone is named', [sarifRun({ versionControlProvenance: [{ repositoryUri: 'https://x.example', branch: 'main' }] })]],
    ['it stands in a place that is not for it', [sarifRun({ versionControlProvenance: [], properties: { commit } })]],
    ['provenance is no list', [sarifRun({ versionControlProvenance: { revisionId: commit } })]],
  ])('is not told where %s', (_, runs) => {
    expect(commitsOf(...runs)).toEqual([]);
  });
});

describe('when it was made', () => {
  const madeOf = (...ends: readonly (readonly unknown[])[]): string | null =>
    reportOf(
      sarif(...ends.map((run) => sarifRun({ invocations: run.map((endTimeUtc) => ({ executionSuccessful: true, endTimeUtc })) }))),
    ).made?.toISOString() ?? null;

  it('is the end of the oldest run', () => {
    expect(madeOf(['2026-11-20T10:00:00Z'], ['2026-11-18T10:00:00Z'], ['2026-11-19T10:00:00Z'])).toBe('2026-11-18T10:00:00.000Z');
    expect(madeOf(['2026-11-20T10:00:00Z', '2026-11-18T10:00:00Z'])).toBe('2026-11-18T10:00:00.000Z');
  });

  it('is not told where a run or a program of it does not say', () => {
    expect(madeOf(['2026-11-20T10:00:00Z'], [])).toBeNull();
    expect(madeOf(['2026-11-20T10:00:00Z', undefined])).toBeNull();
    expect(madeOf(['yesterday'])).toBeNull();
    expect(reportOf(sarif(sarifRun({ invocations: undefined }))).made).toBeNull();
  });
});

describe('the tools', () => {
  const toolOf = (...drivers: readonly unknown[]): string =>
    reportOf(sarif(...drivers.map((driver) => sarifRun({ tool: { driver } })))).tool;

  it('are told with their versions, each once', () => {
    expect(toolOf({ name: 'A', version: '1' }, { name: 'B', semanticVersion: '2.0.0' }, { name: 'A', version: '1' }, { name: 'C' })).toBe(
      'A 1, B 2.0.0, C',
    );
  });

  it('are told without what a terminal would obey, and not at length', () => {
    expect(toolOf({ name: 'A\u001b[2J\n\u202e\u2028B', version: '\u00001' })).toBe('A[2JB 1');
    expect(toolOf({ name: `${'x'.repeat(99)}😀`, version: '1'.repeat(1e6) })).toBe(`${'x'.repeat(99)}\ufffd`);
  });
});

describe('no report', () => {
  it.each([
    ['another version', { ...sarif(), version: '2.0.0' }, 'another version'],
    ['no run', { version: '2.1.0', runs: [] }, 'without a run'],
    ['runs that are no list', { version: '2.1.0', runs: {} }, 'without a run'],
    ['a run that is none', sarif(null), 'no object'],
    ['a tool without a name', sarif(sarifRun({ tool: {} })), 'which tool'],
    ['a tool with a name that cannot be seen', sarif(sarifRun({ tool: { driver: { name: ' \u200b', version: '1' } } })), 'which tool'],
    ['a run that did not begin', sarif(sarifRun({ results: null })), 'without results'],
    ['one run of several without results', sarif(sarifRun(), sarifRun({ results: undefined })), 'without results'],
    ['a tool that failed', sarif(sarifRun({ invocations: [{ executionSuccessful: false }] })), 'did not finish'],
    [
      'one program of several that failed',
      sarif(sarifRun({ invocations: [{ executionSuccessful: true }, { executionSuccessful: false }] })),
      'finish',
    ],
    ['success that is no truth value', sarif(sarifRun({ invocations: [{ executionSuccessful: 'true' }] })), 'did not finish'],
    ['invocations that are no list', sarif(sarifRun({ invocations: { executionSuccessful: false } })), 'no list'],
    ['results in another file', sarif(sarifRun({ externalPropertyFileReferences: { results: [{ itemCount: 3 }] } })), 'other files'],
    ['results beside the runs', { ...sarif(), inlineExternalProperties: [{ results: [text] }] }, 'outside'],
    ['a result that is none', sarif(sarifRun({ results: [7] })), 'no object'],
    ['a level that there is not', sarif(sarifRun({ results: [{ ...text, level: 'critical' }] })), 'level'],
    ['rules that are no list', sarif(sarifRun({ tool: { driver: { name: 'A', rules: {} } } })), 'rules'],
    ['extensions that are no list', sarif(sarifRun({ tool: { driver: { name: 'A' }, extensions: {} } })), 'rules'],
  ])('%s', (_, log, problem) => {
    expect(problemOf(log)).toContain(problem);
  });
});
