// Where what a declaration declares can be seen.
import type { TSESTree } from '@typescript-eslint/types';
import type { Declarer } from './occurrences.ts';

type Node = TSESTree.Node;

/** A stretch of the source. Those of one file hold one another or are apart. */
export interface Scope {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
  /** Of those of one stretch, the greater lies within. */
  readonly depth: number;
  /** What stands before does not see what is declared behind: a parameter's default and the function's body. */
  readonly bodyStart: number;
}

/** Of what was looked at: where `var` goes. Without it a deep nest of many variables would take quadratic time. */
export type Hoists = Map<Node, Node>;

const functions = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'TSDeclareFunction',
  'TSEmptyBodyFunctionExpression',
]);
const blocks = new Set(['SwitchStatement', 'StaticBlock', 'TSModuleDeclaration', 'Program']);
const holdsVar = new Set([...functions, 'StaticBlock', 'TSModuleDeclaration', 'Program']);

/** The scopes that see what `by` declares: of a class its own as well as the one around. */
export function scopesOf(declarer: Declarer, by: Node, hoists: Hoists): readonly Scope[] {
  switch (declarer) {
    case 'var':
      return [scopeOf(hoisted(by, hoists))];
    case 'parameter':
      return [scopeOf(by)];
    case 'function-name':
      return [by.type === 'FunctionExpression' ? nameScope(by) : around(by)];
    case 'class':
      return by.type === 'ClassDeclaration' ? [around(by), scopeOf(by)] : [scopeOf(by)];
    case 'member':
      return by.parent?.parent === undefined ? [] : [scopeOf(by.parent.parent)];
    case 'type':
      return by.type === 'TSTypeParameter' ? scopesOfTypeParameter(by) : [around(by)];
    case 'lexical':
      return [scopeOfLexical(by)];
    case 'import':
    case 'enum':
      return [around(by)];
  }
}

function scopeOfLexical(by: Node): Scope {
  if (by.type === 'CatchClause') return scopeOf(by);
  const declaration = by.type === 'VariableDeclarator' ? by.parent : by;
  const loop = declaration.parent;
  return loop?.type === 'ForStatement' || loop?.type === 'ForInStatement' || loop?.type === 'ForOfStatement'
    ? scopeOf(loop)
    : around(declaration);
}

/** Those of other types than functions and classes name no values, and are of no interest. */
function scopesOfTypeParameter(by: Node): readonly Scope[] {
  const list = by.parent;
  const holder = list?.type === 'TSTypeParameterDeclaration' ? list.parent : undefined;
  if (holder === undefined || holder.type === 'TSInterfaceDeclaration' || holder.type === 'TSTypeAliasDeclaration') return [];
  return [scopeOf(holder)];
}

/** The scope that a node makes. */
export function scopeOf(node: Node): Scope {
  const { start, end } = node;
  switch (node.type) {
    case 'SwitchStatement':
      return { node, start: node.discriminant.end, end, depth: 1, bodyStart: start };
    case 'ClassDeclaration':
    case 'ClassExpression':
      // Its decorators stand before its name, and outside.
      return { node, start: node.id?.start ?? start, end, depth: 1, bodyStart: start };
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return { node, start, end, depth: 2, bodyStart: node.body.start };
    default:
      return { node, start, end, depth: node.type === 'Program' ? 0 : 1, bodyStart: start };
  }
}

function nameScope(node: Node): Scope {
  const { start, end } = node;
  return { node, start, end, depth: 1, bodyStart: start };
}

/** The scope that a declaration stands in. */
function around(declaration: Node): Scope {
  let at = declaration.parent;
  while (at !== undefined) {
    if (at.type === 'BlockStatement') return scopeOf(functions.has(at.parent.type) ? at.parent : at);
    if (blocks.has(at.type) || at.parent === undefined) return scopeOf(at);
    at = at.parent;
  }
  return scopeOf(declaration);
}

function hoisted(declarator: Node, hoists: Hoists): Node {
  const path: Node[] = [];
  let at = declarator;
  let goal: Node | undefined;
  while (goal === undefined) {
    const parent = at.parent;
    if (parent === undefined || holdsVar.has(at.type)) goal = at;
    else {
      path.push(at);
      at = parent;
      goal = hoists.get(at);
    }
  }
  for (const passed of path) hoists.set(passed, goal);
  return goal;
}
