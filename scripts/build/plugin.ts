// What the bundle swaps: packages that cost start-up or memory and give nothing here, and addresses that only hold in the source tree.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OnLoadArgs, OnLoadResult, Plugin } from 'esbuild';
import { entries } from './entries.ts';

interface Swap {
  readonly package: RegExp;
  /** Only where a file of one of these packages imports it; everywhere if empty. */
  readonly importers: readonly string[];
  readonly by: string;
}

const swaps: readonly Swap[] = [
  { package: /^@secretlint\/profiler$/, importers: [], by: 'scripts/shims/secretlint-profiler.ts' },
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
          return swap.importers.length === 0 || swap.importers.includes(from) ? { path: path.join(root, swap.by) } : undefined;
        });
      }
      // The package's main entry brings its configuration loader and file system; the engine alone is here.
      build.onResolve({ filter: /^eslint$/ }, ({ kind, resolveDir }) => build.resolve('eslint/universal', { kind, resolveDir }));
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, (args) => loadSource(root, args));
    },
  };
}

function packageOf(file: string): string {
  const inside = file.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? '';
  return inside.split('/', inside.startsWith('@') ? 2 : 1).join('/');
}

/** Rewrites the two ways in which src/ names a file that it does not import. */
async function loadSource(root: string, { path: file }: OnLoadArgs): Promise<OnLoadResult | undefined> {
  if (file.includes('node_modules')) return undefined;
  const source = await readFile(file, 'utf8');
  const imports: string[] = [];
  const contents = source
    .replaceAll(
      /new URL\(\s*'([^']+\.ts)',\s*import\.meta\.url\s*,?\s*\)/g,
      (_, target: string) => `new URL('./${entryOf(root, file, target)}.js', import.meta.url)`,
    )
    .replaceAll(/import\.meta\.resolve\(\s*'([^'.][^']*\.wasm)',?\s*\)/g, (_, target: string) => {
      imports.push(`import wasmFile${String(imports.length)} from '${target}';`);
      return `new URL(wasmFile${String(imports.length - 1)}, import.meta.url).href`;
    });
  return contents === source ? undefined : { contents: [...imports, contents].join('\n'), loader: 'ts' };
}

/** The entry that a source file names by its address; a bundle could not reach any other file. */
function entryOf(root: string, file: string, target: string): string {
  const name = path.relative(path.join(root, 'src/cli'), path.resolve(path.dirname(file), target)).replace(/\.ts$/, '');
  if (!(entries as readonly string[]).includes(name) || !existsSync(path.join(root, `src/cli/${name}.ts`)))
    throw new Error(`${path.relative(root, file)} starts ${target}, which is no entry of the bundle (scripts/build/entries.ts)`);
  return name;
}
