// What value an expression has: constants, properties of object literals, and whether it can carry anybody's data.
import type { TSESTree } from '@typescript-eslint/types';
import { keyOf, nameOf, unwrap, writesOf } from './names.ts';
import { maxDepth } from './source-file.ts';
import type { Constant, Node, SourceFile } from './source-file.ts';

const maxTextLength = 20_000;

/** The primitive that an expression always has, through constants, templates, `+` and object literals; else null. */
export function constantOf(node: Node, file: SourceFile, depth = 0): Constant | null {
  const inner = unwrap(node);
  const known = file.answers.constants.get(inner);
  if (known !== undefined) return known;
  if (depth > maxDepth) return null;
  file.answers.constants.set(inner, null);
  const constant = evaluate(inner, file, depth + 1);
  file.answers.constants.set(inner, constant);
  return constant;
}

/** Text of a constant string expression; else null. */
export function textOf(node: Node | undefined, file: SourceFile): string | null {
  const constant = node === undefined ? null : constantOf(node, file);
  return typeof constant?.value === 'string' ? constant.value : null;
}

function evaluate(node: Node, file: SourceFile, depth: number): Constant | null {
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? null : { value: node.value as Constant['value'] };
    case 'TemplateLiteral': {
      const texts = node.quasis.map((quasi) => quasi.value.cooked);
      const inserted = node.expressions.map((expression) => constantOf(expression, file, depth));
      if (texts.includes(null) || inserted.includes(null)) return null;
      return bounded(texts.map((text, index) => `${text ?? ''}${index < inserted.length ? String(inserted[index]?.value) : ''}`).join(''));
    }
    case 'BinaryExpression':
      return evaluateBinary(node, file, depth);
    case 'UnaryExpression':
      return evaluateUnary(node, file, depth);
    case 'Identifier': {
      const variable = file.variableOf(node);
      if (variable === null) return node.name === 'undefined' ? { value: undefined } : null;
      const [only, more] = writesOf(variable, file) ?? [];
      return only === undefined || more !== undefined ? null : constantOf(only, file, depth);
    }
    case 'MemberExpression': {
      const object = objectOf(node.object, file, depth);
      const key = keyOf(node);
      const value = object === null || key === null ? null : property(object, key);
      return value === null || value === 'unknown' ? null : constantOf(value, file, depth);
    }
    default:
      return null;
  }
}

function evaluateBinary(node: TSESTree.BinaryExpression, file: SourceFile, depth: number): Constant | null {
  const left = constantOf(node.left, file, depth);
  const right = left === null ? null : constantOf(node.right, file, depth);
  if (left === null || right === null) return null;
  const [a, b] = [left.value, right.value];
  if (node.operator === '+' && (typeof a === 'string' || typeof b === 'string')) return bounded(String(a) + String(b));
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  switch (node.operator) {
    case '+':
      return { value: a + b };
    case '-':
      return { value: a - b };
    case '*':
      return { value: a * b };
    case '/':
      return { value: a / b };
    case '**':
      return { value: a ** b };
    case '<<':
      return { value: a << b };
    case '|':
      return { value: a | b };
    default:
      return null;
  }
}

function evaluateUnary(node: TSESTree.UnaryExpression, file: SourceFile, depth: number): Constant | null {
  const argument = constantOf(node.argument, file, depth);
  if (argument === null) return null;
  if (node.operator === '!') {
    const truthy = Boolean(argument.value);
    return { value: !truthy };
  }
  if (node.operator === 'void') return { value: undefined };
  return node.operator === '-' && typeof argument.value === 'number' ? { value: -argument.value } : null;
}

function bounded(text: string): Constant | null {
  return text.length > maxTextLength ? null : { value: text };
}

/** The object literal that an expression stands for, directly or through a variable that is written once; else null. */
export function objectOf(node: Node | undefined, file: SourceFile, depth = 0): TSESTree.ObjectExpression | null {
  if (node === undefined || depth > maxDepth) return null;
  const inner = unwrap(node);
  if (inner.type === 'ObjectExpression') return inner;
  if (inner.type === 'CallExpression' && nameOf(inner.callee, file) === 'global:Object.freeze') {
    return objectOf(inner.arguments[0], file, depth + 1);
  }
  if (inner.type !== 'Identifier') return null;
  const variable = file.variableOf(inner);
  const [only, more] = (variable === null ? null : writesOf(variable, file)) ?? [];
  return only === undefined || more !== undefined ? null : objectOf(only, file, depth + 1);
}

/** Value of a literal's property: null where it is not set, `unknown` where a spread or computed key may set it. */
export function property(object: TSESTree.ObjectExpression, name: string): Node | 'unknown' | null {
  let unknown = false;
  for (const member of object.properties.toReversed()) {
    if (member.type === 'SpreadElement') unknown = true;
    else {
      const key = keyOf(member);
      if (key === name) return unknown ? 'unknown' : member.value;
      if (key === null) unknown = true;
    }
  }
  return unknown ? 'unknown' : null;
}

/** The constant that an object literal gives a property; null where it does not, or it cannot be told. */
export function constantProperty(node: Node | undefined, name: string, file: SourceFile): Constant | null {
  const object = objectOf(node, file);
  const value = object === null ? null : property(object, name);
  return value === null || value === 'unknown' ? null : constantOf(value, file);
}

/** Elements of an array literal, directly or through a variable that is written once; else null. Holes and spreads are null. */
export function elementsOf(node: Node | undefined, file: SourceFile, depth = 0): readonly (Node | null)[] | null {
  if (node === undefined || depth > maxDepth) return null;
  const inner = unwrap(node);
  if (inner.type === 'ArrayExpression') return inner.elements.map((element) => (element?.type === 'SpreadElement' ? null : element));
  if (inner.type !== 'Identifier') return null;
  const variable = file.variableOf(inner);
  const [only, more] = (variable === null ? null : writesOf(variable, file)) ?? [];
  return only === undefined || more !== undefined ? null : elementsOf(only, file, depth + 1);
}
