// Which variable an identifier means. Nothing is resolved before it is asked for: most names of a file never are.
import type { TSESTree } from '@typescript-eslint/types';
import type { ParsedSource } from '../../../analysis/parse/parser.ts';
import { occurrenceOf, type Declarer, type Occurrence } from './occurrences.ts';
import type { PatternRoots } from './pattern-root.ts';
import { scopeOf, scopesOf, type Hoists, type Scope } from './scopes.ts';

type Node = TSESTree.Node;

export interface Definition {
  readonly name: Node;
  /** The declarator, function, class, clause, specifier, or declaration of TypeScript's. */
  readonly node: Node;
  readonly declarer: Declarer;
}

export interface Reference {
  readonly identifier: Node;
  readonly reads: boolean;
  readonly writes: boolean;
}

export interface Variable {
  /** In source order; empty for `arguments`. */
  readonly definitions: readonly Definition[];
  /** In source order. What names no value but a type is not among them. */
  readonly references: readonly Reference[];
}

interface Declared extends Scope {
  readonly definitions: Definition[];
  readonly references: Reference[];
}

/** What identifiers of an expression mean; null for a global, and for what is no variable. */
export type VariableOf = (identifier: Node & { readonly name: string }) => Variable | null;

export function createVariables(source: Pick<ParsedSource, 'ast' | 'nodes' | 'sourceType'>): VariableOf {
  const roots: PatternRoots = new Map();
  const hoists: Hoists = new Map();
  let names: NamesOfFile | null = null;
  // By place: numbers need no hashes made for nodes.
  const meant = new Map<number, Variable>();
  return (identifier) => {
    names ??= namesOf(source.nodes);
    const nodes = names.waiting.get(identifier.name);
    if (nodes !== undefined) {
      names.waiting.delete(identifier.name);
      resolve(identifier.name, nodes, names.moved);
    }
    return meant.get(identifier.range[0]) ?? null;
  };

  function resolve(name: string, nodes: readonly Node[], moved: ReadonlyMap<Node, number>): void {
    const occurrences = nodes.map((node) => occurrenceOf(node, roots));
    const scopes = scopesOfName(name, nodes, occurrences);
    if (scopes.length === 0) return;
    const placeOf = (index: number): number => {
      const node = nodes[index];
      return node === undefined ? 0 : (moved.get(node) ?? node.range[0]);
    };
    const order = nodes.map((_, index) => index);
    if (moved.size > 0) order.sort((a, b) => placeOf(a) - placeOf(b));
    const open: Declared[] = [];
    let next = 0;
    // Scopes and uses are gone through once, by place.
    for (const index of order) {
      const { reads = false, writes = 0 } = occurrences[index] ?? {};
      const identifier = nodes[index];
      if (identifier === undefined || (!reads && writes === 0)) continue;
      const at = placeOf(index);
      for (let scope = scopes[next]; scope !== undefined && scope.start <= at; scope = scopes[next]) {
        leave(open, scope.start);
        open.push(scope);
        next++;
      }
      leave(open, at);
      const variable = open.findLast((scope) => isSeen(scope, at));
      if (variable === undefined) continue;
      meant.set(identifier.range[0], variable);
      for (let write = 0; write < Math.max(writes, 1); write++) variable.references.push({ identifier, reads, writes: writes > 0 });
    }
  }

  /** Where values of the name are declared, by place, each before what it holds. */
  function scopesOfName(name: string, nodes: readonly Node[], occurrences: readonly Occurrence[]): readonly Declared[] {
    const scopes = new Map<Node, Declared>();
    // The name of a function's expression is around its function, and both are one node.
    const ofNames: Declared[] = [];
    if (name === 'arguments') for (const scope of scopesOfArguments(source)) scopes.set(scope.node, scope);
    for (const [index, { declares, by }] of occurrences.entries()) {
      const identifier = nodes[index];
      if (declares === null || by === null || identifier === undefined) continue;
      const definition: Definition = { name: identifier, node: by, declarer: declares };
      for (const scope of scopesOf(declares, by, hoists)) {
        const isOwnName = declares === 'function-name' && scope.node === by;
        const known = isOwnName ? undefined : scopes.get(scope.node);
        if (known !== undefined) known.definitions.push(definition);
        else if (isOwnName) ofNames.push(declared(scope, definition));
        else scopes.set(scope.node, declared(scope, definition));
      }
    }
    return [...ofNames, ...scopes.values()].filter(isValue).sort((a, b) => a.start - b.start || b.end - a.end || a.depth - b.depth);
  }
}

function leave(open: Declared[], at: number): void {
  for (let last = open.at(-1); last !== undefined && last.end <= at; last = open.at(-1)) open.pop();
}

function declared(scope: Scope, definition?: Definition): Declared {
  return { ...scope, definitions: definition === undefined ? [] : [definition], references: [] };
}

function isValue({ definitions }: Declared): boolean {
  return definitions.length === 0 || definitions.some(({ declarer }) => declarer !== 'type');
}

function isSeen({ bodyStart, definitions }: Declared, at: number): boolean {
  return at >= bodyStart || definitions.some(({ name }) => name.range[0] < bodyStart);
}

function scopesOfArguments({ ast, nodes, sourceType }: Pick<ParsedSource, 'ast' | 'nodes' | 'sourceType'>): readonly Declared[] {
  const holders = nodes.filter(({ type }) => type === 'FunctionDeclaration' || type === 'FunctionExpression');
  return [...(sourceType === 'commonjs' ? [ast] : []), ...holders].map((node) => declared(scopeOf(node)));
}

interface NamesOfFile {
  /** By name, those of which nobody has asked yet. */
  readonly waiting: Map<string, Node[]>;
  /** Decorators of a method's parameters are evaluated outside of the method: where. */
  readonly moved: ReadonlyMap<Node, number>;
}

function namesOf(nodes: readonly Node[]): NamesOfFile {
  const waiting = new Map<string, Node[]>();
  const moved = new Map<Node, number>();
  let movedTo = 0;
  let movedUntil = 0;
  for (const node of nodes) {
    if (node.type === 'Decorator') {
      const [start, end] = node.range;
      const method = node.parent.parent;
      if (start >= movedUntil && method?.type === 'FunctionExpression' && method.parent.type === 'MethodDefinition') {
        movedTo = method.range[0] - 1;
        movedUntil = end;
      }
      continue;
    }
    const name = nameOf(node);
    if (name === null) continue;
    const known = waiting.get(name);
    if (known === undefined) waiting.set(name, [node]);
    else known.push(node);
    if (node.range[0] < movedUntil) moved.set(node, movedTo);
  }
  return { waiting, moved };
}

/** Null too for most of what is no variable: the keys. */
function nameOf(node: Node): string | null {
  if (node.type === 'Identifier') {
    const { parent } = node;
    if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed ? null : node.name;
    return parent.type === 'Property' && parent.key === node && !parent.computed ? null : node.name;
  }
  if (node.type === 'JSXIdentifier') return node.name;
  const isMember = node.type === 'Literal' && node.parent.type === 'TSEnumMember' && node.parent.id === node;
  return isMember && typeof node.value === 'string' ? node.value : null;
}
