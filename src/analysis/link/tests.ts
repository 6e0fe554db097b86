// Files that only run in tests: what arrives in them harms nobody.
import type { Resolver } from './resolve.ts';
import type { LinkedFile } from './value-flow.ts';

const testPath = /(?:^|\/)__(?:tests|mocks)__\/|\.(?:test|spec)\.[cm]?[jt]sx?$/iu;

/** By index. A test's name is no cloak: what a file that is none imports, also through others, is no test. */
export function testOnlyFiles(files: readonly LinkedFile[], resolver: Pick<Resolver, 'resolve'>): ReadonlySet<number> {
  const tests = new Set(files.flatMap(({ path }, index) => (testPath.test(path) ? [index] : [])));
  const todo = files.flatMap((_, index) => (tests.has(index) ? [] : [index]));
  for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
    for (const imported of importsOf(files[index], resolver)) if (tests.delete(imported)) todo.push(imported);
  }
  return tests;
}

function importsOf(file: LinkedFile | undefined, { resolve }: Pick<Resolver, 'resolve'>): readonly number[] {
  if (file === undefined) return [];
  const { nodes, exports } = file.graph;
  const specifiers = new Set([
    ...nodes.flatMap((node) => (node.kind === 'import' ? [node.specifier] : [])),
    ...exports.flatMap((each) => ('from' in each ? [each.from] : [])),
  ]);
  return [...specifiers].flatMap((specifier) => {
    const found = resolve(file.path, specifier);
    return found.kind === 'file' ? [found.file] : [];
  });
}
