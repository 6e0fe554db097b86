// The files beside the bundle of a release: each way in which they can differ from what was signed.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gateDigest, type GateAnswer } from '../../src/attestation/gate-digest.ts';
import { evidenceProblems, type FolderFile, type RecordFolder } from '../../src/attestation/release-evidence.ts';
import { predicateTypes, statementOf } from '../../src/attestation/statement.ts';
import type { ChecklistItemState, RecordedFile, ReleaseRecord } from '../../src/core/documents.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const gate = {
  id: 'code',
  outcome: 'pass',
  reason: null,
  reasons: [],
  coverage: { unit: 'files', examined: 3, leftOut: [] },
  durationMs: 1,
} as const;
const findings = [
  { ruleId: 'code/eval', identity: '1'.repeat(32), state: 'existing' },
  { ruleId: 'codes/eval', identity: '2'.repeat(32), state: 'new' },
] as const;
const scan = sha256('scan');

function item(change: Partial<ChecklistItemState>): ChecklistItemState {
  return {
    ...{ id: 'analysis', title: 'Analysed', phase: 'security-testing', evidence: 'gate', status: 'fulfilled' },
    ...{ by: [], until: null, detail: 'passes', digest: gateDigest(gate, findings), attestations: [], ...change },
  };
}

const analysis = item({});
const attack = item({ id: 'attack', evidence: 'report', digest: scan });
const review = item({ id: 'review', evidence: 'sign-off', attestations: ['x.json'] });
const states = [analysis, attack, review];
const checklist = { ...gate, id: 'checklist', coverage: { ...gate.coverage, items: states } };
const run = { verdict: 'pass', gates: [gate, checklist], findings };

function file(name: string, text: string, items: readonly string[] = []): RecordedFile {
  return { name, digest: { sha256: sha256(text) }, mediaType: 'text/plain', annotations: { size: text.length, items } };
}

const texts = { 'report.json': JSON.stringify(run), tree: 'tree', allowed_signers: 'signers', [`reports/${scan}.json`]: 'scan' };
const evidence = Object.entries(texts).map(([name, text]) => file(name, text, name.startsWith('reports/') ? ['attack'] : []));
const found = new Map<string, FolderFile>(
  Object.entries(texts).map(([name, text]) => [name, { state: 'read', sha256: sha256(text), size: text.length }]),
);

interface Changes {
  readonly record?: Partial<ReleaseRecord>;
  readonly states?: readonly ChecklistItemState[];
  readonly folder?: Partial<RecordFolder>;
  /** Stands in report.json instead. */
  readonly run?: unknown;
}

function problems({ record = {}, states: recorded = states, folder = {}, run: told = run }: Changes = {}): readonly string[] {
  const predicate: ReleaseRecord = {
    ...{ repository: 'acme/shop', target: 'refs/heads/main', commit: 'c'.repeat(40), made: '2026-11-22T10:00:00Z', version: '1' },
    ...{ verdict: 'pass', gates: [{ id: 'code', outcome: 'pass', digest: gateDigest(gate, findings) }], signers: 'signers', revoked: null },
    items: recorded.map((state) => ({ itemDigest: 'b'.repeat(64), threshold: 1, state })),
    ...{ evidence, ...record },
  };
  const report = typeof told === 'string' ? told : JSON.stringify(told);
  return evidenceProblems(statementOf(predicateTypes.release, sha256('tree'), predicate), { files: found, others: [], report, ...folder });
}

