// What TypeScript adds that has values: enums, namespaces, casts.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import { readBody } from './functions.ts';
import { initProperty } from './properties.ts';
import { constantKey } from './syntax.ts';
import { typeNameOf } from './type-names.ts';
import type { ExpressionHandlers, StatementHandlers, Walker } from './walker.ts';

function cast(w: Walker, node: TSESTree.TSAsExpression | TSESTree.TSTypeAssertion, name: string): NodeId {
  const value = w.evaluate(node.expression, name);
  w.graph.setType(value, typeNameOf(w, node.typeAnnotation));
  return value;
}

/** The object that a declaration adds to: one declared before under the same name, or a new one. */
function objectFor(w: Walker, id: TSESTree.Identifier, place: TSESTree.Node): NodeId {
  const binding = w.bindingOf(id);
  const known = binding === null || binding.shared ? -1 : w.env.slot(binding.id);
  if (known >= 0) return known;
  const made = w.add({ kind: 'object', array: false }, place);
  if (binding !== null) w.write(binding, made);
  return made;
}

function enumeration(w: Walker, node: TSESTree.TSEnumDeclaration): void {
  if (node.declare) return;
  const object = objectFor(w, node.id, node);
  let next: number | null = 0;
  for (const member of node.body.members) {
    const name = constantKey(member.id, false) ?? '';
    const value = member.initializer
      ? w.evaluate(member.initializer)
      : next === null
        ? w.scalar('enum', [], member)
        : w.constant(next, member);
    const shape = w.graph.get(value);
    next = shape.kind === 'constant' && typeof shape.value === 'number' ? shape.value + 1 : null;
    initProperty(w, object, name, value, member);
  }
}

function namespace(w: Walker, node: TSESTree.TSModuleDeclaration): void {
  if (node.declare || node.kind === 'global' || node.id.type !== 'Identifier') return;
  const object = objectFor(w, node.id, node);
  const outer = w.namespace;
  w.namespace = object;
  const { body } = node as { readonly body?: TSESTree.TSModuleBlock | TSESTree.TSModuleDeclaration | null };
  if (body?.type === 'TSModuleBlock') readBody(w, body.body);
  else if (body) w.execute(body);
  w.namespace = outer;
}

export const typescriptExpressions: ExpressionHandlers = {
  TSAsExpression: cast,
  TSTypeAssertion: cast,
  TSSatisfiesExpression: (w, node, name) => w.evaluate(node.expression, name),
  TSNonNullExpression: (w, node, name) => w.evaluate(node.expression, name),
  TSInstantiationExpression: (w, node, name) => w.evaluate(node.expression, name),
};

export const typescriptStatements: StatementHandlers = {
  TSEnumDeclaration: enumeration,
  TSModuleDeclaration: namespace,
};
