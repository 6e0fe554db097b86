// One parsed file as rules see it: its tree, its text, and which variable an identifier means.
import type { TSESTree } from '@typescript-eslint/types';
import type { ScopeManager, Variable } from '@typescript-eslint/scope-manager';
import type { ParsedSource } from '../../../analysis/parse/parser.ts';

export type Node = TSESTree.Node;

/** The node around, or null for the program: the types do not know that a program's parent is null. */
export function parentOf(node: Node): Node | null {
  return (node.parent as Node | null | undefined) ?? null;
}

/** A primitive that an expression always has. */
export interface Constant {
  readonly value: string | number | bigint | boolean | null | undefined;
}

/** Answers that several rules ask for; each holds null while it is being worked out, so that a cycle ends as "unknown". */
export interface Answers {
  readonly names: WeakMap<Node, string | null>;
  readonly constants: WeakMap<Node, Constant | null>;
  readonly patterns: WeakMap<Node, string | null>;
  readonly harmless: WeakMap<Node, boolean>;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: TSESTree.Program;
  /** The variable that an identifier in an expression means; null for a global. */
  readonly variableOf: (identifier: TSESTree.Identifier) => Variable | null;
  readonly textOf: (node: Node) => string;
  readonly answers: Answers;
}

/**
 * How deep expressions are followed. Scanned code is hostile: it may nest as deep as the parser allows, and
 * what lies deeper than anybody writes is answered as "unknown", which reports rather than hides.
 */
export const maxDepth = 40;

/** A parsed source as all rules see it. `path` is made up: it tells the dialect. */
export function createSourceFile({ text, ast, scope }: ParsedSource, path: string): SourceFile {
  let variables: WeakMap<Node, Variable> | null = null;
  return {
    path,
    text,
    program: ast,
    variableOf(identifier) {
      variables ??= mapVariables(scope());
      return variables.get(identifier) ?? null;
    },
    textOf: (node) => text.slice(node.range[0], node.range[1]),
    answers: { names: new WeakMap(), constants: new WeakMap(), patterns: new WeakMap(), harmless: new WeakMap() },
  };
}

function mapVariables({ scopes }: ScopeManager): WeakMap<Node, Variable> {
  const variables = new WeakMap<Node, Variable>();
  for (const scope of scopes) {
    for (const { resolved, identifier } of scope.references) if (resolved !== null) variables.set(identifier, resolved);
  }
  return variables;
}
