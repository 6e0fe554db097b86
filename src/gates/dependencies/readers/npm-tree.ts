// Which direct dependency brings a package: a walk over package-lock.json's tree as Node resolves it.
import { dependencyFields } from '../../../analysis/link/manifests.ts';

type JsonObject = Readonly<Record<string, unknown>>;

export interface Trace {
  readonly direct: boolean;
  /** The names on the shortest way from a direct dependency to it, both included; of long ways without the middle. */
  readonly path: readonly string[];
}

/** A step of a way, and the one before it. */
interface Way {
  readonly name: string;
  readonly before: Way | null;
}

/** Of longer ways the direct dependency and the steps next to the package are kept: a report has to show it, and a lockfile may be made up. */
const longestPath = 20;

/** By key of `packages`. What no root reaches (an extraneous entry) is not in it. */
export function traceDependencies(packages: JsonObject): ReadonlyMap<string, Trace> {
  const traces = new Map<string, Trace>();
  const roots = Object.keys(packages).filter((key) => !/(?:^|\/)node_modules\//.test(key));
  const queue: { readonly key: string; readonly way: Way | null; readonly top: string | null }[] = roots.map((key) => ({
    key,
    way: null,
    top: null,
  }));
  // The list grows while it is walked.
  for (const step of queue) {
    for (const name of namesOf(packages[step.key], step.way === null)) {
      const target = resolve(packages, step.key, name);
      if (target === null || traces.has(target)) continue;
      const way = { name, before: step.way };
      const top = step.top ?? name;
      traces.set(target, { direct: step.way === null, path: pathOf(way, top) });
      queue.push({ key: target, way, top });
    }
  }
  return traces;
}

function pathOf(way: Way, top: string): readonly string[] {
  const path: string[] = [];
  let at: Way | null = way;
  for (; at !== null && path.length < longestPath; at = at.before) path.unshift(at.name);
  return at === null ? path : [top, ...path.slice(1)];
}

function namesOf(entry: unknown, root: boolean): readonly string[] {
  if (typeof entry !== 'object' || entry === null) return [];
  // Only a root's development dependencies are installed.
  const keys = root ? dependencyFields : dependencyFields.filter((key) => key !== 'devDependencies');
  return keys.flatMap((key) => {
    const value = (entry as JsonObject)[key];
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  });
}

/** As Node looks up `name` from the folder of `key`: the nearest node_modules upwards. */
function resolve(packages: JsonObject, key: string, name: string): string | null {
  let folder = key;
  for (;;) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (Object.hasOwn(packages, candidate)) return candidate;
    if (folder === '') return null;
    const cut = folder.lastIndexOf('/node_modules/');
    if (cut !== -1) folder = folder.slice(0, cut);
    else folder = '';
  }
}
