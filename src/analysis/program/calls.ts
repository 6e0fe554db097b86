// Calls: `require` and `import()`, methods, `new`, tagged templates; and what a call that has come back tells.
import type { TSESTree } from '@typescript-eslint/types';
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import { noteMoved, orArguments, orFirst } from './argument-lists.ts';
import { elementCallback } from './element-callbacks.ts';
import { forgetGrown } from './grown-lists.ts';
import { initProperty, loadProperty, propertyOf } from './properties.ts';
import { readThis } from './names.ts';
import { madeOfText } from './known-values.ts';
import { callKey } from './memory.ts';
import type { Node } from './syntax.ts';
import { joinedList } from './text.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

interface Callee {
  readonly callee: NodeId;
  readonly receiver: NodeId | null;
  /** The last part of how it is spelled; '' where it has no name. */
  readonly name: string;
}

interface Arguments {
  readonly values: readonly Use[];
  readonly spread: readonly number[];
}

/** Functions that give equal values for equal operands, as they are spelled. */
const pure: ReadonlySet<string> = new Set(
  (
    'resolve normalize join basename dirname extname relative isAbsolute toNamespacedPath fileURLToPath toString toLowerCase toUpperCase trim trimStart trimEnd ' +
    'String Number parseInt decodeURIComponent decodeURI encodeURIComponent encodeURI escape unescape slice substring substr replace replaceAll charAt concat split'
  ).split(' '),
);
/** `parse` of a module (`url`, `querystring`) is read again as it was. */
const pureOfModules: ReadonlySet<string> = new Set(['parse', 'format']);

const assertions: ReadonlySet<string> = new Set(['assert', 'invariant', 'ok']);

function unwrap(node: Node): Node {
  let callee = node;
  while (
    callee.type === 'TSNonNullExpression' ||
    callee.type === 'ChainExpression' ||
    callee.type === 'TSAsExpression' ||
    callee.type === 'TSTypeAssertion' ||
    callee.type === 'TSInstantiationExpression'
  )
    callee = callee.expression;
  return callee;
}

function calleeOf(w: Walker, written: Node): Callee {
  const node = unwrap(written);
  if (node.type !== 'MemberExpression')
    return { callee: w.evaluate(node), receiver: null, name: node.type === 'Identifier' ? node.name : '' };
  const object = w.evaluate(node.object);
  const property = propertyOf(w, node.property, node.computed);
  const callee = loadProperty(w, object, property, node);
  const receiver = node.object.type === 'Super' ? readThis(w, node) : object;
  return { callee, receiver, name: typeof property === 'string' ? property : '' };
}

function argumentsOf(w: Walker, nodes: readonly TSESTree.CallExpressionArgument[]): Arguments {
  const spread: number[] = [];
  const values = nodes.map((node, index) => {
    if (node.type !== 'SpreadElement') return w.evaluate(node);
    spread.push(index);
    return w.evaluate(node.argument);
  });
  // What an argument's evaluation tells holds for those before it too.
  return { values: values.map((value) => w.use(value)), spread };
}

function call(w: Walker, node: TSESTree.CallExpression, name: string): NodeId {
  const required = node.callee.type === 'Identifier' && node.callee.name === 'require' ? requiredModule(w, node, node.callee, name) : null;
  if (required !== null) return required;
  const joined = joinedList(w, node);
  if (joined !== null) return w.add({ kind: 'concat', operands: joined }, node);
  const callee = calleeOf(w, node.callee);
  w.callback = elementCallback(callee.name, callee.receiver, node.arguments);
  const given = argumentsOf(w, node.arguments);
  const text = madeOfText(w, callee.receiver, callee.name, node.arguments.length);
  if (text !== null) return w.constant(text, node);
  const key = isPure(w, callee, given) ? callKey(callee.callee, [callee.receiver ?? -1, ...given.values.map(nodeOf)]) : null;
  const known = key === null ? null : w.memory.findBy(key, operandsOf(w, callee, given), true);
  if (known !== null) return known;
  const made = addCall(w, callee, given, false, node);
  if (key !== null) w.memory.rememberBy(key, operandsOf(w, callee, given), made);
  else {
    w.memory.call([...(callee.receiver === null ? [] : [callee.receiver]), ...given.values.map(nodeOf)]);
    forgetGrown(w, callee.callee, callee.receiver, callee.name, given.values);
    learnFromCall(w, node, callee, given);
  }
  const { name: method, receiver } = callee;
  noteMoved(w, node.callee, method, receiver);
  return method === 'shift' ? orFirst(w, receiver, given.values, made, node) : orArguments(w, method, receiver, given.values, made, node);
}

function operandsOf(w: Walker, { receiver }: Callee, { values }: Arguments): readonly Use[] {
  return receiver === null ? values : [w.use(receiver), ...values];
}

