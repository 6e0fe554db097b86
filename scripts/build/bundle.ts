// What ships to run: the command and the Action as bundles that share their chunks.
import { build } from 'esbuild';
import type { BuildResult } from 'esbuild';
import { bundlePlugin } from './plugin.ts';

type Bundle = BuildResult<{ write: false; metafile: true }>;

const banner = "import { createRequire as mcgateCreateRequire } from 'node:module';\nconst require = mcgateCreateRequire(import.meta.url);";

/** The bundles of `names`, entries below src/ without `.ts`; what is written nowhere has the paths that it has below `root`. */
export async function bundleEntries(root: string, names: readonly string[]): Promise<Bundle> {
  return build({
    absWorkingDir: root,
    entryPoints: names.map((name) => `src/${name}.ts`),
    outbase: 'src',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names stay: a stack trace in a bug report has to be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    // One set for the command and the Action: two would be 1.5 MB more in every checkout.
    chunkNames: 'cli/chunk-[hash]',
    assetNames: 'cli/[name]',
    loader: { '.wasm': 'file' },
    // A UMD build (jsonc-parser's `main`) hides its requires from the bundler; the ES module beside it does not.
    mainFields: ['module', 'main'],
    banner: { js: banner },
    // A linked node_modules must give the same paths, thus the same bytes.
    preserveSymlinks: true,
    plugins: [bundlePlugin(root)],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
}
