// A flow as a finding: bounded, stable, and without what was not read.
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../../src/analysis/taint/flow.ts';
import { rule as commandInjection } from '../../../../rules/code/command-injection.ts';
import { findingOfFlow } from '../../../../src/gates/code/flow/finding.ts';
import { flowRulesOf } from '../../../../src/gates/code/rule.ts';
import type { DescribedPlace } from '../../../../src/gates/code/task.ts';

const [rule] = flowRulesOf([commandInjection]);
const flow: Flow = {
  class: 'command',
  sinkWhat: 'shell command',
  sourceKind: 'remote',
  sourceWhat: 'query of a request',
  api: null,
  steps: [
    { file: 0, start: 1, end: 2, what: 'query of a request' },
    { file: 1, start: 5, end: 9, what: 'is run as a shell command' },
  ],
  failedGuards: [],
  slow: null,
  confidence: 'high',
};

function place(file: number, start: number): DescribedPlace {
  return {
    location: { path: `${String(file)}.js`, startLine: start, startColumn: 1, endLine: start, endColumn: 2 },
    line: `line ${String(start)}`,
    sink: file === 1 ? { anchor: 'exec(x)', snippet: { startLine: 1, lines: ['exec(x)'] }, lineHash: 'a:1' } : null,
  };
}

function tell(told: Flow): ReturnType<typeof findingOfFlow> {
  if (rule === undefined) throw new Error('no rule');
  return findingOfFlow(
    told,
    rule,
    ({ file, start }) => (start < 0 ? null : place(file, start)),
    (_, text) => text.replaceAll('hunter2', '***'),
  );
}

describe('findingOfFlow', () => {
  it('stands at the sink and carries the way', () => {
    expect(tell(flow)).toEqual({
      ruleId: 'code/command-injection',
      severity: 'critical',
      confidence: 'high',
      message: 'Shell command is made from query of a request: whoever chooses it can run commands of their own.',
      location: place(1, 5).location,
      anchor: 'flow command exec(x)',
      snippet: { startLine: 1, lines: ['exec(x)'] },
      lineHash: 'a:1',
      fix: rule?.match.fix,
      evidence: {
        kind: 'flow',
        source: { kind: 'remote', what: 'query of a request' },
        api: null,
        steps: [
          { location: place(0, 1).location, what: 'query of a request', snippetLine: 'line 1' },
          { location: place(1, 5).location, what: 'is run as a shell command', snippetLine: 'line 5' },
        ],
        failedGuards: [],
      },
    });
  });

  it('has an anchor that no source or step changes', () => {
    const other = {
      ...flow,
      sourceKind: 'file',
      sourceWhat: 'a file',
      steps: [{ file: 0, start: 3, end: 4, what: 'a file' }, ...flow.steps.slice(1)],
    } as const;
    expect(tell(other)?.anchor).toBe(tell(flow)?.anchor);
  });

  it('has an anchor that tells the use, where the fault is told before it', () => {
    const before = { ...flow, told: 1, steps: [...flow.steps, { file: 1, start: 8, end: 9, what: 'goes into a query' }] };
    expect(tell(before)?.location).toEqual(tell(flow)?.location);
    expect(tell(before)?.anchor).toBe('flow command exec(x)\nused by exec(x)');
    expect(tell({ ...flow, told: 1 })?.anchor).toBe(tell(flow)?.anchor);
  });

  it('is critical only where a stranger sends the text unasked', () => {
    expect(tell({ ...flow, sourceKind: 'parameter' })?.severity).toBe('high');
    expect(tell({ ...flow, sourceKind: 'tool-arguments' })?.severity).toBe('critical');
  });

  it('keeps 100 steps and 20 guards, source and sink among them', () => {
    const [first, last] = flow.steps;
    if (first === undefined || last === undefined) throw new Error('no steps');
    const middle = Array.from({ length: 300 }, (_, index) => ({ ...first, start: index + 10 }));
    const guards = Array.from({ length: 50 }, (_, index) => ({ file: 0, start: index, end: index, why: 'x'.repeat(500) }));
    const evidence = tell({ ...flow, steps: [first, ...middle, last], failedGuards: guards })?.evidence;
    if (evidence?.kind !== 'flow') throw new Error('no flow');
    expect([evidence.steps.length, evidence.failedGuards.length]).toEqual([100, 20]);
    expect([evidence.steps[0]?.snippetLine, evidence.steps[99]?.what]).toEqual(['line 1', 'is run as a shell command']);
    expect(evidence.failedGuards[0]?.why).toHaveLength(200);
  });

  it('tells no secret of a file in words', () => {
    expect(JSON.stringify(tell({ ...flow, sourceKind: 'parameter', api: 'exports.hunter2' }))).not.toContain('hunter2');
  });

  it('is none where the sink could not be read again, and leaves out steps that could not', () => {
    const [first, last] = flow.steps;
    if (first === undefined || last === undefined) throw new Error('no steps');
    expect(tell({ ...flow, steps: [first, { ...last, start: -1 }] })).toBeNull();
    expect(tell({ ...flow, steps: [{ ...first, start: -1 }, last] })?.evidence).toMatchObject({
      steps: [{ what: 'is run as a shell command' }],
    });
  });
});
