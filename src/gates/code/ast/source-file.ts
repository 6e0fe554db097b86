// One parsed file as rules see it: its tree, its text, and which variable an identifier means.
import type { Rule as Eslint, SourceCode } from 'eslint';
import type { TSESTree } from '@typescript-eslint/types';
import type { Variable } from '@typescript-eslint/scope-manager';

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

// ESLint gives rules no place to share work on a file. The entry dies with the file.
const files = new WeakMap<SourceCode, SourceFile>();

/** The file that a rule was called for; the same object for every rule. */
export function sourceFileOf(context: Eslint.RuleContext): SourceFile {
  const { sourceCode } = context;
  const known = files.get(sourceCode);
  if (known !== undefined) return known;
  let variables: WeakMap<Node, Variable> | null = null;
  const file: SourceFile = {
    path: context.filename,
    text: sourceCode.text,
    program: sourceCode.ast as unknown as TSESTree.Program,
    variableOf(identifier) {
      variables ??= mapVariables(sourceCode);
      return variables.get(identifier) ?? null;
    },
    textOf: (node) => sourceCode.text.slice(node.range[0], node.range[1]),
    answers: { names: new WeakMap(), constants: new WeakMap(), patterns: new WeakMap(), harmless: new WeakMap() },
  };
  files.set(sourceCode, file);
  return file;
}

function mapVariables(sourceCode: SourceCode): WeakMap<Node, Variable> {
  const variables = new WeakMap<Node, Variable>();
  for (const scope of sourceCode.scopeManager.scopes) {
    for (const reference of scope.references) {
      // ESLint resolves declared globals to variables without a definition; those stay globals here.
      const variable = reference.resolved as unknown as Variable | null;
      if (variable !== null && variable.defs.length > 0) variables.set(reference.identifier as unknown as Node, variable);
    }
  }
  return variables;
}
