import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovedChange, PolicyChangeEvidence, RawFinding, RuleDescription, Suppression } from '../../src/core/documents.ts';
import { matchFindings } from '../../src/core/identity.ts';
import { confidences, severities } from '../../src/core/vocabulary.ts';
import type { Approval } from '../../src/pipeline/approvals.ts';
import { judge, type GateEvidence, type JudgeInput } from '../../src/pipeline/judge.ts';

const now = new Date('2026-11-22T12:00:00Z');

function raw(path = 'a.js', changes: Partial<RawFinding> = {}): RawFinding {
  return {
    ruleId: 'code/shell',
    severity: 'high',
    confidence: 'medium',
    message: 'm',
    anchor: 'exec(x)',
    location: { path, startLine: 1, startColumn: 1 },
    ...changes,
  };
}

function gate(changes: Partial<GateEvidence> = {}): GateEvidence {
  const settings = { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 1, exclude: [], libraryParameters: 'auto' } as const;
  const coverage = { unit: 'files', examined: 1, leftOut: [] };
  return {
    id: 'code',
    settings,
    skipped: null,
    findings: [],
    baseFindings: [],
    reasons: [],
    rules: [],
    coverage,
    durationMs: 1,
    ...changes,
  };
}

function rule(id: string, blocks = true): RuleDescription {
  return { id, title: 't', rationale: 'r', remediation: 'm', severity: 'high', confidence: 'high', blocks, cwe: [78], references: [] };
}

function input(changes: Partial<JudgeInput> = {}): JudgeInput {
  return {
    kind: 'change',
    mode: 'block',
    gates: [gate()],
    weakenings: [],
    approvals: [],
    review: null,
    suppressions: [],
    baseline: { schemaVersion: '1', findings: [] },
    rules: new Map([['code/shell', rule('code/shell')]]),
    partial: false,
    now,
    ...changes,
  };
}

const identity = matchFindings([], [raw()]).judged[0]?.identity ?? '';
const suppression = (changes: Partial<Suppression> = {}): Suppression => ({
  identity,
  owner: '@team',
  reason: 'not reachable',
  expires: '2027-06-01',
  ...changes,
});
const baseline = { schemaVersion: '1', findings: [{ identity, rule: 'code/shell', path: 'a.js' }] } as const;
const reason = { code: 'tool-missing', message: 'no scanner' };
const states = (given: Partial<JudgeInput>): string[] =>
  judge(input(given)).findings.map((one) => `${one.state}${one.blocks ? ' blocks' : ''}`);
const verdict = (given: Partial<JudgeInput>): string => judge(input(given)).verdict;

