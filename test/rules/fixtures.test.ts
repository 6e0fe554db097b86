// fixtures/code/<rule>/<case>/: files as a repository holds them, and every finding of every rule in them.
// UPDATE_FIXTURES=1 rewrites expected.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCodeRules, root } from './catalogue.ts';
import { lint } from './lint.ts';

interface Expected {
  readonly ruleId: string;
  readonly path: string;
  readonly startLine: number;
}

const rules = await loadCodeRules();
const folder = path.join(root, 'fixtures/code');
const names = existsSync(folder) ? readdirSync(folder) : [];
const cases = names
  .flatMap((name) => readdirSync(path.join(folder, name)).map((each) => `${name}/${each}`))
  .filter((each) => rules.some(([name]) => each.startsWith(`${name}/`)));

/** Findings of the rules that may block, by path, line and rule. Maps of places (`blocks: false`) would bury them. */
function findingsIn(directory: string): readonly Expected[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[mc]?[jt]sx?$/.test(file));
  return files.sort().flatMap((file) => {
    const code = readFileSync(path.join(directory, file), 'utf8');
    const found = rules
      .filter(([, rule]) => rule.match.kind === 'eslint' && rule.blocks)
      .flatMap(([, rule]) =>
        lint(rule, file, code).map((hit) => ({ ruleId: rule.id, path: file.replaceAll(path.sep, '/'), startLine: hit.line })),
      );
    return found.sort((a, b) => a.startLine - b.startLine || (a.ruleId < b.ruleId ? -1 : 1));
  });
}

describe('fixtures/code', () => {
  it.each(cases)('%s', (each) => {
    const directory = path.join(folder, each);
    const found = findingsIn(directory);
    const file = path.join(directory, 'expected.json');
    if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('knows the rule of every folder', () => {
    const ids = new Set(rules.map(([name]) => name));
    for (const name of names) expect(ids.has(name) || name === 'hardcoded-secret', name).toBe(true);
  });
});
