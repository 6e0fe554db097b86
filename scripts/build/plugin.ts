// What the bundles swap or leave out: what costs start-up or size and gives nothing here.
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

/** The Action never loads a gate: it starts dist/cli/gate-child.js, as the command does. esbuild would bundle all that could be loaded. */
export function withoutGates(root: string): Plugin {
  const list = path.join(root, 'src/gates/index.ts');
  return {
    name: 'mcgate-without-gates',
    setup(build): void {
      build.onResolve({ filter: /^\.\/[a-z]+\/index\.ts$/ }, ({ importer, path: gate }) =>
        importer === list ? { path: gate, namespace: 'gate' } : undefined,
      );
      build.onLoad({ filter: /^/, namespace: 'gate' }, () => ({ contents: "throw new Error('A gate runs in a process of its own.');" }));
    },
  };
}

function packageOf(file: string): string {
  const inside = file.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? '';
  return inside.split('/', inside.startsWith('@') ? 2 : 1).join('/');
}
