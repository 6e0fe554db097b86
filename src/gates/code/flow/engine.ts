// The data-flow engine as the gate calls it: one file's graph, and the flows of a program made of many.
import type { FlowAnswer } from '../../../analysis/taint/flow.ts';
import type { ParsedSource } from '../../../analysis/parse/parser.ts';
import type { FileGraph } from '../../../analysis/program/file-graph.ts';

/** Whether parameters of a package's exported API count as sources. `auto`: they do in packages that others can install. */
export type LibraryParameters = 'auto' | 'on' | 'off';

/** A file of a program. */
export interface ProgramFile {
  readonly path: string;
  readonly graph: FileGraph;
}

/** A `package.json` or `tsconfig.json`, as text. */
export interface Manifest {
  readonly path: string;
  readonly text: string;
}

export interface Program {
  readonly files: readonly ProgramFile[];
  readonly manifests: readonly Manifest[];
  readonly libraryParameters: LibraryParameters;
}

/** What following data through a program gave; flows name files by their index in `Program.files`. */
export interface Solution extends FlowAnswer {
  /** What could not be linked, with the index of its file. */
  readonly fileGaps: readonly { readonly file: number; readonly reason: string }[];
  /** The packages whose exported parameters counted as sources, by their `package.json`. */
  readonly libraries: readonly string[];
}

/** One file as a graph of values. Bounded; throws RangeError where the source nests deeper than the stack. */
export function graphOf(_source: ParsedSource): FileGraph {
  return { nodes: [], stores: [], functions: [], facts: [], exports: [], sourceType: 'module', truncated: false };
}

/** Every flow of the program. */
export function solve(_program: Program): Solution {
  return { flows: [], gaps: [], fileGaps: [], libraries: [] };
}
