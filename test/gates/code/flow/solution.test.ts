// What a worker that linked hostile files says is believed only as far as its indexes exist.
import { expect, it } from 'vitest';
import { solutionOf } from '../../../../src/gates/code/flow/follow.ts';

const step = { file: 1, start: 0, end: 1, what: 'w' };
const flow = { steps: [step, step], failedGuards: [] };
const solution = { flows: [flow], gaps: [], fileGaps: [], packages: [], libraries: [], tests: [0], testFiles: [0] };

it('is taken where all it names is there', () => {
  expect(solutionOf(solution, 2)).toBe(solution);
  expect(solutionOf({ ...solution, flows: [{ ...flow, told: 1 }] }, 2)).not.toBeNull();
});

it.each<[string, object]>([
  ['no list', { tests: null }],
  ['a step of a file that is not there', { flows: [{ ...flow, steps: [{ ...step, file: 2 }] }] }],
  ['a test of a file before the first', { flows: [{ ...flow, failedGuards: [{ ...step, file: -1, why: 'w' }] }] }],
  ['a test file that is not there', { tests: [2] }],
  ['a test that may be loaded and is not there', { testFiles: [2] }],
  ['a test file that is no index', { tests: ['0'] }],
  ['a told step behind the last', { flows: [{ ...flow, told: 2 }] }],
  ['a told step before the first', { flows: [{ ...flow, told: -1 }] }],
  ['a told step that is no index', { flows: [{ ...flow, told: 0.5 }] }],
])('is refused with %s', (_, broken) => {
  expect(solutionOf({ ...solution, ...broken }, 2)).toBeNull();
});
