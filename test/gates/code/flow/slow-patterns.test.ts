// Slow regular expressions as the gate tells them: once, where text from outside is matched by them; else where they are written, by what is known.
import { afterEach, describe, expect, it } from 'vitest';
import { rule as exponential } from '../../../../rules/code/exponential-regex.ts';
import type { RawFinding } from '../../../../src/core/documents.ts';
import { settlePatterns } from '../../../../src/gates/code/flow/slow-patterns.ts';
import type { TreeFlows } from '../../../../src/gates/code/flow/follow.ts';
import { createCodeGate } from '../../../../src/gates/code/index.ts';
import { slowRulesOf } from '../../../../src/gates/code/rule.ts';
import { flowRules } from '../support/flow-rules.ts';
import { openTestPool } from '../support/pool.ts';
import { contextOf, type Files } from '../support/workspace.ts';

const gate = createCodeGate(flowRules);
let pools: ReturnType<typeof openTestPool>[] = [];

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

async function findingsOf(judged: Files): Promise<readonly RawFinding[]> {
  const pool = openTestPool(1, 'flow-worker-entry');
  pools.push(pool);
  return (await gate.run(contextOf(pool, { judged }))).findings;
}

const told = ({ ruleId, severity, confidence, location }: RawFinding): string =>
  `${location.path}:${String(location.startLine)} ${ruleId} ${severity} ${confidence}`;

const library = '{ "name": "words", "version": "1.0.0", "main": "index.js" }';
const service = '{ "name": "words", "private": true }';
const forms = 'exports.word = /^(a+)+$/;\nexports.end = /\\s+$/;\nexports.unused = /^(b+)+$/;\nexports.never = /\\t+$/;\n';

