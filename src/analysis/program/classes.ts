// Classes: constructor, methods, accessors and fields, with their decorators.
import type { TSESTree } from '@typescript-eslint/types';
import type { ClassMember, FlowNode, FunctionId, NodeId, Property } from './file-graph.ts';
import { functionHere, readBody } from './functions.ts';
import { nameOfProperty, propertyOf } from './properties.ts';
import { isFunction, type FunctionSyntax, type Node } from './syntax.ts';
import type { ExpressionHandlers, StatementHandlers, Walker } from './walker.ts';

type ClassSyntax = TSESTree.ClassDeclaration | TSESTree.ClassExpression;
type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;
type ClassNode = Extract<FlowNode, { kind: 'class' }>;

const kinds = { method: 'method', constructor: 'method', get: 'getter', set: 'setter' } as const;

/** The class, or what its decorators make of it. */
function readClass(w: Walker, node: ClassSyntax, name: string): NodeId {
  const superclass = node.superClass === null ? null : w.evaluate(node.superClass);
  const decorators = node.decorators.map((decorator) => w.evaluate(decorator.expression));
  const members: ClassMember[] = [];
  const shape = {
    kind: 'class',
    superclass: superclass === null ? null : w.use(superclass),
    construct: null,
    members,
    privates: privatesOf(node),
  } as const;
  const made = w.add(shape, node);
  const own = node.id === null ? null : w.bindingOf(node.id);
  if (own !== null) w.write(own, made);
  (w.graph.get(made) as { -readonly [K in keyof ClassNode]: ClassNode[K] }).construct = construct(w, node, members, node.id?.name ?? name);
  for (const part of node.body.body) readMember(w, part, made, members);
  let value = made;
  for (const decorator of decorators.toReversed()) {
    value = w.add({ kind: 'call', callee: w.use(decorator), receiver: null, arguments: [w.use(value)], spread: [], new: false }, node);
  }
  return value;
}

/** Methods, fields and parameters of the constructor that are fields. */
function privatesOf({ body }: ClassSyntax): readonly string[] {
  const parts = body.body.flatMap((part): readonly Node[] =>
    part.type === 'MethodDefinition' && part.kind === 'constructor' ? part.value.params : [part],
  );
  return parts.flatMap((part) => {
    if (!('accessibility' in part) || part.accessibility !== 'private') return [];
    const key = part.type === 'TSParameterProperty' ? parameterName(part) : 'key' in part && !part.computed ? part.key : null;
    if (key?.type === 'Identifier') return [key.name];
    return key?.type === 'Literal' && typeof key.value === 'string' ? [key.value] : [];
  });
}

function parameterName({ parameter }: TSESTree.TSParameterProperty): Node {
  return parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
}

/** The constructor, which sets the fields first; made up where a class has fields and no constructor. */
function construct(w: Walker, node: ClassSyntax, members: ClassMember[], name: string): FunctionId | null {
  const fields = node.body.body.filter((part): part is Field => isField(part) && !part.static);
  const written = node.body.body.find(
    (part): part is TSESTree.MethodDefinition => part.type === 'MethodDefinition' && part.kind === 'constructor' && isFunction(part.value),
  );
  const prologue = (): void => {
    for (const field of fields) readField(w, field, members);
  };
  if (written !== undefined) return functionHere(w, written.value as FunctionSyntax, name, 'constructor', prologue);
  return fields.some((field) => field.value !== null || field.decorators.length > 0) ? madeUp(w, node, name, prologue) : null;
}

/** `constructor(...args) { super(...args) }`. */
function madeUp(w: Walker, node: ClassSyntax, name: string, prologue: () => void): FunctionId {
  const id = w.graph.addFunction(name, 'constructor', node, w.frame.id, [false, false]);
  const { frame: outer } = w;
  const mark = w.env.mark();
  w.frame = w.frameOf(id, { node, parent: outer.record, loop: null, inline: false, id }, false, false);
  w.memory.enterClosure();
  w.facts.enterClosure();
  if (node.superClass !== null) {
    const rest = w.add({ kind: 'parameter', index: 0, rest: true, name: '' }, node);
    w.frame.draft.parameters = [rest];
    w.frame.draft.parameterDecorators = [[]];
    const callee = w.add({ kind: 'super' }, node);
    w.add({ kind: 'call', callee, receiver: null, arguments: [rest], spread: [0], new: false }, node);
  }
  prologue();
  w.env.undo(mark);
  w.frame = outer;
  return id;
}

function isField(part: Node): part is Field {
  return part.type === 'PropertyDefinition' || part.type === 'AccessorProperty';
}

function readMember(w: Walker, part: TSESTree.ClassElement, made: NodeId, members: ClassMember[]): void {
  if (part.type === 'MethodDefinition') {
    if (part.kind !== 'constructor' && isFunction(part.value)) members.push(method(w, part, part.value));
  } else if (part.type === 'StaticBlock') {
    withReceiver(w, made, () => {
      readBody(w, part.body);
    });
  } else if (isField(part) && part.static) {
    withReceiver(w, made, () => {
      readField(w, part, members);
    });
  }
}

/** What runs while the class is made has the class as `this`. */
function withReceiver(w: Walker, receiver: NodeId, run: () => void): void {
  const { frame } = w;
  const before = frame.receiver;
  frame.receiver = receiver;
  run();
  frame.receiver = before;
}

function method(w: Walker, part: TSESTree.MethodDefinition, value: FunctionSyntax): ClassMember {
  const name = propertyOf(w, part.key, part.computed);
  const kind = kinds[part.kind];
  const decorators = decoratorsOf(w, part);
  return { name, static: part.static, kind, value: null, function: functionHere(w, value, nameOfProperty(name), kind), decorators };
}

function readField(w: Walker, part: Field, members: ClassMember[]): void {
  const name: Property = propertyOf(w, part.key, part.computed);
  const decorators = decoratorsOf(w, part);
  const value = part.value === null ? null : w.evaluate(part.value, nameOfProperty(name));
  members.push({ name, static: part.static, kind: 'field', value: value === null ? null : w.use(value), function: null, decorators });
}

function decoratorsOf(w: Walker, { decorators }: { readonly decorators: readonly TSESTree.Decorator[] }): readonly NodeId[] {
  return decorators.map((decorator) => w.evaluate(decorator.expression));
}

export const classExpressions: ExpressionHandlers = {
  ClassExpression: readClass,
};

export const classStatements: StatementHandlers = {
  ClassDeclaration: (w, node) => {
    const value = readClass(w, node, '');
    w.classNodes.set(node, value);
    const binding = node.id === null || node.decorators.length === 0 ? null : w.bindingOf(node.id);
    if (binding !== null) w.write(binding, value);
  },
};
