// Other places of the same fault, in every format.
import { describe, expect, it } from 'vitest';
import type { FlowEvidence } from '../../src/core/documents.ts';
import { validateReport } from '../../src/core/generated/validators.js';
import { loadReporter } from '../../src/report/index.ts';
import { finding, gate, gates, report } from './reports/build.ts';

function reportOf(evidence: Pick<FlowEvidence, 'also' | 'alsoLeft'>): ReturnType<typeof report> {
  const place = { path: 'src/a.ts', startLine: 3 };
  const flow: FlowEvidence = {
    kind: 'flow',
    source: { kind: 'remote', what: 'query of a request' },
    api: null,
    steps: [{ location: place, what: 'query of a request' }],
    failedGuards: [],
    ...evidence,
  };
  return report({
    gates: gates(gate('code', { outcome: 'fail' })),
    findings: [finding({ ruleId: 'code/prototype-pollution/high', location: place, evidence: flow })],
  });
}

const also = Array.from({ length: 20 }, (_, index) => ({
  location: { path: `src/other-${String(index)}.ts`, startLine: index + 1 },
  what: 'writes there as well',
  snippetLine: `to[key${String(index)}] = value;`,
}));

async function told(name: 'pretty' | 'markdown' | 'html' | 'sarif' | 'json', evidence: Parameters<typeof reportOf>[0]): Promise<string> {
  const { format } = await loadReporter(name);
  return format(reportOf(evidence), { color: false, width: 200, unicode: true });
}

describe.each(['pretty', 'markdown', 'html', 'sarif', 'json'] as const)('%s', (name) => {
  it('shows the first of them with its code', async () => {
    const text = await told(name, { also, alsoLeft: 7 });
    expect(text).toContain('other-0.ts');
    expect(text).toContain('writes there as well');
  });

  it('shows nothing where there are none', async () => {
    expect(await told(name, {})).not.toContain('same fault');
  });
});

describe.each(['pretty', 'markdown', 'html'] as const)('%s', (name) => {
  it('counts all', async () => {
    expect(await told(name, { also, alsoLeft: 7 })).toContain('27 more places of the same fault');
    expect(await told(name, { also: also.slice(0, 1) })).toContain('One more place of the same fault');
  });
});

it('lists them in SARIF behind the tests that did not stop it, each with an id', async () => {
  const { format } = await loadReporter('sarif');
  const log = JSON.parse(format(reportOf({ also }), { color: false, width: 80, unicode: true })) as {
    readonly runs: readonly { readonly results?: readonly { readonly relatedLocations?: readonly { readonly id: number }[] }[] }[];
  };
  const ids = log.runs.flatMap(({ results = [] }) => results.flatMap(({ relatedLocations = [] }) => relatedLocations.map(({ id }) => id)));
  expect(ids).toEqual(also.map((_, index) => index + 1));
});

it('is valid against the schema', () => {
  expect([validateReport(reportOf({ also, alsoLeft: 7 })), validateReport.errors]).toEqual([true, null]);
});
