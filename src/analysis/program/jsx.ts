// JSX elements: their tag or component, and an object of their properties.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import { readName } from './names.ts';
import { initProperty } from './properties.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

function nameOf(name: TSESTree.JSXIdentifier | TSESTree.JSXNamespacedName): string {
  return name.type === 'JSXIdentifier' ? name.name : `${name.namespace.name}:${name.name.name}`;
}

/** The component; null for a tag of HTML. */
function component(w: Walker, tag: TSESTree.JSXTagNameExpression): NodeId | null {
  const members: TSESTree.JSXMemberExpression[] = [];
  let root = tag;
  while (root.type === 'JSXMemberExpression') {
    members.push(root);
    root = root.object;
  }
  if (root.type !== 'JSXIdentifier' || (members.length === 0 && /^[a-z]/u.test(root.name))) return null;
  let value = readName(w, root);
  for (const member of members.toReversed()) value = w.load(value, member.property.name, member);
  return value;
}

function attributes(w: Walker, object: NodeId, { attributes: all }: TSESTree.JSXOpeningElement): void {
  for (const attribute of all) {
    if (attribute.type === 'JSXSpreadAttribute') initProperty(w, object, null, w.evaluate(attribute.argument), attribute);
    else {
      const value = attribute.value === null ? w.constant(true, attribute) : w.evaluate(attribute.value);
      initProperty(w, object, nameOf(attribute.name), value, attribute);
    }
  }
}

function children(w: Walker, object: NodeId, nodes: readonly TSESTree.JSXChild[], place: TSESTree.Node): void {
  const values = nodes
    .filter((child) => !isBlank(child))
    .map((child) => w.evaluate(child.type === 'JSXSpreadChild' ? child.expression : child));
  const [first] = values;
  if (first === undefined) return;
  if (values.length === 1) {
    initProperty(w, object, 'children', first, place);
    return;
  }
  const list = w.add({ kind: 'object', array: true }, place);
  for (const [index, value] of values.entries()) initProperty(w, list, String(index), value, place);
  initProperty(w, object, 'children', list, place);
}

function isBlank(child: TSESTree.JSXChild): boolean {
  if (child.type === 'JSXExpressionContainer') return child.expression.type === 'JSXEmptyExpression';
  return child.type === 'JSXText' && child.value.trim() === '';
}

export const jsxExpressions: ExpressionHandlers = {
  JSXElement: (w, node) => {
    const made = component(w, node.openingElement.name);
    const properties = w.add({ kind: 'object', array: false }, node.openingElement);
    attributes(w, properties, node.openingElement);
    children(w, properties, node.children, node);
    const { name } = node.openingElement;
    const tag = made !== null || name.type === 'JSXMemberExpression' ? null : nameOf(name);
    return w.add({ kind: 'jsx', tag, component: made === null ? null : w.use(made), properties }, node);
  },
  JSXFragment: (w, node) => {
    const properties = w.add({ kind: 'object', array: false }, node.openingFragment);
    children(w, properties, node.children, node);
    return w.add({ kind: 'jsx', tag: null, component: null, properties }, node);
  },
  JSXExpressionContainer: (w, node) => w.evaluate(node.expression),
  JSXText: (w, node) => w.constant(node.value.trim(), node),
};
