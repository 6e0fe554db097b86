// `mcgate/policy`: the policy engine as one module that asks for nothing, so that an editor's webview or a browser can load it.
import { build } from 'esbuild';
import type { BuildResult } from 'esbuild';
import { bundlePlugin } from './plugin.ts';

/** One ES module, `dist/policy/index.js`. Throws where something it reaches imports a part of Node.js. `small` shortens names too, as who embeds it would. */
export async function bundlePolicy(root: string, small = false): Promise<BuildResult<{ write: false; metafile: true }>> {
  return build({
    absWorkingDir: root,
    entryPoints: ['src/policy/index.ts'],
    outbase: 'src',
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    // Not `neutral`: packages that have a build for browsers, without Node.js in it, are to be taken at that.
    platform: 'browser',
    target: 'es2024',
    ...(small ? { minify: true } : { minifySyntax: true, minifyWhitespace: true }),
    legalComments: 'external',
    mainFields: ['browser', 'module', 'main'],
    preserveSymlinks: true,
    plugins: [bundlePlugin(root)],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
}
