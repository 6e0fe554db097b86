// The text of a pattern that is put together from constants: `new RegExp('^' + [year, month].join('-') + word.source)`.
import type { TSESTree } from '@typescript-eslint/types';
import { keyOf, unwrap, writesOf } from './names.ts';
import { maxDepth } from './source-file.ts';
import type { Node, SourceFile } from './source-file.ts';
import { elementsOf, textOf } from './values.ts';

export interface PatternText {
  readonly source: string;
  /** Of a literal that is handed on; else empty. */
  readonly flags: string;
  /** True if it is a literal of this file, through variables perhaps. */
  readonly isLiteral: boolean;
}

const longest = 20_000;

/** The pattern that `RegExp` would be given; null where it cannot be told. */
export function patternOf(node: Node | undefined, file: SourceFile): PatternText | null {
  if (node === undefined) return null;
  const literal = literalOf(node, file, 0);
  if (literal !== null) return { source: literal.regex.pattern, flags: literal.regex.flags, isLiteral: true };
  const source = sourceText(node, file, 0);
  return source === null ? null : { source, flags: '', isLiteral: false };
}

function sourceText(node: Node, file: SourceFile, depth: number): string | null {
  const inner = unwrap(node);
  const known = file.answers.patterns.get(inner);
  if (known !== undefined) return known;
  if (depth > maxDepth) return null;
  file.answers.patterns.set(inner, null);
  const text = textOf(inner, file) ?? assembled(inner, file, depth);
  file.answers.patterns.set(inner, text);
  return text;
}

function assembled(inner: Node, file: SourceFile, depth: number): string | null {
  const below = (part: Node): string | null => sourceText(part, file, depth + 1);
  switch (inner.type) {
    case 'Identifier':
      return throughVariable(inner, file, below);
    case 'BinaryExpression':
      return inner.operator === '+' ? joined([inner.left, inner.right].map(below), '') : null;
    case 'TemplateLiteral':
      return joined(
        interleaved(
          inner.quasis.map((quasi) => quasi.value.cooked),
          inner.expressions.map(below),
        ),
        '',
      );
    case 'TaggedTemplateExpression':
      return isRaw(inner)
        ? joined(
            interleaved(
              inner.quasi.quasis.map((quasi) => quasi.value.raw),
              inner.quasi.expressions.map(below),
            ),
            '',
          )
        : null;
    case 'ArrayExpression':
      return joined(
        (elementsOf(inner, file) ?? [null]).map((element) => (element === null ? null : below(element))),
        ',',
      );
    case 'MemberExpression':
      return keyOf(inner) === 'source' ? (literalOf(inner.object, file, depth)?.regex.pattern ?? null) : null;
    case 'CallExpression':
      return joinOf(inner, file, below);
    default:
      return null;
  }
}

/** `[a, b].join('-')` */
function joinOf(call: TSESTree.CallExpression, file: SourceFile, below: (part: Node) => string | null): string | null {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'join') return null;
  const [first] = call.arguments;
  const separator = first === undefined ? ',' : textOf(first, file);
  const elements = elementsOf(callee.object, file);
  if (separator === null || elements === null) return null;
  return joined(
    elements.map((element) => (element === null ? null : below(element))),
    separator,
  );
}

function isRaw({ tag }: TSESTree.TaggedTemplateExpression): boolean {
  return tag.type === 'MemberExpression' && keyOf(tag) === 'raw' && tag.object.type === 'Identifier' && tag.object.name === 'String';
}

function throughVariable(node: TSESTree.Identifier, file: SourceFile, below: (part: Node) => string | null): string | null {
  const variable = file.variableOf(node);
  const [only, more] = (variable === null ? null : writesOf(variable, file)) ?? [];
  return only === undefined || more !== undefined ? null : below(only);
}

function literalOf(node: Node, file: SourceFile, depth: number): TSESTree.RegExpLiteral | null {
  const inner = unwrap(node);
  if (inner.type === 'Literal' && 'regex' in inner) return inner;
  if (inner.type !== 'Identifier' || depth > maxDepth) return null;
  const variable = file.variableOf(inner);
  const [only, more] = (variable === null ? null : writesOf(variable, file)) ?? [];
  return only === undefined || more !== undefined ? null : literalOf(only, file, depth + 1);
}

function interleaved(texts: readonly (string | null)[], inserted: readonly (string | null)[]): readonly (string | null)[] {
  return texts.flatMap((text, index) => (index < inserted.length ? [text, inserted[index] ?? null] : [text]));
}

function joined(parts: readonly (string | null)[], separator: string): string | null {
  if (parts.includes(null)) return null;
  const text = parts.join(separator);
  return text.length > longest ? null : text;
}