function isPure(w: Walker, { callee, receiver, name }: Callee, { spread }: Arguments): boolean {
  if (spread.length > 0) return false;
  if (receiver === null) return pure.has(name) && w.graph.get(callee).kind === 'global';
  return pure.has(name) || (pureOfModules.has(name) && w.graph.get(receiver).kind === 'import');
}

function addCall(w: Walker, { callee, receiver }: Callee, { values, spread }: Arguments, isNew: boolean, place: Node): NodeId {
  return w.add(
    {
      kind: 'call',
      callee: w.use(callee),
      receiver: receiver === null ? null : w.use(receiver),
      arguments: values,
      spread,
      new: isNew,
    },
    place,
  );
}

/** `require('x')`, with the name that it has in every CommonJS module. */
function requiredModule(w: Walker, node: TSESTree.CallExpression, callee: TSESTree.Identifier, name: string): NodeId | null {
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || argument === undefined || argument.type === 'SpreadElement' || w.bindingOf(callee) !== null)
    return null;
  const specifier =
    argument.type === 'Literal' || argument.type === 'TemplateLiteral' || argument.type === 'BinaryExpression'
      ? w.evaluate(argument)
      : null;
  const shape = specifier === null ? null : w.graph.get(specifier);
  if (shape?.kind !== 'constant' || typeof shape.value !== 'string') return null;
  const local = name === '' ? {} : { local: name };
  return w.add({ kind: 'import', specifier: shape.value, name: '*', form: 'require', ...local }, node);
}

/** Assertions that hold from here on, and calls that never come back. */
function learnFromCall(w: Walker, node: TSESTree.CallExpression, { callee, receiver, name }: Callee, { values }: Arguments): void {
  const [first, second] = values;
  if (isExit(w, receiver, name) || throwsAlways(w, node.callee)) w.env.alive = false;
  else if (first !== undefined && isAssertion(w, receiver ?? callee)) {
    if (assertions.has(name)) w.assume(nodeOf(first), true);
    else if (second !== undefined && (name === 'equal' || name === 'strictEqual')) {
      for (const fact of w.facts.ofCase(nodeOf(first), nodeOf(second), node.start, node.end).same) w.facts.learn(fact);
    } else if (name === 'fail') w.env.alive = false;
  }
}

function isExit(w: Walker, receiver: NodeId | null, name: string): boolean {
  if (receiver === null || (name !== 'exit' && name !== 'abort' && name !== 'reallyExit')) return false;
  const shape = w.graph.get(receiver);
  return (shape.kind === 'global' && shape.name === 'process') || (shape.kind === 'import' && /^(?:node:)?process$/u.test(shape.specifier));
}

/** True where the function comes from elsewhere: one of the file's own is judged by what it does. */
function isAssertion(w: Walker, callee: NodeId): boolean {
  const shape = w.graph.get(callee);
  if (shape.kind === 'load') return isAssertion(w, nodeOf(shape.object));
  return shape.kind === 'import' && /assert|invariant/u.test(shape.specifier);
}

/** A function that is declared here and does nothing but throw. */
function throwsAlways(w: Walker, callee: Node): boolean {
  const binding = callee.type === 'Identifier' ? w.bindingOf(callee) : null;
  return binding !== null && w.throwing.has(binding);
}

export const callExpressions: ExpressionHandlers = {
  CallExpression: call,
  NewExpression: (w, node) => {
    const callee = w.evaluate(unwrap(node.callee));
    const given = argumentsOf(w, node.arguments);
    w.memory.call(given.values.map(nodeOf));
    forgetGrown(w, callee, null, '', given.values);
    return addCall(w, { callee, receiver: null, name: '' }, given, true, node);
  },
  ImportExpression: (w, node) => {
    const specifier = w.evaluate(node.source);
    const shape = w.graph.get(specifier);
    if (shape.kind === 'constant' && typeof shape.value === 'string')
      return w.add({ kind: 'import', specifier: shape.value, name: '*', form: 'dynamic' }, node);
    return addCall(
      w,
      { callee: w.graph.global('import', node), receiver: null, name: '' },
      { values: [w.use(specifier)], spread: [] },
      false,
      node,
    );
  },
  TaggedTemplateExpression: (w, node) => {
    const callee = calleeOf(w, node.tag);
    const strings = w.add({ kind: 'object', array: true }, node.quasi);
    for (const [index, quasi] of node.quasi.quasis.entries()) {
      const { cooked, raw } = quasi.value as { readonly cooked: string | null; readonly raw: string };
      initProperty(w, strings, String(index), w.constant(cooked ?? raw, quasi), quasi);
    }
    const values = node.quasi.expressions.map((expression) => w.evaluate(expression));
    const given = values.map((value) => w.use(value));
    w.memory.call(values);
    forgetGrown(w, callee.callee, callee.receiver, callee.name, given);
    return addCall(w, callee, { values: [w.use(strings), ...given], spread: [] }, false, node);
  },
};
