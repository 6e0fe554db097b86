// The permissions gate over trees in memory: what it cannot read, whom it compares with whom, and how much it says.
import { describe, expect, it } from 'vitest';
import type { RawFinding } from '../../../src/core/documents.ts';
import { McgateError } from '../../../src/core/error.ts';
import type { ReadResult, Tree, TreeEntry } from '../../../src/core/workspace.ts';
import { bounded } from '../../../src/gates/permissions/bounded.ts';
import { severityOf } from '../../../src/gates/permissions/change-finding.ts';
import { locateChange, openTexts } from '../../../src/gates/permissions/change-location.ts';
import { loadPolicy } from '../../../src/policy/language/load-policy.ts';
import { policyDigest } from '../../../src/policy/language/policy-digest.ts';
import { parseYamlValue } from '../../../src/policy/yaml-document.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { runGate, type Files } from './gate-run.ts';

const file = '.mcgate/policy.yaml';
const head = 'version: 1\nextends: [mcgate:secure-defaults]\n';
const reads = (allow: string): string => `${head}permissions: { fileSystem: { read: { allow: ['${allow}'] } } }\n`;
const whole = reads('${workspace}/**');
const rulesOf = (findings: readonly RawFinding[]): readonly string[] => findings.map(({ ruleId }) => ruleId.replace('permissions/', ''));

/** A tree whose file is listed and cannot be read. */
function unreadable(files: Files, path: string, failure: Exclude<ReadResult, { ok: true }>['failure']): Tree {
  const tree = memoryTree(files);
  return {
    ...tree,
    read: (asked, limit) => (asked === path ? Promise.resolve({ ok: false, failure, detail: 'so' }) : tree.read(asked, limit)),
  };
}

describe('a policy that cannot be read is no answer', () => {
  it.each<[string, Files, string, RegExp]>([
    ['no YAML', { [file]: '[' }, 'invalid-document', /^\.mcgate\/policy\.yaml:1:/],
    [
      'an unknown key',
      { [file]: `${head}permisions: {}\n` },
      'invalid-document',
      /policy\.yaml:3:1: permisions: unknown key; did you mean "permissions"/,
    ],
    ['an unknown scope', { [file]: `${head}permissions: { network: { lm: {} } }\n` }, 'invalid-document', /permissions\.network\.lm: /],
    ['no version', { [file]: 'extends: []\n' }, 'invalid-document', /version/],
    [
      'a pattern that is none',
      { [file]: reads('a/../b') },
      'invalid-document',
      /policy\.yaml:3:.*permissions\.fileSystem\.read\.allow\.0: /,
    ],
    ['a layer that is not there', { [file]: 'version: 1\nextends: [x.yaml]\n' }, 'invalid-document', /extends\.0: there is no file/],
    ['a layer outside', { [file]: 'version: 1\nextends: [../x.yaml]\n' }, 'invalid-document', /extends\.0/],
    [
      'a cycle',
      { [file]: 'version: 1\nextends: [a.yaml]\n', '.mcgate/a.yaml': 'version: 1\nextends: [a.yaml]\n' },
      'invalid-document',
      /a\.yaml:2:/,
    ],
    [
      'an invalid layer',
      { [file]: 'version: 1\nextends: [a.yaml]\n', '.mcgate/a.yaml': 'version: 2\n' },
      'invalid-document',
      /^\.mcgate\/a\.yaml:1:/,
    ],
    ['tests that are none', { [file]: head, '.mcgate/policy.tests.yaml': 'cases: 1\n' }, 'invalid-document', /policy\.tests\.yaml:1:/],
    [
      'a test that is no request',
      { [file]: head, '.mcgate/policy.tests.yaml': "cases: [{ request: 'fileSystem.raed /x', expect: deny }]\n" },
      'invalid-document',
      /policy\.tests\.yaml:1:11: cases\.0\.request: There is no scope/,
    ],
    [
      'a test that expects nothing',
      { [file]: head, '.mcgate/policy.tests.yaml': "cases: [{ request: 'fileSystem.read /x', expects: deny }]\n" },
      'invalid-document',
      /expect/,
    ],
  ])('%s', async (_, judged, code, message) => {
    for (const base of [null, { [file]: whole }, judged]) {
      const { reasons } = await runGate(judged, base);
      expect(reasons).toMatchObject([{ code }]);
      expect(reasons[0]?.message).toMatch(message);
    }
  });

  it.each<[string, Tree, string]>([
    ['a link', memoryTree({ [file]: 'team.yaml' }, { [file]: 'symlink' }), file],
    ['a submodule', memoryTree({ [file]: '' }, { [file]: 'submodule' }), file],
    ['behind a link', memoryTree({ '.mcgate': 'elsewhere' }, { '.mcgate': 'symlink' }), '.mcgate'],
    ['too large', memoryTree({ [file]: `${head}#${'x'.repeat(1024 * 1024)}` }), file],
    ['unreadable', unreadable({ [file]: head }, file, 'unreadable'), file],
    ['not in this clone', unreadable({ [file]: head }, file, 'missing'), file],
    ['changed meanwhile', unreadable({ [file]: head }, file, 'changed'), file],
  ])('%s', async (_, judged, path) => {
    const { reasons, findings } = await runGate(judged, { [file]: head });
    expect(reasons[0]).toMatchObject({ code: 'unreadable', path });
    expect(findings).toEqual([]);
  });

  it('a layer that is a link', async () => {
    const judged = memoryTree(
      { [file]: 'version: 1\nextends: [a.yaml]\n', '.mcgate/a.yaml': '/etc/passwd' },
      { '.mcgate/a.yaml': 'symlink' },
    );
    expect((await runGate(judged, null)).reasons).toMatchObject([{ code: 'unreadable', path: '.mcgate/a.yaml' }]);
  });
});

