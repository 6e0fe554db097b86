// Runs the permissions gate over trees in memory.
import type { GateContext, GateFindings } from '../../../src/core/gate.ts';
import type { Tree } from '../../../src/core/workspace.ts';
import { gate } from '../../../src/gates/permissions/index.ts';
import { memoryTree } from '../../support/memory-tree.ts';

export type Files = Readonly<Record<string, string>>;

/** What the gate answers. Anything that it asks of the world beside the trees fails the test. */
export function runGate(judged: Files | Tree, base: Files | Tree | null): Promise<GateFindings> {
  const unused = (): never => {
    throw new Error('not asked of the world');
  };
  const context: GateContext = {
    workspace: { judged: treeOf(judged), base: base === null ? null : treeOf(base), past: null, close: () => Promise.resolve() },
    settings: { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 60_000, exclude: [], libraryParameters: 'auto' },
    options: { offline: true, osvDatabase: null, cache: false },
    models: [],
    checklist: null,
    cache: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    runTool: unused,
    scratch: '/nowhere',
    openAdvisoryScanner: unused,
    openWorkers: unused,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  return gate.run(context);
}

function treeOf(files: Files | Tree): Tree {
  return typeof files.read === 'function' ? (files as Tree) : memoryTree(files as Files);
}
