// Reads package-lock.json and npm-shrinkwrap.json, lockfile versions 1 to 3, as npm does.
import { messageOf } from '../../../core/error.ts';
import { originOf, splitNameAt } from '../locked-package.ts';
import type { LockedPackage, LockfileReading, Region } from '../locked-package.ts';
import { walkJson } from './json-keys.ts';
import { traceDependencies } from './npm-tree.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const maxNesting = 100;

/** See `ReadLockfile`. Where a key stands twice the last one counts, as in npm. */
export function readPackageLock(text: string): LockfileReading {
  try {
    const regions = keyRegions(text);
    const lock: unknown = JSON.parse(text);
    if (!isObject(lock)) return { ok: false, detail: 'it is no JSON object' };
    if (isObject(lock['packages'])) return { ok: true, packages: readPackages(lock['packages'], regions) };
    if (isObject(lock['dependencies'])) return { ok: true, packages: readDependencies(lock['dependencies'], regions, [], 0) };
    const empty = lock['packages'] === undefined && lock['dependencies'] === undefined;
    return empty ? { ok: true, packages: [] } : { ok: false, detail: 'its list of packages is no object' };
  } catch (error) {
    return { ok: false, detail: messageOf(error) };
  }
}

/** Regions of the keys that name packages, by their path. */
function keyRegions(text: string): ReadonlyMap<string, Region> {
  const regions = new Map<string, Region>();
  walkJson(text, 2 * maxNesting, {
    property: (path, name, region) => {
      const under = path.at(-1) === name ? path.slice(0, -1) : path;
      const last = under.at(-1);
      if (last === 'dependencies' || (last === 'packages' && under.length === 1)) regions.set(keyOf([...under, name]), region);
    },
  });
  return regions;
}

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

const wholeFirstLine: Region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

function readPackages(packages: JsonObject, regions: ReadonlyMap<string, Region>): readonly LockedPackage[] {
  const traces = traceDependencies(packages);
  const result: LockedPackage[] = [];
  for (const [key, entry] of Object.entries(packages)) {
    if (key === '' || !isObject(entry) || typeof entry['version'] !== 'string') continue;
    const installed = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/?$/.exec(key);
    const name = typeof entry['name'] === 'string' && entry['name'] !== '' ? entry['name'] : (installed?.[1] ?? lastParts(key));
    const own = installed === null || entry['link'] === true;
    const trace = traces.get(key);
    result.push({
      name,
      version: entry['version'],
      origin: own ? 'local' : originOf(typeof entry['resolved'] === 'string' ? entry['resolved'] : null),
      region: regions.get(keyOf(['packages', key])) ?? wholeFirstLine,
      direct: trace?.direct ?? null,
      path: trace?.path ?? [],
    });
  }
  return result;
}

function lastParts(key: string): string {
  return /(?:@[^/]+\/)?[^/]+\/?$/.exec(key)?.[0].replace(/\/$/, '') ?? key;
}

function readDependencies(
  dependencies: JsonObject,
  regions: ReadonlyMap<string, Region>,
  under: readonly string[],
  depth: number,
): readonly LockedPackage[] {
  if (depth > maxNesting) throw new Error('its dependencies nest too deeply');
  const path = [...under, 'dependencies'];
  return Object.entries(dependencies).flatMap(([key, entry]) => {
    if (!isObject(entry)) return [];
    const nested = isObject(entry['dependencies']) ? readDependencies(entry['dependencies'], regions, [...path, key], depth + 1) : [];
    if (typeof entry['version'] !== 'string') return nested;
    const alias = entry['version'].startsWith('npm:') ? splitNameAt(entry['version'].slice(4)) : null;
    const version = alias?.rest ?? entry['version'];
    const self: LockedPackage = {
      name: alias?.name ?? key,
      version,
      origin: version.includes(':') ? notRegistry(version) : originOf(typeof entry['resolved'] === 'string' ? entry['resolved'] : null),
      region: regions.get(keyOf([...path, key])) ?? wholeFirstLine,
      direct: under.length > 0 ? false : null,
      path: [],
    };
    return [self, ...nested];
  });
}

/** A version that is an address: whatever it is, it is no registry's version number. */
function notRegistry(version: string): 'local' | 'elsewhere' {
  return originOf(version) === 'local' ? 'local' : 'elsewhere';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
