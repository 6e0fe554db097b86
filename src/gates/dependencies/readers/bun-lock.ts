// Reads bun.lock: JSON with comments and trailing commas, a tuple a package, `name@version` first.
import { messageOf } from '../../../core/error.ts';
import { originOf, splitNameAt } from '../locked-package.ts';
import type { LockedPackage, LockfileReading } from '../locked-package.ts';
import { walkJson } from './json-keys.ts';

/** See `ReadLockfile`. */
export function readBunLock(text: string): LockfileReading {
  const packages: LockedPackage[] = [];
  try {
    walkJson(
      text,
      3,
      {
        string: (path, value, region) => {
          if (path.length !== 3 || path[0] !== 'packages' || path[2] !== 0) return;
          const parts = splitNameAt(value);
          if (parts === null) throw new Error(`line ${String(region.startLine)} names no version`);
          const origin = /^\d/.test(parts.rest) ? 'registry' : originOf(parts.rest);
          const address = origin === 'registry' && parts.rest.includes(':');
          packages.push({ name: parts.name, version: parts.rest, origin: address ? 'elsewhere' : origin, region, direct: null, path: [] });
        },
      },
      { disallowComments: false, allowTrailingComma: true },
    );
    return { ok: true, packages };
  } catch (error) {
    return { ok: false, detail: messageOf(error) };
  }
}
