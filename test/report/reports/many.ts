// 5,000 findings: 200 block.
import { finding, gate, gates, report } from './build.ts';
import type { Report } from '../../../src/core/documents.ts';

export const many: Report = report({
  gates: gates(gate('code', { outcome: 'fail' })),
  findings: Array.from({ length: 5_000 }, (_, index) =>
    finding({
      ruleId: index < 200 ? 'code/command-injection' : 'code/weak-hash',
      severity: index < 200 ? 'high' : 'medium',
      blocks: index < 200,
      message: `Number ${String(index)} of many.`,
      location: {
        path: `src/part-${String(index % 37)}/file-${String(index)}.ts`,
        startLine: 1 + (index % 90),
        startColumn: 3,
        endLine: 1 + (index % 90),
        endColumn: 9,
      },
      snippet: { startLine: 1 + (index % 90), lines: ['  call(value);'] },
    }),
  ),
});
