// The checklist gate over standings: what a release lacks is a finding each, elsewhere it informs.
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/generated/checklist.ts';
import type { ChecklistItemState } from '../../../src/core/documents.ts';
import type { ChecklistStanding, GateContext, GateFindings } from '../../../src/core/gate.ts';
import { gate } from '../../../src/gates/checklist/index.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const path = '.mcgate/checklist.yaml';
const reason = { code: 'tool-missing', message: 'Sign-offs could not be looked at', remedy: 'Install OpenSSH.' };

function state(id: string, change: Partial<ChecklistItemState> = {}): ChecklistItemState {
  return {
    ...{ id, title: `Title of ${id}`, phase: 'code-review', evidence: 'sign-off', status: 'pending' },
    ...{ by: [], until: null, detail: 'nobody signed', attestations: [] },
    ...change,
  };
}

const items = [
  state('done', { status: 'fulfilled', by: ['ann'] }),
  state('missing'),
  state('refused', { status: 'refused', by: ['bob', 'cleo'], detail: 'not tested' }),
  state('elsewhere', { status: 'not-asked' }),
];

/** Anything that it asks of the world fails the test. */
function run(checklist: Partial<ChecklistStanding> | null): Promise<GateFindings> {
  const unused = (): never => {
    throw new Error('not asked of the world');
  };
  const context: GateContext = {
    workspace: { judged: memoryTree({}), base: null, past: null, close: () => Promise.resolve() },
    settings: { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 60_000, exclude: [], libraryParameters: 'auto' },
    options: { offline: true, osvDatabase: null, cache: false },
    models: [],
    checklist: checklist === null ? null : { items, lines: {}, release: false, reasons: [], ...checklist },
    cache: { get: unused, set: unused },
    runTool: unused,
    scratch: '/nowhere',
    openAdvisoryScanner: unused,
    openWorkers: unused,
    progress: unused,
    signal: new AbortController().signal,
  };
  return gate.run(context);
}

describe('a release', () => {
  it('has a finding for each item that is asked and lacks, at its line', async () => {
    const { findings, baseFindings, reasons } = await run({ release: true, lines: { missing: 7, refused: 9 } });
    expect({ baseFindings, reasons }).toEqual({ baseFindings: [], reasons: [] });
    expect(findings).toEqual([
      {
        ...{ ruleId: 'checklist/missing', severity: 'high', confidence: 'high', message: 'Title of missing: nobody signed' },
        location: { path, startLine: 7, startColumn: 1, endLine: 7, endColumn: 2 },
        anchor: '["code-review","missing"]',
      },
      {
        ...{ ruleId: 'checklist/refused', severity: 'high', confidence: 'high' },
        message: 'Title of refused: refused by bob, cleo: not tested',
        location: { path, startLine: 9, startColumn: 1, endLine: 9, endColumn: 2 },
        anchor: '["code-review","refused"]',
      },
    ]);
  });

  it('has them at no line where nobody wrote a checklist', async () => {
    const { findings } = await run({ release: true });
    expect(findings.map(({ location }) => location)).toEqual([{ path }, { path }]);
  });

  it('whose items are all fulfilled or not asked has none', async () => {
    const { findings, coverage } = await run({ release: true, items: items.filter(({ id }) => id === 'done' || id === 'elsewhere') });
    expect(findings).toEqual([]);
    expect(coverage).toMatchObject({ examined: 2, facts: { fulfilled: 1, asked: 1 } });
  });

  it('of which nobody can tell who signed is without an answer, and lacks only what no signature would change', async () => {
    const gateItem = state('by-gate', { evidence: 'gate' });
    const told = await run({ release: true, reasons: [reason], items: [...items, gateItem, state('by-report', { evidence: 'report' })] });
    expect(told.reasons).toEqual([reason]);
    expect(told.findings.map(({ anchor }) => anchor)).toEqual(['["code-review","refused"]', '["code-review","by-gate"]']);
    expect((await run({ release: true, reasons: [reason], items: [] })).reasons).toEqual([reason]);
  });
});

describe('what is no release', () => {
  it('is told what it lacks, and has no findings', async () => {
    const told = await run({ lines: { missing: 7 } });
    expect(told).toEqual({
      ...{ findings: [], baseFindings: [], reasons: [] },
      coverage: {
        ...{ unit: 'items', examined: 4, leftOut: [], items, paths: [path] },
        facts: { fulfilled: 1, asked: 3, 'what is lacking': 'informs: this is no release' },
      },
    });
  });

  it('needs no answer to who signed', async () => {
    expect(await run({ reasons: [reason] })).toMatchObject({ findings: [], reasons: [] });
  });
});

it('coverage says what was looked at, and whether it blocks', async () => {
  const { coverage } = await run({ release: true });
  expect(coverage).toMatchObject({ paths: [], facts: { 'what is lacking': 'blocks: this is a release' } });
});

it('a gate that was not told how the checklist stands has no answer', async () => {
  await expect((async () => run(null))()).rejects.toMatchObject({
    ...{ code: 'gate-failed', message: 'The checklist gate was not told how the checklist stands.' },
  });
});

it('its rules are those of its findings', () => {
  expect(gate.id).toBe('checklist');
  expect(gate.rules.map(({ id }) => id)).toEqual(['checklist/missing', 'checklist/refused']);
  expect(rules.every(({ blocks, severity, confidence }) => blocks && severity === 'high' && confidence === 'high')).toBe(true);
});
