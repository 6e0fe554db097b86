// Mutations of a source as a tree: expressions and statements change places or are put into others, so that most results parse.
import { createParser, type Parser } from '../../src/analysis/parse/parser.ts';
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import type { TSESTree } from '@typescript-eslint/types';
import type { Random } from './random.ts';

/** A part of a source that another part of its kind can stand for. */
interface Part {
  readonly start: number;
  readonly end: number;
}

interface Parts {
  readonly expressions: readonly Part[];
  readonly statements: readonly Part[];
}

const aroundExpressions = [
  '(async () => await (X))()',
  '[X].map((e) => e)[0]',
  '(X ? X : X)',
  '((a = X) => a)()',
  '({ p: X }).p',
  '({ ...X })',
  '[...X]',
  '`${X}`',
  '(X, X)',
  '(X && X || X)',
  'Object.assign({}, X)',
  '(function () { return arguments[0]; })(X)',
  'new (class { p = X; get q() { return this.p; } })().q',
  "(X)['constructor']",
  'Promise.resolve(X).then((v) => v)',
  '(function* () { yield X; })().next().value',
  'JSON.parse(JSON.stringify(X))',
  'require(X)',
  'eval(X)',
  'f(X)(X)(X)',
  'delete X',
  'typeof X',
  '(X)?.a?.[X]',
  'new Function(X)()',
  'Reflect.apply(X, X, [X])',
  '(X).bind(X, X)(X)',
  'new Proxy(X, { get: () => X })',
  '(x = X) => x',
  'String.raw`${X}${X}`',
  '(X in X)',
  '(X instanceof X)',
  'import(X)',
] as const;

const aroundStatements = [
  '{ X X }',
  'if (a) { X } else { X }',
  'for (;;) { X break; }',
  'for (const i of a) { X }',
  'for (k in a) { X }',
  'while (a) { X }',
  'do { X } while (a);',
  'try { X } catch (e) { X } finally { X }',
  'switch (a) { case 1: X case b(): X default: X }',
  'function f(a) { X } f(a);',
  'l: { X break l; }',
  '(async () => { X })();',
  'class C { static { X } m() { X } }',
  'with (a) { X }',
  'exports.f = (a) => { X };',
  'setTimeout(() => { X });',
  "require('express')().get('/', (req, res) => { X });",
  'function* g() { X yield a; }',
  'var a = function f() { X };',
  'module.exports = class { set p(a) { X } };',
] as const;

export interface TreeMutator {
  /** The text, mutated in some places; null where it does not parse or has nothing to mutate. */
  readonly mutate: (text: string, extension: string, random: Random) => string | null;
}

/** Parses what is not mutated yet: a source of the corpus that breaks the parser ends the run. */
export function createTreeMutator(wasm: Uint8Array): TreeMutator {
  const parser = createParser(wasm);
  return {
    mutate(text, extension, random) {
      const parts = partsOf(parser, text, extension);
      if (parts === null || parts.expressions.length === 0) return null;
      let mutated = text;
      const edits = Array.from({ length: 1 + random.below(random.chance(80) ? 4 : 15) }, () => editOf(text, parts, random)).sort(
        (a, b) => b.start - a.start,
      );
      let upTo = text.length;
      for (const { start, end, replacement } of edits) {
        // Those within others are lost.
        if (end > upTo) continue;
        mutated = mutated.slice(0, start) + replacement + mutated.slice(end);
        upTo = start;
      }
      return mutated;
    },
  };
}

function editOf(text: string, { expressions, statements }: Parts, random: Random): Part & { readonly replacement: string } {
  const isStatement = statements.length > 0 && random.chance(40);
  const list = isStatement ? statements : expressions;
  const target = random.pick(list);
  const other = textOf(text, random.pick(list));
  const own = textOf(text, target);
  switch (random.below(isStatement ? 5 : 3)) {
    case 0:
      return { ...target, replacement: other };
    case 1: {
      const frame = random.pick(isStatement ? aroundStatements : aroundExpressions);
      const deep = random.chance(5) ? random.pick([10, 60]) : 1;
      return { ...target, replacement: wrapped(own, other, frame, deep, random) };
    }
    case 2:
      return { ...target, replacement: isStatement ? `${own}\n${other}` : `(${own}, ${other})` };
    case 3:
      return { ...target, replacement: '' };
    default:
      return { ...target, replacement: `${own}\n`.repeat(random.pick([2, 2, 3, 50])) };
  }
}

/** Some of a frame's places get the other part. */
function wrapped(own: string, other: string, frame: string, deep: number, random: Random): string {
  let inner = own;
  for (let level = 0; level < deep && inner.length < 100_000; level += 1) {
    let isFirst = true;
    inner = frame.replaceAll('X', () => {
      const filling = isFirst || random.chance(30) ? inner : other;
      isFirst = false;
      return filling;
    });
  }
  return inner;
}

function textOf(text: string, { start, end }: Part): string {
  return text.slice(start, end);
}

function partsOf(parser: Parser, text: string, extension: string): Parts | null {
  const parsed = parser.parse(text, dialectOfPath(`a${extension}`) ?? 'javascript');
  if (!parsed.ok || parsed.text.length !== text.length) return null;
  const parts = { expressions: [] as Part[], statements: [] as Part[] };
  const left: TSESTree.Node[] = [parsed.ast];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const { start, end } = node;
    if (/(?:Statement|FunctionDeclaration|VariableDeclaration|ClassDeclaration)$/u.test(node.type)) parts.statements.push({ start, end });
    const fields = node as unknown as Readonly<Record<string, unknown>>;
    for (const key of visitorKeys[node.type] ?? []) {
      for (const child of [fields[key]].flat()) {
        if (!isNode(child)) continue;
        left.push(child);
        if (isReplaceable(child, node, key)) parts.expressions.push({ start: child.start, end: child.end });
      }
    }
  }
  return parts;
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Fields in which one expression can stand for another, by the kind of node that has them; names of properties and parameters are none. */
const places: Readonly<Record<string, readonly string[]>> = {
  CallExpression: ['callee', 'arguments'],
  NewExpression: ['arguments'],
  ReturnStatement: ['argument'],
  BinaryExpression: ['left', 'right'],
  LogicalExpression: ['left', 'right'],
  VariableDeclarator: ['init'],
  PropertyDefinition: ['value'],
  MemberExpression: ['object'],
  AssignmentExpression: ['right'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  ArrayExpression: ['elements'],
  IfStatement: ['test'],
  AwaitExpression: ['argument'],
  TemplateLiteral: ['expressions'],
};

function isReplaceable(child: TSESTree.Node, parent: TSESTree.Node, key: string): boolean {
  if (!/(?:Expression|Literal|Identifier)$/u.test(child.type)) return false;
  return places[parent.type]?.includes(key) === true;
}
