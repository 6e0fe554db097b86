// Which files a file imports by constant names.
import type { FileGraph } from '../program/file-graph.ts';
import type { Resolver } from './resolve.ts';
import type { GraphedFile } from './value-flow.ts';

/** What each file imports, by index; found out once. */
export interface Imports {
  /** The names by which it does, each once. */
  readonly specifiersOf: (index: number) => readonly string[];
  readonly filesOf: (index: number) => readonly number[];
  /** Those and what they import, themselves or through others. */
  readonly reachedFrom: (indexes: Iterable<number>) => ReadonlySet<number>;
}

export function createImports(files: readonly GraphedFile[], { resolve }: Resolver): Imports {
  const specifiers = new Map<number, readonly string[]>();
  const imported = new Map<number, readonly number[]>();
  const specifiersOf = (index: number): readonly string[] => {
    const file = files[index];
    const found = specifiers.get(index) ?? (file === undefined ? [] : specifiersIn(file.graph));
    specifiers.set(index, found);
    return found;
  };
  const filesOf = (index: number): readonly number[] => {
    const known = imported.get(index);
    if (known !== undefined) return known;
    const found = specifiersOf(index).flatMap((specifier) => {
      const target = resolve(files[index]?.path ?? '', specifier);
      return target.kind === 'file' ? [target.file] : [];
    });
    imported.set(index, found);
    return found;
  };
  return {
    specifiersOf,
    filesOf,
    reachedFrom: (indexes) => {
      const reached = new Set(indexes);
      // The set grows as it is walked.
      for (const index of reached) for (const next of filesOf(index)) reached.add(next);
      return reached;
    },
  };
}

/** The names by which a file loads others, each once. */
export function specifiersIn({ nodes, exports }: FileGraph): readonly string[] {
  const found = new Set<string>();
  for (const node of nodes) if (node.kind === 'import') found.add(node.specifier);
  for (const each of exports) if ('from' in each) found.add(each.from);
  return [...found];
}
