// Links the files of a program: who imports whom, what may be called where, what libraries do with what they are handed. Out comes the value-flow graph.
import { nodeOf, type FileGraph } from '../program/file-graph.ts';
import type { CompiledModels } from '../models/compiled.ts';
import { createBuiltinTable } from './builtin-names.ts';
import { createBuiltins, type CallBuiltin } from './builtins.ts';
import { createCallbacks, type Callbacks } from './callbacks.ts';
import { createCalls, type Calls } from './calls.ts';
import { calleeAnswers } from './callees.ts';
import { computedLoads, computedStores } from './computed.ts';
import { namedCalls } from './computed-calls.ts';
import { sinkUses } from './conditions.ts';
import { createConstants } from './constants.ts';
import { giveToFrameworks } from './conventions.ts';
import { createConsumers, type Consumers } from './consumers.ts';
import { createContents } from './contents.ts';
import { createCore, type CallShape, type Core, type LinkBounds } from './core.ts';
import { isAside, packageEntries, type LibraryMode, type PackageEntry } from './entries.ts';
import { createNullCalls, exportedParameters } from './exported.ts';
import { createImports } from './imports.ts';
import { createLibraryCalls, type LibraryCalls } from './library-calls.ts';
import { defineLoads } from './loads.ts';
import { createModules, type Modules } from './modules.ts';
import { numberProgram } from './numbering.ts';
import { objectKinds } from './objects.ts';
import { createOutsideObjects } from './outside.ts';
import { createOwnKeys } from './own-keys.ts';
import type { FormerDependencies, ManifestFile } from './manifests.ts';
import { giveToHandlers } from './request-handlers.ts';
import { createResolver } from './resolve.ts';
import { createPatterns } from './patterns.ts';
import { createStores, type Stores } from './stores.ts';
import { createComputedKeys, type ComputedKeys } from './symbol-keys.ts';
import { createTableReads } from './table-reads.ts';
import { textMatches } from './text-matches.ts';
import { textOf } from './texts.ts';
import { createUnknownCalls } from './unknown-calls.ts';
import type { ExportedParameter, ValueFlow, LinkGap } from './value-flow.ts';
import { createViews, type Views } from './views.ts';
import { createWiring } from './wiring.ts';
import { classParts } from './wiring-parts.ts';
import { offeredFiles } from './offered-files.ts';
import { filesInTestFolders } from './test-folders.ts';
import { testFilesOf, type TestFiles } from './tests.ts';

export interface LinkInput {
  readonly files: readonly { readonly path: string; readonly graph: FileGraph }[];
  /** package.json and tsconfig.json files, parsed. */
  readonly manifests: readonly ManifestFile[];
  readonly models: CompiledModels;
  /** Whether parameters of what packages export are sources: of published ones (`auto`), of all, of none. */
  readonly library: LibraryMode;
  /** See `LibraryChoice.known`. */
  readonly knownLibraries?: readonly string[];
  readonly formerDependencies?: readonly FormerDependencies[];
  readonly bounds?: Partial<LinkBounds>;
}

/** Rounds in which calls of unknown things are given a meaning and the rest of the program sees it. */
const maxRounds = 5;

/** Same files in the same order give the same graph. What was cut is told in `gaps`. */
export function linkProgram(input: LinkInput): ValueFlow {
  const resolver = createResolver(
    input.files.map(({ path }) => path),
    input.manifests,
  );
  const imports = createImports(input.files, resolver);
  const tests = testFilesOf(input.files, imports, resolver, input.manifests);
  const choice = { mode: input.library, known: input.knownLibraries ?? [] };
  const entries = packageEntries(input.files, input.manifests, resolver, imports, choice);
  // A test that nothing else loads hands nothing to what ships. Its file keeps its number.
  const numbers = numberProgram(input.files.map((file, index) => (tests.idle.has(index) ? { ...file, graph: emptied(file.graph) } : file)));
  const bounds: LinkBounds = {
    objectsPerNode: 32,
    codePerNode: 512,
    extraPlaces: 16,
    functionFiles: isLibrary(entries, input.files) ? Infinity : 4,
    steps: 20_000_000 + 60 * numbers.nodeCount,
    places: 2_000_000 + 2 * numbers.nodeCount,
    edges: 4_000_000 + 10 * numbers.nodeCount,
    ...input.bounds,
  };
  const core = createCore(numbers, input.models, bounds);
  const parts = assemble(core, createModules(core, resolver));
  const wire = createWiring(core, parts);
  input.files.forEach((_, index) => {
    if (tests.idle.has(index)) parts.modules.look(index, imports.specifiersOf(index));
    else wire(index);
  });
  giveToFrameworks(core, parts.modules, parts.consumers, input);
  const offered = offeredFiles(input.files, input.manifests, resolver, choice, entries, imports);
  const exported = solve(core, parts, entries, offered);
  const flow = withoutTests(freeze(core, parts, exported, bounds), tests);
  const inFolders = filesInTestFolders(input.files, imports, resolver, input.manifests);
  return { ...flow, testFiles: [...new Set([...flow.testFiles, ...inFolders])] };
}

