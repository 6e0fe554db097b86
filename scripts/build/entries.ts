// The programs that mcgate ships, by the bundle that holds them. Each is a file in src/<bundle>/ and becomes dist/<bundle>/<name>.js.
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Bundles apart: what only the Action needs is no part of the package. */
export const bundles = {
  cli: ['main', 'gate-child', 'code-worker', 'api'],
  action: ['main', 'fetch'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BundleName = keyof typeof bundles;

export interface Entry {
  readonly bundle: BundleName;
  /** Below src/. */
  readonly file: string;
}

export const entries: readonly Entry[] = (Object.keys(bundles) as readonly BundleName[]).flatMap((bundle) =>
  bundles[bundle].map((name) => ({ bundle, file: `${bundle}/${name}.ts` })),
);

/** The entries whose source is there. */
export function presentEntries(root: string): readonly Entry[] {
  return entries.filter(({ file }) => existsSync(path.join(root, 'src', file)));
}
