// Imports and exports: what each module offers, as objects, and what an import finds there.
import type { FlowNode } from '../program/file-graph.ts';
import { hasDefault, noApi, type ApiNode } from '../models/compiled.ts';
import type { Core } from './core.ts';
import { packageNameOf } from './manifests.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { Resolved, Resolver } from './resolve.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

type ImportNode = Extract<FlowNode, { kind: 'import' }>;

export interface Modules {
  readonly wireExports: (file: LinkedFile, index: number) => void;
  readonly wireImport: (file: LinkedFile, index: number, node: ImportNode, value: ValueId) => void;
  /** The whole module that a specifier means, as `require` gives it. */
  readonly importInto: (index: number, specifier: string, target: ValueId) => void;
  /** Where a type of another file is a class, values of the type are its instances. */
  readonly typeInto: (index: number, specifier: string, name: string, target: ValueId) => void;
  readonly namespaceOf: (file: number) => AbstractObject;
  readonly moduleOf: (file: number) => AbstractObject;
  readonly exportsOf: (file: number) => AbstractObject;
  /** The value that is `module.exports` of a file. */
  readonly commonExports: (file: number) => ValueId;
  /** The state of what a library offers; `name` null for all of it. `noApi` where no model knows it. */
  readonly libraryMember: (library: string, name: string | null) => ApiNode;
  /** The state of a global, or of a member of one: `Object.keys`. */
  readonly globalPath: (path: string) => ApiNode;
  /** Notes which of the specifiers lead nowhere, of a file that is not wired. */
  readonly look: (index: number, specifiers: readonly string[]) => void;
  /** Specifiers of files that are not there, by file. */
  readonly missing: ReadonlyMap<number, readonly string[]>;
}

const maxMissing = 20;

export function createModules(core: Core, resolver: Resolver): Modules {
  const { objects, heap, solver, models, numbers } = core;
  const missing = new Map<number, string[]>();
  const namespaceOf = (file: number): AbstractObject => objects.intern(objectKinds.namespace, file);
  const moduleOf = (file: number): AbstractObject => objects.intern(objectKinds.module, file);
  const exportsOf = (file: number): AbstractObject => objects.intern(objectKinds.exports, file);
  const exportsName = heap.propertyId('exports');
  const commonExports = (file: number): ValueId => heap.place(moduleOf(file), exportsName);
  const hasExports = (file: number): boolean => (numbers.files[file]?.graph.exports.length ?? 0) > 0;

  const libraryRoot = (library: string): ApiNode => {
    const root = models.root(library);
    if (root !== noApi) return root;
    // `lodash/merge` is what `lodash` calls `merge`.
    const name = packageNameOf(library);
    const last = (
      library
        .slice(name.length + 1)
        .split('/')
        .at(-1) ?? ''
    ).replace(/\.[cm]?js$/u, '');
    return last === '' ? noApi : models.member(models.root(name), last);
  };
  const libraryMember = (library: string, name: string | null): ApiNode => {
    const root = libraryRoot(library);
    // Interop: a CommonJS module is its own default.
    if (name === null || root === noApi || (name === 'default' && !hasDefault(models, root))) return root;
    return models.member(root, name);
  };
  const fromLibrary = (library: string, name: string | null, target: ValueId): void => {
    core.seedApi(target, libraryMember(library, name));
  };
  /** What `name` of a file's exports is; `required` by `require`, which sees CommonJS as it is. */
  const fromFile = (file: number, name: string | null, target: ValueId, required: boolean): void => {
    const common = commonExports(file);
    if (name === null) {
      if (hasExports(file)) solver.add(target, namespaceOf(file));
      if (!hasExports(file) || numbers.files[file]?.graph.sourceType === 'script') core.flow(common, target, 'same');
      return;
    }
    if (hasExports(file)) core.flow(heap.read(namespaceOf(file), heap.propertyId(name)), target, 'same');
    if (name === 'default' && !required) core.flow(common, target, 'same');
    core.load(common, heap.propertyId(name), target);
  };
  const noteMissing = (index: number, specifier: string): void => {
    const known = missing.get(index) ?? [];
    if (known.length < maxMissing && !known.includes(specifier)) known.push(specifier);
    missing.set(index, known);
  };
  const resolveFrom = (index: number, specifier: string): Resolved => resolver.resolve(numbers.files[index]?.path ?? '', specifier);
  const from = (index: number, specifier: string, name: string | null, target: ValueId, required: boolean): void => {
    const found = resolveFrom(index, specifier);
    if (found.kind === 'file') fromFile(found.file, name, target, required);
    else if (found.kind === 'library') fromLibrary(found.name, name, target);
    else noteMissing(index, specifier);
  };
  const reexportAll = (index: number, specifier: string): void => {
    const found = resolveFrom(index, specifier);
    const own = namespaceOf(index);
    if (found.kind === 'missing') noteMissing(index, specifier);
    else if (found.kind === 'library') {
      const root = libraryRoot(found.name);
      if (root !== noApi) heap.addParent(own, objects.intern(objectKinds.api, root));
    } else {
      if (hasExports(found.file)) heap.addParent(own, namespaceOf(found.file));
      solver.watch(commonExports(found.file), core.inheritHandler, own, 0);
    }
  };
  const instances = solver.handler((object, target) => {
    if (objects.kindOf(object) === objectKinds.class) solver.add(target, heap.instanceOf(object));
  });
  return {
    wireExports: (file, index) => {
      solver.add(commonExports(index), exportsOf(index));
      const own = namespaceOf(index);
      for (const entry of file.graph.exports) {
        if ('value' in entry) core.flow(file.first + entry.value, heap.place(own, heap.propertyId(entry.name)), 'same');
        else if (entry.name === '*') reexportAll(index, entry.from);
        else from(index, entry.from, entry.imported, heap.place(own, heap.propertyId(entry.name)), false);
      }
    },
    wireImport: (_file, index, node, value) => {
      from(index, node.specifier, node.name === '*' ? null : node.name, value, node.form === 'require');
    },
    importInto: (index, specifier, target) => {
      if (target >= 0) from(index, specifier, null, target, true);
    },
    typeInto: (index, specifier, name, target) => {
      const found = resolveFrom(index, specifier);
      if (found.kind === 'file' && hasExports(found.file))
        solver.watch(heap.read(namespaceOf(found.file), heap.propertyId(name)), instances, target, 0);
    },
    namespaceOf,
    moduleOf,
    exportsOf,
    commonExports,
    libraryMember,
    globalPath: (path) =>
      path.split('.').reduce((state, name) => (state === noApi ? noApi : models.member(state, name)), models.root('global')),
    look: (index, specifiers) => {
      for (const specifier of specifiers) if (resolveFrom(index, specifier).kind === 'missing') noteMissing(index, specifier);
    },
    missing,
  };
}