describe('verdict', () => {
  test.each<[string, Partial<JudgeInput>, string]>([
    ['nothing found', {}, 'pass'],
    ['no gates at all', { gates: [] }, 'pass'],
    ['a new finding at the threshold', { gates: [gate({ findings: [raw()] })] }, 'fail'],
    ['a new finding below the threshold', { gates: [gate({ findings: [raw('a.js', { severity: 'medium' })] })] }, 'pass'],
    ['a new finding below the confidence', { gates: [gate({ findings: [raw('a.js', { confidence: 'low' })] })] }, 'pass'],
    ['an existing finding', { gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, 'pass'],
    ['a worsened finding', { gates: [gate({ findings: [raw()], baseFindings: [raw('a.js', { severity: 'medium' })] })] }, 'fail'],
    ['an existing finding in an audit', { kind: 'audit', gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, 'fail'],
    ['a finding with no tip', { kind: 'untrusted', gates: [gate({ findings: [raw()] })] }, 'fail'],
    ['a baselined finding in an audit', { kind: 'audit', baseline, gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, 'pass'],
    ['a baselined finding with no tip', { kind: 'untrusted', baseline, gates: [gate({ findings: [raw()] })] }, 'pass'],
    [
      'a baselined finding that worsened',
      { kind: 'audit', baseline, gates: [gate({ findings: [raw()], baseFindings: [raw('a.js', { severity: 'low' })] })] },
      'fail',
    ],
    ['a new finding under a left-over baseline entry', { baseline, gates: [gate({ findings: [raw()] })] }, 'fail'],
    ['a suppressed finding', { suppressions: [suppression()], gates: [gate({ findings: [raw()] })] }, 'pass'],
    ['an expired suppression', { suppressions: [suppression({ expires: '2026-11-21' })], gates: [gate({ findings: [raw()] })] }, 'fail'],
    [
      'a suppression on its last day',
      { suppressions: [suppression({ expires: '2026-11-22' })], gates: [gate({ findings: [raw()] })] },
      'pass',
    ],
    ['a malformed date', { suppressions: [suppression({ expires: '2027-13-01' })], gates: [gate({ findings: [raw()] })] }, 'fail'],
    [
      'a suppressed finding copied elsewhere',
      { suppressions: [suppression()], gates: [gate({ findings: [raw(), raw('b.js')], baseFindings: [raw()] })] },
      'fail',
    ],
    ['an incomplete gate', { gates: [gate({ reasons: [reason] })] }, 'incomplete'],
    ['an incomplete gate beside a finding', { gates: [gate({ reasons: [reason], findings: [raw()] })] }, 'fail'],
    [
      'an incomplete gate beside a failing one',
      { gates: [gate({ findings: [raw()] }), gate({ id: 'dependencies', reasons: [reason] })] },
      'fail',
    ],
    ['a skipped gate', { gates: [gate({ skipped: reason })] }, 'pass'],
    ['a weakening', { weakenings: [raw('.mcgate/config.yaml', { ruleId: 'weakening/gate-disabled' })] }, 'fail'],
    [
      'a rule known for noise',
      { rules: new Map([['code/shell', rule('code/shell', false)]]), gates: [gate({ findings: [raw()] })] },
      'pass',
    ],
    ['a rule that nobody described', { rules: new Map(), gates: [gate({ findings: [raw()] })] }, 'fail'],
    ['inform', { mode: 'inform', gates: [gate({ findings: [raw()] })] }, 'pass'],
    ['inform and a weakening', { mode: 'inform', weakenings: [raw('.mcgate/config.yaml', { ruleId: 'weakening/gate-disabled' })] }, 'pass'],
  ])('%s: %#', (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });

  test('every pair of threshold and finding', () => {
    for (const failOn of severities)
      for (const confidence of confidences)
        for (const severity of severities)
          for (const sure of confidences) {
            const settings = { enabled: true, failOn, confidence, timeoutMs: 1, exclude: [], libraryParameters: 'auto' as const };
            const reaches =
              severities.indexOf(severity) <= severities.indexOf(failOn) && confidences.indexOf(sure) <= confidences.indexOf(confidence);
            expect(verdict({ gates: [gate({ settings, findings: [raw('a.js', { severity, confidence: sure })] })] })).toBe(
              reaches ? 'fail' : 'pass',
            );
          }
  });
});

describe('states', () => {
  test.each<[string, Partial<JudgeInput>, string[]]>([
    ['new', { gates: [gate({ findings: [raw()] })] }, ['new blocks']],
    ['existing in a change', { gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, ['existing']],
    ['existing in an audit', { kind: 'audit', gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, ['existing blocks']],
    ['fixed', { gates: [gate({ baseFindings: [raw()] })] }, ['fixed']],
    ['suppressed', { suppressions: [suppression()], gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, ['suppressed']],
    ['new under a left-over baseline entry', { baseline, gates: [gate({ findings: [raw()] })] }, ['new blocks']],
    ['baselined in a change', { baseline, gates: [gate({ findings: [raw()], baseFindings: [raw()] })] }, ['baselined']],
    ['worsened', { gates: [gate({ findings: [raw()], baseFindings: [raw('a.js', { confidence: 'low' })] })] }, ['existing blocks']],
    [
      'weakening in a suppression',
      {
        weakenings: [raw('c', { ruleId: 'weakening/x' })],
        suppressions: [suppression({ identity: matchFindings([], [raw('c', { ruleId: 'weakening/x' })]).judged[0]?.identity ?? '' })],
      },
      ['new blocks'],
    ],
    ['inform', { mode: 'inform', gates: [gate({ findings: [raw()] })] }, ['new']],
  ])('%s', (_, given, expected) => {
    expect(states(given)).toEqual(expected);
  });

  test('worsened is said, and only then', () => {
    expect(
      judge(input({ gates: [gate({ findings: [raw()], baseFindings: [raw('a.js', { severity: 'low' })] })] })).findings[0]?.worsened,
    ).toBe(true);
    expect(judge(input({ gates: [gate({ findings: [raw()], baseFindings: [raw()] })] })).findings[0]).not.toHaveProperty('worsened');
  });

  test('a suppressed finding carries who answers for it', () => {
    expect(judge(input({ suppressions: [suppression()], gates: [gate({ findings: [raw()] })] })).findings[0]?.suppression).toEqual({
      owner: '@team',
      reason: 'not reachable',
      expires: '2027-06-01',
    });
  });

  test('blocking first, then by severity, then by place', () => {
    const findings = [
      raw('b.js', { severity: 'low', anchor: '1' }),
      raw('c.js', { anchor: '2' }),
      raw('a.js', { severity: 'note', anchor: '3' }),
      raw('d.js', { severity: 'critical', anchor: '4' }),
      raw('b.js', { anchor: '5' }),
    ];
    expect(judge(input({ gates: [gate({ findings })] })).findings.map((one) => one.location.path)).toEqual([
      'd.js',
      'b.js',
      'c.js',
      'b.js',
      'a.js',
    ]);
  });
});

describe('gate outcomes', () => {
  test.each<[string, Partial<GateEvidence>, Partial<JudgeInput>, string, string | null]>([
    ['pass', {}, {}, 'pass', null],
    ['fail', { findings: [raw()] }, {}, 'fail', null],
    ['incomplete', { reasons: [reason] }, {}, 'incomplete', 'no scanner'],
    ['fail with a reason', { reasons: [reason], findings: [raw()] }, {}, 'fail', 'no scanner'],
    ['skipped', { skipped: { code: 'not-built', message: 'not yet' } }, {}, 'skipped', 'not yet'],
    ['inform: fail becomes pass', { findings: [raw()] }, { mode: 'inform' }, 'pass', null],
    [
      'inform: fail with a reason becomes incomplete',
      { reasons: [reason], findings: [raw()] },
      { mode: 'inform' },
      'incomplete',
      'no scanner',
    ],
    ['inform: skipped stays', { skipped: { code: 'not-built', message: 'not yet' } }, { mode: 'inform' }, 'skipped', 'not yet'],
    ['inform: incomplete stays', { reasons: [reason] }, { mode: 'inform' }, 'incomplete', 'no scanner'],
  ])('%s', (_, evidence, given, outcome, said) => {
    const [report] = judge(input({ ...given, gates: [gate(evidence)] })).gates;
    expect([report?.outcome, report?.reason]).toEqual([outcome, said]);
  });
});

test('a skipped gate says why, and took no time', () => {
  const skipped = { code: 'not-built', message: 'not yet' };
  expect(judge(input({ gates: [gate({ skipped, durationMs: 7 })] })).gates).toEqual([
    { id: 'code', outcome: 'skipped', reason: 'not yet', reasons: [skipped], coverage: null, durationMs: 0 },
  ]);
});

describe('notices', () => {
  const codes = (given: Partial<JudgeInput>): string[] => judge(input(given)).notices.map((notice) => notice.code);
  const found = { gates: [gate({ findings: [raw()] })] };
  test.each<[string, Partial<JudgeInput>, string[]]>([
    ['a suppression that holds says nothing', { ...found, suppressions: [suppression()] }, []],
    ['expiring within 14 days', { ...found, suppressions: [suppression({ expires: '2026-12-05' })] }, ['suppression-expiring']],
    ['expiring in 15 days', { ...found, suppressions: [suppression({ expires: '2026-12-07' })] }, []],
    ['expired', { ...found, suppressions: [suppression({ expires: '2026-01-01' })] }, ['suppression-expired']],
    ['malformed', { ...found, suppressions: [suppression({ expires: 'soon' })] }, ['suppression-expired']],
    ['stale', { suppressions: [suppression()] }, ['suppression-stale']],
    ['fixed just now is stale too', { suppressions: [suppression()], gates: [gate({ baseFindings: [raw()] })] }, ['suppression-stale']],
    ['a partial run cannot tell', { suppressions: [suppression()], partial: true }, []],
    ['nor can an incomplete one', { suppressions: [suppression()], gates: [gate({ reasons: [reason] })] }, []],
    [
      'a skipped gate is no obstacle',
      { suppressions: [suppression()], gates: [gate({ skipped: reason, reasons: [reason] })] },
      ['suppression-stale'],
    ],
    ['inform', { mode: 'inform' }, ['inform-mode']],
    ['unknown rule', { ...found, rules: new Map() }, ['rule-unknown']],
  ])('%s', (_, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  test('each notice says which suppression, whose it is and what to do', () => {
    const said = (given: Partial<JudgeInput>): string[] =>
      judge(input(given)).notices.map(({ message, remedy }) => `${message}. ${remedy ?? ''}`);
    const named = { ...suppression(), rule: 'code/shell' };
    expect(said({ suppressions: [named] })).toEqual([
      `The suppression of ${identity} (code/shell), owned by @team matches no finding. Remove it from .mcgate/suppressions.yaml.`,
    ]);
    expect(said({ ...found, suppressions: [suppression({ expires: '2026-01-01' })] })).toEqual([
      `The suppression of ${identity}, owned by @team expired (2026-01-01). Mend the finding, or give it a new date, YYYY-MM-DD.`,
    ]);
    expect(said({ ...found, suppressions: [{ ...named, expires: '2026-12-01' }] })).toEqual([
      `The suppression of ${identity} (code/shell), owned by @team expires on 2026-12-01, within 14 days. Mend the finding, or renew the date in a change of its own.`,
    ]);
  });

  test('one incomplete gate among others leaves staleness open', () => {
    expect(codes({ suppressions: [suppression()], gates: [gate(), gate({ id: 'dependencies', reasons: [reason] })] })).toEqual([]);
  });

  test('unknown rules are named once each, in order', () => {
    const findings = ['code/z', 'code/a', 'code/z'].map((ruleId, index) => raw(`${String(index)}.js`, { ruleId }));
    expect(judge(input({ rules: new Map(), gates: [gate({ findings })] })).notices.map((notice) => notice.message)).toEqual([
      'Rule code/a has no description',
      'Rule code/z has no description',
    ]);
  });

  test('inform says what the verdict would have been', () => {
    expect(judge(input({ mode: 'inform', ...found })).notices[0]?.message).toContain('would be: fail');
  });
});

const anyFinding = fc
  .record({
    path: fc.constantFrom('a.js', 'b.js'),
    severity: fc.constantFrom(...severities),
    confidence: fc.constantFrom(...confidences),
    anchor: fc.constantFrom('x', 'y'),
  })
  .map(({ path, ...rest }) => raw(path, rest));
const anyInput = fc.record({
  findings: fc.array(anyFinding, { maxLength: 6 }),
  baseFindings: fc.array(anyFinding, { maxLength: 6 }),
  kind: fc.constantFrom('change', 'audit', 'untrusted'),
});

describe('laws', () => {
  test('an incomplete gate never passes in block mode', () => {
    fc.assert(
      fc.property(anyInput, ({ kind, ...found }) => {
        expect(verdict({ kind, gates: [gate({ ...found, reasons: [reason] })] })).not.toBe('pass');
      }),
    );
  });

  test('fail exactly when something blocks', () => {
    fc.assert(
      fc.property(anyInput, ({ kind, ...found }) => {
        const judgement = judge(input({ kind, gates: [gate(found)] }));
        expect(judgement.verdict === 'fail').toBe(judgement.findings.some((one) => one.blocks));
      }),
    );
  });

  test('a stricter threshold never turns fail into pass', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...severities), fc.constantFrom(...severities), ({ kind, ...found }, a, b) => {
        const [strict, loose] = severities.indexOf(a) > severities.indexOf(b) ? [a, b] : [b, a];
        const at = (failOn: (typeof severities)[number]): string =>
          verdict({ kind, gates: [gate({ ...found, settings: { ...gate().settings, failOn } })] });
        if (at(loose) === 'fail') expect(at(strict)).toBe('fail');
      }),
    );
  });

  test('an audit blocks whatever a change to it would', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 6 }), (findings) => {
        const change = verdict({ kind: 'change', gates: [gate({ findings })] });
        expect(verdict({ kind: 'audit', gates: [gate({ findings, baseFindings: findings })] })).toBe(change);
      }),
    );
  });
});

