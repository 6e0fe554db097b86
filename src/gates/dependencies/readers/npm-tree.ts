// Which direct dependency brings a package: a walk over package-lock.json's tree as Node resolves it.

type JsonObject = Readonly<Record<string, unknown>>;

export interface Trace {
  readonly direct: boolean;
  /** The direct dependency on the shortest way to it; null for a direct one. */
  readonly via: string | null;
}

const dependencyKeys = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** By key of `packages`. What no root reaches (an extraneous entry) is not in it. */
export function traceDependencies(packages: JsonObject): ReadonlyMap<string, Trace> {
  const traces = new Map<string, Trace>();
  const roots = Object.keys(packages).filter((key) => !/(?:^|\/)node_modules\//.test(key));
  const queue: { readonly key: string; readonly top: string | null }[] = roots.map((key) => ({ key, top: null }));
  // The list grows while it is walked.
  for (const step of queue) {
    for (const name of namesOf(packages[step.key], step.top === null)) {
      const target = resolve(packages, step.key, name);
      if (target === null || traces.has(target)) continue;
      const top = step.top ?? name;
      traces.set(target, { direct: step.top === null, via: step.top });
      queue.push({ key: target, top });
    }
  }
  return traces;
}

function namesOf(entry: unknown, root: boolean): readonly string[] {
  if (typeof entry !== 'object' || entry === null) return [];
  // Only a root's development dependencies are installed.
  const keys = root ? dependencyKeys : dependencyKeys.filter((key) => key !== 'devDependencies');
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
