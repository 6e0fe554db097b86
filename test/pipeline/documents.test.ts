import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import { gateIds } from '../../src/core/vocabulary.ts';
import type { Report, Suppression } from '../../src/core/documents.ts';
import { validateConfig } from '../../src/core/generated/validators.js';
import { createBaseline, pruneBaseline, updateBaseline } from '../../src/pipeline/baseline.ts';
import { applyFailOn, resolveConfig } from '../../src/pipeline/settings.ts';
import { addSuppression, expiryOf, stateOf } from '../../src/pipeline/suppressions.ts';
import { loadTrustedDocuments } from '../../src/pipeline/trusted-documents.ts';
import { parseDocumentAs } from '../../src/policy/yaml-document.ts';
import { memoryTree } from '../support/memory-tree.ts';

function problem(text: string): string {
  try {
    parseDocumentAs(text, 'config.yaml', validateConfig);
  } catch (error) {
    if (error instanceof McgateError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('errors name line, column, key and the nearest valid one', () => {
  test.each<[string, string]>([
    ['mode: blok', 'config.yaml:1:1: mode: must be one of block, inform, not "blok"; did you mean "block"?'],
    [
      'gates:\n  code:\n    failon: high',
      'config.yaml:3:5: gates.code.failon: unknown key; did you mean "failOn"? Known: enabled, failOn, confidence, timeout, exclude',
    ],
    ['gates:\n  code:\n    timeout: 5 minutes', 'config.yaml:3:5: gates.code.timeout: must be written like "90s" or "5m", not "5 minutes"'],
    ['people:\n  - emails: [x]', 'config.yaml:2:5: people.0: lacks "login"'],
    ['[1]', 'config.yaml:1:1: must be a map, not a list'],
    ['a: 1\na: 2', 'config.yaml:2:1: Map keys must be unique'],
    ['mode: "block', 'config.yaml:1:13: Missing closing "quote'],
    ['mode: block\n---\nmode: inform', 'config.yaml:2:1: Source contains multiple documents'],
  ])('%j', (text, expected) => {
    expect(problem(text)).toContain(`invalid-document ${expected}`);
  });

  test('an empty document is the defaults', () => {
    expect(problem('')).toBe('none');
    expect(problem('# only a comment')).toBe('none');
  });
});

describe('hostile documents end in an error, quickly', () => {
  const bomb = `a: &a [x,x]\n${Array.from({ length: 30 }, (_, index) => `k${String(index)}: &k${String(index)} [*${index === 0 ? 'a' : `k${String(index - 1)}`}, *${index === 0 ? 'a' : `k${String(index - 1)}`}]`).join('\n')}`;
  test.each<[string, string]>([
    ['an alias bomb', bomb],
    ['deep flow nesting', '['.repeat(100_000)],
    ['deep flow nesting after strings', `a: "]]]]"\nb: ${'{a: '.repeat(100)}`],
    ['deep block nesting', Array.from({ length: 2000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
    ['deep sequences', `${'- '.repeat(5000)}x`],
    ['too long', `# ${'x'.repeat(5_000_000)}`],
    ['keys that were compared each with each', `${Array.from({ length: 60_000 }, (_, index) => `k${String(index)}: 1`).join('\n')}\nk0: 2`],
    ['a key of half a megabyte', `${'k'.repeat(500_000)}: 1`],
    ['a tag', 'mode: !!js/function "x"'],
    ['a prototype key', '__proto__: { mode: inform }'],
  ])('%s', (_, text) => {
    expect(problem(text)).toContain('invalid-document');
    expect(({} as { mode?: string }).mode).toBeUndefined();
  });

  test('errors quote no more than a line of the document', () => {
    for (const text of [
      `? ${'k'.repeat(500_000)}\n: 1`,
      `mode: ${'m'.repeat(500_000)}`,
      `mode: *${'a'.repeat(500_000)}`,
      `mode: [${'x,'.repeat(200_000)}]`,
    ]) {
      expect(problem(text)).toContain('invalid-document');
      expect(problem(text).length).toBeLessThan(600);
    }
  });

  test.each<[string, string]>([
    ['millions of entries, each an error', `{"schemaVersion":"1","findings":[${'1,'.repeat(8_000_000)}1]}`],
    ['millions of unknown keys', `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${String(index)}":1`).join(',')}}`],
    ['lists a million deep', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
    ['prototype keys', '{"schemaVersion":"1","findings":[],"__proto__":{"findings":[]}}'],
    ['no JSON', '{"schemaVersion":"1","findings":[],}'],
  ])('a baseline of %s', async (_, text) => {
    await expect(loadTrustedDocuments(memoryTree({ '.mcgate/baseline.json': text }))).rejects.toMatchObject({
      code: 'invalid-document',
      message: expect.stringMatching(/^\.mcgate\/baseline\.json[^]{1,300}$/u) as string,
    });
  });

  test('any text gives a value or McgateError', () => {
    const word = fc.constantFrom(
      'mode',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '"',
      "'",
      'gates',
      'code',
      '|',
      '>',
      '!!str',
      '? ',
      '<<',
      '\t',
      '#',
      ',',
      'x',
      '%YAML',
      '---',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        expect(problem(words.join(''))).toMatch(/^(none|invalid-document)/u);
      }),
      { numRuns: 500 },
    );
  });
});

describe('config', () => {
  test('defaults', () => {
    const gate = { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 300_000, exclude: [], libraryParameters: 'auto' };
    expect(resolveConfig({})).toEqual({
      mode: 'block',
      gates: Object.fromEntries(gateIds.map((id) => [id, gate])),
      releaseBranches: [],
      releaseSince: null,
      people: [],
      approvals: 'review',
      approvers: null,
      signersThreshold: null,
    });
  });

  test('what is given stays', () => {
    const code = { enabled: false, failOn: 'low', confidence: 'high', exclude: ['a'], libraryParameters: 'off' } as const;
    const given = {
      releaseBranches: ['b'],
      releaseSince: 'v*',
      people: [{ login: 'a' }],
      approvals: 'signature',
      approvers: [],
      signersThreshold: 3,
      mode: 'inform',
    } as const;
    const { releaseBranches, releaseSince, ...rest } = given;
    const resolved = resolveConfig({ ...rest, release: { branches: releaseBranches, since: releaseSince }, gates: { code } });
    expect(resolved).toMatchObject(given);
    expect(resolved.gates.code).toEqual({ ...code, timeoutMs: 300_000 });
    expect(resolved.gates.dependencies.enabled).toBe(true);
  });

  test.each<[string, number]>([
    ['500ms', 500],
    ['90s', 90_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
  ])('timeout %s', (timeout, ms) => {
    expect(resolveConfig({ gates: { code: { timeout } } }).gates.code.timeoutMs).toBe(ms);
  });

  test('--fail-on may only be stricter', () => {
    const config = resolveConfig({ gates: { code: { failOn: 'medium' }, checklist: { failOn: 'low', enabled: false } } });
    expect(applyFailOn(config, 'low').gates.code.failOn).toBe('low');
    expect(applyFailOn(config, 'medium').gates.dependencies.failOn).toBe('medium');
    expect(applyFailOn(config, null)).toBe(config);
    const looser = {
      code: 'usage',
      message: '--fail-on high is looser than the trusted config, where gate code fails on medium',
      remedy: 'Use --fail-on medium or a lower severity; a looser threshold belongs in .mcgate/config.yaml of the target branch.',
    };
    expect(() => applyFailOn(config, 'high')).toThrow(expect.objectContaining(looser));
  });

  test.each(['!a', '@(a|b)', '{1..3}', '/abs', '../up', 'a/./b'])('exclude %s is refused with its line', async (pattern) => {
    const tree = memoryTree({ '.mcgate/config.yaml': `gates:\n  code:\n    exclude:\n      - '${pattern}'\n` });
    await expect(loadTrustedDocuments(tree)).rejects.toMatchObject({ code: 'invalid-document', positions: [{ line: 4 }] });
  });

  test('a link in place of the config is an error, not the defaults', async () => {
    await expect(
      loadTrustedDocuments(memoryTree({ '.mcgate/config.yaml': '' }, { '.mcgate/config.yaml': 'symlink' })),
    ).rejects.toMatchObject({ code: 'unreadable' });
  });
});

const entry: Suppression = {
  identity: '0123456789abcdef0123456789abcdef',
  rule: 'code/x',
  path: 'a.js',
  owner: '@team',
  reason: 'fixed values only',
  expires: '2027-01-31',
};

describe('suppressions', () => {
  test.each<[string, string]>([
    ['2026-11-21', 'expired'],
    ['2026-11-22', 'expiring'],
    ['2026-12-05', 'expiring'],
    ['2026-12-06', 'active'],
    ['2027-02-29', 'expired'],
    ['2028-02-29', 'active'],
    ['2027-1-1', 'expired'],
    ['2027-01-01T00:00', 'expired'],
    [' 2027-01-01', 'expired'],
    ['', 'expired'],
    ['9999-99-99', 'expired'],
    ['2028-04-31', 'expired'],
    ['2028-13-01', 'expired'],
    ['0099-01-01', 'expired'],
    ['+012028-01-01', 'expired'],
    ['2028-01-01x', 'expired'],
    ['soon', 'expired'],
  ])('%s is %s', (expires, state) => {
    expect(stateOf({ ...entry, expires }, new Date('2026-11-22T00:00:00Z'))).toBe(state);
  });

  test.each(['2027-1-1', '2027-02-30', '+012028-01-01', 'x', ''])('%j has no last moment', (expires) => {
    expect(expiryOf({ ...entry, expires })).toBeNull();
  });

  test('one without a last moment has expired, before 1970 too', () => {
    expect(stateOf({ ...entry, expires: 'soon' }, new Date(-1))).toBe('expired');
  });

  test('a suppression holds to the end of its day, UTC', () => {
    expect(expiryOf(entry)).toBe(Date.parse('2027-02-01T00:00:00Z'));
  });

  test('adding keeps comments and order', () => {
    const first = addSuppression(null, entry);
    const second = addSuppression(first.replace('suppressions:', '# ours\nsuppressions:'), {
      ...entry,
      identity: 'fedcba9876543210fedcba9876543210',
    });
    expect(second).toContain('# ours');
    expect(second.indexOf(entry.identity)).toBeLessThan(second.indexOf('fedcba9876543210fedcba9876543210'));
    expect(second).toContain('expires: 2027-01-31');
  });

  test('a first one is written as people write it, however long', () => {
    const reason = 'word '.repeat(60).trim();
    expect(addSuppression(null, { ...entry, reason })).toBe(
      `# Findings set aside, each with an owner, a reason and an expiry. It counts once it stands on the target branch.
suppressions:
  - identity: 0123456789abcdef0123456789abcdef
    rule: code/x
    path: a.js
    owner: "@team"
    reason: ${reason}
    expires: 2027-01-31
`,
    );
  });

  test('the same identity twice, or a broken file, is refused', () => {
    expect(() => addSuppression(addSuppression(null, entry), entry)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: '.mcgate/suppressions.yaml already has 0123456789abcdef0123456789abcdef',
        remedy: 'Edit that entry instead.',
      }),
    );
    expect(() => addSuppression('suppressions: 3', entry)).toThrow(expect.objectContaining({ code: 'invalid-document' }));
    expect(() => addSuppression(null, { ...entry, reason: 'short' })).toThrow(expect.objectContaining({ code: 'invalid-document' }));
  });

  test('hostile texts come back as they went in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 10, unit: 'grapheme' }), (reason) => {
        const text = addSuppression(null, { ...entry, reason });
        const suppressions = parseDocumentAs<{ suppressions: Suppression[] }>(text, 's', () => true).value.suppressions;
        expect(suppressions).toEqual([{ ...entry, reason }]);
      }),
    );
  });
});

describe('baseline', () => {
  const report = (findings: readonly object[], outcome = 'fail', partial: readonly string[] = []): Report =>
    ({ findings, gates: [{ id: 'code', outcome, reasons: outcome === 'incomplete' ? [{}] : [] }], partial }) as unknown as Report;
  const found = (identity: string, path: string, state = 'existing'): object => ({ identity, ruleId: 'code/x', state, location: { path } });
  const parse = (text: string): { path: string; identity: string }[] =>
    (JSON.parse(text) as { findings: { path: string; identity: string }[] }).findings;

  test('one entry a line, sorted by path', () => {
    const text = createBaseline(
      report([
        found('b'.repeat(32), 'z.js'),
        found('a'.repeat(32), 'a.js'),
        found('c'.repeat(32), 'f.js', 'fixed'),
        found('d'.repeat(32), 's.js', 'suppressed'),
      ]),
    );
    expect(text).toBe(
      `{\n  "schemaVersion": "1",\n  "findings": [\n    {"identity":"${'a'.repeat(32)}","rule":"code/x","path":"a.js"},\n    {"identity":"${'b'.repeat(32)}","rule":"code/x","path":"z.js"}\n  ]\n}\n`,
    );
  });

  test('the first of nothing', () => {
    expect(createBaseline(report([]))).toBe('{\n  "schemaVersion": "1",\n  "findings": []\n}\n');
  });

  test('sorted by path, then rule, then identity', () => {
    const one = (identity: string, rule: string, path: string): object => ({ identity, ruleId: rule, state: 'new', location: { path } });
    const findings = [one('2', 'r', 'b'), one('1', 's', 'a'), one('3', 'r', 'a'), one('4', 'q', 'b'), one('1', 'r', 'a')];
    const sorted = (JSON.parse(createBaseline(report(findings))) as { findings: { identity: string; rule: string; path: string }[] })
      .findings;
    expect(sorted.map(({ path, rule, identity }) => `${path}${rule}${identity}`)).toEqual(['ar1', 'ar3', 'as1', 'bq4', 'br2']);
    expect(sorted).toHaveLength(5);
  });

  test('what it writes is what it reads', async () => {
    const text = createBaseline(report([found('a'.repeat(32), 'a.js')]));
    const { baseline } = await loadTrustedDocuments(memoryTree({ '.mcgate/baseline.json': text }));
    expect(baseline.parsed.value.findings).toHaveLength(1);
  });

  test('a weakening is never old debt', () => {
    const weakening = { identity: 'a', ruleId: 'weakening/gate-disabled', state: 'new', location: { path: 'x' } };
    expect(parse(createBaseline(report([weakening])))).toEqual([]);
  });

  test.each(['fixed', 'suppressed'])('an entry whose finding is %s goes', (state) => {
    const before = { schemaVersion: '1' as const, findings: [{ identity: 'a', rule: 'code/x', path: 'a.js' }] };
    expect(parse(pruneBaseline(before, report([found('a', 'a.js', state)])))).toEqual([]);
    expect(parse(pruneBaseline(before, report([], 'pass')))).toEqual([]);
  });

  test('an entry of another gate, or of one that answered in part, stays', () => {
    const before = { schemaVersion: '1' as const, findings: [{ identity: 'a', rule: 'code2/x', path: 'a.js' }] };
    expect(parse(pruneBaseline(before, report([], 'pass')))).toHaveLength(1);
    const part = { findings: [], gates: [{ id: 'code', outcome: 'fail', reasons: [{}] }], partial: [] } as unknown as Report;
    expect(parse(pruneBaseline({ ...before, findings: [{ identity: 'a', rule: 'code/x', path: 'a' }] }, part))).toHaveLength(1);
  });

  test('it only shrinks', () => {
    const before = {
      schemaVersion: '1' as const,
      findings: [
        { identity: 'a', rule: 'code/x', path: 'old.js' },
        { identity: 'b', rule: 'code/x', path: 'b.js' },
      ],
    };
    const now = report([found('a', 'new.js'), found('c', 'c.js')]);
    expect(parse(pruneBaseline(before, now))).toEqual([{ identity: 'a', rule: 'code/x', path: 'old.js' }]);
    expect(parse(updateBaseline(before, now))).toEqual([{ identity: 'a', rule: 'code/x', path: 'new.js' }]);
  });

  test.each<[string, Report]>([
    ['an incomplete gate', report([], 'incomplete')],
    ['a skipped gate', report([], 'skipped')],
    ['a partial run', report([], 'pass', ['--changed'])],
  ])('%s prunes nothing', (_, now) => {
    const before = { schemaVersion: '1' as const, findings: [{ identity: 'a', rule: 'code/x', path: 'a.js' }] };
    expect(parse(pruneBaseline(before, now))).toHaveLength(1);
  });
});

describe('a document that is listed but not here', () => {
  test.each(['.mcgate/config.yaml', '.mcgate/suppressions.yaml', '.mcgate/baseline.json'])(
    '%s never counts as its default',
    async (path) => {
      const entries = [{ path, kind: 'file', id: '1', size: null }] as const;
      const tree = { entries, read: () => Promise.resolve({ ok: false, failure: 'missing', detail: 'not in this clone' } as const) };
      await expect(loadTrustedDocuments(tree)).rejects.toMatchObject({
        code: 'unreadable',
        message: `${path}: missing: not in this clone`,
        remedy: 'Fetch what this clone lacks: `git fetch --refetch --no-filter`.',
        positions: [{ path }],
      });
    },
  );

  test('an empty one is there', async () => {
    const { config } = await loadTrustedDocuments(memoryTree({ '.mcgate/config.yaml': '' }));
    expect([config.id === '', config.parsed.value]).toEqual([false, {}]);
  });
});