describe('a difference of policies', () => {
  const evidence: PolicyChangeEvidence = {
    kind: 'policy-change',
    ...{ scope: 'env.read', modes: null, roles: null, region: 'A', witness: 'A', before: 'deny', after: 'ask' },
    ...{ lines: [], baseDigest: null, headDigest: 'sha256:0' },
  };
  const change = (changes: Partial<RawFinding> = {}): RawFinding =>
    raw('.mcgate/policy.yaml', { ruleId: 'permissions/widened', severity: 'low', confidence: 'low', evidence, ...changes });
  const rules = new Map([rule('permissions/widened'), rule('permissions/narrowed', false)].map((one) => [one.id, one]));
  const of = (findings: readonly RawFinding[], changes: Partial<JudgeInput> = {}): string[] =>
    states({ gates: [gate({ id: 'permissions', findings })], rules, ...changes });
  const own = matchFindings([], [change()]).judged[0]?.identity ?? '';

  test('blocks whatever the thresholds', () => {
    expect(of([change()])).toEqual(['new blocks']);
    expect(of([change()], { kind: 'audit' })).toEqual(['new blocks']);
  });

  test('is lifted by no suppression and no baseline', () => {
    expect(of([change()], { suppressions: [suppression({ identity: own })] })).toEqual(['new blocks']);
    const entry = { identity: own, rule: 'permissions/widened', path: '.mcgate/policy.yaml' };
    expect(of([change()], { baseline: { schemaVersion: '1', findings: [entry] }, kind: 'untrusted' })).toEqual(['new blocks']);
  });

  test('informs where its rule does', () => {
    expect(of([change({ ruleId: 'permissions/narrowed', severity: 'note' })])).toEqual(['new']);
  });

  test('blocks nothing in mode inform', () => {
    expect(of([change()], { mode: 'inform' })).toEqual(['new']);
  });
});

