// JSON: the same report, the same bytes, valid against its schema, harmless when it is printed.
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validateReport } from '../../src/core/generated/validators.js';
import { format } from '../../src/report/json.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import { fail, flow } from './reports/kinds.ts';
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

/** The property lists of all objects that a report may hold, in the schemas' order. */
function objectSchemas(): readonly (readonly [string, readonly string[]])[] {
  const found: (readonly [string, readonly string[]])[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties } = value as { properties?: object };
    if (properties !== undefined && !('findings' in properties && 'baseFindings' in properties))
      found.push([Object.keys(properties).join(), Object.keys(properties)]);
    Object.values(value).forEach(walk);
  };
  for (const name of ['report', 'rule']) {
    walk(JSON.parse(readFileSync(path.resolve(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8')));
  }
  return found.filter(([, keys]) => !keys.includes('anchor'));
}

describe('json', () => {
  it.each([
    ['fail', fail],
    ['many', many],
    ['hostile', hostile],
    ['hostile policy', hostilePolicy],
    ['hostile flow', hostileFlow],
    ['flow', flow],
  ])('is the report, valid, with a newline at the end: %s', (_, report) => {
    const text = format(report);
    expect(text.endsWith('}\n')).toBe(true);
    expect(validateReport(JSON.parse(text))).toBe(true);
    expect(JSON.stringify(JSON.parse(text)).length).toBe(JSON.stringify(report).replaceAll(/\\ud[89a-f]../g, '\ufffd').length);
  });

  it('keeps the schema order whatever order the report was made in', () => {
    expect(format(shuffled(fail) as typeof fail)).toBe(format(fail));
  });

  it.each(objectSchemas())('knows the order of every object in the schema: %s', (_, keys) => {
    const reversed = Object.fromEntries([...keys].reverse().map((key) => [key, 0]));
    expect(Object.keys(JSON.parse(format(reversed as unknown as typeof fail)) as object)).toEqual(keys);
  });

  it('prints nothing that a terminal or a log acts on', () => {
    expect(format(hostile) + format(hostilePolicy) + format(hostileFlow)).not.toMatch(
      /[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\[|^\s*::/mu,
    );
  });
});
