// Solving in a worker: what is more than a report can hold is said, so that the run is incomplete.
import { expect, it } from 'vitest';
import type { FlowEngine, Solution } from '../../../../src/gates/code/flow/engine.ts';
import { solvePacked } from '../../../../src/gates/code/flow/solve.ts';
import type { Flow } from '../../../../src/analysis/taint/flow.ts';

function engineOf(flows: number): FlowEngine {
  const solution: Solution = {
    flows: Array.from({ length: flows }, () => ({}) as Flow),
    gaps: [],
    fileGaps: [],
    packages: [],
    libraries: [],
    tests: [],
    testFiles: [],
  };
  return {
    solve: () => solution,
    graphOf: () => {
      throw new Error('no file');
    },
  };
}

it('tells at most 5,000 flows, and that there are more', () => {
  const task = { files: [], manifests: [], libraryParameters: 'auto', knownLibraries: [], formerDependencies: [], models: [] } as const;
  expect(solvePacked(engineOf(5000), task)).toMatchObject({ flows: { length: 5000 }, gaps: [] });
  expect(solvePacked(engineOf(5001), task)).toMatchObject({ flows: { length: 5000 }, gaps: ['more than 5000 flows'] });
});
