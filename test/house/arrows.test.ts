// Each arrow of ARCHITECTURE.md fires on a planted violation: a rule that never fires proves nothing.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Rule, importing file, what it imports, as written there. */
const violations: readonly (readonly [rule: string, from: string, imports: string])[] = [
  ['no-cycles', 'src/policy/a.ts', './b.ts'],
  ['core-imports', 'src/core/a.ts', '../policy/b.ts'],
  ['policy-imports', 'src/policy/c.ts', '../gates/code/b.ts'],
  ['analysis-imports', 'src/analysis/a.ts', '../gates/code/b.ts'],
  ['attestation-imports', 'src/attestation/a.ts', '../gates/code/b.ts'],
  ['gates-imports', 'src/gates/code/a.ts', '../../report/b.ts'],
  ['pipeline-imports', 'src/pipeline/a.ts', '../gates/code/b.ts'],
  ['report-imports', 'src/report/a.ts', '../policy/b.ts'],
  ['platform-imports', 'src/platform/a.ts', '../policy/b.ts'],
  ['platform-is-wired-at-the-edge', 'src/pipeline/c.ts', '../platform/b.ts'],
  ['nothing-imports-an-entry', 'src/review/a.ts', '../cli/b.ts'],
  ['entries-do-not-know-each-other', 'src/action/a.ts', '../cli/b.ts'],
  ['wiring-imports', 'src/wiring/a.ts', '../policy/b.ts'],
  ['gates-do-not-know-each-other', 'src/gates/dependencies/a.ts', '../code/b.ts'],
  ['rules-belong-to-their-gate', 'rules/dependencies/a.ts', '../../src/gates/code/b.ts'],
  ['world-only-through-platform', 'src/gates/code/c.ts', 'node:fs'],
  ['execa-only-in-platform', 'src/cli/a.ts', 'execa'],
  ['one-parser', 'src/gates/code/d.ts', '@emnapi/core'],
  ['not-from-tests', 'src/policy/d.ts', '../../test/b.ts'],
  ['resolvable', 'src/policy/e.ts', './nowhere.ts'],
];

/** What has to stay possible. */
const allowed: readonly (readonly [from: string, imports: string])[] = [
  ['src/cli/ok.ts', '../pipeline/b.ts'],
  ['src/cli/ok.ts', '../platform/b.ts'],
  ['src/action/ok.ts', '../wiring/b.ts'],
  ['src/wiring/ok.ts', '../platform/b.ts'],
  ['src/platform/ok.ts', 'node:child_process'],
  ['src/platform/ok.ts', '../core/b.ts'],
  ['src/pipeline/ok.ts', '../gates/index.ts'],
  ['src/gates/code/ok.ts', '../../analysis/b.ts'],
  ['src/gates/code/ok.ts', '../../../rules/generated/code.ts'],
  ['src/policy/ok.ts', 'node:path'],
  ['src/core/ok.ts', 'node:crypto'],
  ['rules/code/ok.ts', '../../src/gates/code/b.ts'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder = '';
let found: readonly Violation[] = [];
let rules: readonly { readonly name: string; readonly comment?: string }[] = [];

function plant(file: string, text: string): void {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text, { flag: 'a' });
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mcgate-arrows-'));
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) cpSync(name, path.join(folder, name));
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction');
  const targets = ['analysis', 'cli', 'core', 'gates/code', 'pipeline', 'platform', 'report', 'wiring'].map((name) => `src/${name}/b.ts`);
  for (const target of [...targets, 'src/gates/index.ts', 'rules/generated/code.ts', 'test/b.ts']) plant(target, 'export type B = 1;\n');
  // Half of the cycle is a type.
  plant('src/policy/b.ts', "export type { A } from './a.ts';\n");
  plant('src/policy/a.ts', 'export type A = 1;\n');
  for (const [, from, imports] of violations) plant(from, `import '${imports}';\n`);
  for (const [from, imports] of allowed) plant(from, `import '${imports}';\n`);
  const cruiser = path.resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const { stdout } = spawnSync(
    process.execPath,
    [cruiser, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src', 'rules', 'test'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1e8,
    },
  );
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: readonly Violation[]; ruleSetUsed: { forbidden: typeof rules } };
  };
  found = summary.violations;
  rules = summary.ruleSetUsed.forbidden;
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('arrows', () => {
  it.each(violations)('%s fires', (rule, from) => {
    expect(found.filter((violation) => violation.from === from).map((violation) => violation.rule.name)).toContain(rule);
  });

  it.each(allowed)('%s may import %s', (from) => {
    expect(found.filter((violation) => violation.from === from)).toEqual([]);
  });

  it('leave no rule unproven and none without its reason', () => {
    expect(rules.map((rule) => rule.name).sort()).toEqual([...new Set(violations.map(([rule]) => rule))].sort());
    expect(rules.filter((rule) => (rule.comment ?? '') === '')).toEqual([]);
  });
});
