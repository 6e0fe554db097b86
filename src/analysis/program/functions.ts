// Functions: their parameters, their bodies where they stand or, if declared, behind the body around them; and what their ends tell of parameters.
import type { TSESTree } from '@typescript-eslint/types';
import type { Binding } from './bindings.ts';
import type { Exit, RawValue } from './branches.ts';
import { beginElementCallback } from './element-callbacks.ts';
import { eitherOfAll } from './disjunction.ts';
import type { FactId, FunctionGraph, FunctionId, NodeId } from './file-graph.ts';
import { closeHead, openHead } from './jumps.ts';
import type { Learned } from './learned.ts';
import { readThis } from './names.ts';
import { storeProperty } from './properties.ts';
import type { FunctionSyntax, Node } from './syntax.ts';
import { assign } from './targets.ts';
import { typeNameOf } from './type-names.ts';
import type { Frame, PendingFunction } from './frame.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** Ends of a function beyond that are too many to find what they have in common. */
const maxOutcomes = 40;

/** Begins a function's graph: its body comes later. */
export function addFunction(w: Walker, node: FunctionSyntax, name: string, kind: FunctionGraph['kind']): FunctionId {
  return w.graph.addFunction(node.id?.name ?? name, kind, node, w.frame.id, [node.async, node.generator]);
}

/** A function where it is written, its body read with what is known there. */
export function functionHere(
  w: Walker,
  node: FunctionSyntax,
  name: string,
  kind: FunctionGraph['kind'],
  prologue?: () => void,
): FunctionId {
  const id = addFunction(w, node, name, kind);
  if (node.id !== null && node.type === 'FunctionExpression') bindOwnName(w, node.id, id, node);
  readFunction(w, node, id, false, prologue);
  return id;
}

/** The name that a function's expression has inside of itself. */
function bindOwnName(w: Walker, name: TSESTree.Identifier, id: FunctionId, node: FunctionSyntax): void {
  const binding = w.bindingOf(name);
  if (binding === null) return;
  const self = w.add({ kind: 'function', function: id }, node);
  w.functionNodes.set(node, self);
  w.write(binding, self);
}

