// What the first walk does at each kind of node.
import type { TSESTree } from '@typescript-eslint/types';
import type { ParsedSource } from '../parse/parser.ts';
import type { BindingKind, Resolution } from './bindings.ts';
import { inlineCallback } from './element-callbacks.ts';
import { eventOfLeaving, eventsOfCall, eventsOfHolding, eventsOfStore, eventsOfWrite } from './list-events.ts';
import { Scan } from './scan.ts';
import { isBuiltInPrototype, noteCall, noteHanded, noteStore } from './surprises.ts';
import { constantKey, isWrapper, type FunctionSyntax, type Node, type NodesByType } from './syntax.ts';

type ScanHandlers = { readonly [T in keyof NodesByType]?: (scan: Scan, node: NodesByType[T]) => void };

/** Resolves the names of a file. */
export function scanFile(source: ParsedSource): Resolution {
  return new Scan(source.ast, source.sourceType === 'module').run(source.ast, handlers);
}

/** Declares what a pattern binds; `written` where it gets a value there. */
function declarePattern(scan: Scan, pattern: Node, kind: BindingKind, written: boolean): void {
  const parts: (Node | null)[] = [pattern];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part === null) continue;
    if (part.type === 'Identifier') scan.declare(part, part.name, kind, written);
    if ('decorators' in part) scan.pushAll(part.decorators);
    parts.push(...partsOfPattern(scan, part));
  }
}

/** Parts of a pattern that are patterns too; keys and defaults, which are expressions, are pushed. */
function partsOfPattern(scan: Scan, part: Node): readonly (Node | null)[] {
  switch (part.type) {
    case 'ObjectPattern':
      return part.properties;
    case 'Property':
      if (part.computed) scan.push(part.key);
      return [part.value];
    case 'ArrayPattern':
      return part.elements;
    case 'RestElement':
      return [part.argument];
    case 'AssignmentPattern':
      scan.push(part.right);
      return [part.left];
    case 'TSParameterProperty':
      return [part.parameter];
    default:
      return [];
  }
}

/** Notes what an assignment to a pattern writes. `read` for `x += 1`; `value` is what is written, where it stands there. */
function assignTarget(scan: Scan, target: Node, read = false, value: Node | null = null): void {
  const parts: (Node | null)[] = [target];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part === null) continue;
    if (part.type === 'Identifier') {
      scan.refer(part, part.name, true);
      if (read) scan.refer(part, part.name, false);
    } else if (part.type === 'MemberExpression') {
      scan.store(constantKey(part.property, part.computed));
      noteStore(scan.surprises, part, part === target ? value : null);
      scan.listEvents.push(...eventsOfStore(part));
      member(scan, part);
    } else if (isWrapper(part)) parts.push(part.expression);
    else parts.push(...partsOfPattern(scan, part));
  }
}

function member(scan: Scan, node: TSESTree.MemberExpression): void {
  if (node.computed) scan.push(node.property);
  scan.push(isBuiltInPrototype(node.object) ? node.object.object : node.object);
}

function keyed(scan: Scan, node: { readonly computed: boolean; readonly key: Node; readonly value: Node | null }): void {
  scan.push(node.value);
  if (node.computed) scan.push(node.key);
}

function functionBody(scan: Scan, node: FunctionSyntax): void {
  scan.enterFunction(node);
  for (const parameter of node.params) declarePattern(scan, parameter, 'parameter', true);
  // The body's own scope is the function's: to tell the two apart would only matter to odd defaults.
  if (node.body.type === 'BlockStatement') scan.pushAll(node.body.body);
  else scan.push(node.body);
}

function loop(scan: Scan, node: TSESTree.WhileStatement | TSESTree.DoWhileStatement): void {
  scan.enterRegion(node, true);
  scan.pushChildren(node);
}