describe('a folder', () => {
  it('that holds what was signed has no problem', () => {
    expect(problems()).toEqual([]);
  });

  it.each<[string, FolderFile, string]>([
    ['is missing', { state: 'missing' }, 'tree does not stand beside the bundle'],
    ['cannot be read', { state: 'unreadable', detail: 'not-a-file' }, 'tree cannot be read: not-a-file'],
    ['was changed', { state: 'read', sha256: 'f'.repeat(64), size: 4 }, 'tree is not what was signed: its SHA-256 is ffff'],
    ['has another size', { state: 'read', sha256: sha256('tree'), size: 5 }, 'tree has 5 bytes, the record says 4'],
  ])('of which a file %s', (_, state, told) => {
    expect(problems({ folder: { files: new Map([...found, ['tree', state]]) } })).toEqual([expect.stringContaining(told)]);
  });

  it('of which nothing was read', () => {
    expect(problems({ folder: { files: new Map(), report: null } })).toHaveLength(evidence.length);
  });

  it('with files that nobody signed for, of which five are named', () => {
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(problems({ folder: { others: others.slice(0, 5) } })).toHaveLength(5);
    expect(problems({ folder: { others } })).toEqual([
      ...['a', 'b', 'c', 'd', 'e'].map((name) => `${name} stands beside the bundle, and the record does not name it`),
      '2 more files stand beside the bundle',
    ]);
  });
});

describe('a record', () => {
  const without = (name: string): readonly RecordedFile[] => evidence.filter((each) => each.name !== name);

  it.each(['report.json', 'tree', 'allowed_signers'])('names %s', (name) => {
    expect(problems({ record: { evidence: without(name) } })).toEqual([`the record names no ${name}`]);
  });

  it('names each file once', () => {
    expect(problems({ record: { evidence: [...evidence, file('tree', 'tree')] } })).toEqual(['the record names a file twice']);
  });

  it('names the tree and the signers that it is about', () => {
    const files = new Map<string, FolderFile>([
      ...found,
      ['tree', { state: 'read', sha256: sha256('wood'), size: 4 }],
      ['allowed_signers', { state: 'read', sha256: sha256('SIGNERS'), size: 7 }],
    ]);
    const others = [
      ...without('tree').filter(({ name }) => name !== 'allowed_signers'),
      file('tree', 'wood'),
      file('allowed_signers', 'SIGNERS'),
    ];
    expect(problems({ record: { evidence: others }, folder: { files } })).toEqual([
      'the record names another tree than the one it is about',
      'the record names another list of signers than the one it holds',
    ]);
  });
});

describe('an item that nobody signed for', () => {
  const only = (state: ChecklistItemState, record: Partial<ReleaseRecord> = {}): readonly string[] =>
    problems({ states: [state], record, folder: { report: null } });

  it('rests on a gate that passed', () => {
    expect(only(analysis)).toEqual([]);
    const rests = ['analysis rests on the answer of no gate that is recorded'];
    expect(only({ ...analysis, digest: scan })).toEqual(rests);
    expect(only(analysis, { gates: [{ id: 'code', outcome: 'fail', digest: analysis.digest ?? '' }] })).toEqual(rests);
    expect(only(analysis, { gates: [] })).toEqual(rests);
  });

  it('rests on a report in the folder that is of this item', () => {
    const rests = ['attack rests on a report that the record does not hold'];
    expect(only(attack)).toEqual([]);
    expect(only({ ...attack, digest: sha256('tree') })).toEqual(rests);
    expect(only({ ...attack, digest: sha256('other') })).toEqual(rests);
    const named = evidence.map((each) => ({ ...each, annotations: { ...each.annotations, items: ['review'] } }));
    expect(only(attack, { evidence: named })).toEqual(rests);
  });

  it('rests on nothing where it lacks, or where somebody signed', () => {
    expect(only({ ...analysis, status: 'pending', digest: scan })).toEqual([]);
    expect(only({ ...attack, attestations: ['x.json'], digest: sha256('other') })).toEqual([]);
    expect(only({ ...review, attestations: [] })).toEqual([]);
  });
});

