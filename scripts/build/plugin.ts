// What the bundle swaps: packages that cost start-up and give nothing here.
import path from 'node:path';
import type { Plugin } from 'esbuild';

interface Swap {
  readonly package: RegExp;
  /** Only where a file of one of these packages imports it. */
  readonly importers: readonly string[];
  readonly by: string;
}

const swaps: readonly Swap[] = [
  { package: /^string-width$/, importers: ['yargs', 'cliui'], by: 'scripts/shims/string-width.ts' },
  { package: /^strip-ansi$/, importers: ['yargs', 'cliui'], by: 'scripts/shims/strip-ansi.ts' },
  { package: /^wrap-ansi$/, importers: ['yargs', 'cliui'], by: 'scripts/shims/wrap-ansi.ts' },
];

/** esbuild plugin; `root` is the project's folder. */
export function bundlePlugin(root: string): Plugin {
  return {
    name: 'mcgate',
    setup(build): void {
      for (const swap of swaps) {
        build.onResolve({ filter: swap.package }, ({ importer }) => {
          const from = packageOf(importer);
          return swap.importers.includes(from) ? { path: path.join(root, swap.by) } : undefined;
        });
      }
    },
  };
}

function packageOf(file: string): string {
  const inside = file.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? '';
  return inside.split('/', inside.startsWith('@') ? 2 : 1).join('/');
}
