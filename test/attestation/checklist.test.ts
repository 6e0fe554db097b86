// The checklist with its defaults: what holds where nobody wrote one, and what each key means where it is left out.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultChecklist, itemDigest, phases, resolveChecklist, type ChecklistItem } from '../../src/attestation/checklist.ts';
import type { ChecklistEntry } from '../../src/core/documents.ts';
import { validateChecklist } from '../../src/core/generated/validators.js';
import { makeItem } from './evidence.ts';

const entry: ChecklistEntry = { id: 'a', title: 'A', phase: 'code-review', evidence: 'sign-off' };

function resolve(change: Partial<ChecklistEntry>): ChecklistItem | undefined {
  return resolveChecklist({ items: [{ ...entry, ...change }] })[0];
}

it('phases stand in the order of the schema', () => {
  const schema = JSON.parse(readFileSync('schemas/checklist.schema.json', 'utf8')) as { $defs: { phase: { enum: readonly string[] } } };
  expect(phases).toEqual(schema.$defs.phase.enum);
});

describe('where nobody wrote a checklist', () => {
  it('the six items of the security model hold, in the order of their phases', () => {
    expect(validateChecklist(defaultChecklist)).toBe(true);
    const items = resolveChecklist(defaultChecklist);
    expect(items.map(({ id, phase, evidence }) => [id, phase, 'gate' in evidence ? evidence.gate : evidence.kind])).toEqual([
      ['security-requirements', 'design-review', 'sign-off'],
      ['threat-modelling', 'threat-modelling', 'sign-off'],
      ['static-analysis', 'security-testing', 'code'],
      ['dependency-scanning', 'security-testing', 'dependencies'],
      ['penetration-testing', 'security-testing', 'report'],
      ['security-review', 'code-review', 'sign-off'],
    ]);
    for (const { signers, threshold, notAuthor, appliesTo } of items)
      expect({ signers, threshold, notAuthor, appliesTo }).toEqual({ signers: null, threshold: 1, notAuthor: true, appliesTo: null });
  });

  it('whoever is asked is told what to look at', () => {
    for (const { title, guidance, evidence } of resolveChecklist(defaultChecklist)) {
      expect(title).not.toBe('');
      expect((guidance ?? '').length > 20).toBe(evidence.kind !== 'gate');
    }
  });

  it('a report of a penetration test may be of any format', () => {
    const schema = JSON.parse(readFileSync('schemas/checklist.schema.json', 'utf8')) as {
      $defs: { reportFormat: { enum: readonly string[] } };
    };
    expect(resolveChecklist(defaultChecklist)[4]?.evidence).toEqual({
      ...{ kind: 'report', formats: schema.$defs.reportFormat.enum, tools: null, maxAgeDays: 14, failOn: 'high' },
    });
  });
});

describe('an item', () => {
  it('has the strict value for every key that is left out', () => {
    expect(resolve({})).toEqual({
      ...{ id: 'a', title: 'A', phase: 'code-review', evidence: { kind: 'sign-off' } },
      ...{ signers: null, threshold: 1, notAuthor: true, expiresDays: 90, appliesTo: null, guidance: null },
    });
    expect(resolve({ evidence: { report: { formats: ['zap'] } } })?.evidence).toEqual({
      ...{ kind: 'report', formats: ['zap'], tools: null, maxAgeDays: 14, failOn: 'high' },
    });
  });

  it('has what it says', () => {
    const said = { signers: ['x'], threshold: 3, notAuthor: false, guidance: 'Look.' };
    expect(resolve({ ...said, expires: '7d' })).toMatchObject({ ...said, expiresDays: 7 });
    expect(resolve({ evidence: { gate: 'permissions' } })?.evidence).toEqual({ kind: 'gate', gate: 'permissions' });
    const report = { formats: ['zap' as const], tools: ['ZAP'], failOn: 'low' as const };
    expect(resolve({ evidence: { report: { ...report, maxAge: '3d' } } })?.evidence).toEqual({ kind: 'report', ...report, maxAgeDays: 3 });
    expect(resolve({ appliesTo: { paths: ['a/**'] } })?.appliesTo).toEqual({ paths: ['a/**'], branches: null, labels: null });
    expect(resolve({ appliesTo: { branches: ['b'], labels: ['l'] } })?.appliesTo).toEqual({ paths: null, branches: ['b'], labels: ['l'] });
  });

  it('keeps its place', () => {
    expect(resolveChecklist({ items: [entry, { ...entry, id: 'b' }] }).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('the digest of an item', () => {
  it('is of all that it says, in the order of RFC 8785', () => {
    const text =
      '{"appliesTo":null,"evidence":{"kind":"sign-off"},"expiresDays":90,"guidance":null,"id":"review","notAuthor":true,' +
      '"phase":"code-review","signers":null,"threshold":1,"title":"Reviewed"}';
    expect(itemDigest(makeItem())).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('is another for every key that differs', () => {
    const changes: readonly Partial<ChecklistItem>[] = [
      ...[
        {},
        { id: 'b' },
        { title: 'B' },
        { phase: 'design-review' as const },
        { evidence: { kind: 'gate' as const, gate: 'code' as const } },
      ],
      ...[{ signers: ['x'] }, { threshold: 2 }, { notAuthor: false }, { expiresDays: 91 }, { guidance: 'Look.' }],
      { appliesTo: { paths: null, branches: ['b'], labels: null } },
    ];
    expect(new Set(changes.map((change) => itemDigest(makeItem(change)))).size).toBe(changes.length);
    expect(Object.keys(Object.assign({}, ...changes) as object).sort()).toEqual(Object.keys(makeItem()).sort());
  });
});
