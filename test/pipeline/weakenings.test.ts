import { describe, expect, test } from 'vitest';
import { formatBaseline } from '../../src/pipeline/baseline.ts';
import { loadTrustedDocuments } from '../../src/pipeline/trusted-documents.ts';
import { weakeningFinding, weakeningRules } from '../../src/pipeline/weakening.ts';
import { findWeakenings } from '../../src/pipeline/weakenings.ts';
import { memoryTree } from '../support/memory-tree.ts';

type Files = Readonly<Record<string, string>>;

async function weakenings(
  trusted: Files,
  judged: Files,
  options: { base?: Files; standing?: readonly string[]; symlinks?: readonly string[] } = {},
): Promise<string[]> {
  const tip = memoryTree(trusted);
  const kinds = Object.fromEntries((options.symlinks ?? []).map((path) => [path, 'symlink' as const]));
  const found = await findWeakenings({
    documents: await loadTrustedDocuments(tip),
    trusted: tip,
    judged: memoryTree(judged, kinds),
    base: memoryTree(options.base ?? trusted),
    standing: new Set(options.standing ?? []),
  });
  return found.map(
    ({ rule, key, before, after, location }) => `${rule} ${key}: ${String(before)} -> ${String(after)} @${String(location.startLine)}`,
  );
}

const config = (text: string): Files => ({ '.mcgate/config.yaml': text });

describe('config', () => {
  test.each<[string, string, string, string[]]>([
    ['nothing changes', 'mode: block', 'mode: block # same', []],
    ['stricter is no weakening', 'gates: { code: { failOn: high } }', 'gates: { code: { failOn: low, confidence: low, timeout: 1s } }', []],
    ['mode', '', 'mode: inform', ['mode-loosened mode: block -> inform @1']],
    [
      'a gate switched off',
      '',
      'gates:\n  dependencies:\n    enabled: false',
      ['gate-disabled gates.dependencies.enabled: true -> false @3'],
    ],
    ['failOn', '', 'gates:\n  code: { failOn: critical }', ['threshold-loosened gates.code.failOn: high -> critical @2']],
    [
      'failOn, by leaving out the key',
      'gates: { code: { failOn: low } }',
      '# nothing',
      ['threshold-loosened gates.code.failOn: low -> high @1'],
    ],
    ['confidence', '', 'gates: { code: { confidence: high } }', ['threshold-loosened gates.code.confidence: medium -> high @1']],
    [
      'exclusions, one each',
      'gates: { code: { exclude: ["a/**"] } }',
      'gates:\n  code:\n    exclude:\n      - "b/**"\n      - "a/**"\n      - "c"',
      ['exclusion-added gates.code.exclude.0: null -> b/** @4', 'exclusion-added gates.code.exclude.2: null -> c @6'],
    ],
    ['an exclusion removed', 'gates: { code: { exclude: ["a/**"] } }', '', []],
    [
      'a release branch removed',
      'release: { branches: ["release/*", "lts"] }',
      'release: { branches: ["lts"] }',
      ['release-branch-removed release.branches: release/* -> null @1'],
    ],
    ['approvals', 'approvals: signature', 'approvals: review', ['approval-loosened approvals: signature -> review @1']],
    [
      'an approver added',
      'approvers: [ann]',
      'approvers: [ann, mallory]',
      ['approval-loosened approvers: ["ann"] -> ["ann","mallory"] @1'],
    ],
    ['an approver removed', 'approvers: [ann, bob]', 'approvers: [bob]', []],
    ['the first approvers named', '', 'approvers: [mallory]', ['approval-loosened approvers: null -> ["mallory"] @1']],
    ['approvers no longer named', 'approvers: [ann]', '', ['approval-loosened approvers: ["ann"] -> null @1']],
    [
      'people reordered',
      'people: [{ login: a }, { login: b, emails: [x, y] }]',
      'people: [{ login: b, emails: [y, x] }, { login: a }]',
      [],
    ],
    [
      'an e-mail taken from its person',
      'people: [{ login: a, emails: [x] }]',
      'people: [{ login: a }]',
      ['approval-loosened people: [["a",["x"],[]]] -> [["a",[],[]]] @1'],
    ],
    [
      'a principal added',
      'people: [{ login: a }]',
      'people: [{ login: a, principals: [p] }]',
      ['approval-loosened people: [["a",[],[]]] -> [["a",[],["p"]]] @1'],
    ],
  ])('%s', async (_, before, after, expected) => {
    expect(await weakenings(config(before), config(after))).toEqual(expected);
  });

  test('the file removed', async () => {
    expect(await weakenings(config('gates: { code: { failOn: low } }'), {})).toEqual([
      'threshold-loosened gates.code.failOn: low -> high @undefined',
    ]);
  });

  test('broken in the judged tree', async () => {
    expect(await weakenings(config(''), config('gates:\n  kode: {}'))).toEqual([
      expect.stringContaining(
        'document-invalid .mcgate/config.yaml: null -> .mcgate/config.yaml:2:3: gates.kode: unknown key; did you mean "code"',
      ),
    ]);
    expect(await weakenings({}, config('mode: inform'), { symlinks: ['.mcgate/config.yaml'] })).toEqual([
      expect.stringContaining('document-invalid'),
    ]);
  });

  test('a config whose content this clone lacks is no missing config', async () => {
    const tree = memoryTree(config('gates: { code: { failOn: low } }'));
    const partial = { ...tree, read: () => Promise.resolve({ ok: false, failure: 'missing', detail: 'not in this clone' } as const) };
    await expect(loadTrustedDocuments(partial)).rejects.toMatchObject({
      code: 'unreadable',
      remedy: expect.stringContaining('git fetch') as string,
    });
  });

  test('a link in the place of .mcgate is no missing config', async () => {
    await expect(loadTrustedDocuments(memoryTree({ '.mcgate': '/elsewhere' }, { '.mcgate': 'symlink' }))).rejects.toMatchObject({
      code: 'unreadable',
      positions: [{ path: '.mcgate' }],
    });
    expect(await weakenings({}, { '.mcgate': '/elsewhere' }, { symlinks: ['.mcgate'] })).toEqual([
      expect.stringContaining('trusted-file-changed .mcgate'),
    ]);
    expect(await weakenings(config('mode: block'), { '.mcgate': '/elsewhere' }, { symlinks: ['.mcgate'] })).toEqual([
      expect.stringContaining('document-invalid .mcgate/config.yaml'),
      expect.stringContaining('trusted-file-changed .mcgate'),
    ]);
  });

  test('a branch cut from an old commit whose config was weaker did not weaken anything', async () => {
    const old = config('gates: { code: { enabled: false } }');
    expect(await weakenings(config('gates: { code: { failOn: low } }'), old, { base: old })).toEqual([]);
  });

  test('but a branch that touches it is compared with the tip, not with where it was cut', async () => {
    const old = config('gates: { code: { failOn: critical } }');
    expect(
      await weakenings(config('gates: { code: { failOn: low } }'), config('gates: { code: { failOn: high } }'), { base: old }),
    ).toEqual(['threshold-loosened gates.code.failOn: low -> high @1']);
  });
});

