// How much less sure a long way is, and that it does not stand before a short one.
import { expect, it } from 'vitest';
import { confidenceOfWay } from '../../../src/analysis/taint/confidence.ts';
import { follow } from './source.ts';

/** A command that users of the package reach at once, and requests through so many functions. */
function throughFunctions(count: number): string {
  const hops = Array.from({ length: count }, (_, index) => `function hop${String(index)}(a) { hop${String(index + 1)}(a); }`);
  return `const { exec } = require('child_process');
function run(text) { exec('ls ' + text); }
exports.run = run;
${hops.join('\n')}
function hop${String(count)}(a) { run(a); }
require('express')().get('/', (req) => hop0(req.query.x));`;
}

function told(source: string): readonly string[] {
  return follow(source).flows.map((flow) => `${flow.class} ${flow.confidence} from ${flow.sourceKind}`);
}

it('the surest of two ways is told, by what their length leaves of it', () => {
  expect(told(throughFunctions(0))).toEqual(['command high from remote']);
  expect(told(throughFunctions(14))).toEqual(['command medium from parameter']);
});

it('a long way is never surer than a short one', () => {
  const way = (steps: number): Parameters<typeof confidenceOfWay>[2] => ({
    kind: 'remote',
    steps,
    doubts: { ranks: 0, isMixed: false, isRenamed: false },
  });
  expect(confidenceOfWay('prototype', 'low', way(3))).toBe('low');
  expect(confidenceOfWay('prototype', 'medium', way(11))).toBe('medium');
  expect(confidenceOfWay('prototype', 'medium', way(12))).toBe(null);
  expect(confidenceOfWay('prototype', 'medium', { ...way(12), kind: 'parameter' })).toBe('medium');
  expect(confidenceOfWay('prototype', 'high', way(20))).toBe('medium');
  expect(confidenceOfWay('command', 'high', way(20))).toBe('low');
});

it('a slow pattern at the end of a long way is less sure, and told all the same', () => {
  const through = (count: number): string => {
    const hops = Array.from({ length: count }, (_, index) => `function hop${String(index)}(a) { hop${String(index + 1)}(a); }`);
    return `${hops.join('\n')}
function hop${String(count)}(a) { return /^(a+)+$/.test(a); }
require('express')().get('/', (req) => hop0(req.query.x));`;
  };
  expect([0, 5, 14].map((count) => told(through(count)))).toEqual([
    ['pattern high from remote'],
    ['pattern medium from remote'],
    ['pattern low from remote'],
  ]);
});
