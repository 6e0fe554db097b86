// A report whose every text from the repository attacks the place where it is shown.
import type { Finding, FlowEvidence, Report } from '../../../src/core/documents.ts';
import { finding, gate, gates, report } from './build.ts';

/** Strings that break out of something somewhere. */
export const attacks: readonly string[] = [
  '::error::owned',
  '\n::set-output name=x::y',
  'a\r\n::warning file=x::y',
  '   ::stop-commands::x',
  '\u00a0::error::x',
  '##[set-env name=PATH]evil',
  '\x1b[2J\x1b]0;title\x07\x1b]8;;http://evil.example\x1b\\link',
  '\u009b31mred\u0085next',
  'abc\u202egnp.exe\u2066',
  'zero\u200bwidth\u200d\ufeff\u2060\u00ad',
  '\ud800lone\udc00',
  '\u2028line\u2029para',
  '\u{e0041}\u{e0042}tag',
  `z${'\u0301'.repeat(200)}`,
  '[click](javascript:alert(1))',
  '![x](https://evil.example/track.png)',
  '<img src=x onerror=alert(1)><script>x</script>',
  '</details></td></table>',
  '<!-- comment',
  '@octocat and @org/team, #123, octo/repo#1, GH-12',
  'https://evil.example www.evil.example a@evil.example <https://evil.example>',
  '| cell | cell |\n|---|---|',
  '\\| \\\\| `|`',
  '``` \n```\n````',
  '`code` ``two`` `',
  '$x$ $$y$$ $`z`$',
  '# heading\n- item\n1. one\n> quote\n---\n===',
  '&lt;script&gt; &#64;octocat &#x202e;',
  '{0} %SRCROOT% {{1}}',
  '../../etc/passwd',
  'C:\\Windows\\x y?z#frag%41:3',
  'https://evil.example/a.ts',
  '',
  ' ',
  'x'.repeat(5_000),
  '漢'.repeat(300),
];

function policyChange(attack: string, blocks: boolean): Finding {
  const line = { side: 'base', path: attack, line: 3, column: 1, key: attack } as const;
  return finding({
    ruleId: 'permissions/widened',
    message: `\`${attack}\` was denied, now allowed`,
    location: { path: '.mcgate/policy.yaml', startLine: 2 },
    evidence: {
      kind: 'policy-change',
      scope: attack,
      modes: [attack],
      roles: [attack, attack],
      region: attack,
      witness: attack,
      before: attack,
      after: attack,
      lines: [line, { ...line, side: 'head' }],
      baseDigest: null,
      headDigest: attack,
    },
    fix: attack,
    blocks,
  });
}

export const hostile: Report = report({
  gates: gates(
    gate('code', {
      outcome: 'incomplete',
      reasons: attacks.map((attack) => ({ code: 'unreadable', message: attack, remedy: attack, path: attack })),
      coverage: { unit: 'files', examined: 1, leftOut: [{ reason: attacks[6] ?? '', count: 3, paths: attacks.slice(0, 20) }] },
    }),
  ),
  subject: {
    event: 'pull_request',
    kind: 'change',
    judged: { name: attacks[6] ?? '', commit: null },
    trusted: { name: attacks[1] ?? '', commit: null },
    base: { name: attacks[15] ?? '', commit: null },
  },
  partial: [attacks[4] ?? ''],
  findings: attacks.map((attack, index) =>
    finding({
      ruleId: index % 2 === 0 ? 'code/weak-hash' : 'dependencies/known-vulnerability',
      message: attack === '' ? ' ' : attack,
      location: { path: attack, startLine: 2, startColumn: 3, endLine: 2, endColumn: 9 },
      snippet: { startLine: 1, lines: ['::error::x', attack.slice(0, 400), `\t${attack.slice(0, 300)}`] },
      evidence:
        index % 2 === 0
          ? { kind: 'change', key: attack, before: attack, after: attack }
          : {
              kind: 'advisory',
              ids: [attack, attack],
              package: attack,
              version: attack,
              ecosystem: attack,
              fixedVersions: [attack],
              score: 9.8,
            },
      fix: attack,
      blocks: index < 30,
    }),
  ),
  notices: attacks.map((attack) => ({ code: 'stale', message: attack, remedy: attack })),
});

/** The same in the policy of a change. */
export const hostilePolicy: Report = report({
  gates: gates(gate('permissions', { outcome: 'fail' })),
  findings: attacks.map((attack, index) => policyChange(attack, index < 5)),
});

function flowOf(attack: string): FlowEvidence {
  const place = { path: attack, startLine: 2, startColumn: 3, endLine: 2, endColumn: 9 };
  const short = attack.slice(0, 200);
  const step = { location: place, what: short, snippetLine: short };
  return {
    kind: 'flow',
    source: { kind: short.slice(0, 40), what: short },
    api: short,
    steps: Array.from({ length: 15 }, () => step),
    failedGuards: Array.from({ length: 6 }, () => ({ location: place, why: short, snippetLine: short })),
    also: Array.from({ length: 6 }, () => step),
    alsoLeft: 3,
  };
}

/** The same on the way of a flow. */
export const hostileFlow: Report = report({
  gates: gates(gate('code', { outcome: 'fail' })),
  findings: attacks.map((attack, index) =>
    finding({ ruleId: 'code/command-injection', message: `m ${attack}`, evidence: flowOf(attack), blocks: index < 5 }),
  ),
});