const identity = '0123456789abcdef';
const suppressions = (expires: string, owner = 'ann'): Files => ({
  '.mcgate/suppressions.yaml': `suppressions:\n  - { identity: ${identity}, owner: ${owner}, reason: not reachable, expires: ${expires} }\n`,
});

describe('suppressions and baseline', () => {
  test.each<[string, Files, Files, string[]]>([
    [
      'added',
      {},
      suppressions('2027-01-01'),
      [`suppression-added suppressions.${identity}: null -> until 2027-01-01, ann: not reachable @2`],
    ],
    [
      'extended',
      suppressions('2027-01-01'),
      suppressions('2027-01-02'),
      [`suppression-added suppressions.${identity}: until 2027-01-01, ann: not reachable -> until 2027-01-02, ann: not reachable @2`],
    ],
    ['revived', suppressions('never'), suppressions('2027-01-02'), [expect.stringContaining('suppression-added') as string]],
    ['shortened', suppressions('2027-01-02'), suppressions('2027-01-01'), []],
    ['given another owner', suppressions('2027-01-02'), suppressions('2027-01-02', 'bob'), []],
    ['removed', suppressions('2027-01-02'), {}, []],
  ])('a suppression %s', async (_, before, after, expected) => {
    expect(await weakenings(before, after)).toEqual(expected);
  });

  const baseline = (...identities: string[]): Files => ({
    '.mcgate/baseline.json': formatBaseline({
      schemaVersion: '1',
      findings: identities.map((one) => ({ identity: one, rule: 'code/x', path: 'a.js' })),
    }),
  });

  test('a baseline entry for what stands at the tip is no weakening', async () => {
    expect(await weakenings({}, baseline(identity), { standing: [identity] })).toEqual([]);
  });

  test('entries for anything else are one weakening', async () => {
    const other = 'fedcba9876543210';
    expect(await weakenings(baseline('1111111111111111'), baseline('1111111111111111', identity, other), { standing: [identity] })).toEqual(
      [`baseline-grown findings: null -> ${other} @1`],
    );
  });

  test('a shrinking baseline is none', async () => {
    expect(await weakenings(baseline(identity), baseline())).toEqual([]);
  });

  test('a baseline that is no JSON', async () => {
    expect(await weakenings({}, { '.mcgate/baseline.json': '{' })).toEqual([expect.stringContaining('document-invalid')]);
  });
});

