// How items stand by what nobody signs: gates, reports that were handed over, and the order of the phases.
import { describe, expect, it } from 'vitest';
import { phases, type ChecklistItem } from '../../src/attestation/checklist.ts';
import { blockingPhase, isSettled, type GateAnswerEvidence } from '../../src/attestation/items.ts';
import type { ChecklistItemState, Outcome } from '../../src/core/documents.ts';
import { byReport, commit, makeItem, makeReport, signOff, standing, standings } from './evidence.ts';

const ann = ['ann@example.org'];
const digest = 'd'.repeat(64);
const gateItem = makeItem({ id: 'static-analysis', phase: 'security-testing', evidence: { kind: 'gate', gate: 'code' } });
const reportItem = makeItem({ id: 'pentest', phase: 'security-testing', evidence: byReport });

function gate(outcome: Outcome, id: GateAnswerEvidence['id'] = 'code'): GateAnswerEvidence {
  return { id, outcome, whole: true, digest };
}

it('says of an item what the checklist says, and how it stands', () => {
  expect(standing(makeItem(), {})).toEqual({
    ...{ id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off' },
    ...{ status: 'pending', by: [], until: null, detail: 'nobody who counts has signed', attestations: [] },
  });
});

describe('an item of a gate', () => {
  it.each([
    ['pass', 'fulfilled', 'the code gate passes'],
    ['fail', 'pending', 'the code gate answers fail'],
    ['incomplete', 'pending', 'the code gate answers incomplete'],
    ['skipped', 'pending', 'the code gate answers skipped'],
  ] as const)('%s: %s', (outcome, status, detail) => {
    const state = standing(gateItem, { gates: [gate('pass', 'dependencies'), gate(outcome)] });
    expect(state).toMatchObject({ status, detail, digest, by: [], until: null, attestations: [], evidence: 'gate' });
  });

  it('is pending where its gate saw a part of the tree alone', () => {
    const state = standing(gateItem, { gates: [{ ...gate('pass'), whole: false }] });
    expect(state).toMatchObject({ status: 'pending', detail: expect.stringContaining('saw a part alone') as string, digest });
  });

  it('is pending where its gate did not run', () => {
    const state = standing(gateItem, { gates: [gate('pass', 'dependencies')] });
    expect(state).toMatchObject({ status: 'pending', detail: 'the code gate did not run' });
    expect(state).not.toHaveProperty('digest');
  });

  it('is signed by nobody', () => {
    const evidence = { gates: [gate('fail')], signOffs: [signOff(ann, gateItem)] };
    expect(standing(gateItem, evidence)).toMatchObject({ status: 'pending', by: [], attestations: [] });
    expect(standing(gateItem, { ...evidence, gates: [gate('pass')] })).toMatchObject({ status: 'fulfilled', by: [] });
  });
});

describe('an item of a report', () => {
  const good = { item: 'pentest', report: makeReport() };
  const open = { item: 'pentest', report: makeReport({ counts: { critical: 0, high: 2, medium: 1, low: 0, note: 0 } }) };

  it('is fulfilled by one that counts, whatever lies beside it', () => {
    const counts = {
      status: 'fulfilled',
      detail: 'CodeQL leaves nothing open that counts',
      digest: 'c'.repeat(64),
      by: [],
      attestations: [],
    };
    expect(standing(reportItem, { reports: [good] })).toMatchObject(counts);
    expect(standing(reportItem, { reports: [open, good] })).toMatchObject(counts);
    expect(standing(reportItem, { reports: [{ item: 'pentest', problem: 'the file is not there' }, good] })).toMatchObject(counts);
  });

  it('says what is wrong with the first that does not count', () => {
    expect(standing(reportItem, { reports: [open] })).toMatchObject({ status: 'pending', detail: 'the report holds 2 high' });
    expect(standing(reportItem, { reports: [{ item: 'pentest', problem: 'the file is not there' }, open] })).toMatchObject({
      status: 'pending',
      detail: 'the file is not there',
    });
  });

  it('takes no report of another item', () => {
    const reports = [{ ...good, item: 'review' }];
    expect(standing(reportItem, { reports })).toMatchObject({ status: 'pending', detail: 'nobody who counts has signed' });
  });

  it('is not what an item of another kind asks for', () => {
    const reports = [{ item: 'review', report: makeReport() }];
    expect(standing(makeItem(), { reports })).toMatchObject({ status: 'pending', detail: 'nobody who counts has signed' });
  });

  it('names a commit that holds the judged tree', () => {
    const given = (commits: readonly string[]): ChecklistItemState =>
      standing(reportItem, { reports: [{ item: 'pentest', report: makeReport({ commits }) }] });
    expect(given([])).toMatchObject({ status: 'pending', detail: expect.stringContaining('names no commit') as string });
    expect(given([commit, '2'.repeat(40)])).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('222222222222,') as string,
    });
    expect(given([commit, commit])).toMatchObject({ status: 'fulfilled' });
  });

  it.each([
    ['certain people', { signers: ann }],
    ['two people', { threshold: 2 }],
  ])('that asks for %s as well is not fulfilled by a report alone', (_, change) => {
    const item = { ...reportItem, ...change };
    expect(standing(item, { reports: [good] })).toMatchObject({ status: 'pending', by: [] });
    const signOffs = [ann, ['bob@example.org']].map((by) => signOff(by, item, { report: makeReport() }));
    expect(standing(item, { reports: [good], signOffs })).toMatchObject({ status: 'fulfilled' });
    expect(standing(item, { signOffs })).toMatchObject({ status: 'fulfilled', until: '2026-12-31', digest: 'c'.repeat(64) });
  });

  it('is fulfilled by a signature for one, though another that was given does not count', () => {
    const signOffs = [signOff(ann, reportItem, { report: makeReport({ commits: [] }) })];
    expect(standing(reportItem, { reports: [open], signOffs })).toMatchObject({ status: 'fulfilled', by: ['ann'] });
  });

  it('is refused by somebody who may sign, whatever report was given', () => {
    for (const report of [undefined, makeReport()]) {
      const signOffs = [signOff(ann, reportItem, { decision: 'refused', note: 'it never logged in', ...(report && { report }) })];
      expect(standing(reportItem, { reports: [good], signOffs })).toMatchObject({ status: 'refused', detail: 'it never logged in' });
    }
  });
});