describe('slow regular expressions', () => {
  it('of a library are told at their exported use, and lower where nothing is seen to reach them', async () => {
    const index =
      "const forms = require('./forms');\nexports.is = (text) => forms.word.test(text);\nexports.trim = (text) => text.replace(forms.end, '');\n";
    const findings = await findingsOf({ 'package.json': library, 'index.js': index, 'forms.js': forms });
    expect(findings.map(told)).toEqual([
      'forms.js:3 code/exponential-regex medium low',
      'index.js:2 code/exponential-regex medium low',
      'index.js:3 code/quadratic-regex low low',
    ]);
    expect(findings[1]).toMatchObject({
      message: expect.stringMatching(/is matched by a slow regular expression: .* Each repetition in 'a'\.repeat\(\d+\)/u) as string,
      anchor: 'flow slow pattern exports.is = (text) => forms.word.test(text);',
      evidence: { kind: 'flow', attack: { growth: 'exponential', text: expect.stringMatching(/^'a'\.repeat/u) as string } },
    });
    const { evidence } = findings[1] ?? {};
    expect(evidence?.kind === 'flow' && evidence.steps.map(({ location }) => `${location.path}:${String(location.startLine)}`)).toEqual([
      'index.js:2',
      'forms.js:1',
      'index.js:2',
    ]);
    const [, , polynomial] = findings;
    expect(polynomial?.evidence).toMatchObject({ attack: { growth: 'polynomial', degree: 2 } });
  });

  it('of a service block where a stranger reaches them, and stay as they are where nobody is seen to', async () => {
    const index =
      "const forms = require('./forms');\nrequire('http').createServer((req, res) => {\n  forms.word.test(req.url);\n  res.end(req.url.replace(forms.end, ''));\n});\n";
    expect((await findingsOf({ 'package.json': service, 'index.js': index, 'forms.js': forms })).map(told)).toEqual([
      'forms.js:3 code/exponential-regex medium high',
      'forms.js:4 code/quadratic-regex low medium',
      'index.js:3 code/exponential-regex high high',
      'index.js:4 code/quadratic-regex low medium',
    ]);
  });

  it('are left as they are where flows could not be followed', () => {
    const finding = {
      ...{ ruleId: exponential.id, severity: 'medium', confidence: 'high' },
      location: { path: 'a.js', startLine: 1, startColumn: 1 },
    } as RawFinding;
    const flows: TreeFlows = {
      findings: [],
      patterns: [finding],
      files: 1,
      packages: ['package.json'],
      libraries: ['package.json'],
      tests: [],
      testFiles: [],
      gaps: [],
      failure: 'it needs too much memory',
    };
    const rules = slowRulesOf([exponential]);
    expect(settlePatterns([finding], rules, flows, null)).toEqual([finding]);
    const followed = { ...flows, failure: null };
    expect(settlePatterns([finding], rules, followed, null)).toEqual([]);
    // A way that is less sure than the pattern takes nothing out of sight.
    const doubtful = { ...followed, patterns: [{ ...finding, confidence: 'low' as const }] };
    expect(settlePatterns([finding], rules, { ...doubtful, libraries: [] }, null)).toEqual([finding]);
    expect(settlePatterns([finding], rules, doubtful, null)).toEqual([]);
    expect(settlePatterns([finding], rules, doubtful, { packages: [], libraries: [] })).toEqual([finding]);
  });

  it('are lowered in the package alone that others can install', async () => {
    const index = "const forms = require('./forms');\nexports.is = (text) => forms.other(text);\n";
    const files = { 'index.js': index, 'forms.js': 'exports.word = /^(a+)+$/;\nexports.end = /\\s+$/;\n' };
    const whole = ['forms.js:1 code/exponential-regex medium high', 'forms.js:2 code/quadratic-regex low medium'];
    const low = ['forms.js:1 code/exponential-regex medium low'];
    const beside = { 'lib/package.json': library, 'lib/index.js': 'exports.word = (text) => text;\n' };
    const fixture = { 'test/fixtures/package.json': library, 'test/fixtures/index.js': 'exports.word = (text) => text;\n' };
    expect((await findingsOf({ ...files, 'package.json': library })).map(told)).toEqual(low);
    expect((await findingsOf({ ...files, 'package.json': service, ...beside })).map(told)).toEqual(whole);
    expect((await findingsOf({ ...files, ...fixture, 'package.json': service })).map(told)).toEqual(whole);
  });

  it('are of the package around them where a manifest says only how files are loaded', async () => {
    const index = "exports.is = (text) => require('./cjs/forms').other(text);\n";
    const files = { 'index.js': index, 'cjs/forms.js': 'exports.word = /^(a+)+$/;\nexports.end = /\\s+$/;\n', 'package.json': library };
    const low = ['cjs/forms.js:1 code/exponential-regex medium low'];
    const whole = ['cjs/forms.js:1 code/exponential-regex medium high', 'cjs/forms.js:2 code/quadratic-regex low medium'];
    expect((await findingsOf({ ...files, 'cjs/package.json': '{ "type": "commonjs" }' })).map(told)).toEqual(low);
    expect((await findingsOf({ ...files, 'cjs/package.json': '{ "type": "commonjs", "private": true }' })).map(told)).toEqual(whole);
  });

  it('are not lowered by a change that takes a package apart', async () => {
    const index = "exports.is = (text) => text + require('./app/forms').word;\n";
    const files = { 'index.js': index, 'app/forms.js': 'exports.word = /^(a+)+$/;\n', 'package.json': library };
    const pool = openTestPool(1, 'flow-worker-entry');
    pools.push(pool);
    const { findings } = await gate.run(
      contextOf(pool, {
        judged: { ...files, 'app/package.json': '{ "type": "commonjs" }' },
        base: { ...files, 'app/package.json': service },
      }),
    );
    expect(findings.map(told)).toEqual(['app/forms.js:1 code/exponential-regex medium high']);
  });

  it('are not lowered by a change that makes a library of the package', async () => {
    const files = { 'index.js': "exports.is = (text) => text + require('./forms').word;\n", 'forms.js': 'exports.word = /^(a+)+$/;\n' };
    const pool = openTestPool(1, 'flow-worker-entry');
    pools.push(pool);
    const { findings } = await gate.run(
      contextOf(pool, { judged: { ...files, 'package.json': library }, base: { ...files, 'package.json': service } }),
    );
    expect(findings.map(told)).toEqual(['forms.js:1 code/exponential-regex medium high']);
  });
});
