// All tests and what they test as one function: each call makes every module anew, so that no mutant leaves anything behind for the next.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { build, type Plugin } from 'esbuild';

/** Loads test files by name, each once. */
export type Loaders = Readonly<Record<string, () => Promise<unknown>>>;

type Instantiate = (packageOf: (name: string) => unknown) => Promise<Loaders>;

/** Bundles the files of `root`; a call of the answer makes new modules, whose packages are those that the caller hands over. */
export async function bundleTests(root: string, files: readonly string[]): Promise<Instantiate> {
  const packages = new Map<string, object>();
  const lines = files.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)}),`);
  const { outputFiles } = await build({
    stdin: { contents: `loaders = {\n${lines.join('\n')}\n};`, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'error',
    plugins: [packagesOutside(packages), placesOfModules()],
  });
  const [output] = outputFiles;
  const code = `(async (packageOf) => { 'use strict'; let loaders;\n${output?.text ?? ''}\nreturn loaders; })`;
  const instantiate = runInThisContext(code, { filename: 'tests.js' }) as Instantiate;
  return (packageOf) => instantiate((name) => packageOf(name) ?? packages.get(name));
}

/** Packages are loaded once, as they are. */
function packagesOutside(packages: Map<string, object>): Plugin {
  return {
    name: 'packages-outside',
    setup(pluginBuild): void {
      pluginBuild.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
        kind === 'entry-point' ? undefined : { path: name, namespace: 'package' },
      );
      pluginBuild.onLoad({ filter: /.*/, namespace: 'package' }, async ({ path: name }) => {
        const loaded = (await import(name)) as Readonly<Record<string, unknown>>;
        packages.set(name, loaded);
        const keys = Object.keys(loaded).filter((key) => key !== 'default' && /^[\w$]+$/.test(key));
        const lines = keys.map((key) => `const _${key} = _package[${JSON.stringify(key)}]; export { _${key} as ${key} };`);
        return {
          contents: [`const _package = packageOf(${JSON.stringify(name)});`, 'export default _package.default;', ...lines].join('\n'),
        };
      });
    },
  };
}

/** A bundled module has no place of its own: it is told the one of its file. */
function placesOfModules(): Plugin {
  return {
    name: 'places-of-modules',
    setup(pluginBuild): void {
      pluginBuild.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
        contents: (await readFile(file, 'utf8'))
          .replaceAll('import.meta.dirname', () => JSON.stringify(path.dirname(file)))
          .replaceAll('import.meta.url', () => JSON.stringify(pathToFileURL(file).href)),
        loader: 'ts',
      }));
    },
  };
}
