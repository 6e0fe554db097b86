// Names, `this` and what else stands for a value that is already there.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import type { Frame } from './frame.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** The value that a name has here. */
export function readName(w: Walker, node: TSESTree.Identifier | TSESTree.JSXIdentifier): NodeId {
  const binding = w.bindingOf(node);
  const value = binding === null ? freeName(w, node) : w.read(binding);
  const known = value < 0 ? w.nothing(node) : value;
  if (w.withObjects.length === 0) return known;
  // In a `with` it may as well be a property of the object.
  const loads = w.withObjects.map((object) => w.load(object, node.name, node));
  return w.add({ kind: 'phi', inputs: [known, ...loads].map((input) => w.use(input)) }, node);
}

function freeName(w: Walker, node: TSESTree.Identifier | TSESTree.JSXIdentifier): NodeId {
  if (node.name === 'undefined') return w.nothing(node);
  const frame = node.name === 'arguments' ? ownerOfThis(w.frame) : w.frame;
  if (node.name !== 'arguments' || frame.id === 0) return w.graph.global(node.name, node);
  frame.draft.argumentsNode ??= w.graph.add({ kind: 'arguments' }, frame.id, frame.draft.start, frame.draft.end);
  return frame.draft.argumentsNode;
}

/** The function whose `this` and `arguments` are meant. */
function ownerOfThis(from: Frame): Frame {
  let frame = from;
  while (frame.arrow && frame.receiver === null && frame.parent !== null) frame = frame.parent;
  return frame;
}

/** What `this` is here. */
export function readThis(w: Walker, node: TSESTree.Node): NodeId {
  const frame = ownerOfThis(w.frame);
  if (frame.receiver !== null) return frame.receiver;
  // A CommonJS module's `this` is its exports.
  if (frame.id === 0) return w.source.sourceType === 'module' ? w.nothing(node) : w.graph.global('exports', node);
  frame.draft.thisNode ??= w.graph.add({ kind: 'this' }, frame.id, frame.draft.start, frame.draft.end);
  return frame.draft.thisNode;
}

export const nameExpressions: ExpressionHandlers = {
  Identifier: readName,
  ThisExpression: readThis,
  Super: (w, node) => w.add({ kind: 'super' }, node),
  MetaProperty: (w, node) => w.graph.global(`${node.meta.name}.${node.property.name}`, node),
};
