// `mcgate/policy` and `mcgate/policy/difference`: modules that ask for nothing, so that an editor's webview or a browser can load them.
import { build } from 'esbuild';
import type { BuildOptions, BuildResult } from 'esbuild';
import { bundlePlugin } from './plugin.ts';

/** By subpath of the package: the source of each module. */
export const policyEntries = {
  './policy': 'src/policy/index.ts',
  './policy/difference': 'src/policy/difference/index.ts',
} as const;

type Bundle = BuildResult<{ write: false; metafile: true }>;

function optionsFor(root: string): BuildOptions & { write: false; metafile: true } {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    // An import of anything of Node.js is an error here; packages that have a build for browsers are taken at that.
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    target: 'es2024',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    preserveSymlinks: true,
    plugins: [bundlePlugin(root)],
    write: false,
    metafile: true,
    logLevel: 'silent',
  };
}

/** What ships, by its path in dist/. What both modules need stands in a third. Throws where anything that they reach imports a part of Node.js. */
export async function bundlePolicy(root: string): Promise<Bundle> {
  return build({
    ...optionsFor(root),
    entryPoints: Object.values(policyEntries),
    outbase: 'src',
    outdir: 'dist',
    splitting: true,
    chunkNames: 'policy/chunk-[hash]',
  });
}

/** One module with all that `subpaths` offer, as small as whoever embeds it makes it. */
export async function embedPolicy(root: string, subpaths: readonly (keyof typeof policyEntries)[]): Promise<Bundle> {
  const contents = subpaths.map((subpath) => `export * from './${policyEntries[subpath]}';`).join('\n');
  return build({
    ...optionsFor(root),
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile: 'policy.js',
    minify: true,
    legalComments: 'none',
  });
}
