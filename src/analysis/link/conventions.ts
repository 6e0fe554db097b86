// What frameworks find without being handed it: what files export that stand where they look, and functions that begin with a directive.
import { matchesFile } from '../models/file-pattern.ts';
import type { ApiNode, FilePlace } from '../models/compiled.ts';
import type { Consumers, SinkPlace } from './consumers.ts';
import type { Core } from './core.ts';
import { everyKey } from './heap.ts';
import { dependenciesOf, folderOf, isPackageManifest, packageNameOf, type FormerDependencies, type ManifestFile } from './manifests.ts';
import type { Modules } from './modules.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ValueId } from './value-flow.ts';

/** Who depends on what. A word that a change takes out of a manifest takes no file from its framework. */
export interface Dependents {
  readonly manifests: readonly ManifestFile[];
  readonly formerDependencies?: readonly FormerDependencies[];
}

/** Hands what the models' conventions mean to the libraries that have them. Call it once, when all files are wired. */
export function giveToFrameworks(core: Core, modules: Modules, consumers: Consumers, dependents: Dependents): void {
  const placesOf = createFilePlaces(core.models.files, dependents);
  core.numbers.files.forEach(({ path, graph }, file) => {
    if (graph.nodes.length === 0) return;
    const where: SinkPlace = { file, start: 0, end: 0, shape: null, guessed: false };
    for (const node of placesOf(path)) giveExports(core, modules, consumers, where, node);
    graph.functions.forEach(({ directives = [] }, local) => {
      for (const node of directives.flatMap((directive) => core.models.directive(directive))) {
        const fn = (core.numbers.firstFunction[file] ?? 0) + local;
        const marked = local === 0 ? exportsIn(core, modules, file) : holding(core, core.objects.intern(objectKinds.function, fn));
        consumers.consume(marked, 0, node, where);
      }
    });
  });
}

function giveExports(core: Core, modules: Modules, consumers: Consumers, where: SinkPlace, node: ApiNode): void {
  consumers.consume(holding(core, modules.namespaceOf(where.file)), 0, node, where);
  consumers.consume(modules.commonExports(where.file), 0, node, where);
  // What CommonJS exports as a whole is loaded as a module's default.
  consumers.consume(modules.commonExports(where.file), 0, core.models.member(node, 'default'), where);
}

/** A value that is this object. */
function holding({ heap, solver }: Core, object: AbstractObject): ValueId {
  const value = heap.fresh();
  if (value >= 0) solver.add(value, object);
  return value;
}

/** Whatever a file exports under any name. */
function exportsIn({ heap }: Core, modules: Modules, file: number): ValueId {
  return heap.read(modules.namespaceOf(file), everyKey);
}

/** Gives the places that what a file exports stands at, by its path. */
function createFilePlaces(
  places: readonly FilePlace[],
  { manifests, formerDependencies = [] }: Dependents,
): (path: string) => readonly ApiNode[] {
  const byPackage = Map.groupBy(
    places.flatMap((place) => [...new Set(place.libraries.map(packageNameOf))].map((name) => ({ name, place }))),
    ({ name }) => name,
  );
  const inFolder = new Map<string, Set<FilePlace>>();
  const add = (path: string, names: readonly string[]): void => {
    const found = names.flatMap((name) => byPackage.get(name)?.map(({ place }) => place) ?? []);
    if (found.length > 0) inFolder.set(folderOf(path), new Set([...(inFolder.get(folderOf(path)) ?? []), ...found]));
  };
  for (const { path, json } of manifests) if (isPackageManifest(path)) add(path, dependenciesOf(json));
  for (const { path, names } of formerDependencies) add(path, names);
  if (inFolder.size === 0) return () => [];
  return (path) => {
    const found = new Set<FilePlace>();
    const done = new Set<FilePlace>();
    for (const folder of foldersAround(path)) {
      const below = path.slice(folder === '' ? 0 : folder.length + 1);
      for (const place of inFolder.get(folder) ?? []) {
        if (!done.has(place) && matchesFile(place.pattern, below)) found.add(place);
        // What stands anywhere below a folder does so below those in it.
        if (place.pattern.startsWith('**/')) done.add(place);
      }
    }
    return [...found].map(({ node }) => node);
  };
}

/** The outermost first. */
function foldersAround(path: string): readonly string[] {
  const found: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    found.push(folder);
    if (folder === '') return found.reverse();
  }
}
