// What the code gate tells of code that only tests run.
import { afterEach, expect, it } from 'vitest';
import { rule as hidden } from '../../../../rules/code/hidden-characters.ts';
import { rule as transport } from '../../../../rules/code/tls-verification-disabled.ts';
import type { RawFinding } from '../../../../src/core/documents.ts';
import { rulesOfRunning, settleTests } from '../../../../src/gates/code/flow/tests.ts';
import { createCodeGate } from '../../../../src/gates/code/index.ts';
import { openTestPool } from '../support/pool.ts';
import { flowRules } from '../support/flow-rules.ts';
import { contextOf, type Files } from '../support/workspace.ts';

let pools: ReturnType<typeof openTestPool>[] = [];

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

async function toldOf(judged: Files): Promise<readonly string[]> {
  const pool = openTestPool(1, 'flow-worker-entry');
  pools.push(pool);
  const { findings } = await createCodeGate(flowRules).run(contextOf(pool, { judged }));
  return findings.map(({ ruleId, confidence, location }) => `${location.path} ${ruleId} ${confidence}`);
}

const slow = 'export const word = (x) => /^(a+)+$/.test(x);\n';
const manifest = '{ "name": "app", "private": true }';

it('a test that nothing loads is told at low confidence, and one that something loads is none', async () => {
  const files = { 'package.json': manifest, 'a.js': slow, 'a.test.js': slow };
  expect(await toldOf(files)).toEqual(['a.js code/exponential-regex high', 'a.test.js code/exponential-regex low']);
  const loaded = await toldOf({ ...files, 'b.js': "import './a.test.js';\n" });
  expect(loaded).toEqual(['a.js code/exponential-regex high', 'a.test.js code/exponential-regex high']);
  const mayBeLoaded = await toldOf({ ...files, 'b.js': 'require(process.env.PLUGIN);\n' });
  expect(mayBeLoaded).toEqual(loaded);
});

it('only what code does when it runs, and only where it is known what loads what', () => {
  const finding = (ruleId: string, path: string): RawFinding => ({ ruleId, confidence: 'high', location: { path } }) as RawFinding;
  const findings = [finding(transport.id, 'a.test.js'), finding(hidden.id, 'a.test.js'), finding(transport.id, 'a.js')];
  const running = rulesOfRunning([hidden, transport]);
  const flows = {
    ...{ findings: [], patterns: [], files: 2, packages: [], libraries: [], gaps: [] },
    tests: ['a.test.js'],
    testFiles: ['a.test.js'],
  };
  const confidences = (failure: string | null): readonly string[] =>
    settleTests(findings, running, { ...flows, failure }).map(({ confidence }) => confidence);
  expect(confidences(null)).toEqual(['low', 'high', 'high']);
  expect(confidences('the engine failed')).toEqual(['high', 'high', 'high']);
});
