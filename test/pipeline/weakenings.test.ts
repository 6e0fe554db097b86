import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mayBePolicyDocument } from '../../src/policy/document-paths.ts';
import type { GateEvidence } from '../../src/pipeline/judge.ts';
import { judgedPolicyDocuments } from '../../src/pipeline/policy-documents.ts';
import { formatBaseline } from '../../src/pipeline/baseline.ts';
import { loadTrustedDocuments } from '../../src/pipeline/trusted-documents.ts';
import { weakeningFinding, weakeningRules } from '../../src/pipeline/weakening.ts';
import { findWeakenings } from '../../src/pipeline/weakenings.ts';
import type { Tree, TreeEntry } from '../../src/core/workspace.ts';
import { memoryTree } from '../support/memory-tree.ts';

type Files = Readonly<Record<string, string>>;

async function weakenings(
  trusted: Files,
  judged: Files,
  options: { base?: Files; standing?: readonly string[]; kinds?: Readonly<Record<string, TreeEntry['kind']>> } = {},
): Promise<string[]> {
  const tip = memoryTree(trusted);
  const found = await findWeakenings({
    documents: await loadTrustedDocuments(tip),
    trusted: tip,
    judged: memoryTree(judged, options.kinds),
    base: memoryTree(options.base ?? trusted),
    standing: new Set(options.standing ?? []),
    judgedElsewhere: new Set(),
  });
  return found.map(
    ({ rule, key, before, after, location }) => `${rule} ${key}: ${String(before)} -> ${String(after)} @${String(location.startLine)}`,
  );
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Paths of all keys that hold a value, through lists. */
function schemaKeys(root: Schema, schema: Schema = root, prefix: readonly string[] = []): readonly string[] {
  const target = root.$defs?.[schema.$ref?.split('/').at(-1) ?? ''] ?? schema;
  if (target.items !== undefined) return schemaKeys(root, target.items, prefix);
  if (target.properties === undefined) return [prefix.join('.')];
  return Object.entries(target.properties).flatMap(([key, value]) => schemaKeys(root, value, [...prefix, key]));
}

const config = (text: string): Files => ({ '.mcgate/config.yaml': text });

describe('config', () => {
  test.each<[string, string, string, string[]]>([
    ['nothing changes', 'mode: block', 'mode: block # same', []],
    ['stricter is no weakening', 'gates: { code: { failOn: high } }', 'gates: { code: { failOn: low, confidence: low, timeout: 1s } }', []],
    ['mode stays loose', 'mode: inform', 'mode: inform # still', []],
    ['mode becomes strict', 'mode: inform', 'mode: block', []],
    ['approvals become strict', 'approvals: review', 'approvals: signature', []],
    ['approvals stay strict', 'approvals: signature', 'approvals: signature # still', []],
    ['principals reordered', 'people: [{ login: a, principals: [x, y] }]', 'people: [{ login: a, principals: [y, x] }]', []],
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
      ['approval-loosened people.principals: [["a",[],[]]] -> [["a",[],["p"]]] @1'],
    ],
    [
      'a principal given to somebody else',
      'people: [{ login: a, principals: [p] }, { login: b }]',
      'people: [{ login: a }, { login: b, principals: [p] }]',
      ['approval-loosened people.principals: [["a",[],["p"]],["b",[],[]]] -> [["a",[],[]],["b",[],["p"]]] @1'],
    ],
    [
      'somebody new who does not sign',
      'people: [{ login: a, principals: [p] }]',
      'people: [{ login: a, principals: [p] }, { login: b }]',
      ['approval-loosened people: [["a",[],["p"]]] -> [["a",[],["p"]],["b",[],[]]] @1'],
    ],
    ['fewer signers to agree', 'signersThreshold: 3', 'signersThreshold: 2', ['approval-loosened signersThreshold: 3 -> 2 @1']],
    ['one to agree, however many sign', '', 'signersThreshold: 1', ['approval-loosened signersThreshold: null -> 1 @1']],
    ['two to agree no longer, where two sign', 'signersThreshold: 2', '', ['approval-loosened signersThreshold: 2 -> null @1']],
    ['more signers to agree', 'signersThreshold: 2', 'signersThreshold: 3', []],
    ['as many signers as there would be', '', 'signersThreshold: 2', []],
    ['one to agree no longer', 'signersThreshold: 1', '', []],
  ])('%s', async (_, before, after, expected) => {
    expect(await weakenings(config(before), config(after))).toEqual(expected);
  });

  test('what each loosening says', async () => {
    const tip = memoryTree(
      config(
        'gates: { code: { confidence: low } }\nrelease: { branches: [lts] }\napprovals: signature\napprovers: [ann]\npeople: [{ login: a }]\n',
      ),
    );
    const judged = memoryTree(
      config('mode: inform\ngates: { code: { enabled: false, failOn: critical, exclude: [x] } }\napprovers: [ann, bob, eve]\n'),
    );
    const found = await findWeakenings({
      documents: await loadTrustedDocuments(tip),
      trusted: tip,
      judged,
      base: tip,
      standing: new Set(),
      judgedElsewhere: new Set(),
    });
    expect(found.map(({ message }) => message)).toEqual([
      'Nothing would block any more: mode becomes "inform"',
      'Gate code is switched off',
      'Gate code would fail on critical instead of high',
      'Gate code would block from medium confidence on instead of low',
      'Gate code would leave out x',
      'Missing sign-offs would no longer block on lts',
      'A review would count as an approval',
      'bob, eve could approve',
      'Who counts as the author of a commit changes',
    ]);
    const everybody = memoryTree(config(''));
    const [open] = await findWeakenings({
      documents: await loadTrustedDocuments(memoryTree(config('approvers: [a]'))),
      trusted: tip,
      judged: everybody,
      base: tip,
      standing: new Set(),
      judgedElsewhere: new Set(),
    });
    expect(open?.message).toBe('Everybody with maintain permission could approve');
  });

  /** Each key of the schema with a value, and a looser one; null: no value of it is looser than another. A key that is new has to be judged here. */
  const loosenings: Readonly<Record<string, readonly [string, string] | null>> = {
    mode: ['mode: block', 'mode: inform'],
    'gates.*.enabled': ['gates: { *: { enabled: true } }', 'gates: { *: { enabled: false } }'],
    'gates.*.failOn': ['gates: { *: { failOn: note } }', 'gates: { *: { failOn: low } }'],
    'gates.*.libraryParameters': ['gates: { *: { libraryParameters: on } }', 'gates: { *: { libraryParameters: auto } }'],
    'gates.*.confidence': ['gates: { *: { confidence: low } }', 'gates: { *: { confidence: high } }'],
    // Shorter or longer, a gate that does not answer in time is incomplete.
    'gates.*.timeout': null,
    'gates.*.exclude': ['gates: { *: { exclude: [a] } }', 'gates: { *: { exclude: [b] } }'],
    'release.branches': ['release: { branches: [a] }', 'release: { branches: [b] }'],
    'release.since': ['release: { since: a }', 'release: {}'],
    'people.login': ['people: [{ login: a }]', 'people: [{ login: b }]'],
    'people.emails': ['people: [{ login: a, emails: [a] }]', 'people: [{ login: a, emails: [b] }]'],
    'people.principals': ['people: [{ login: a, principals: [a] }]', 'people: [{ login: a, principals: [b] }]'],
    approvals: ['approvals: signature', 'approvals: review'],
    approvers: ['approvers: [a]', 'approvers: [b]'],
    signersThreshold: ['signersThreshold: 2', 'signersThreshold: 1'],
  };

  test('every key of the schema is compared, for every gate', async () => {
    const keys = schemaKeys(JSON.parse(readFileSync(new URL('../../schemas/config.schema.json', import.meta.url), 'utf8')) as Schema);
    expect(Object.keys(loosenings).sort()).toEqual([...new Set(keys.map((key) => key.replace(/^gates\.[^.]+/u, 'gates.*')))].sort());
    for (const key of keys) {
      const [before, after] = loosenings[key.replace(/^gates\.[^.]+/u, 'gates.*')] ?? ['', ''];
      const gate = /^gates\.([^.]+)/u.exec(key)?.[1] ?? '';
      const found = await weakenings(config(before.replace('*', gate)), config(after.replace('*', gate)));
      expect({ key, found: found.length }).toEqual({ key, found: before === '' ? 0 : 1 });
    }
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
    expect(await weakenings({}, config('mode: inform'), { kinds: { '.mcgate/config.yaml': 'symlink' } })).toEqual([
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
    expect(await weakenings({}, { '.mcgate': '/elsewhere' }, { kinds: { '.mcgate': 'symlink' } })).toEqual([
      expect.stringContaining('trusted-file-changed .mcgate'),
    ]);
    expect(await weakenings(config('mode: block'), { '.mcgate': '/elsewhere' }, { kinds: { '.mcgate': 'symlink' } })).toEqual([
      expect.stringContaining('document-invalid .mcgate/config.yaml'),
      expect.stringContaining('trusted-file-changed .mcgate'),
    ]);
  });

  test('where it is said', async () => {
    const place = async (before: Files, after: Files): Promise<unknown> => {
      const tip = memoryTree(before);
      const documents = await loadTrustedDocuments(tip);
      return (
        await findWeakenings({
          documents,
          trusted: tip,
          judged: memoryTree(after),
          base: tip,
          standing: new Set(),
          judgedElsewhere: new Set(),
        })
      )[0];
    };
    const path = '.mcgate/config.yaml';
    expect(await place({}, config('gates:\n  code:\n    enabled: false'))).toMatchObject({
      location: { path, startLine: 3, startColumn: 5, endLine: 3, endColumn: 6 },
    });
    expect(await place(config('approvals: signature'), {})).toMatchObject({ location: { path } });
    expect(((await place(config('approvals: signature'), {})) as { location: object }).location).toEqual({ path });
    expect(await place({}, config('gates:\n  kode: {}'))).toMatchObject({
      location: { path, startLine: 2, startColumn: 3, endLine: 2, endColumn: 4 },
      message: expect.stringMatching(
        /^Merged as it is, this document would be refused: \.mcgate\/config\.yaml:2:3: gates\.kode/u,
      ) as string,
    });
    const broken = (await place({}, { '.mcgate/baseline.json': '{' })) as { location: object };
    expect(broken.location).toEqual({ path: '.mcgate/baseline.json' });
    const entry = { identity, rule: 'code/x', path: 'a.js' };
    const grown = await place({}, { '.mcgate/baseline.json': JSON.stringify({ schemaVersion: '1', findings: [entry] }) });
    expect((grown as { location: object }).location).toEqual({ path: '.mcgate/baseline.json' });
    const added = (await place({}, { '.mcgate/x': '' })) as { location: object };
    expect(added.location).toEqual({ path: '.mcgate/x' });
  });

  test('what was not there is null, not a word for it', async () => {
    const tip = memoryTree({});
    const judged = memoryTree(config('gates: { code: { exclude: [a] } }\napprovers: [a]'));
    const found = await findWeakenings({
      documents: await loadTrustedDocuments(tip),
      trusted: tip,
      judged,
      base: tip,
      standing: new Set(),
      judgedElsewhere: new Set(),
    });
    expect(found.map(({ before }) => before)).toEqual([null, null]);
  });

  test('a failure that has nothing to do with the document is passed on', async () => {
    const tip = memoryTree({});
    const judged: Tree = { entries: memoryTree(config('')).entries, read: () => Promise.reject(new Error('disk')) };
    const documents = await loadTrustedDocuments(tip);
    await expect(
      findWeakenings({ documents, trusted: tip, judged, base: tip, standing: new Set(), judgedElsewhere: new Set() }),
    ).rejects.toThrow('disk');
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

const identity = '0123456789abcdef0123456789abcdef';
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
    ['that stays malformed', suppressions('never'), suppressions('ever'), []],
    ['whose date breaks', suppressions('2027-01-02'), suppressions('never'), []],
    ['shortened', suppressions('2027-01-02'), suppressions('2027-01-01'), []],
    ['given another owner', suppressions('2027-01-02'), suppressions('2027-01-02', 'bob'), []],
    ['removed', suppressions('2027-01-02'), {}, []],
  ])('a suppression %s', async (_, before, after, expected) => {
    expect(await weakenings(before, after)).toEqual(expected);
  });

  const several = (...dates: string[]): Files => ({
    '.mcgate/suppressions.yaml': `suppressions:\n${dates.map((date) => `  - { identity: ${identity}, rule: code/x, owner: ann, reason: not reachable, expires: ${date} }\n`).join('')}`,
  });

  test('of several for one finding the latest counts', async () => {
    expect(await weakenings(several('2027-01-02', '2027-01-01'), several('2027-01-02'))).toEqual([]);
    expect(await weakenings(several('2027-01-01', '2027-01-02'), several('2027-01-02', '2027-01-02'))).toEqual([]);
    expect(await weakenings(several('2027-01-01'), several('2027-01-01', '2027-01-02'))).toEqual([
      `suppression-added suppressions.${identity}: until 2027-01-01, ann: not reachable -> until 2027-01-02, ann: not reachable @3`,
    ]);
  });

  test('what they say', async () => {
    const said = async (before: Files, after: Files): Promise<string | undefined> => {
      const tip = memoryTree(before);
      const documents = await loadTrustedDocuments(tip);
      return (
        await findWeakenings({
          documents,
          trusted: tip,
          judged: memoryTree(after),
          base: tip,
          standing: new Set(),
          judgedElsewhere: new Set(),
        })
      )[0]?.message;
    };
    expect(await said({}, suppressions('2027-01-01'))).toBe(`The change sets ${identity} aside`);
    expect(await said({}, several('2027-01-01'))).toBe(`The change sets ${identity} (code/x) aside`);
    expect(await said(several('2027-01-01'), several('2027-01-02'))).toBe(
      `The change extends the suppression of ${identity} (code/x) to 2027-01-02`,
    );
    const six = ['1', '2', '3', '4', '5', '6'].map((digit) => digit.repeat(32));
    const named = six.map((one) => `${one} (code/x)`);
    expect(await said({}, baseline(...six.slice(0, 5)))).toBe(
      `The baseline grows by 5 that did not stand before: ${named.slice(0, 5).join(', ')}`,
    );
    expect(await said({}, baseline(...six))).toBe(
      `The baseline grows by 6 that did not stand before: ${named.slice(0, 5).join(', ')} and 1 more`,
    );
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
    const other = 'fedcba9876543210fedcba9876543210';
    expect(
      await weakenings(baseline('11111111111111111111111111111111'), baseline('11111111111111111111111111111111', identity, other), {
        standing: [identity],
      }),
    ).toEqual([`baseline-grown findings: null -> ${other} @undefined`]);
    expect(await weakenings({}, baseline(identity, other))).toEqual([`baseline-grown findings: null -> ${identity} ${other} @undefined`]);
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
    ['a checklist by another ending', { '.mcgate/checklist.yml': 'items: []' }, {}, ['trusted-file-changed .mcgate/checklist.yml']],
    ['a document of another version removed', { '.mcgate/hosts.yaml': 'x' }, {}, ['trusted-file-changed .mcgate/hosts.yaml']],
    ['a model added', {}, { '.mcgate/models/x.yml': 'x' }, ['trusted-file-changed .mcgate/models/x.yml']],
    ['an attestation added', {}, { '.mcgate/attestations/x.json': 'x' }, []],
    ['a note for readers', {}, { '.mcgate/README.md': 'x' }, []],
    ['elsewhere', {}, { 'mcgate/policy.yaml': 'x', 'src/a.ts': 'y', 'x/.mcgate/policy.yaml': 'z' }, []],
    ['the folder is a file', {}, { '.mcgate': 'x' }, ['trusted-file-changed .mcgate']],
    ['the folder of attestations is a file', {}, { '.mcgate/attestations': 'x' }, ['trusted-file-changed .mcgate/attestations']],
    ['a folder that only starts so', {}, { '.mcgate/attestations2/x': 'x' }, ['trusted-file-changed .mcgate/attestations2/x']],
    [
      'in order',
      {},
      { '.mcgate/b': 'x', '.mcgate/a': 'x', '.mcgate/allowed_signers': 'x' },
      ['trusted-file-changed .mcgate/a', 'signers-changed .mcgate/allowed_signers', 'trusted-file-changed .mcgate/b'],
    ],
    ['signers elsewhere', {}, { '.mcgate/x/.mcgate/allowed_signers': 'x' }, ['trusted-file-changed .mcgate/x/.mcgate/allowed_signers']],
    ['revoked keys elsewhere', {}, { '.mcgate/x/revoked': 'x' }, ['trusted-file-changed .mcgate/x/revoked']],
    ['another case of a document', {}, { '.mcgate/Config.yaml': 'mode: inform' }, ['trusted-file-changed .mcgate/Config.yaml']],
    ...[
      '.MCGATE/config.yaml',
      '.McGate/README.md',
      '.mcgate./config.yaml',
      '.mcgate /config.yaml',
      '.mcgate. ./config.yaml',
      '.mcgate::$INDEX_ALLOCATION/config.yaml',
      '.mcgate\\config.yaml',
      'MCGATE~1/config.yaml',
      'mcgate~12/config.yaml',
      '.mc\u200cgate/config.yaml',
      '.mcgate\ufeff/config.yaml',
      '\uff0emcgate/config.yaml',
    ].map((path): [string, Files, Files, string[]] => [
      `a folder that some systems take for .mcgate: ${JSON.stringify(path)}`,
      {},
      { [path]: 'x' },
      [`trusted-file-changed ${path.split(':', 1)[0] ?? ''}`],
    ]),
    ...['.mcgates/config.yaml', 'mcgate~/x', 'xmcgate~1/x', 'mcgate~1x/x', '.mc.gate/x', '. mcgate/x', '.mcga te/x'].map(
      (path): [string, Files, Files, string[]] => [`a folder that none does: ${path}`, {}, { [path]: 'x' }, []],
    ),
  ])('%s', async (_, before, after, expected) => {
    expect((await weakenings(before, after)).map((text) => text.split(':', 1)[0])).toEqual(expected);
  });
});

describe('the folder as a whole', () => {
  const whole: Files = {
    ...config('gates: { code: { failOn: low } }'),
    ...suppressions('2027-01-01'),
    '.mcgate/allowed_signers': 'a',
    '.mcgate/policy.yaml': 'b',
    'a.js': '',
  };
  const gone = [
    'threshold-loosened gates.code.failOn: low -> high @undefined',
    expect.stringContaining('signers-changed .mcgate/allowed_signers') as string,
    expect.stringContaining('trusted-file-changed .mcgate/policy.yaml') as string,
  ];

  test('removed', async () => {
    expect(await weakenings(whole, { 'a.js': '' })).toEqual(gone);
  });

  test.each(['symlink', 'submodule', 'file'] as const)('replaced by a %s', async (kind) => {
    const replaced = await weakenings(whole, { 'a.js': '', '.mcgate': 'elsewhere' }, { kinds: { '.mcgate': kind } });
    expect(replaced).toEqual([
      expect.stringContaining('document-invalid .mcgate/config.yaml'),
      expect.stringContaining('document-invalid .mcgate/suppressions.yaml'),
      expect.stringContaining('trusted-file-changed .mcgate:'),
      ...gone.slice(1),
    ]);
  });

  test.each(['symlink', 'submodule', 'other'] as const)('each document as a %s', async (kind) => {
    for (const path of ['.mcgate/config.yaml', '.mcgate/suppressions.yaml', '.mcgate/baseline.json']) {
      expect(await weakenings({ [path]: text(path) }, { [path]: text(path) }, { kinds: { [path]: kind } })).toEqual([
        expect.stringContaining(`document-invalid ${path}`),
      ]);
    }
  });

  test('a document that becomes executable, or a folder', async () => {
    const path = '.mcgate/config.yaml';
    expect(await weakenings(whole, whole, { kinds: { [path]: 'executable' } })).toEqual([]);
    expect(await weakenings(config('approvals: signature'), { [`${path}/x`]: 'approvals: signature' })).toEqual([
      'approval-loosened approvals: signature -> review @undefined',
      expect.stringContaining(`trusted-file-changed ${path}/x`),
    ]);
  });
});

function text(path: string): string {
  return path.endsWith('.json') ? '{"schemaVersion":"1","findings":[]}' : path.includes('suppressions') ? 'suppressions: []' : '{}';
}

test('what a changed trusted file says', async () => {
  const tip = memoryTree({ '.mcgate/a': '1', '.mcgate/b': '1', '.mcgate/c': '1', '.mcgate/d': '1' }, { '.mcgate/d': 'file' });
  const judged = memoryTree({ '.mcgate/b': '2', '.mcgate/c': '1', '.mcgate/d': '1', '.mcgate/e': '1' }, { '.mcgate/d': 'symlink' });
  const found = await findWeakenings({
    documents: await loadTrustedDocuments(tip),
    trusted: tip,
    judged,
    base: tip,
    standing: new Set(),
    judgedElsewhere: new Set(),
  });
  const idOf = (text: string): string => String(memoryTree({ x: text }).entries[0]?.id);
  const [one, two] = [idOf('1'), idOf('2')];
  expect(found.map(({ message, key, before, after }) => ({ message, key, before, after }))).toEqual([
    { message: '.mcgate/a is removed', key: '.mcgate/a', before: `file ${one}`, after: null },
    { message: '.mcgate/b changes', key: '.mcgate/b', before: `file ${one}`, after: `file ${two}` },
    { message: '.mcgate/d changes', key: '.mcgate/d', before: `file ${one}`, after: `symlink ${one}` },
    { message: '.mcgate/e is added', key: '.mcgate/e', before: null, after: `file ${one}` },
  ]);
});

test('a trusted file that can be read in neither tree counts as changed; one that is as the tip has it does not', async () => {
  const unread: Tree = {
    entries: [{ path: '.mcgate/x', kind: 'file', id: '', size: null }],
    read: (path, limit) => memoryTree({}).read(path, limit),
  };
  const documents = await loadTrustedDocuments(memoryTree({}));
  const input = {
    documents,
    trusted: unread,
    judged: unread,
    base: unread,
    standing: new Set<string>(),
    judgedElsewhere: new Set<string>(),
  };
  expect((await findWeakenings(input)).map(({ rule }) => rule)).toEqual(['trusted-file-changed']);
  expect(await weakenings({ '.mcgate/x': '2' }, { '.mcgate/x': '2' }, { base: { '.mcgate/x': '1' } })).toEqual([]);
  expect(await weakenings({}, {}, { base: { '.mcgate/x': '1' } })).toEqual([]);
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
});

test('every weakening has a rule, and the finding is anchored to what changed', () => {
  const finding = (after: string): string =>
    weakeningFinding({ rule: 'mode-loosened', message: 'm', location: { path: 'p' }, key: 'mode', before: 'block', after }).anchor;
  expect(finding('inform')).not.toBe(finding('x'));
  expect(weakeningRules.every((rule) => rule.blocks && rule.severity === 'high' && rule.id.startsWith('weakening/'))).toBe(true);
});

test('what a gate has judged is no weakening as well; signers always are', async () => {
  const tip = memoryTree({});
  const judged = memoryTree({
    '.mcgate/policy.yaml': 'x',
    '.mcgate/team.yaml': 'y',
    '.mcgate/other.yaml': 'z',
    '.mcgate/allowed_signers': 's',
  });
  const input = { documents: await loadTrustedDocuments(tip), trusted: tip, judged, base: tip, standing: new Set<string>() };
  const gate: GateEvidence = {
    ...{ id: 'permissions', skipped: null, findings: [], baseFindings: [], reasons: [], rules: [], durationMs: 1 },
    settings: { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 1, exclude: [], libraryParameters: 'auto' },
    coverage: {
      unit: 'policy documents',
      examined: 2,
      leftOut: [],
      paths: ['.mcgate/allowed_signers', '.mcgate/policy.yaml', '.mcgate/team.yaml'],
    },
  };
  const keys = async (gates: readonly GateEvidence[]): Promise<string[]> =>
    (await findWeakenings({ ...input, judgedElsewhere: judgedPolicyDocuments(gates, judged.entries) })).map(({ key }) => key);
  expect(await keys([gate])).toEqual(['.mcgate/allowed_signers', '.mcgate/other.yaml']);
  const all = ['.mcgate/allowed_signers', '.mcgate/other.yaml', '.mcgate/policy.yaml', '.mcgate/team.yaml'];
  expect(await keys([{ ...gate, coverage: null, reasons: [{ code: 'gate-failed', message: 'gone' }] }])).toEqual(all);
  expect(await keys([{ ...gate, coverage: null, skipped: { code: 'disabled', message: 'off' } }])).toEqual(all);
  expect(await keys([{ ...gate, coverage: null, skipped: { code: 'not-asked', message: 'other gates' } }])).toEqual(
    all.filter((path) => path !== '.mcgate/policy.yaml'),
  );
});

test.each([
  ['Policy.yaml', ['.mcgate/Policy.yaml', '.mcgate/policy.yaml']],
  ['policy.yaml\u200d.yaml', []],
  ['pol\u200dicy.yaml', ['.mcgate/pol\u200dicy.yaml', '.mcgate/policy.yaml']],
  ['OLD.yaml', ['.mcgate/OLD.yaml']],
  ['other.yaml', ['.mcgate/other.yaml']],
  ['ol/d.yaml', []],
  ['long-n~1.yml', ['.mcgate/long-n~1.yml']],
  ['team.yaml', []],
])('a layer that a checkout may put in the place of another file is a weakening: %j', (name, expected) => {
  const layer = `.mcgate/${name}`;
  const paths = [layer, '.mcgate/policy.yaml'];
  const entries = [...paths, '.mcgate/old.yaml', '.MCGATE/Other.yaml', 'Team.yaml'].map((path) => ({ path }));
  const gate: GateEvidence = {
    ...{ id: 'permissions', skipped: null, findings: [], baseFindings: [], reasons: [], rules: [], durationMs: 1 },
    settings: { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 1, exclude: [], libraryParameters: 'auto' },
    coverage: { unit: 'policy documents', examined: 2, leftOut: [], paths },
  };
  const blind: GateEvidence = { ...gate, id: 'code', coverage: null };
  const exempt = judgedPolicyDocuments([blind, gate], entries);
  expect(judgedPolicyDocuments([blind], entries)).toEqual(new Set());
  expect(judgedPolicyDocuments([], entries)).toEqual(new Set());
  expect(paths.filter((path) => !exempt.has(path))).toEqual(expected);
});

test.each([
  'config.yaml',
  'suppressions.yaml',
  'checklist.yaml',
  'attestations/x.yaml',
  'allowed_signers',
  'allowed_signers.yaml',
  'revoked_keys.json',
  'models/x.yml',
])('a layer cannot hide behind the name of another document: %s', (name) => {
  expect(mayBePolicyDocument(`.mcgate/${name}`)).toBe(false);
});
