// The data-flow engine as the gate calls it: one file's graph, and the flows of a program made of many.
import { codeModels } from '../../../../rules/generated/code-models.ts';
import { compileModels } from '../../../analysis/models/compile.ts';
import type { CompiledModels } from '../../../analysis/models/compiled.ts';
import type { LibraryModel } from '../../../analysis/models/model.ts';
import { linkProgram } from '../../../analysis/link/link.ts';
import type { FormerDependencies } from '../../../analysis/link/manifests.ts';
import type { LinkGap } from '../../../analysis/link/value-flow.ts';
import { extractFileGraph } from '../../../analysis/program/extract.ts';
import { findFlows } from '../../../analysis/taint/find-flows.ts';
import { libraryManifests, packageManifests } from './libraries.ts';
import { parsedManifests, type Manifest } from './manifests.ts';
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

export interface Program {
  readonly files: readonly ProgramFile[];
  readonly manifests: readonly Manifest[];
  readonly libraryParameters: LibraryParameters;
  /** Paths of manifests of packages that are libraries whatever these say. */
  readonly knownLibraries: readonly string[];
  /** What packages depended on before the change as well. */
  readonly formerDependencies: readonly FormerDependencies[];
  /** The repository's own, beside mcgate's. */
  readonly models: readonly LibraryModel[];
}

/** What following data through a program gave; flows name files by their index in `Program.files`. */
export interface Solution extends FlowAnswer {
  /** What could not be linked, with the index of its file. */
  readonly fileGaps: readonly LinkGap[];
  /** The packages, by their `package.json`. */
  readonly packages: readonly string[];
  /** Those whose exported parameters counted as sources. */
  readonly libraries: readonly string[];
  /** See `ValueFlow`: tests that nothing loads, and those that nothing is known to load; by index. */
  readonly tests: readonly number[];
  readonly testFiles: readonly number[];
}

/** One for a thread: what mcgate knows of libraries is made ready once, when it is first asked for. */
export interface FlowEngine {
  /** One file as a graph of values. Bounded; throws RangeError where the source nests deeper than the stack. */
  graphOf(source: ParsedSource): FileGraph;
  /** Every flow of the program. */
  solve(program: Program): Solution;
}

export function createFlowEngine(): FlowEngine {
  let known: readonly LibraryModel[] | null = null;
  let compiled: CompiledModels | null = null;
  return {
    graphOf: (source) => extractFileGraph(source),
    solve(program) {
      known ??= codeModels();
      compiled ??= compileModels(known);
      return solveWith(program.models.length === 0 ? compiled : compileModels([...known, ...program.models]), program);
    },
  };
}

function solveWith(models: CompiledModels, { files, manifests, libraryParameters, knownLibraries, formerDependencies }: Program): Solution {
  const parsed = parsedManifests(manifests);
  const program = linkProgram({ files, manifests: parsed, models, library: libraryParameters, knownLibraries, formerDependencies });
  const { flows, gaps } = findFlows(program);
  const libraries = program.exported.length === 0 ? [] : libraryManifests(parsed, { mode: libraryParameters, known: knownLibraries });
  const { tests, testFiles } = program;
  return { flows, gaps, fileGaps: program.gaps, packages: packageManifests(parsed), libraries, tests, testFiles };
}