describe('a base that cannot be read', () => {
  it.each<[string, Tree]>([
    ['an invalid one', memoryTree({ [file]: 'version: 2\n' })],
    ['a link', memoryTree({ [file]: 'x' }, { [file]: 'symlink' })],
    ['one too large', memoryTree({ [file]: `${head}#${'x'.repeat(1024 * 1024)}` })],
  ])('can be repaired, which blocks and can be approved: %s', async (_, base) => {
    const { reasons, findings, coverage } = await runGate({ [file]: whole }, base);
    expect([reasons, rulesOf(findings)]).toEqual([[], ['undetermined', 'widened']]);
    expect(findings[0]?.evidence).toMatchObject({ baseDigest: null, headDigest: expect.stringMatching(/^sha256:/) as string });
    expect(coverage.facts?.['compared with']).toBe("the secure defaults: the base's policy is invalid");
  });

  it('is no answer where only this clone lacks it', async () => {
    const { reasons, findings } = await runGate({ [file]: whole }, unreadable({ [file]: head }, file, 'missing'));
    expect([reasons, findings]).toMatchObject([
      [{ code: 'unreadable', path: file, remedy: expect.stringContaining('git fetch') as string }],
      [],
    ]);
  });

  it('tests of the base that are none hold nobody to anything, and coverage says so', async () => {
    const base = { [file]: head, '.mcgate/policy.tests.yaml': 'cases: 1\n' };
    const { reasons, coverage } = await runGate({ [file]: head, '.mcgate/policy.tests.yaml': 'cases: []\n' }, base);
    expect([reasons, coverage.leftOut]).toMatchObject([[], [{ count: 1, paths: ['.mcgate/policy.tests.yaml'] }]]);
  });
});

