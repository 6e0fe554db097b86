// The data-flow engine as the gate calls it: one file's graph, and the flows of a program made of many.
import { codeModels } from '../../../../rules/generated/code-models.ts';
import { compileModels } from '../../../analysis/models/compile.ts';
import type { CompiledModels } from '../../../analysis/models/compiled.ts';
import type { LibraryModel } from '../../../analysis/models/model.ts';
import { parse } from 'jsonc-parser';
import { linkProgram } from '../../../analysis/link/link.ts';
import type { LinkGap } from '../../../analysis/link/value-flow.ts';
import { extractFileGraph } from '../../../analysis/program/extract.ts';
import { findFlows } from '../../../analysis/taint/find-flows.ts';
import { libraryManifests, packageManifests } from './libraries.ts';
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

function solveWith(models: CompiledModels, { files, manifests, libraryParameters }: Program): Solution {
  // A manifest with comments or a comma too many still says what it says; one that is no JSON says nothing.
  const parsed = manifests.map(({ path, text }) => ({ path, json: parse(text) as unknown }));
  const program = linkProgram({ files, manifests: parsed, models, library: libraryParameters });
  const { flows, gaps } = findFlows(program);
  const libraries = program.exported.length === 0 ? [] : libraryManifests(parsed, libraryParameters);
  return {
    flows,
    gaps,
    fileGaps: program.gaps,
    packages: packageManifests(parsed),
    libraries,
    tests: program.tests,
    testFiles: program.testFiles,
  };
}