function loopWithInit(scan: Scan, node: TSESTree.ForStatement): void {
  const { init, test, update, body } = node;
  const declared = init?.type === 'VariableDeclaration' && init.kind !== 'var' ? init.declarations : null;
  if (declared !== null) {
    // What the head declares goes from round to round: it is no round's own.
    scan.enterBlock();
    for (const { id } of declared) declarePattern(scan, id, 'lexical', true);
  }
  scan.enterRegion(node, true);
  scan.pushAll([...(declared === null ? [init] : declared.map((each) => each.init)), test, update, body]);
}

function loopOver(scan: Scan, node: TSESTree.ForInStatement | TSESTree.ForOfStatement): void {
  scan.enterRegion(node, true);
  scan.pushAll([node.right, node.body]);
  const [declared] = node.left.type === 'VariableDeclaration' ? node.left.declarations : [];
  if (node.left.type !== 'VariableDeclaration') assignTarget(scan, node.left);
  else if (declared !== undefined) declarePattern(scan, declared.id, node.left.kind === 'var' ? 'var' : 'lexical', true);
}

function block(scan: Scan, node: Node): void {
  scan.enterBlock();
  scan.pushChildren(node);
}

function classBody(scan: Scan, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
  scan.push(node.body);
  scan.push(node.superClass);
  scan.pushAll(node.decorators);
}

function field(scan: Scan, node: TSESTree.PropertyDefinition | TSESTree.AccessorProperty): void {
  if (node.computed) scan.push(node.key);
  scan.pushAll(node.decorators);
  if (node.value === null) return;
  // An instance's fields are set by its constructor, later than the class is made.
  if (!node.static) scan.enterFunction(node);
  scan.push(node.value);
}