describe('what is looked at', () => {
  it.each<[string, Files, Files | null, string[], object]>([
    [
      'no policy at all',
      {},
      {},
      [],
      { policy: 'none: the secure defaults hold', 'compared with': 'the secure defaults: the base has no policy' },
    ],
    [
      'no policy and no base',
      {},
      null,
      [],
      { policy: 'none: the secure defaults hold', 'compared with': 'the secure defaults: there is no base' },
    ],
    ['the secure defaults by name', { [file]: head }, {}, [], { widened: 0, narrowed: 0 }],
    ['the same policy', { [file]: whole }, { [file]: whole }, [], { widened: 0 }],
    ['another form of it', { [file]: whole }, { [file]: `# comment\n${whole}` }, [], { widened: 0 }],
    ['a first policy', { [file]: whole }, {}, ['widened'], { 'compared with': 'the secure defaults: the base has no policy' }],
    ['a policy gone', {}, { [file]: whole }, ['narrowed'], { policy: 'none: the secure defaults hold', narrowed: 1 }],
    ['a policy without a base', { [file]: whole }, null, ['granted'], { 'compared with': 'the secure defaults: there is no base' }],
  ])('%s', async (_, judged, base, rules, facts) => {
    const { findings, reasons, coverage } = await runGate(judged, base);
    expect([rulesOf(findings), reasons]).toEqual([rules, []]);
    expect(coverage).toMatchObject({ unit: 'policy documents', examined: Object.keys(judged).length, facts });
  });

  it('names every document of either side', async () => {
    const layered = { [file]: 'version: 1\nextends: [a.yaml]\n', '.mcgate/a.yaml': 'version: 1\n' };
    const { coverage } = await runGate(layered, { [file]: head, '.mcgate/policy.tests.yaml': 'cases: []\n', '.mcgate/other.yaml': 'x' });
    expect(coverage.paths).toEqual(['.mcgate/a.yaml', '.mcgate/policy.tests.yaml', file]);
  });

  it('carries the digests that an approval will name', async () => {
    const digest = async (text: string): Promise<string> =>
      policyDigest(await loadPolicy({ read: () => Promise.resolve(text), parse: parseYamlValue }, file));
    const { findings } = await runGate({ [file]: whole }, { [file]: head });
    expect(findings[0]?.evidence).toMatchObject({ baseDigest: await digest(head), headDigest: await digest(whole) });
    expect(findings[0]?.evidence).toMatchObject({ headDigest: await digest(`# the same\n${whole.replace('version: 1', 'version: 0x1')}`) });
  });

  it('keeps its identity when lines move, and has another for another region', async () => {
    const anchor = async (text: string): Promise<string | undefined> =>
      (await runGate({ [file]: text }, { [file]: head })).findings[0]?.anchor;
    expect(await anchor(whole)).toBe(await anchor(`# a comment\n\n${whole}`));
    expect(await anchor(whole)).not.toBe(await anchor(reads('${workspace}/a/**')));
  });

  it('lets what is no fault of the repository through', async () => {
    const tree: Tree = { ...memoryTree({ [file]: head }), read: () => Promise.reject(new Error('disk')) };
    await expect(runGate(tree, null)).rejects.toThrow('disk');
    await expect(runGate(tree, null)).rejects.not.toBeInstanceOf(McgateError);
  });
});

describe('severity', () => {
  it.each([
    ['network.llm', 'allow', 'x', 'critical'],
    ['fileSystem.temp', 'allow', 'x', 'critical'],
    ['execution.tools', 'allow', 'x', 'critical'],
    ['execution.tools', 'ask', 'x', 'high'],
    ['env.read', 'allow', 'x', 'high'],
    ['sandbox.network.llm', 'allow', 'x', 'high'],
    ['modes.transitions', 'allow', 'x', 'high'],
    ['resources.memory', '1GiB', null, 'high'],
    ['authentication.mfaRequired', 'false', null, 'high'],
    ['backup.full', 'monthly', null, 'medium'],
  ] as const)('%s becoming %s', (scope, after, witness, severity) => {
    expect(severityOf({ scope, after, witness })).toBe(severity);
  });
});