describe('report.json', () => {
  const standing = (items: unknown): unknown => ({ ...run, gates: [gate, { ...checklist, coverage: { ...gate.coverage, items } }] });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a number', 7],
    ['null', null],
    ['no gates', { ...run, gates: null }],
    ['no findings', { ...run, findings: {} }],
    ['a gate that is none', { ...run, gates: [null] }],
    ['items that are none', standing([null])],
    ['an item without an id', standing([{ title: 'x' }])],
    ['items that are no list', standing({ find: 1 })],
    ['items that are null', standing(null)],
    ['a finding without a state', { ...run, findings: [{ ruleId: 'code/eval', identity: '1' }] }],
    ['nested too deeply', `{"verdict":"pass","findings":[],"gates":[${'['.repeat(200_000)}${']'.repeat(200_000)}]}`],
  ])('is refused as %s', (_, told) => {
    expect(problems({ run: told })).toEqual(['report.json is no report of mcgate']);
  });

  it.each<[string, unknown, string]>([
    ['another verdict', { ...run, verdict: 'fail' }, 'another verdict'],
    ['another outcome', { ...run, gates: [{ ...gate, outcome: 'fail' }, checklist] }, 'the code gate answers otherwise'],
    ['another finding', { ...run, findings: [{ ...findings[0], state: 'suppressed' }] }, 'the code gate answers otherwise'],
    ['another coverage', { ...run, gates: [{ ...gate, coverage: null }, checklist] }, 'the code gate answers otherwise'],
    ['one gate more', { ...run, gates: [gate, { ...gate, id: 'permissions' }, checklist] }, 'other gates'],
    ['a gate twice', { ...run, gates: [gate, gate, checklist] }, 'other gates'],
    ['the checklist twice', { ...run, gates: [gate, checklist, { ...checklist, coverage: null }] }, 'other gates'],
    ['one item more', standing([...states, item({ id: 'more' })]), 'other items'],
    ['an item twice', standing([...states, { ...review, status: 'pending' }]), 'other items'],
    [
      'another state of an item',
      { ...run, gates: [gate, { ...checklist, coverage: { ...gate.coverage, items: [analysis, { ...attack, detail: 'x' }, review] } }] },
      'attack stands otherwise',
    ],
    [
      'an item less',
      { ...run, gates: [gate, { ...checklist, coverage: { ...gate.coverage, items: [analysis, attack] } }] },
      'review stands otherwise',
    ],
  ])('says what the record says, and not %s', (_, told, problem) => {
    expect(problems({ run: told })).toEqual([expect.stringContaining(problem)]);
  });

  it('does not vouch for a record that names a gate or an item twice', () => {
    const code = { id: 'code', outcome: 'pass', digest: gateDigest(gate, findings) } as const;
    expect(problems({ record: { gates: [code, code] } })).toEqual(['report.json tells of other gates than the record']);
    const other = { ...gate, id: 'secrets' };
    expect(problems({ record: { gates: [code, code] }, run: { ...run, gates: [gate, other, checklist] } })).toHaveLength(1);
    expect(problems({ states: [...states, review] })).toEqual(['report.json tells of other items than the record']);
  });

  it('without its gates or the checklist shows nothing', () => {
    expect(problems({ run: { ...run, gates: [checklist] } })).toEqual([
      'report.json tells of other gates than the record',
      'the code gate answers otherwise in report.json than in the record',
    ]);
    expect(problems({ run: { ...run, gates: [gate] } })).toHaveLength(states.length);
  });
});

describe('the digest of a gate', () => {
  const answer: GateAnswer = gate;

  it('is the one that is documented', () => {
    const text = `{"coverage":{"examined":3,"leftOut":[],"unit":"files"},"findings":[["${'1'.repeat(32)}","existing"]],"id":"code","reasons":[]}`;
    expect(gateDigest(answer, findings)).toBe(sha256(text));
  });

  it('is the same before and after it is written to a report', () => {
    const odd: GateAnswer = { ...answer, reasons: [{ code: 'x', message: 'a\ud800b\u2028é' }] };
    const written = JSON.parse(JSON.stringify(odd).replaceAll('\\ud800', '\ufffd')) as GateAnswer;
    expect(gateDigest(odd, findings)).toBe(gateDigest(written, findings));
    expect(gateDigest(odd, findings)).not.toBe(gateDigest(answer, findings));
  });
});
