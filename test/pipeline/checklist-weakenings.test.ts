// What softens a checklist: every key of it, softer, harder and the same; items and whole documents, there or gone.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Checklist } from '../../src/core/documents.ts';
import { compareChecklists } from '../../src/pipeline/checklist-weakenings.ts';
import { loadChecklist, type TrustedDocument } from '../../src/pipeline/trusted-documents.ts';
import { weakeningFinding, weakeningRules } from '../../src/pipeline/weakening.ts';
import { memoryTree } from '../support/memory-tree.ts';

function load(text: string | null): Promise<TrustedDocument<Checklist>> {
  return loadChecklist(memoryTree(text === null ? {} : { '.mcgate/checklist.yaml': text }));
}

async function softened(before: string | null, after: string | null): Promise<readonly string[]> {
  const found = compareChecklists(await load(before), await load(after));
  for (const { rule, location } of found)
    expect({ rule, path: location.path }).toEqual({ rule: 'checklist-softened', path: '.mcgate/checklist.yaml' });
  return found.map(
    ({ key, before: was, after: is, location, message }) =>
      `${key}: ${String(was)} -> ${String(is)} @${String(location.startLine)} ${message}`,
  );
}

/** One item, signed, with these keys. */
function item(keys = ''): string {
  return `items:\n  - { id: a, title: A, phase: code-review, evidence: sign-off${keys === '' ? '' : `, ${keys}`} }\n`;
}

function reported(demand: string): string {
  return `items:\n  - { id: a, title: A, phase: code-review, evidence: { report: { ${demand} } } }\n`;
}

const everywhere = (text: string): string => item(`appliesTo: { ${text} }`);

/** By key: a checklist, one that is softer by it, and what is said; then pairs that are no softer. A key that is new has to be judged here. */
const keys: Readonly<
  Record<string, readonly [soft: readonly (readonly [string, string, string])[], hard: readonly (readonly [string, string])[]]>