/** Most of the files are a library's, but for tests, examples and the like. */
function isLibrary(entries: readonly PackageEntry[], files: LinkInput['files']): boolean {
  const packages = new Set(entries.flatMap((entry) => (entry.isExtension ? [] : [entry.files])));
  const own = new Set([...packages].flatMap((of) => [...of]));
  return own.size * 2 > files.filter(({ path }) => !isAside(path)).length;
}

function emptied({ sourceType, truncated }: FileGraph): FileGraph {
  return { nodes: [], stores: [], functions: [], facts: [], exports: [], firstCalls: [], dense: [], sourceType, truncated };
}

interface Parts {
  readonly builtins: ReturnType<typeof createBuiltinTable>;
  readonly callbacks: Callbacks;
  readonly calls: Calls;
  readonly consumers: Consumers;
  readonly contents: ReturnType<typeof createContents>;
  readonly computedKeys: ComputedKeys;
  readonly modules: Modules;
  readonly stores: Stores;
  readonly views: Views;
  readonly library: LibraryCalls;
}

function assemble(core: Core, modules: Modules): Parts {
  const builtins = createBuiltinTable();
  const text = (value: number): string | null => textOf(core.numbers, value);
  // Calls need what libraries and builtins do, and these call back: tied together here.
  const ties: { library?: LibraryCalls; builtin?: CallBuiltin } = {};
  const calls = createCalls(core, {
    callApi: (shape, state) => ties.library?.call(shape, state, false),
    callBuiltin: (shape, builtin) => {
      const action = builtins.actions[builtin] ?? null;
      const name = builtins.names[builtin] ?? '';
      if (action !== null) ties.builtin?.(shape, action);
      else ties.library?.call(shape, modules.globalPath(name), false);
    },
    classOf: (node) => classParts(core, node),
  });
  const consumers = createConsumers(core, calls);
  const callbacks = createCallbacks(core, calls);
  const contents = createContents(core);
  const computedKeys = createComputedKeys(core);
  const stores = createStores(core, consumers, computedKeys, text);
  const fileOf = (shape: CallShape): number => core.numbers.fileOf(shape.origin);
  const views = createViews(core, calls, modules.commonExports);
  ties.library = createLibraryCalls(core, { calls, callbacks, consumers, contents, views });
  ties.builtin = createBuiltins(core, {
    calls,
    callbacks,
    contents,
    stores,
    consumers,
    textOf: text,
    importInto: (shape, specifier, target) => {
      modules.importInto(fileOf(shape), specifier, target);
    },
    exportsOf: (shape) => modules.commonExports(fileOf(shape)),
    keyOfDescriptor: stores.keyOfDescriptor,
  });
  defineLoads(core, builtins, modules.globalPath);
  return { builtins, callbacks, calls, computedKeys, consumers, contents, modules, stores, views, library: ties.library };
}

function solve(core: Core, parts: Parts, entries: readonly PackageEntry[], offered: readonly number[]): readonly ExportedParameter[] {
  const unknown = createUnknownCalls(core, parts);
  const outside = createOutsideObjects(core);
  const nullCalls = createNullCalls(core);
  const exportPorts = { calls: parts.calls, modules: parts.modules, classOf: (node: number) => classParts(core, node), nullCalls };
  let exported: readonly ExportedParameter[] = [];
  core.solver.run();
  parts.computedKeys.settle();
  core.solver.run();
  for (let round = 0; round < maxRounds && !core.solver.exhausted(); round += 1) {
    const before = exported.length;
    exported = exportedParameters(core, exportPorts, entries, offered);
    if (round === 0) {
      // Before calls of what nothing is known of are given a meaning by name.
      core.solver.run();
      giveToHandlers(core, parts.calls);
      core.solver.run();
    }
    parts.consumers.extendAgain();
    const named = unknown.byName();
    core.solver.run();
    const given = round > 0 && outside.give();
    const guessed = round > 0 && unknown.byGuess();
    core.solver.run();
    if (round > 0 && !named && !given && !guessed && exported.length === before) break;
  }
  for (const { base, value, use, state, where } of parts.stores.unsure) {
    if (core.solver.pointsTo(base).every((object) => isUnknown(core, object))) parts.consumers.consume(value, use, state, where);
  }
  core.solver.run();
  parts.contents.settle();
  return exported;
}

function isUnknown(core: Core, object: number): boolean {
  const kind = core.objects.kindOf(object);
  return kind === objectKinds.outside || (kind === objectKinds.api && core.models.memberNames(core.objects.payloadOf(object)).length === 0);
}

