// Which files a file imports by constant names.
import type { Resolver } from './resolve.ts';
import type { LinkedFile } from './value-flow.ts';

export function importsOf(file: LinkedFile, { resolve }: Resolver): readonly number[] {
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