> = {
  id: [[[item(), item().replace('id: a', 'id: b'), 'items.a: {"appliesTo":null,"evidence":{"kind":"sign-off"},"expiresDays":90,']], []],
  title: [
    [
      [
        item(),
        item().replace('title: A', 'title: B'),
        'items.a.title: "A" -> "B" @2 Item a would say "B", which is something else to sign',
      ],
    ],
    [],
  ],
  phase: [
    [
      [item(), item().replace('code-review', 'security-monitoring'), 'Item a would be due only with security-monitoring'],
      [item(), item().replace('code-review', 'design-review'), 'Item a would no longer wait for what comes before code-review'],
    ],
    [],
  ],
  signers: [
    [
      [item('signers: [x]'), item(), 'items.a.signers: ["x"] -> null @2 Item a could be signed by anybody who may sign'],
      [item('signers: [x]'), item('signers: [x, y, z]'), 'Item a could be signed by y, z too'],
      [item('signers: [x]'), item('signers: [y]'), 'Item a could be signed by y too'],
    ],
    [
      [item(), item('signers: [x]')],
      [item('signers: [x, y]'), item('signers: [y]')],
      [item('signers: [x, y]'), item('signers: [y, x]')],
    ],
  ],
  threshold: [
    [
      [item('threshold: 3'), item('threshold: 2'), 'items.a.threshold: 3 -> 2 @2 Item a would need 2 of 3 people'],
      [item('threshold: 2'), item(), 'Item a would need 1 of 2 people'],
    ],
    [
      [item(), item('threshold: 2')],
      [item('threshold: 1'), item()],
    ],
  ],
  notAuthor: [
    [
      [item(), item('notAuthor: false'), 'items.a.notAuthor: true -> false @2 Item a could be signed by an author of the change'],
      [item('notAuthor: true'), item('notAuthor: false'), 'items.a.notAuthor'],
    ],
    [
      [item('notAuthor: false'), item()],
      [item('notAuthor: false'), item('notAuthor: false')],
      [item('notAuthor: true'), item()],
    ],
  ],
  expires: [
    [
      [item(), item('expires: 91d'), 'items.a.expires: 90 -> 91 @2 Item a could be signed for 91 days instead of 90'],
      [item('expires: 9d'), item('expires: 10d'), 'Item a could be signed for 10 days instead of 9'],
    ],
    [
      [item(), item('expires: 89d')],
      [item('expires: 90d'), item()],
    ],
  ],
  guidance: [
    [],
    [
      [item(), item('guidance: Look.')],
      [item('guidance: Look.'), item('guidance: Look away.')],
    ],
  ],
  'appliesTo.paths': [
    [
      [
        item(),
        everywhere('paths: [a]'),
        'items.a.appliesTo: null -> {"branches":null,"labels":null,"paths":["a"]} @2 Item a would be asked for in fewer places',
      ],
      [everywhere('paths: [a, b]'), everywhere('paths: [a]'), 'in fewer places'],
      [everywhere('branches: [m]'), everywhere('branches: [m], paths: [a]'), 'in fewer places'],
    ],
    [
      [everywhere('paths: [a]'), item()],
      [everywhere('paths: [a]'), everywhere('paths: [b, a]')],
      [everywhere('paths: [a, b]'), everywhere('paths: [b, a]')],
      [everywhere('paths: [a], branches: [m]'), everywhere('branches: [m]')],
    ],
  ],
  'appliesTo.branches': [
    [[everywhere('branches: ["release/*"]'), everywhere('branches: ["release/1"]'), 'in fewer places']],
    [[everywhere('branches: [m]'), everywhere('branches: [m, n]')]],
  ],
  'appliesTo.labels': [
    [
      [everywhere('labels: [x]'), everywhere('labels: [y]'), 'in fewer places'],
      [everywhere('labels: [x]'), everywhere('paths: [a]'), 'in fewer places'],
    ],
    [[everywhere('labels: [x]'), everywhere('labels: [y, x]')]],
  ],
  evidence: [
    [
      [
        item(),
        item().replace('sign-off', '{ gate: code }'),
        'items.a.evidence: {"kind":"sign-off"} -> {"gate":"code","kind":"gate"} @2 Item a would be shown by something else',
      ],
      [item().replace('sign-off', '{ gate: code }'), item(), 'by something else'],
      [item().replace('sign-off', '{ gate: code }'), item().replace('sign-off', '{ gate: permissions }'), 'by something else'],
      [item(), reported('formats: [zap]'), 'by something else'],
      [reported('formats: [zap]'), item(), 'by something else'],
    ],
    [[item().replace('sign-off', '{ gate: code }'), item().replace('sign-off', '{ gate: code }')]],
  ],
  'evidence.report.formats': [
    [[reported('formats: [zap]'), reported('formats: [zap, sarif, burp]'), 'Item a would take reports of the format sarif, burp']],
    [
      [reported('formats: [zap, sarif]'), reported('formats: [sarif]')],
      [reported('formats: [zap, sarif]'), reported('formats: [sarif, zap]')],
    ],
  ],
  'evidence.report.tools': [
    [
      [reported('formats: [zap], tools: [Z]'), reported('formats: [zap]'), 'Item a would take reports of other tools'],
      [reported('formats: [zap], tools: [Z]'), reported('formats: [zap], tools: [Z, Y]'), 'of other tools'],
    ],
    [
      [reported('formats: [zap]'), reported('formats: [zap], tools: [Z]')],
      [reported('formats: [zap], tools: [Y, Z]'), reported('formats: [zap], tools: [Z]')],
    ],
  ],
  'evidence.report.maxAge': [
    [[reported('formats: [zap]'), reported('formats: [zap], maxAge: 15d'), 'Item a would take reports that are 15 days old instead of 14']],
    [
      [reported('formats: [zap]'), reported('formats: [zap], maxAge: 13d')],
      [reported('formats: [zap], maxAge: 14d'), reported('formats: [zap]')],
    ],
  ],
  'evidence.report.failOn': [
    [[reported('formats: [zap]'), reported('formats: [zap], failOn: critical'), 'Item a would take reports with findings below critical']],
    [
      [reported('formats: [zap]'), reported('formats: [zap], failOn: note')],
      [reported('formats: [zap], failOn: high'), reported('formats: [zap]')],
    ],
  ],
};

interface Schema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly $defs: Readonly<Record<string, { readonly properties?: Readonly<Record<string, object>> }>>;
}