/** Whether what the property is read of may be an object of the program's own as well. */
function isMixed({ numbers, objects, solver }: Core, value: number): boolean {
  const node = numbers.nodeOf(value);
  if (node?.kind !== 'load') return false;
  const base = (numbers.files[numbers.fileOf(value)]?.first ?? 0) + nodeOf(node.object);
  return solver
    .pointsTo(base)
    .some((object) => objects.kindOf(object) !== objectKinds.api && objects.kindOf(object) !== objectKinds.builtin);
}

function freeze(core: Core, parts: Parts, exported: readonly ExportedParameter[], bounds: LinkBounds): ValueFlow {
  const { numbers, heap } = core;
  const ownKeys = createOwnKeys(core);
  const calls = numbers.files.map(({ graph }) => namedCalls(graph));
  const stores = computedStores(core, ownKeys, calls);
  const loads = computedLoads(core, ownKeys, calls);
  const callees = calleeAnswers(core, parts);
  const size = heap.size();
  const edges = core.edges.freeze(size, (value) => numbers.fileOf(value));
  const isProgramCall = (call: number): boolean => {
    const found = callees(call);
    return found.length > 0 && found.every(({ kind }) => kind === 'function');
  };
  const constants = createConstants(core, { edges, isProgramCall });
  return {
    files: numbers.files,
    size,
    outOf: edges.outOf,
    into: edges.into,
    eachInto: edges.eachInto,
    nodeAt: (value) => {
      const file = numbers.fileOf(value);
      return file < 0 ? null : { file, node: value - (numbers.files[file]?.first ?? 0) };
    },
    functionAt: (fn) => {
      const file = numbers.fileOfFunction(fn);
      return { file, fn: fn - (numbers.firstFunction[file] ?? 0) };
    },
    functionOf: (value) => numbers.functionOf(value),
    keptAs: heap.keptAs,
    holdsNames: heap.holdsNames,
    literalOf: heap.literalOf,
    holdsArgument: (value) => heap.isOfArguments(value) || numbers.nodeOf(heap.literalOf(value) ?? -1)?.kind === 'parameter',
    sinks: sinkUses(core, parts.consumers.sinks, {
      constantsOf: constants.constantsOf,
      isEmpty: (value) => edges.into(value).length === 0,
    }),
    sources: core.sources.map(({ model, value }) => ({ kind: model.kind, what: model.what, value, model, mixed: isMixed(core, value) })),
    exported,
    computedStores: stores,
    computedLoads: loads,
    calleesOf: callees,
    ...constants,
    matches: textMatches(numbers.files),
    patternsOf: createPatterns(numbers, { edges, constantsOf: constants.constantsOf, tableReads: createTableReads(core) }),
    tests: [],
    testFiles: [],
    gaps: gapsOf(core, parts, bounds),
  };
}

/**
 * The program without what happens in tests alone, and the gaps that say so. A test that may be loaded is not proven to be one: only what callers of a
 * package hand in is not told there, as they call no test.
 */
function withoutTests(flow: ValueFlow, { files, loadable }: TestFiles): ValueFlow {
  if (files.size === 0) return flow;
  const tests = [...files].filter((file) => !loadable.has(file));
  const proven = new Set(tests);
  const isShipped = ({ file }: { readonly file: number }): boolean => !proven.has(file);
  return {
    ...flow,
    tests,
    testFiles: [...files],
    sinks: flow.sinks.filter(isShipped).map((sink) => (loadable.has(sink.file) ? { ...sink, inTest: true } : sink)),
    computedStores: flow.computedStores.filter(isShipped),
    matches: flow.matches.filter(isShipped),
    gaps: [...flow.gaps, ...tests.map((file) => ({ file, reason: 'a test that nothing else loads: what arrives in it is not told' }))],
  };
}

function gapsOf(core: Core, parts: Parts, bounds: LinkBounds): ValueFlow['gaps'] {
  const gaps: LinkGap[] = [];
  core.numbers.files.forEach(({ graph }, file) => {
    if (graph.truncated) gaps.push({ file, reason: 'the file is too large or too deep to be followed as a whole' });
    for (const specifier of parts.modules.missing.get(file) ?? [])
      gaps.push({ file, reason: `import of a file that is not there: ${specifier.slice(0, 200)}` });
  });
  if (core.solver.exhausted()) gaps.push({ file: -1, reason: 'the steps of the pointer analysis were used up', cut: true });
  if (parts.views.cut()) gaps.push({ file: -1, reason: 'there are more calls of templates than are followed', cut: true });
  if (core.heap.full()) gaps.push({ file: -1, reason: 'there are more properties of objects than are followed', cut: true });
  if (core.edges.count() >= bounds.edges) gaps.push({ file: -1, reason: 'there are more flows than are followed', cut: true });
  if (core.solver.full() > 0) gaps.push({ file: -1, reason: `${String(core.solver.full())} values may be more objects than are followed` });
  return gaps;
}
