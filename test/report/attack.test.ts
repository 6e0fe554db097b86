// An attack on a regular expression in every format for people, and in SARIF.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/documents.ts';
import { validateReport } from '../../src/core/generated/validators.js';
import { loadReporter } from '../../src/report/index.ts';
import { finding, gate, gates, report } from './reports/build.ts';

type Evidence = NonNullable<Finding['evidence']>;
type Attack = Extract<Evidence, { kind: 'attack' }>;

function reportWith(evidence: Evidence): ReturnType<typeof report> {
  const slow = finding({ ruleId: 'code/exponential-regex', location: { path: 'src/a.ts', startLine: 3 }, evidence });
  return report({ gates: gates(gate('code', { outcome: 'fail' })), findings: [slow] });
}

const exponential: Attack = { kind: 'attack', text: "'a'.repeat(26) + '!'", growth: 'exponential', length: 27, steps: 1_500_000 };
const cubic: Attack = { kind: 'attack', text: "'a'.repeat(900)", growth: 'polynomial', degree: 3, length: 64, steps: 650_000 };

/** The same attack where text from outside is matched. */
function withFlow({ text, growth, degree, length, steps }: Attack): Evidence {
  return {
    kind: 'flow',
    source: { kind: 'remote', what: 'query of a request' },
    api: null,
    steps: [{ location: { path: 'src/a.ts', startLine: 3 }, what: 'query of a request' }],
    failedGuards: [],
    attack: { text, growth, ...(degree !== undefined && { degree }), length, steps },
  };
}

async function told(name: 'pretty' | 'markdown' | 'sarif', evidence: Evidence): Promise<string> {
  const { format } = await loadReporter(name);
  return format(reportWith(evidence), { color: false, width: 200, unicode: true });
}

describe.each(['pretty', 'markdown', 'sarif'] as const)('%s', (name) => {
  it('shows the text and what it costs', async () => {
    const one = await told(name, exponential);
    expect(one).toContain(exponential.text);
    expect(one).toContain('27 characters took 1,500,000 steps');
    expect(await told(name, cubic)).toContain('to the power of 3');
  });

  it('shows both for a flow into a slow pattern, and neither for another', async () => {
    const one = await told(name, withFlow(exponential));
    expect(one).toContain(exponential.text);
    expect(one).toContain('27 characters took 1,500,000 steps');
    expect(await told(name, withFlow(cubic))).toContain('to the power of 3');
    const { attack, ...without } = withFlow(cubic) as Extract<Evidence, { kind: 'flow' }>;
    expect(attack).toBeDefined();
    expect(await told(name, without)).not.toContain('Attack');
  });
});

it('is valid against the schema', () => {
  expect([validateReport(reportWith(cubic)), validateReport.errors]).toEqual([true, null]);
  expect([validateReport(reportWith(withFlow(exponential))), validateReport.errors]).toEqual([true, null]);
});