describe('each key', () => {
  test('is judged, of all that the schema has', () => {
    const schema = JSON.parse(readFileSync('schemas/checklist.schema.json', 'utf8')) as Schema;
    const of = (name: string): readonly string[] => Object.keys(schema.$defs[name]?.properties ?? {});
    expect(Object.keys(schema.properties ?? {})).toEqual(['items']);
    const known = [
      ...of('item').filter((name) => name !== 'appliesTo'),
      ...of('appliesTo').map((name) => `appliesTo.${name}`),
      ...of('reportDemand').map((name) => `evidence.report.${name}`),
    ];
    expect(Object.keys(keys).sort()).toEqual(known.sort());
  });

  test.each(Object.entries(keys))('%s', async (_, [soft, hard]) => {
    for (const [before, after, said] of soft) {
      const found = await softened(before, after);
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(said);
    }
    for (const [before, after] of hard)
      expect({ before, after, found: await softened(before, after) }).toEqual({ before, after, found: [] });
  });

  test('is told where it stands, and several are told one by one', async () => {
    const two = (keysOfB: string): string => `${item()}  - { id: b, title: B, phase: code-review, evidence: sign-off, ${keysOfB} }\n`;
    expect(
      (await softened(two('threshold: 2'), two('notAuthor: false, expires: 100d'))).map((line) => line.replace(/ Item .*/u, '')),
    ).toEqual([...['items.b.threshold: 2 -> 1 @3', 'items.b.notAuthor: true -> false @3', 'items.b.expires: 90 -> 100 @3']]);
  });
});

describe('items', () => {
  const b = '  - { id: b, title: B, phase: design-review, evidence: sign-off }\n';

  test('taken out soften, and are told at the list', async () => {
    const [told = '', ...more] = await softened(item() + b, item());
    expect(more).toEqual([]);
    expect(told).toMatch(/^items\.b: \{"appliesTo":null,.*"title":"B"\} -> null @1 Item b is taken out$/u);
  });

  test('taken out of a list that stands further down are told there', async () => {
    const { items } = (await load(item() + b)).parsed.value;
    const json = (list: unknown): string => JSON.stringify({ items: list }, null, 2);
    expect(await softened(json(items), json(items.slice(0, 1)))).toEqual([expect.stringContaining('@2 Item b is taken out')]);
  });

  test('added or moved soften nothing', async () => {
    expect(await softened(item(), item() + b)).toEqual([]);
    expect(await softened(item() + b, `items:\n${b}${item().replace('items:\n', '')}`)).toEqual([]);
  });
});

describe('the document', () => {
  test('that is the first is compared with the one that held before', async () => {
    const found = await softened(null, item());
    expect(found.map((line) => line.replace(/:.*@/u, ' @'))).toEqual(
      ['security-requirements', 'threat-modelling', 'static-analysis', 'dependency-scanning', 'penetration-testing', 'security-review'].map(
        (id) => `items.${id} @1 Item ${id} is taken out`,
      ),
    );
  });

  test('that is taken out is compared with the one that holds then', async () => {
    expect(await softened(item(), null)).toEqual([expect.stringContaining('@undefined Item a is taken out')]);
    const { items } = (await load(null)).parsed.value;
    const strict = items.map((one) => (one.evidence === 'sign-off' ? { ...one, threshold: 2 } : one));
    expect((await softened(JSON.stringify({ items: strict }), null)).map((line) => line.split(':')[0])).toEqual([
      ...['items.security-requirements.threshold', 'items.threat-modelling.threshold', 'items.security-review.threshold'],
    ]);
    expect(await softened(JSON.stringify({ items }), null)).toEqual([]);
    expect(await softened(null, JSON.stringify({ items }))).toEqual([]);
  });

  test('softened is a weakening by a rule that is described, each softening by an identity of its own', async () => {
    expect(weakeningRules.map(({ id }) => id)).toContain('weakening/checklist-softened');
    const anchors = async (after: string): Promise<readonly string[]> =>
      compareChecklists(await load(item('signers: [x]')), await load(after)).map((one) => weakeningFinding(one).anchor);
    const all = await Promise.all(
      [item(), item('signers: [y]'), item('signers: [z]'), item('signers: [x], notAuthor: false')].map(anchors),
    );
    expect(new Set(all.flat()).size).toBe(4);
  });
});
