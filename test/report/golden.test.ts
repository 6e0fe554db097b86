// Every format over every kind of report, as a reader gets it. `vitest -u` rewrites the expectations.
import { describe, expect, it } from 'vitest';
import { validateReport } from '../../src/core/generated/validators.js';
import { loadReporter, reporterNames } from '../../src/report/index.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import * as kinds from './reports/kinds.ts';
import { many } from './reports/many.ts';

const all = { ...kinds, many, hostile, hostilePolicy, hostileFlow };
const plain = { color: false, width: 80, unicode: true };
// Whole, they would be megabytes: their facts are asserted elsewhere.
const tooLong = new Set([
  'json many',
  'markdown many',
  'sarif many',
  'sarif hostile',
  'json hostile',
  'sarif hostilePolicy',
  'json hostilePolicy',
  'sarif hostileFlow',
  'json hostileFlow',
  'pretty hostileFlow',
  'markdown hostileFlow',
  'github hostileFlow',
  ...['many', 'hostile', 'hostilePolicy', 'hostileFlow'].map((kind) => `html ${kind}`),
]);

/** The same in every page. */
const withoutStyle = (text: string): string =>
  text.replace(/<style>[^<]*<\/style>/u, '<style></style>').replace(/'sha256-[^']*'/u, "'sha256-…'");

describe('golden', () => {
  it.each(Object.entries(all))('the sample is a valid report: %s', (_, report) => {
    expect([validateReport(report), validateReport.errors]).toEqual([true, null]);
  });

  for (const name of reporterNames) {
    it.each(Object.entries(all).filter(([kind]) => !tooLong.has(`${name} ${kind}`)))(`${name}: %s`, async (kind, report) => {
      const { format } = await loadReporter(name);
      await expect(withoutStyle(format(report, plain))).toMatchFileSnapshot(`golden/${kind}.${name}.snap`);
    });
  }

  it.each([
    ['narrow', { ...plain, width: 40 }],
    ['wide', { ...plain, width: 200 }],
    ['ascii', { ...plain, unicode: false }],
    ['color', { ...plain, color: true }],
  ])('pretty, %s', async (name, options) => {
    const { format } = await loadReporter('pretty');
    await expect(format(kinds.fail, options)).toMatchFileSnapshot(`golden/fail.pretty-${name}.snap`);
  });
});