describe('many findings', () => {
  const finding = (index: number, severity: RawFinding['severity'] = 'high'): RawFinding => ({
    ...{
      ruleId: 'permissions/widened',
      severity,
      confidence: 'high',
      message: String(index),
      location: { path: file },
      anchor: String(index),
    },
  });
  const rest = (left: number, worst: RawFinding): RawFinding => ({ ...worst, message: `and ${String(left)}` });

  it('are the worst and a count', () => {
    const many = [...Array.from({ length: 9 }, (_, index) => finding(index, 'medium')), finding(9, 'critical')];
    const kept = bounded(many, 4, rest);
    expect(kept.map(({ message, severity }) => [message, severity])).toEqual([
      ['9', 'critical'],
      ['0', 'medium'],
      ['1', 'medium'],
      ['and 7', 'medium'],
    ]);
  });

  it('stay as they are where they fit', () => {
    const few = [finding(1, 'medium'), finding(2, 'critical')];
    expect(bounded(few, 2, rest)).toEqual(few);
  });

  it('of a policy of thousands of rules block, however many there are', async () => {
    const rules = Array.from({ length: 700 }, (_, index) => `'\${workspace}/${String(index)}/**'`).join(', ');
    const { findings } = await runGate({ [file]: `${head}permissions: { fileSystem: { read: { allow: [${rules}] } } }\n` }, {});
    expect(findings).toHaveLength(300);
    expect(findings.at(-1)?.message).toMatch(/^401 more like this are not shown/);
    expect(new Set(rulesOf(findings))).toEqual(new Set(['widened']));
  });
});

describe('where a change stands', () => {
  const judged = new Map([[file, 'a:\n  b: [x, y]\n  c:\n    - one\n']]);
  const base = new Map([[file, 'a:\n  b: [x, y]\n  c:\n    - one\n    - two\n  d:\n    - gone\n']]);
  const line = (side: 'head' | 'base', number: number, key: string, path = file): Parameters<typeof locateChange>[0][number] => ({
    ...{ side, path, line: number, column: 5, key },
  });
  const place = (...lines: Parameters<typeof locateChange>[0]): string => {
    const { location, gone } = locateChange(lines, openTexts(judged, base));
    return `${location.path}:${String(location.startLine)}:${String(location.startColumn)}${gone === null ? '' : ` ${gone.text} (${gone.place})`}`;
  };

  it.each([
    ['the line that made it', [line('head', 4, 'a.c.0')], `${file}:4:5`],
    ['the judged line before the one that is gone', [line('base', 5, 'a.c.1'), line('head', 2, 'a.b.0')], `${file}:2:5`],
    ['the list that lost an item', [line('base', 5, 'a.c.1')], `${file}:3:3 - two (${file}:5)`],
    ['what is left above a list that is gone', [line('base', 7, 'a.d.0')], `${file}:1:1 - gone (${file}:7)`],
    [
      'the policy, for a rule of the secure defaults',
      [line('base', 7, 'x.0', 'mcgate:secure-defaults')],
      `${file}:1:1 x.0 (mcgate:secure-defaults:7)`,
    ],
    ['the policy, where nothing is known', [], `${file}:1:1`],
    ['a document that is gone', [line('base', 7, 'x.0', '.mcgate/gone.yaml')], `${file}:1:1 x.0 (.mcgate/gone.yaml:7)`],
    ['a line that is not there', [line('head', 99, 'a.c.0')], `${file}:undefined:undefined`],
  ])('%s', (_, lines, expected) => {
    expect(place(...lines)).toBe(expected);
  });

  it('shows the right part of a long line', () => {
    const text = `a: [${'x, '.repeat(200)}here]`;
    const column = text.indexOf('here') + 1;
    const { snippet } = locateChange([{ ...line('head', 1, 'a.200'), column }], openTexts(new Map([[file, text]]), new Map()));
    expect(snippet?.startColumn).toBe(column - 40);
    expect(snippet?.lines[0]?.slice(40, 44)).toBe('here');
    expect(snippet?.lines.every((one) => one.length <= 200)).toBe(true);
  });

  it('is not thrown off by a document that cannot be parsed', () => {
    const { location } = locateChange([line('base', 1, 'a.0')], openTexts(new Map([[file, '[']]), base));
    expect(location).toEqual({ path: file });
  });
});

it('entries of kinds that hold no text are never read', async () => {
  const asked: string[] = [];
  const entries: TreeEntry[] = [{ path: file, kind: 'other', id: '', size: null }];
  const tree: Tree = {
    entries,
    read: (path) => {
      asked.push(path);
      return Promise.resolve({ ok: false, failure: 'not-a-file', detail: 'a pipe' });
    },
  };
  expect((await runGate(tree, null)).reasons).toMatchObject([{ code: 'unreadable' }]);
  expect(new Set(asked)).toEqual(new Set([file]));
});
