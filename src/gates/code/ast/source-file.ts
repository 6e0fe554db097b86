// One parsed file as rules see it: its tree, its text, and which variable an identifier means.
import type { TSESTree } from '@typescript-eslint/types';
import type { ParsedSource } from '../../../analysis/parse/parser.ts';
import { createVariables, type Variable, type VariableOf } from './variables.ts';

export type Node = TSESTree.Node;

/** The node around, or null for the program: the types do not know that a program's parent is null. */
export function parentOf(node: Node): Node | null {
  return (node.parent as Node | null | undefined) ?? null;
}

/** A primitive that an expression always has. */
export interface Constant {
  readonly value: string | number | bigint | boolean | null | undefined;
}

/** What a variable may hold, and how many of the first are known to be harmless. */
export interface Held {
  readonly nodes: readonly Node[];
  harmless: number;
}

/** Answers that several rules ask for; each holds null while it is being worked out, so that a cycle ends as "unknown". */
export interface Answers {
  readonly names: Map<Node, string | null>;
  readonly constants: Map<Node, Constant | null>;
  readonly patterns: Map<Node, string | null>;
  readonly harmless: Map<Node, 'yes' | 'no' | 'pending'>;
  /** Asked at each use of a variable, of which a hostile file has thousands, as it has of writes. */
  readonly writes: Map<Variable, readonly Node[] | null>;
  readonly held: Map<Variable, Held | null>;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: TSESTree.Program;
  /** The variable that an identifier in an expression means; null for a global. */
  readonly variableOf: VariableOf;
  readonly textOf: (node: Node) => string;
  readonly answers: Answers;
}

/**
 * How deep expressions are followed. Scanned code is hostile: it may nest as deep as the parser allows, and
 * what lies deeper than anybody writes is answered as "unknown", which reports rather than hides.
 */
export const maxDepth = 40;

/** A parsed source as all rules see it. `path` is made up: it tells the dialect. */
export function createSourceFile(source: ParsedSource, path: string): SourceFile {
  const { text, ast } = source;
  return {
    path,
    text,
    program: ast,
    variableOf: createVariables(source),
    textOf: (node) => text.slice(node.start, node.end),
    answers: {
      names: new Map(),
      constants: new Map(),
      patterns: new Map(),
      harmless: new Map(),
      writes: new Map(),
      held: new Map(),
    },
  };
}
