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
      resolve(identifier.name, nodes, names.decorators);
    }
    return meant.get(identifier.start) ?? null;
  };

  function resolve(name: string, nodes: readonly Node[], decorators: Decorators): void {
    const occurrences = nodes.map((node) => occurrenceOf(node, roots));
    const scopes = scopesOfName(name, nodes, occurrences);
    if (scopes.length === 0) return;
    const open: Declared[] = [];
    let next = 0;
    // Scopes and uses are gone through once, by place.
    for (const [index, identifier] of nodes.entries()) {
      const { reads = false, writes = 0 } = occurrences[index] ?? {};
      if (!reads && writes === 0) continue;
      const { start: at } = identifier;
      for (let scope = scopes[next]; scope !== undefined && scope.start <= at; scope = scopes[next]) {
        leave(open, scope.start);
        open.push(scope);
        next++;
      }
      leave(open, at);
      const variable = open.findLast((scope) => isSeen(scope, at, decorators));
      if (variable === undefined) continue;
      meant.set(at, variable);
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

/** A parameter's default does not see what the body declares, and its decorators, which run outside of the method, nothing of it at all. */
function isSeen({ node, bodyStart, definitions: [first] }: Declared, at: number, decorators: Decorators): boolean {
  if (at >= bodyStart) return true;
  return first !== undefined && first.name.start < bodyStart && !isWithin(decorators.get(node) ?? [], at);
}

/** Stretches that are apart, in source order. */
function isWithin(stretches: readonly Node[], at: number): boolean {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return (stretches[low]?.start ?? Infinity) <= at;
}

function scopesOfArguments({ ast, nodes, sourceType }: Pick<ParsedSource, 'ast' | 'nodes' | 'sourceType'>): readonly Declared[] {
  const holders = nodes.filter(({ type }) => type === 'FunctionDeclaration' || type === 'FunctionExpression');
  return [...(sourceType === 'commonjs' ? [ast] : []), ...holders].map((node) => declared(scopeOf(node)));
}

interface NamesOfFile {
  /** By name, those of which nobody has asked yet. */
  readonly waiting: Map<string, Node[]>;
  readonly decorators: Decorators;
}

/** Of a method's parameters, by its function, in source order. */
type Decorators = ReadonlyMap<Node, readonly Node[]>;

function namesOf(nodes: readonly Node[]): NamesOfFile {
  const waiting = new Map<string, Node[]>();
  const decorators = new Map<Node, Node[]>();
  for (const node of nodes) {
    if (node.type === 'Decorator') {
      const method = node.parent.parent;
      if (method?.type === 'FunctionExpression' && method.parent.type === 'MethodDefinition') addTo(decorators, method, node);
      continue;
    }
    const name = nameOf(node);
    if (name === null) continue;
    addTo(waiting, name, node);
  }
  return { waiting, decorators };
}

function addTo<Key>(lists: Map<Key, Node[]>, key: Key, node: Node): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [node]);
  else known.push(node);
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