const handlers: ScanHandlers = {
  Identifier: (scan, node) => {
    scan.refer(node, node.name, false);
  },
  JSXOpeningElement: (scan, node) => {
    scan.pushAll(node.attributes);
    let root: Node = node.name;
    while (root.type === 'JSXMemberExpression') root = root.object;
    if (root.type === 'JSXIdentifier') scan.refer(root, root.name, false);
  },
  JSXClosingElement: () => undefined,
  MemberExpression: (scan, node) => {
    // One whose property is read doesn't come here.
    if (isBuiltInPrototype(node)) scan.surprises.builtIn = true;
    member(scan, node);
  },
  CallExpression: (scan, node) => {
    const callback = inlineCallback(node);
    if (callback !== null) scan.inline.add(callback);
    scan.listEvents.push(...eventsOfCall(node.callee, node.arguments));
    noteCall(scan.surprises, node);
    scan.pushChildren(node);
  },
  NewExpression: (scan, node) => {
    scan.listEvents.push(...eventsOfCall(node.callee, node.arguments));
    noteCall(scan.surprises, node);
    scan.pushChildren(node);
  },
  ArrayExpression: (scan, node) => {
    scan.listEvents.push(...eventsOfHolding(node.elements.filter((element) => element?.type !== 'SpreadElement')));
    scan.pushChildren(node);
  },
  ObjectExpression: (scan, node) => {
    scan.listEvents.push(...eventsOfHolding(node.properties.map((property) => (property.type === 'Property' ? property.value : null))));
    scan.pushChildren(node);
  },
  Property: keyed,
  MethodDefinition: (scan, node) => {
    keyed(scan, node);
    scan.pushAll(node.decorators);
  },
  PropertyDefinition: field,
  AccessorProperty: field,
  FunctionDeclaration: (scan, node) => {
    if (node.id !== null) scan.declare(node.id, node.id.name, scan.functionKind(), true);
    functionBody(scan, node);
  },
  FunctionExpression: (scan, node) => {
    if (node.id !== null) {
      scan.enterBlock();
      scan.declare(node.id, node.id.name, 'lexical', true);
    }
    functionBody(scan, node);
  },
  ArrowFunctionExpression: functionBody,
  ClassDeclaration: (scan, node) => {
    if (node.id !== null) scan.declare(node.id, node.id.name, 'class', true);
    classBody(scan, node);
  },
  ClassExpression: (scan, node) => {
    scan.enterBlock();
    if (node.id !== null) scan.declare(node.id, node.id.name, 'lexical', true);
    classBody(scan, node);
  },
  StaticBlock: (scan, node) => {
    scan.enterBlock(true);
    scan.pushAll(node.body);
  },
  BlockStatement: block,
  SwitchStatement: block,
  CatchClause: (scan, node) => {
    scan.enterBlock();
    if (node.param !== null) declarePattern(scan, node.param, 'lexical', true);
    scan.push(node.body);
  },
  TryStatement: (scan, node) => {
    scan.enterRegion(node, false);
    scan.pushChildren(node);
  },
  ForStatement: loopWithInit,
  WhileStatement: loop,
  DoWhileStatement: loop,
  ForInStatement: loopOver,
  ForOfStatement: loopOver,
  VariableDeclaration: (scan, node) => {
    if (node.declare) return;
    for (const { id, init } of node.declarations) {
      declarePattern(scan, id, node.kind === 'var' ? 'var' : 'lexical', init !== null);
      noteHanded(scan.surprises, init);
      scan.listEvents.push(...eventsOfWrite(id, init));
      scan.push(init);
    }
  },
  AssignmentExpression: (scan, node) => {
    noteHanded(scan.surprises, node.right);
    scan.listEvents.push(...eventsOfWrite(node.left, node.right));
    scan.push(node.right);
    assignTarget(scan, node.left, node.operator !== '=', node.operator === '=' ? node.right : null);
  },
  TaggedTemplateExpression: (scan, node) => {
    scan.listEvents.push(...eventsOfCall(node.tag, node.quasi.expressions));
    scan.pushChildren(node);
  },
  YieldExpression: (scan, node) => {
    scan.listEvents.push(eventOfLeaving(node.argument));
    scan.push(node.argument);
  },
  AwaitExpression: (scan, node) => {
    scan.listEvents.push(eventOfLeaving(null));
    scan.push(node.argument);
  },
  UpdateExpression: (scan, node) => {
    assignTarget(scan, node.argument, true);
  },
  UnaryExpression: (scan, node) => {
    if (node.operator === 'delete' && node.argument.type === 'MemberExpression') assignTarget(scan, node.argument);
    else scan.push(node.argument);
  },
  LabeledStatement: (scan, node) => {
    scan.push(node.body);
  },
  BreakStatement: () => undefined,
  ContinueStatement: () => undefined,
  MetaProperty: () => undefined,
  ImportDeclaration: (scan, node) => {
    for (const { local } of node.specifiers) scan.declare(local, local.name, 'import', true);
  },
  ExportNamedDeclaration: (scan, node) => {
    scan.push(node.declaration);
    if (node.source !== null) return;
    for (const { local } of node.specifiers) scan.refer(local, local.name, false);
  },
  ExportAllDeclaration: () => undefined,
  TSAsExpression: (scan, node) => {
    scan.push(node.expression);
  },
  TSTypeAssertion: (scan, node) => {
    scan.push(node.expression);
  },
  TSSatisfiesExpression: (scan, node) => {
    scan.push(node.expression);
  },
  TSNonNullExpression: (scan, node) => {
    scan.push(node.expression);
  },
  TSInstantiationExpression: (scan, node) => {
    scan.push(node.expression);
  },
  TSExportAssignment: (scan, node) => {
    scan.push(node.expression);
  },
  TSImportEqualsDeclaration: (scan, node) => {
    scan.declare(node.id, node.id.name, 'import', true);
    let root: Node = node.moduleReference;
    while (root.type === 'TSQualifiedName') root = root.left;
    if (root.type === 'Identifier') scan.refer(root, root.name, false);
  },
  TSEnumDeclaration: (scan, node) => {
    if (node.declare) return;
    scan.declare(node.id, node.id.name, 'var', true);
    scan.enterBlock();
    for (const enumMember of node.body.members) scan.push(enumMember.initializer);
  },
  TSModuleDeclaration: (scan, node) => {
    if (node.declare || node.kind === 'global' || node.id.type !== 'Identifier') return;
    scan.declare(node.id, node.id.name, 'var', true);
    scan.enterBlock(true);
    scan.push(node.body);
  },
  TSModuleBlock: (scan, node) => {
    scan.pushAll(node.body);
  },
};