describe('an item that does not apply', () => {
  it('is not asked for, whatever there is to show', () => {
    const signOffs = [signOff(ann, makeItem()), signOff(['bob@example.org'], makeItem(), { decision: 'refused' })];
    const change = { applies: () => false };
    expect(standing(makeItem(), { signOffs }, change)).toMatchObject({ status: 'not-asked', by: [], until: null, attestations: [] });
    expect(standing(gateItem, { gates: [gate('fail')] }, change)).toMatchObject({
      status: 'not-asked',
      detail: 'does not apply to this change',
    });
  });

  it('is asked of each item by itself', () => {
    const items = [makeItem({ id: 'a' }), makeItem({ id: 'b' })];
    expect(standings(items, {}, { applies: ({ id }) => id === 'b' }).map(({ status }) => status)).toEqual(['not-asked', 'pending']);
  });
});

describe('phases', () => {
  const early = makeItem({ id: 'design', phase: 'design-review' });
  const late = makeItem({ id: 'review', phase: 'code-review' });
  const later = makeItem({ id: 'deploy', phase: 'deployment-review' });
  const signed = (...items: readonly ChecklistItem[]): { signOffs: ReturnType<typeof signOff>[] } => ({
    signOffs: items.map((item) => signOff(ann, item, { name: item.id })),
  });
  const statuses = (...args: Parameters<typeof standings>): readonly string[] => standings(...args).map(({ status }) => status);

  it('are signed in their order, whatever the order of the items', () => {
    expect(statuses([later, late, early], signed(later, late, early))).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(statuses([later, late, early], signed(later, late))).toEqual(['pending', 'pending', 'pending']);
    expect(statuses([later, early, late], signed(later, early))).toEqual(['pending', 'fulfilled', 'pending']);
  });

  it('say what comes first, and who signed already', () => {
    expect(standings([early, late, later], signed(late, later))[2]).toEqual({
      ...{ id: 'deploy', title: 'Reviewed', phase: 'deployment-review', evidence: 'sign-off', status: 'pending', by: ['ann'] },
      ...{ until: null, detail: 'is signed, but design (design-review) comes first', attestations: [] },
    });
    expect(standings([early, late, later], signed(early, later))[2]?.detail).toContain('review (code-review) comes first');
  });

  it('wait for what a gate or a report of an earlier one lacks', () => {
    expect(statuses([gateItem, late], { ...signed(late), gates: [gate('fail')] })).toEqual(['pending', 'pending']);
    expect(statuses([gateItem, late], { ...signed(late), gates: [gate('pass')] })).toEqual(['fulfilled', 'fulfilled']);
    expect(statuses([reportItem, late], signed(late))).toEqual(['pending', 'pending']);
  });

  it('wait for a refusal of an earlier one', () => {
    const signOffs = [signOff(ann, late), signOff(['bob@example.org'], early, { decision: 'refused' })];
    expect(statuses([early, late], { signOffs })).toEqual(['refused', 'pending']);
  });

  it('do not wait for what is not asked', () => {
    expect(statuses([early, late], signed(late), { applies: ({ id }) => id === 'review' })).toEqual(['not-asked', 'fulfilled']);
  });

  it('do not wait for their own items, nor hold back what nobody signs', () => {
    const beside = makeItem({ id: 'beside', phase: 'code-review' });
    expect(statuses([beside, late], signed(late))).toEqual(['pending', 'fulfilled']);
    const evidence = { gates: [gate('pass')], reports: [{ item: 'pentest', report: makeReport() }] };
    expect(statuses([early, gateItem, reportItem], evidence)).toEqual(['pending', 'fulfilled', 'fulfilled']);
  });

  it('leave a refusal a refusal', () => {
    expect(statuses([early, late], { signOffs: [signOff(ann, late, { decision: 'refused' })] })).toEqual(['pending', 'refused']);
  });

  it('tell before anybody signs what one would have to wait for', () => {
    const states = standings([late, early, gateItem], { gates: [gate('fail')] });
    expect(blockingPhase(states, 'design-review')).toBeNull();
    expect(blockingPhase(states, 'threat-modelling')?.id).toBe('design');
    expect(blockingPhase(states, 'security-monitoring')?.id).toBe('design');
    const signedFirst = standings([late, early, gateItem], { ...signed(early), gates: [gate('fail')] });
    expect(phases.map((phase) => blockingPhase(signedFirst, phase)?.id)).toEqual([
      ...[undefined, undefined, undefined],
      ...['static-analysis', 'static-analysis', 'static-analysis'],
    ]);
  });
});

it('settled is what asks nothing more of anybody', () => {
  const state = standing(makeItem(), {});
  const settled = (['fulfilled', 'not-asked', 'pending', 'refused'] as const).map((status) => isSettled({ ...state, status }));
  expect(settled).toEqual([true, true, false, false]);
  expect(isSettled(undefined)).toBe(false);
});
