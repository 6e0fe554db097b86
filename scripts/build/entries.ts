// The programs that mcgate ships. Each is a file in src/cli/ and becomes dist/cli/<name>.js.
import { existsSync } from 'node:fs';
import path from 'node:path';

export const entries = ['main', 'gate-child', 'code-worker', 'api'] as const;

/** The entries whose source is there. */
export function presentEntries(root: string): readonly (typeof entries)[number][] {
  return entries.filter((name) => existsSync(path.join(root, `src/cli/${name}.ts`)));
}
