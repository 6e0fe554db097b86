// Tests that nothing but a test runner can load: loaded by anything else they throw before they do anything.
import { nodeOf, type FileGraph, type FlowNode, type NodeId, type Store } from '../program/file-graph.ts';
import type { GraphedFile } from './value-flow.ts';

/** What runners define for all test files. */
const runnerNames: ReadonlySet<string> = new Set(
  'describe context suite it test specify before after beforeEach afterEach beforeAll afterAll setup teardown jest vi'.split(' '),
);
/** Modules whose functions throw where no runner runs. */
const runnerModules: ReadonlySet<string> = new Set(['mocha', 'vitest', '@jest/globals', 'bun:test', '@playwright/test', 'ava']);
/** Modules whose functions do nothing but answer. */
const plainModules: ReadonlySet<string> = new Set(['path', 'node:path', 'url', 'node:url']);
const globalObjects: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);
/** What a global object may be called by. */
const aliases: ReadonlySet<string> = new Set(['this', 'parameter', 'variable', 'phi']);
/** Methods of `Object` and `Reflect` that write to what they are handed first. */
const writers: ReadonlySet<string> = new Set(['assign', 'defineProperty', 'defineProperties', 'set']);

/** Of what a module makes itself: nothing of it is left where loading it throws. */
const own: ReadonlySet<string> = new Set(['object', 'exports', 'module', 'function', 'class']);
const deepest = 4;

type CallNode = Extract<FlowNode, { kind: 'call' }>;

/** Names under which a file of the program puts something where runners put their functions: of those nothing is known. */
export function runnersDefinedIn({ graph }: GraphedFile): readonly string[] {
  const { nodes, stores } = graph;
  const given = new Set<NodeId>();
  for (const node of nodes) if (node.kind === 'call') for (const id of givenToGlobal(graph, node)) given.add(id);
  const written = stores.flatMap((store) => writtenBy(graph, store, given.has(nodeOf(store.object))));
  const others = [...given].flatMap((id) => namesOf(nodes[id]));
  return [...written, ...others].filter((name) => runnerNames.has(name));
}

/** What is handed behind a global object to what writes to that. */
function givenToGlobal(graph: FileGraph, { callee, arguments: [target, ...given] }: CallNode): readonly NodeId[] {
  const method = graph.nodes[nodeOf(callee)];
  if (target === undefined || method?.kind !== 'load' || typeof method.property !== 'string' || !writers.has(method.property)) return [];
  return isGlobalObject(graph.nodes[originOf(graph, nodeOf(target))]) ? given.map((use) => originOf(graph, nodeOf(use))) : [];
}

/** A text is a name, a literal has its names in what is written to it; anything else may hold any. */
function namesOf(node: FlowNode | undefined): readonly string[] {
  if (node?.kind === 'constant') return [String(node.value)];
  return node?.kind === 'object' || node?.kind === 'function' || node?.kind === 'class' ? [] : [...runnerNames];
}

function writtenBy(graph: FileGraph, { object, property }: Store, isGiven: boolean): readonly string[] {
  const owner = graph.nodes[originOf(graph, nodeOf(object))];
  const isGlobal = isGiven || isGlobalObject(owner);
  if (!isGlobal && !aliases.has(owner?.kind ?? '')) return [];
  if (typeof property === 'string') return [property];
  return isGlobal ? [...runnerNames] : [];
}

function isGlobalObject(node: FlowNode | undefined): boolean {
  return node?.kind === 'global' && globalObjects.has(node.name);
}

/** The first thing that the file does is to call a runner, whatever happens. `defined`: names that the program defines itself. */
export function needsRunner({ graph }: GraphedFile, defined: ReadonlySet<string>): boolean {
  const { nodes, firstCalls } = graph;
  const calls = nodes.flatMap((node, id) => (node.fn === 0 && node.kind === 'call' ? [{ ...node, id }] : []));
  calls.sort((a, b) => a.start - b.start || b.end - a.end);
  for (const call of calls) {
    const origin = nodes[rootOf(graph, nodeOf(call.callee))];
    const isCertain = !graph.truncated && firstCalls.includes(call.id);
    if (origin?.kind === 'global' && runnerNames.has(origin.name))
      return isCertain && !defined.has(origin.name) && !leavesSomething(graph, call.start);
    if (origin?.kind !== 'import') return false;
    // A function of a module throws when what it is handed is there already.
    if (runnerModules.has(origin.specifier)) {
      const isAlone = !calls.some(({ id, start, end }) => id !== call.id && start >= call.start && end <= call.end);
      return isCertain && isAlone && !leavesSomething(graph, call.end);
    }
    if (!plainModules.has(origin.specifier)) return false;
  }
  return false;
}

/** Before a place something is written that outlives the module's failure. */
function leavesSomething(graph: FileGraph, before: number): boolean {
  return graph.stores.some(({ fn, end, object }) => fn === 0 && end <= before && !isOwn(graph, nodeOf(object)));
}

function isOwn(graph: FileGraph, id: NodeId): boolean {
  const { nodes } = graph;
  const owner = nodes[originOf(graph, id)];
  // The environment holds nothing but text.
  if (owner?.kind === 'load' && owner.property === 'env') return isProcess(nodes[nodeOf(owner.object)]);
  return own.has(nodes[rootOf(graph, id)]?.kind ?? '');
}

function isProcess(node: FlowNode | undefined): boolean {
  return (node?.kind === 'global' && node.name === 'process') || (node?.kind === 'import' && /^(?:node:)?process$/u.test(node.specifier));
}

/** The node that another is but a name of. */
function originOf({ nodes }: FileGraph, id: NodeId): NodeId {
  let current = id;
  for (let depth = 0; depth < deepest; depth += 1) {
    const node = nodes[current];
    const [only, other] = node?.kind === 'variable' || node?.kind === 'phi' ? node.inputs : [];
    if (only === undefined || other !== undefined) return current;
    current = nodeOf(only);
  }
  return current;
}

/** Of `describe.skip.each` what it begins with. */
function rootOf(graph: FileGraph, id: NodeId): NodeId {
  let current = originOf(graph, id);
  for (let depth = 0; depth < deepest; depth += 1) {
    const node = graph.nodes[current];
    if (node?.kind !== 'load') return current;
    current = originOf(graph, nodeOf(node.object));
  }
  return current;
}
