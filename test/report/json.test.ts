// JSON: the same report, the same bytes, valid against its schema, harmless when it is printed.
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validateReport } from '../../src/core/generated/validators.js';
import { format } from '../../src/report/json.ts';
import { hostile } from './reports/hostile.ts';
import { fail } from './reports/kinds.ts';
import { many } from './reports/many.ts';

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  );
}

describe('json', () => {
  it.each([
    ['fail', fail],
    ['many', many],
    ['hostile', hostile],
  ])('is the report, valid, with a newline at the end: %s', (_, report) => {
    const text = format(report);
    expect(text.endsWith('}\n')).toBe(true);
    expect(validateReport(JSON.parse(text))).toBe(true);
    expect(JSON.stringify(JSON.parse(text)).length).toBe(JSON.stringify(report).replaceAll(/\\ud[89a-f]../g, '\ufffd').length);
  });

  it('keeps the schema order whatever order the report was made in', () => {
    expect(format(shuffled(fail) as typeof fail)).toBe(format(fail));
    const keys = Object.keys(JSON.parse(format(fail)) as object);
    const schema = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../schemas/report.schema.json'), 'utf8')) as {
      properties: object;
    };
    expect(keys).toEqual(Object.keys(schema.properties));
  });

  it('prints nothing that a terminal or a log acts on', () => {
    expect(format(hostile)).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\[|^\s*::/mu);
  });
});
