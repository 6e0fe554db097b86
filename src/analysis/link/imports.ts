// Which files a file imports by constant names.
import type { Resolver } from './resolve.ts';
import type { GraphedFile } from './value-flow.ts';

export function importsOf(file: GraphedFile, { resolve }: Resolver): readonly number[] {
  return specifiersOf(file).flatMap((specifier) => {
    const found = resolve(file.path, specifier);
    return found.kind === 'file' ? [found.file] : [];
  });
}

/** The names by which it imports, each once. */
export function specifiersOf({ graph: { nodes, exports } }: GraphedFile): readonly string[] {
  const imported = nodes.flatMap((node) => (node.kind === 'import' ? [node.specifier] : []));
  return [...new Set([...imported, ...exports.flatMap((each) => ('from' in each ? [each.from] : []))])];
}
