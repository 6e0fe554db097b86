// fixtures/code/<rule>/<case>/: files as a repository holds them, and every finding of every rule in them.
// UPDATE_FIXTURES=1 rewrites expected.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/core/order.ts';
import { loadCodeRules, root } from './catalogue.ts';
import { followAll, type SourceText } from './follow.ts';
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

/** Findings of the rules that may block, by path, line and rule. */
function findingsIn(directory: string): readonly Expected[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[mc]?[jt]sx?$/.test(file));
  const files = names.sort().map((name): SourceText => ({
    path: name.replaceAll(path.sep, '/'),
    text: readFileSync(path.join(directory, name), 'utf8'),
  }));
  return [...files.flatMap(lintHits), ...flowHits(files)].sort(
    (a, b) => compareText(a.path, b.path) || a.startLine - b.startLine || compareText(a.ruleId, b.ruleId),
  );
}

function lintHits({ path: file, text }: SourceText): readonly Expected[] {
  return rules
    .filter(([, rule]) => rule.match.kind === 'inspect' && rule.blocks)
    .flatMap(([, rule]) => lint(rule, file, text).map((hit) => ({ ruleId: rule.id, path: file, startLine: hit.line })));
}

/** Flows at the confidence that blocks. */
function flowHits(files: readonly SourceText[]): readonly Expected[] {
  return followAll(files).flatMap((flow): readonly Expected[] => {
    const rule = rules.find(([, { match }]) => match.kind === 'flow' && match.class === flow.class)?.[1];
    const sink = flow.steps.at(-1);
    const file = sink === undefined ? undefined : files[sink.file];
    if (rule === undefined || sink === undefined || file === undefined || flow.confidence === 'low') return [];
    return [{ ruleId: rule.id, path: file.path, startLine: file.text.slice(0, sink.start).split('\n').length }];
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
