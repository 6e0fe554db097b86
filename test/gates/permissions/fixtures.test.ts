// fixtures/permissions/<rule>/<case>/: the trees before (`base`, unless there is none) and after (`judged`), and what the gate says.
// UPDATE_FIXTURES=1 rewrites expected.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawFinding } from '../../../src/core/documents.ts';
import { rules } from '../../../rules/generated/permissions.ts';
import { runGate, type Files } from './gate-run.ts';

const folder = path.resolve(import.meta.dirname, '../../../fixtures/permissions');
const names = readdirSync(folder);
const cases = names.flatMap((name) => readdirSync(path.join(folder, name)).map((each) => `${name}/${each}`));

function filesIn(directory: string): Files {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll(path.sep, '/'));
  const texts = files.filter((name) => name.endsWith('.yaml')).map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]);
  return Object.fromEntries(texts) as Files;
}

/** Without digests, which other tests pin, and identity, which is the pipeline's. */
function shown({ ruleId, severity, message, location, evidence }: RawFinding): object {
  const place = [location.path, ...(location.startLine === undefined ? [] : [location.startLine, location.startColumn])].join(':');
  if (evidence?.kind !== 'policy-change') return { ruleId, severity, place, message };
  const { scope, modes, roles, region, witness, before, after, lines } = evidence;
  const told = lines.map(({ side, path: file, line, column }) => `${side} ${file}:${String(line)}:${String(column)}`);
  return { ruleId, severity, place, message, scope, modes, roles, region, witness, before, after, lines: told };
}

describe('fixtures/permissions', () => {
  it.each(cases)('%s', async (each) => {
    const directory = path.join(folder, each);
    const base = path.join(directory, 'base');
    const { findings, reasons } = await runGate(filesIn(path.join(directory, 'judged')), existsSync(base) ? filesIn(base) : null);
    expect(reasons).toEqual([]);
    const file = path.join(directory, 'expected.json');
    const found = findings.map(shown);
    if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('has a folder for every rule, and no other', () => {
    expect(names.map((name) => `permissions/${name}`).sort()).toEqual(rules.map(({ id }) => id));
  });
});