function expression(w: Walker, node: FunctionSyntax, name: string): NodeId {
  const id = functionHere(w, node, name, node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function');
  return w.functionNodes.get(node) ?? w.add({ kind: 'function', function: id }, node);
}

/** Declares the functions of a block, before anything in it runs. */
export function hoist(w: Walker, statements: readonly Node[]): void {
  for (const statement of statements) {
    const node = declarationIn(statement);
    if (node === null) continue;
    const id = addFunction(w, node, '', 'function');
    const value = w.add({ kind: 'function', function: id }, node);
    w.functionNodes.set(node, value);
    const binding = node.id === null ? null : w.bindingOf(node.id);
    if (binding !== null) {
      w.write(binding, value);
      if (binding.writes.length === 1 && onlyThrows(node)) w.throwing.add(binding);
    }
    w.frame.pending.push({ node, id, binding });
  }
}

function declarationIn(statement: Node): FunctionSyntax | null {
  let node = statement;
  while (node.type === 'LabeledStatement') node = node.body;
  const declared = node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : node;
  return declared?.type === 'FunctionDeclaration' ? declared : null;
}

function onlyThrows({ body, async, generator }: FunctionSyntax): boolean {
  if (async || generator || body.type !== 'BlockStatement' || body.body.at(-1)?.type !== 'ThrowStatement') return false;
  return body.body.slice(0, -1).every(({ type }) => type === 'ExpressionStatement' || type === 'VariableDeclaration');
}

/** Reads a function's parameters and body. `prologue` is what a constructor does first: fields. */
function readFunction(w: Walker, node: FunctionSyntax, id: FunctionId, deferred: boolean, prologue?: () => void): void {
  const record = w.resolution.functionOf.get(node);
  if (record === undefined) return;
  const { frame: outer } = w;
  const isOfElements = w.callback?.callback === node;
  const heads = record.inline ? openHead(w, node) : null;
  const mark = w.env.mark();
  const alive = w.env.revive();
  w.frame = w.frameOf(id, record, node.type === 'ArrowFunctionExpression', deferred);
  w.memory.enterClosure();
  w.facts.enterClosure();
  prologue?.();
  parameters(w, node);
  const begun = w.env.mark();
  if (node.body.type === 'BlockStatement') readBody(w, node.body.body);
  else end(w, w.evaluate(node.body));
  if (w.env.alive) end(w, null);
  w.env.undo(begun);
  readPending(w);
  summarize(w, isOfElements);
  const { ends } = w.frame;
  w.env.undo(mark);
  w.frame = outer;
  if (heads !== null) closeRound(w, node, heads, ends, mark);
  w.env.alive = alive;
}

/** A callback that runs as a loop's body does: what it leaves behind is there in its next round, and once the call has come back. */
function closeRound(w: Walker, node: Node, heads: ReadonlyMap<number, RawValue>, ends: readonly (Exit | null)[], mark: number): void {
  w.env.join(ends, w.frame.id, node);
  closeHead(w, heads);
  w.env.undo(mark);
}

const mostDirectives = 5;

/** ECMA-262, 11.2.1, Directive Prologues. */
function directivesIn(statements: readonly Node[]): readonly string[] {
  const found: string[] = [];
  for (const statement of statements) {
    if (statement.type !== 'ExpressionStatement' || typeof statement.directive !== 'string' || found.length === mostDirectives) break;
    if (statement.directive !== 'use strict') found.push(statement.directive.slice(0, 50));
  }
  return found;
}

/** A function's or a module's statements. */
export function readBody(w: Walker, statements: readonly Node[]): void {
  const directives = directivesIn(statements);
  if (directives.length > 0) w.frame.draft.directives = directives;
  hoist(w, statements);
  for (const statement of statements) w.execute(statement);
}

/** The function gives `value` back here. */
export function end(w: Walker, value: NodeId | null): void {
  if (value !== null) w.frame.draft.returns.push(w.use(value));
  w.frame.outcomes.push({ known: knownOfParameters(w), value });
  if (w.frame.record.inline) w.frame.ends.push(w.env.collect(w.frame.mark));
  w.env.alive = false;
}

function knownOfParameters(w: Walker): readonly Learned[] {
  return w.frame.draft.parameters.flatMap((parameter) => w.env.factsOf(parameter));
}

/** Declared functions. Those that nothing refers to any more but what was read come first, so that what holds there is known. */
export function readPending(w: Walker): void {
  const { pending, ready } = w.frame;
  const waiting = new Set(pending.splice(0));
  const byBinding = new Map([...waiting].map((item) => [item.binding, item]));
  for (const item of [...waiting]) {
    for (let binding = ready.pop(); binding !== undefined; binding = ready.pop()) readDeclared(w, byBinding.get(binding), waiting);
    readDeclared(w, item, waiting);
  }
}

function readDeclared(w: Walker, item: PendingFunction | undefined, waiting: Set<PendingFunction>): void {
  if (item === undefined || !waiting.delete(item)) return;
  const mark = w.env.mark();
  for (const fact of carriedFacts(w, item.binding)) w.facts.learn(fact);
  readFunction(w, item.node, item.id, true);
  w.env.undo(mark);
}

function isCarried(w: Walker, binding: Binding | null): boolean {
  return (
    binding !== null &&
    !binding.exported &&
    binding.reads > 0 &&
    binding.writes.length === 1 &&
    w.carried.get(binding)?.length === binding.reads
  );
}

function carriedFacts(w: Walker, binding: Binding | null): readonly Learned[] {
  if (binding === null || !isCarried(w, binding)) return [];
  return eitherOfAll(w.graph, w.carried.get(binding) ?? []);
}

function parameters(w: Walker, node: FunctionSyntax): void {
  const written = node.params.filter((parameter) => !(parameter.type === 'Identifier' && parameter.name === 'this'));
  const { draft } = w.frame;
  const callback = w.callback?.callback === node ? w.callback : null;
  const nodes = written.map((parameter, index) => {
    const rest = parameter.type === 'RestElement';
    return w.add({ kind: 'parameter', index, rest, name: rest ? '' : nameOf(parameter) }, parameter);
  });
  draft.parameters = nodes;
  if (callback !== null) beginElementCallback(w, callback, nodes);
  draft.parameterDecorators = written.map((parameter) => parameter.decorators.map((decorator) => w.evaluate(decorator.expression)));
  for (const [index, parameter] of written.entries()) {
    const node = nodes[index];
    if (node !== undefined) bindParameter(w, parameter, node);
  }
}

function nameOf(parameter: TSESTree.Parameter): string {
  const named = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  return named.type === 'Identifier' ? named.name : '';
}

function bindParameter(w: Walker, parameter: TSESTree.Parameter, node: NodeId): void {
  if (parameter.type === 'RestElement') {
    w.graph.setType(node, typeNameOf(w, parameter.typeAnnotation));
    assign(w, parameter.argument, node);
  } else if (parameter.type === 'TSParameterProperty') {
    assign(w, parameter.parameter, node);
    const { parameter: inner } = parameter;
    // Others than names are errors of TypeScript, but the parser takes them.
    const name: Node = inner.type === 'AssignmentPattern' ? inner.left : inner;
    if (name.type !== 'Identifier') return;
    const binding = w.bindingOf(name);
    const value = binding === null ? node : w.read(binding);
    storeProperty(w, readThis(w, parameter), name.name, value < 0 ? node : value, parameter);
  } else assign(w, parameter, node);
}

/** What all the function's ends have in common: of those that return, of those that return something true, and of the others. */
function summarize(w: Walker, isOfElements: boolean): void {
  const { draft, outcomes } = w.frame;
  const [first] = draft.parameters;
  if (first === undefined || draft.isGenerator || outcomes.length > maxOutcomes) return;
  const isParameter = (id: NodeId): boolean => draft.parameters.includes(id);
  draft.onReturn = common(w, w.frame, null, isParameter);
  // What a method of lists was told of an element says something of what the function around asked about: `roots.some((root) => path.startsWith(root))`.
  draft.onTrue = common(w, w.frame, true, isOfElements ? (id) => id < first || isParameter(id) : isParameter);
  draft.onFalse = common(w, w.frame, false, isParameter);
}

function common(w: Walker, { outcomes }: Frame, truth: boolean | null, isAbout: (subject: NodeId) => boolean): FactId[] {
  const ways = outcomes.flatMap(({ known, value }) => {
    if (truth === null) return [known];
    const always = value === null ? false : w.facts.truthOf(value);
    if (always === !truth) return [];
    const told = value === null ? [] : w.facts.of(value, truth);
    return [[...new Set([...known, ...told])].filter((fact) => isAbout(fact.subject))];
  });
  return w.graph.factTable.idsOf(eitherOfAll(w.graph, ways));
}

export const functionExpressions: ExpressionHandlers = {
  FunctionExpression: expression,
  ArrowFunctionExpression: expression,
};
