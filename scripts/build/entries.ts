// The programs that mcgate ships. Each is a file in src/ and becomes a file of that name in dist/; what they share stands in dist/cli.
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Below src/, without `.ts`. */
export const entries = ['cli/main', 'cli/gate-child', 'cli/code-worker', 'cli/api', 'action/main', 'action/fetch'] as const;

/** The entries whose source is there. */
export function presentEntries(root: string): readonly (typeof entries)[number][] {
  return entries.filter((name) => existsSync(path.join(root, `src/${name}.ts`)));
}
