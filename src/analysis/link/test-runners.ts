// Tests that nothing but a test runner can load: loaded by anything else they throw before they do anything.
import { nodeOf, type FileGraph, type FlowNode, type Use } from '../program/file-graph.ts';
import type { LinkedFile } from './value-flow.ts';

/** What runners define for all test files. */
const runnerNames: ReadonlySet<string> = new Set(
  'describe context suite it test specify before after beforeEach afterEach beforeAll afterAll setup teardown jest vi'.split(' '),
);
/** Modules whose functions throw where no runner runs. */
const runnerModules: ReadonlySet<string> = new Set(['mocha', 'vitest', '@jest/globals', 'bun:test', '@playwright/test', 'ava']);
/** Modules whose functions do nothing but answer. */
const plainModules: ReadonlySet<string> = new Set(['path', 'node:path', 'url', 'node:url']);
const globalObjects: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);

/** A file of the program puts something where runners put their functions: then nothing is known of these names. */
export function definesRunner({ graph: { nodes, stores } }: LinkedFile): boolean {
  return stores.some(({ object, property }) => {
    const owner = nodes[nodeOf(object)];
    if (owner?.kind !== 'global' || !globalObjects.has(owner.name)) return false;
    return typeof property !== 'string' || runnerNames.has(property);
  });
}

/** The first thing that the file does is to call a runner. `areDefined`: the program defines such functions itself. */
export function needsRunner({ graph }: LinkedFile, areDefined: boolean): boolean {
  const calls = graph.nodes.filter((node) => node.fn === 0 && node.kind === 'call').sort((a, b) => a.start - b.start || b.end - a.end);
  for (const call of calls) {
    const origin = call.kind === 'call' ? rootOf(graph, call.callee) : undefined;
    if (origin?.kind === 'global' && runnerNames.has(origin.name)) return !areDefined;
    if (origin?.kind !== 'import') return false;
    if (runnerModules.has(origin.specifier)) return true;
    if (!plainModules.has(origin.specifier)) return false;
  }
  return false;
}

/** Of `describe.skip.each` what it begins with. */
function rootOf({ nodes }: FileGraph, use: Use): FlowNode | undefined {
  let node = nodes[nodeOf(use)];
  for (let depth = 0; depth < 4 && node?.kind === 'load'; depth += 1) node = nodes[nodeOf(node.object)];
  return node;
}