describe('an approval', () => {
  const weakening = raw('.mcgate/config.yaml', { ruleId: 'weakening/gate-disabled', anchor: 'w' });
  const own = matchFindings([], [weakening]).judged[0]?.identity ?? '';
  const digests = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`] as const;
  const evidence: PolicyChangeEvidence = {
    kind: 'policy-change',
    ...{ scope: 'env.read', modes: null, roles: null, region: 'A', witness: 'A', before: 'deny', after: 'ask' },
    ...{ lines: [], baseDigest: digests[0], headDigest: digests[1] },
  };
  const widening = raw('.mcgate/policy.yaml', { ruleId: 'permissions/widened', evidence });
  const wide = matchFindings([], [widening]).judged[0]?.identity ?? '';
  const approval = (changes: Partial<ApprovedChange> = {}): Approval => ({
    path: '.mcgate/attestations/x.json',
    by: ['ann'],
    statement: {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [],
      predicateType: 'https://unpkg.com/mcgate/predicates/approval/v1',
      predicate: {
        ...{ repository: 'a/b', target: 'refs/heads/main', pullRequest: null, reason: 'for a test', expires: '2026-12-01' },
        changes: [{ identity: own, rule: 'weakening/gate-disabled', before: null, after: null, ...changes }],
      },
    },
  });
  const rules = new Map([rule('permissions/widened')].map((one) => [one.id, one]));
  const policy = { gates: [gate({ id: 'permissions', findings: [widening] })], rules } as const;

  test('lifts the weakening that it names, and says who gave it', () => {
    expect(judge(input({ weakenings: [weakening], approvals: [approval()] }))).toMatchObject({
      verdict: 'pass',
      findings: [
        {
          blocks: false,
          state: 'new',
          approval: { by: ['ann'], reason: 'for a test', expires: '2026-12-01', attestation: '.mcgate/attestations/x.json' },
        },
      ],
    });
  });

  test('lifts each of the changes that it names', () => {
    const { statement, ...rest } = approval();
    const [own] = statement.predicate.changes;
    const other = { identity: wide, rule: 'permissions/widened', before: null, after: null };
    const changes = own === undefined ? [] : [other, own];
    const both: Approval = { ...rest, statement: { ...statement, predicate: { ...statement.predicate, changes } } };
    expect(states({ weakenings: [weakening], approvals: [both] })).toEqual(['new']);
  });

  test.each([
    ['another finding', { identity: wide }],
    ['another rule', { rule: 'weakening/mode-loosened' }],
    ['digests of policies where there are none', { before: digests[0] }],
  ])('does not lift it where it names %s', (_, changes) => {
    expect(states({ weakenings: [weakening], approvals: [approval(changes)] })).toEqual(['new blocks']);
  });

  test('lifts a widening of just these two policies', () => {
    const named = { identity: wide, rule: 'permissions/widened', before: digests[0], after: digests[1] };
    expect(states({ ...policy, approvals: [approval(named)] })).toEqual(['new']);
    expect(verdict({ ...policy, approvals: [approval(named)] })).toBe('pass');
    expect(states({ ...policy, approvals: [approval({ ...named, before: null })] })).toEqual(['new blocks']);
    expect(states({ ...policy, approvals: [approval({ ...named, after: digests[0] })] })).toEqual(['new blocks']);
  });

  describe('of several people', () => {
    const asking = (signers: number): RawFinding => ({
      ...weakening,
      evidence: { kind: 'change', key: 'k', before: null, after: null, signers },
    });
    const by = (name: string, ...logins: readonly string[]): Approval => {
      const { statement, ...rest } = approval();
      const { predicate } = statement;
      const reason = `for ${name}`;
      const expires = name === 'x' ? '2026-12-01' : '2026-11-30';
      return {
        ...rest,
        path: `.mcgate/attestations/${name}.json`,
        by: logins,
        statement: { ...statement, predicate: { ...predicate, reason, expires } },
      };
    };
    const judged = (signers: number, ...approvals: readonly Approval[]): ReturnType<typeof judge> =>
      judge(
        input({ weakenings: [asking(signers)], approvals, rules: new Map([['weakening/gate-disabled', rule('weakening/gate-disabled')]]) }),
      );

    test('lets a change through that asks for that many, each in a file or together', () => {
      for (const approvals of [[by('x', 'ann'), by('y', 'bob')], [by('x', 'ann', 'bob')]])
        expect(judged(2, ...approvals).verdict).toBe('pass');
      expect(judged(2, by('x', 'cleo'), by('y', 'ann')).findings[0]?.approval).toEqual({
        ...{ by: ['ann', 'cleo'], tree: expect.any(String) as string },
        reason: 'for x; for y',
        expires: '2026-11-30',
        attestation: '.mcgate/attestations/x.json',
        otherAttestations: ['.mcgate/attestations/y.json'],
      });
      expect(judged(1, by('x', 'ann')).verdict).toBe('pass');
    });

    test('lets none through that too few agree on, and says how many do', () => {
      expect(judged(2).notices).toEqual([]);
      for (const approvals of [[by('x', 'ann')], [by('x', 'ann'), by('y', 'ann')]]) {
        expect(judged(2, ...approvals)).toMatchObject({
          verdict: 'fail',
          notices: [{ code: 'approval-short', message: expect.stringContaining('approved by ann; 2 of') as string }],
        });
      }
      expect(judged(3, by('x', 'ann', 'bob'), by('y', 'ann')).verdict).toBe('fail');
    });

    test('counts those alone that name the finding', () => {
      const { statement, ...rest } = by('y', 'bob');
      const { predicate } = statement;
      const changes = predicate.changes.map((change) => ({ ...change, identity: wide }));
      const other = { ...rest, statement: { ...statement, predicate: { ...predicate, changes } } };
      expect(judged(2, by('x', 'ann'), other).verdict).toBe('fail');
    });
  });

  test('lifts no finding that is about the code, and makes none that inform look approved', () => {
    const named = { identity, rule: 'code/shell' };
    expect(states({ gates: [gate({ findings: [raw()] })], approvals: [approval(named)] })).toEqual(['new blocks']);
    const narrowed = raw('.mcgate/policy.yaml', { ruleId: 'permissions/narrowed', severity: 'note', evidence });
    const note = matchFindings([], [narrowed]).judged[0]?.identity ?? '';
    const one = approval({ identity: note, rule: 'permissions/narrowed', before: digests[0], after: digests[1] });
    const [told] = judge(input({ gates: [gate({ id: 'permissions', findings: [narrowed] })], approvals: [one] })).findings;
    expect(told?.approval).toBeUndefined();
  });
});

describe('a review', () => {
  const review = { by: 'bob', submittedAt: '2026-11-01T10:00:00Z', commit: 'a'.repeat(40) };
  const off = raw('.mcgate/config.yaml', { ruleId: 'weakening/gate-disabled', anchor: 'w' });
  const signers = raw('.mcgate/allowed_signers', { ruleId: 'weakening/signers-changed', anchor: 's' });
  const evidence = { kind: 'change', key: 'k', before: null, after: null } as const;

  test('lifts all that needs an approval, and says who gave it', () => {
    const { verdict, findings } = judge(input({ weakenings: [off, { ...off, anchor: 'x' }], review }));
    const approval = { by: ['bob'], submittedAt: review.submittedAt, commit: review.commit };
    expect({ verdict, findings }).toMatchObject({ verdict: 'pass', findings: [{ approval }, { approval }] });
  });

  test('says who signs only while nobody does', () => {
    expect(states({ weakenings: [{ ...signers, evidence: { ...evidence, signers: 1 } }], review })).toEqual(['new blocks']);
    expect(states({ weakenings: [{ ...signers, evidence }], review })).toEqual(['new']);
  });

  test('lifts no finding that is about the code', () => {
    const [found] = judge(input({ gates: [gate({ findings: [raw()] })], review })).findings;
    expect(found).toMatchObject({ blocks: true });
    expect(found?.approval).toBeUndefined();
  });
});