describe('other trusted files', () => {
  test.each<[string, Files, Files, string[]]>([
    [
      'signers changed',
      { '.mcgate/allowed_signers': 'a' },
      { '.mcgate/allowed_signers': 'b' },
      ['signers-changed .mcgate/allowed_signers'],
    ],
    ['revoked keys removed', { '.mcgate/revoked_keys': 'a' }, {}, ['signers-changed .mcgate/revoked_keys']],
    ['a checklist removed', { '.mcgate/checklist.yaml': 'items: []' }, {}, ['trusted-file-changed .mcgate/checklist.yaml']],
    ['a model added', {}, { '.mcgate/models/x.yml': 'x' }, ['trusted-file-changed .mcgate/models/x.yml']],
    ['an attestation added', {}, { '.mcgate/attestations/x.json': 'x' }, []],
    ['a note for readers', {}, { '.mcgate/README.md': 'x' }, []],
    ['elsewhere', {}, { 'mcgate/policy.yaml': 'x', 'src/a.ts': 'y' }, []],
  ])('%s', async (_, before, after, expected) => {
    expect((await weakenings(before, after)).map((text) => text.split(':', 1)[0])).toEqual(expected);
  });
});

test('a workflow that the branch did not touch is taken as the tip has it', async () => {
  const step = 'on: push\njobs: { gate: { steps: [{ run: mcgate check }] } }';
  const path = '.github/workflows/gate.yml';
  expect(await weakenings({ [path]: step }, {}, { base: {} })).toEqual([]);
  expect(await weakenings({ [path]: step }, { 'a.js': '' }, { base: { [path]: step } })).toEqual([
    expect.stringContaining('workflow-step-removed'),
  ]);
});

describe('a workflow that cannot be understood', () => {
  const path = '.github/workflows/gate.yml';
  const step = 'on: push\njobs: { gate: { steps: [{ run: mcgate check }] } }\n';
  const filler = (bytes: number): string => `# ${'x'.repeat(bytes)}\n`;

  test.each<[string, string]>([
    ['is too large', step + filler(600_000)],
    ['nests too deeply', `${step}x: ${'['.repeat(70)}${']'.repeat(70)}\n`],
    ['has too many aliases', `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n${step}`],
  ])('at the tip, because it %s, must stay as it is', async (_, before) => {
    expect(await weakenings({ [path]: before }, { [path]: step })).toEqual([expect.stringContaining(`trusted-file-changed ${path}`)]);
    expect(await weakenings({ [path]: before }, {})).toEqual([expect.stringContaining(`trusted-file-changed ${path}`)]);
    expect(await weakenings({ [path]: before }, { [path]: before, '.github/workflows/b.yml': step })).toEqual([]);
  });

  test('in the judged tree runs nothing: the step is gone', async () => {
    for (const after of [step + filler(600_000), `${step}x: ${'['.repeat(70)}${']'.repeat(70)}`, `${step}\0`]) {
      expect(await weakenings({ [path]: step }, { [path]: after })).toEqual([expect.stringContaining('workflow-step-removed')]);
    }
  });

  test('among so many that they cannot all be parsed, neither', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`.github/workflows/a${String(index)}.yml`, `# mcgate ${'['.repeat(400_000)}`]),
    );
    expect(await weakenings({ [path]: step }, { ...many, [path]: `${step}# changed` })).toEqual([
      expect.stringContaining('workflow-step-removed'),
    ]);
  });
});

test('every weakening has a rule, and the finding is anchored to what changed', () => {
  const finding = (after: string): string =>
    weakeningFinding({ rule: 'mode-loosened', message: 'm', location: { path: 'p' }, key: 'mode', before: 'block', after }).anchor;
  expect(finding('inform')).not.toBe(finding('x'));
  expect(weakeningRules.every((rule) => rule.blocks && rule.severity === 'high' && rule.id.startsWith('weakening/'))).toBe(true);
});
