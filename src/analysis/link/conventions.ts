// What frameworks find without being handed it: what files export that stand where they look, and functions that begin with a directive.
import { matchesFile } from '../models/file-pattern.ts';
import type { ApiNode, FilePlace } from '../models/compiled.ts';
import type { Consumers, SinkPlace } from './consumers.ts';
import type { Core } from './core.ts';
import { everyKey } from './heap.ts';
import { folderOf, isPackageManifest, isRecord, type ManifestFile } from './manifests.ts';
import type { Modules } from './modules.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ValueId } from './value-flow.ts';

/** Hands what the models' conventions mean to the libraries that have them. Call it once, when all files are wired. */
export function giveToFrameworks(core: Core, modules: Modules, consumers: Consumers, manifests: readonly ManifestFile[]): void {
  const placesOf = createFilePlaces(core.models.files, manifests);
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
function createFilePlaces(places: readonly FilePlace[], manifests: readonly ManifestFile[]): (path: string) => readonly ApiNode[] {
  const asked = new Set(places.flatMap(({ packages }) => packages));
  const folders = new Map<string, ReadonlySet<string>>();
  for (const { path, json } of manifests) {
    const found = isPackageManifest(path) && isRecord(json) ? dependenciesIn(json).filter((name) => asked.has(name)) : [];
    if (found.length > 0) folders.set(folderOf(path), new Set(found));
  }
  if (folders.size === 0) return () => [];
  return (path) =>
    foldersAround(path).flatMap((folder) => {
      const dependencies = folders.get(folder);
      if (dependencies === undefined) return [];
      const below = path.slice(folder === '' ? 0 : folder.length + 1);
      return places.flatMap(({ packages, pattern, node }) =>
        packages.some((name) => dependencies.has(name)) && matchesFile(pattern, below) ? [node] : [],
      );
    });
}

function foldersAround(path: string): readonly string[] {
  const found: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    found.push(folder);
    if (folder === '') return found;
  }
}

const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

function dependenciesIn(json: Readonly<Record<string, unknown>>): readonly string[] {
  return fields.flatMap((field) => (isRecord(json[field]) ? Object.keys(json[field]) : []));
}
