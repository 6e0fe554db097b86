// What was done past the gate stands until it is certain that nothing of it is left.
import { describe, expect, test } from 'vitest';
import type { PolicyChangeEvidence, RawFinding } from '../../src/core/documents.ts';
import { standsStill } from '../../src/pipeline/stands-still.ts';

function weakening(rule: string, key: string, after: string | null = null, path = '.mcgate/config.yaml'): RawFinding {
  const evidence = { kind: 'change', key, before: null, after } as const;
  return { ruleId: `weakening/${rule}`, severity: 'high', confidence: 'high', message: 'm', anchor: key, location: { path }, evidence };
}

function widening(scope: string): RawFinding {
  const evidence: PolicyChangeEvidence = {
    kind: 'policy-change',
    ...{ scope, modes: null, roles: null, region: 'A', witness: 'A', before: 'deny', after: 'allow', lines: [] },
    ...{ baseDigest: null, headDigest: 'sha256:x' },
  };
  const location = { path: '.mcgate/policy.yaml' };
  return { ruleId: 'permissions/widened', severity: 'high', confidence: 'high', message: 'm', anchor: scope, location, evidence };
}

const off = weakening('gate-disabled', 'gates.code.enabled');
const among = (finding: RawFinding, ...weakenings: readonly RawFinding[]): boolean => standsStill(finding, { weakenings, widenings: [] });

describe('a weakening', () => {
  test.each<[string, RawFinding, RawFinding]>([
    ['as it was', off, weakening('gate-disabled', 'gates.code.enabled', 'false')],
    [
      'loosened further',
      weakening('threshold-loosened', 'gates.code.failOn', 'high'),
      weakening('threshold-loosened', 'gates.code.failOn', 'critical'),
    ],
    [
      'at another place of a list',
      weakening('exclusion-added', 'gates.code.exclude.0', 'a'),
      weakening('exclusion-added', 'gates.code.exclude.3', 'a'),
    ],
    ['told in the name of more', weakening('approval-loosened', 'people'), weakening('approval-loosened', 'people.principals')],
    ['behind a document that nobody can read', off, weakening('document-invalid', '.mcgate/config.yaml')],
  ])('stands %s', (_, finding, now) => {
    expect(among(finding, now)).toBe(true);
  });

  test.each<[string, RawFinding, readonly RawFinding[]]>([
    ['nothing is left', off, []],
    ['another gate is off', off, [weakening('gate-disabled', 'gates.dependencies.enabled')]],
    ['another rule is broken', off, [weakening('threshold-loosened', 'gates.code.enabled')]],
    ['another file is changed', off, [weakening('gate-disabled', 'gates.code.enabled', null, '.mcgate/other.yaml')]],
    [
      'something else is left out',
      weakening('exclusion-added', 'gates.code.exclude.0', 'a'),
      [weakening('exclusion-added', 'gates.code.exclude.0', 'b')],
    ],
    ['the policy is wider', off, [widening('env.read')]],
  ])('is gone where %s', (_, finding, now) => {
    expect(among(finding, ...now)).toBe(false);
  });
});

describe('a widening', () => {
  const wide = (finding: RawFinding, widenings: readonly RawFinding[] | null): boolean =>
    standsStill(finding, { weakenings: [off], widenings });

  test('stands while anything in its scope is wider, or nobody can tell', () => {
    expect(wide(widening('env.read'), [widening('env.write'), widening('env.read')])).toBe(true);
    expect(wide(widening('env.read'), null)).toBe(true);
    // Of many, what is not told one by one.
    expect(wide(widening('env.read'), [widening('policy')])).toBe(true);
    expect(wide(widening('policy'), [widening('env.read')])).toBe(true);
  });

  test('is gone where nothing is, or something else', () => {
    for (const left of [[], [widening('env.write')]]) expect(wide(widening('env.read'), left)).toBe(false);
    expect(wide(widening('policy'), [])).toBe(false);
  });
});
