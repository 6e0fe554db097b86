// The secure defaults as a layer: what holds where a policy says nothing.
import type { PositionOf } from '../document-problems.ts';
import { secureDefaults, secureDefaultsLines } from '../generated/secure-defaults.ts';
import type { Layer } from './layer.ts';

export { secureDefaultsText } from '../generated/secure-defaults.ts';

/** What `extends` calls them, and the path of their origins. */
export const secureDefaultsName = 'mcgate:secure-defaults';

/** The document, with the lines that `mcgate policy print mcgate:secure-defaults` shows. */
export function secureDefaultsLayer(): Layer {
  return { path: secureDefaultsName, value: secureDefaults, positionOf: positions() };
}

function positions(): PositionOf {
  const places = new Map<string, number>();
  let next = 0;
  const note = (node: unknown, key: string): void => {
    places.set(key, next);
    next += 2;
    if (node === null || typeof node !== 'object') return;
    for (const [name, inner] of Object.entries(node)) note(inner, key === '' ? name : `${key}.${name}`);
  };
  note(secureDefaults, '');
  return (keys) => {
    for (let length = keys.length; length >= 0; length -= 1) {
      const at = places.get(keys.slice(0, length).join('.'));
      if (at !== undefined) return { line: secureDefaultsLines[at] ?? 1, column: secureDefaultsLines[at + 1] ?? 1 };
    }
    return { line: 1, column: 1 };
  };
}
