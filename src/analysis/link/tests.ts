// Files that only run in tests: what arrives in them harms nobody.
import { nodeOf, type FlowNode, type NodeId, type Use } from '../program/file-graph.ts';
import type { Imports } from './imports.ts';
import { folderOf, joinPath, pathsNamedIn, type ManifestFile } from './manifests.ts';
import type { Resolver } from './resolve.ts';
import { needsRunner, runnersDefinedIn } from './test-runners.ts';
import type { GraphedFile } from './value-flow.ts';

const testPath = /(?:^|\/)__(?:tests|mocks)__\/|\.(?:test|spec)\.[cm]?[jt]sx?$/iu;
/** Text that may name a test. */
const testName = /__(?:tests|mocks)__|\.(?:test|spec)(?:$|\.)/iu;
/** Longer text names no file. */
const longestName = 400;
/** What `require` has that loads nothing. */
const harmless: ReadonlySet<string> = new Set(['main', 'resolve', 'cache', 'extensions']);

export interface TestFiles {
  /** By index. */
  readonly files: ReadonlySet<number>;
  /** Those of them that may be loaded all the same: a file that is no test loads modules by names that are not known. */
  readonly loadable: ReadonlySet<number>;
  /** Those that nothing which is linked loads: none that is `loadable` imports them, also through others. */
  readonly idle: ReadonlySet<number>;
}

/** A test's name is no cloak: what a manifest names is no test, nor is what a file that is none imports or names in a text, also through others. */
export function testFilesOf(
  files: readonly GraphedFile[],
  imports: Imports,
  resolver: Resolver,
  manifests: readonly ManifestFile[],
): TestFiles {
  const tests = new Set(files.flatMap(({ path }, index) => (testPath.test(path) ? [index] : [])));
  let mayBeLoaded = false;
  if (tests.size === 0) return { files: tests, loadable: tests, idle: tests };
  for (const path of manifests.flatMap(pathsNamedIn)) tests.delete(resolver.fileAt(path));
  const names = [...tests].flatMap((index) => namesOf(files[index]?.path ?? '').map((name) => ({ name, index })));
  const byName = Map.groupBy(names, ({ name }) => name);
  const loadedBy = (index: number, file: GraphedFile): readonly number[] => [
    ...imports.filesOf(index),
    ...namedIn(file, imports.specifiersOf(index), resolver, byName),
  ];
  const todo = files.flatMap((_, index) => (tests.has(index) ? [] : [index]));
  for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
    const file = files[index];
    if (file === undefined) continue;
    mayBeLoaded ||= loadsAnything(file);
    for (const found of loadedBy(index, file)) if (tests.delete(found)) todo.push(found);
  }
  const defined = new Set(mayBeLoaded ? files.flatMap(runnersDefinedIn) : []);
  const isLoadable = (index: number): boolean => {
    const file = files[index];
    return mayBeLoaded && file !== undefined && !needsRunner(file, defined);
  };
  const loadable = new Set([...tests].filter(isLoadable));
  const loaded = new Set(loadable);
  // The set grows as it is walked.
  for (const index of loaded) {
    const file = files[index];
    for (const found of file === undefined ? [] : loadedBy(index, file)) loaded.add(found);
  }
  return { files: tests, loadable, idle: new Set([...tests].filter((index) => !loaded.has(index))) };
}

/** The name of a file, and what stands in a folder of tests with that folder's name: each as it may be written from elsewhere. */
function namesOf(path: string): readonly string[] {
  const inFolder = /(?:^|\/)(__(?:tests|mocks)__(?:\/.*)?)$/iu.exec(path)?.[1];
  return [lastPart(path), ...(inFolder === undefined ? [] : [inFolder])].map((name) => withoutExtension(name).replace(/\/index$/u, ''));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutExtension(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$/u, '');
}

/**
 * Files whose path, or whose name where that alone tells a test, stands in a constant text: a worker, a process to start, a loader's list. So does what is
 * imported by a name that leads nowhere: what only a bundler knows to stand for a folder.
 */
function namedIn(
  file: GraphedFile,
  specifiers: readonly string[],
  { fileAt, resolve }: Resolver,
  byName: ReadonlyMap<string, readonly { readonly index: number }[]>,
): readonly number[] {
  const constants: string[] = [];
  for (const node of file.graph.nodes) if (node.kind === 'constant' && typeof node.value === 'string') constants.push(node.value);
  const unknown = specifiers.filter((specifier) => resolve(file.path, specifier).kind !== 'file');
  return [...constants, ...unknown].flatMap((text) => {
    if (text.length > longestName || !testName.test(text)) return [];
    const paths = [joinPath(folderOf(file.path), text), joinPath('', text)];
    const named = namesOf(text).flatMap((name) => (testName.test(name) ? (byName.get(name) ?? []).map(({ index }) => index) : []));
    return [...paths.flatMap((path) => (path === null ? [] : [fileAt(path)])), ...named];
  });
}

/** True where the file loads modules by names that are not known: `require(name)`, `import(name)`, or `require` handed on as a value. */
function loadsAnything({ graph }: GraphedFile): boolean {
  const { nodes, stores, functions } = graph;
  const isLoader = (use: Use): boolean => isLoaderAt(nodes, nodeOf(use));
  const loads = (node: FlowNode): boolean => {
    if (node.kind === 'variable' || node.kind === 'phi') return node.inputs.some(isLoader);
    if (node.kind === 'load') return isGlob(nodes, node) || (isLoader(node.object) && !harmless.has(nameOf(node)));
    if (node.kind !== 'call') return false;
    const [name] = node.arguments;
    const isKnown = name !== undefined && node.spread.length === 0 && nodes[nodeOf(name)]?.kind === 'constant';
    return (isLoader(node.callee) && !isKnown) || node.arguments.some(isLoader);
  };
  return nodes.some(loads) || stores.some(({ value }) => isLoader(value)) || functions.some(({ returns }) => returns.some(isLoader));
}

/** `import`, and `require`: also as a member (`module.require`) and as `createRequire` makes it. */
function isLoaderAt(nodes: readonly FlowNode[], id: NodeId): boolean {
  const node = nodes[id];
  if (node?.kind === 'global') return node.name === 'require' || node.name === 'import';
  if (node?.kind === 'load') return node.property === 'require';
  const callee = node?.kind === 'call' ? nodes[nodeOf(node.callee)] : undefined;
  return (callee?.kind === 'load' || callee?.kind === 'import') && nameOf(callee) === 'createRequire';
}

/** `import.meta.glob`, by which a bundler loads whatever matches. */
function isGlob(nodes: readonly FlowNode[], node: Extract<FlowNode, { kind: 'load' }>): boolean {
  const object = nodes[nodeOf(node.object)];
  return object?.kind === 'global' && object.name === 'import.meta' && nameOf(node).startsWith('glob');
}

function nameOf(node: Extract<FlowNode, { kind: 'load' | 'import' }>): string {
  if (node.kind === 'import') return node.name;
  return typeof node.property === 'string' ? node.property : '';
}
