// Lines that no one writes: where most of what a file does stands on a few of them, it was minified or generated, and is mended elsewhere.
import type { ParsedSource } from '../parse/parser.ts';
import { positionAt, textLineStarts } from '../parse/positions.ts';

/** What does something. Data, names and comments, of which a file may have any number on one line, do not count. */
const operations: ReadonlySet<string> = new Set([
  'AssignmentExpression',
  'BinaryExpression',
  'CallExpression',
  'ConditionalExpression',
  'ForStatement',
  'FunctionDeclaration',
  'FunctionExpression',
  'IfStatement',
  'LogicalExpression',
  'MemberExpression',
  'NewExpression',
  'ReturnStatement',
  'UnaryExpression',
  'UpdateExpression',
]);
/** Operations on one line: what people write has some twenty at most. */
const denseLine = 30;
/** Characters that so many take at least. */
const leastDense = 300;
/** Operations of a file, and which part of them stands on such lines. */
const leastOperations = 300;
const leastPart = 0.75;

/** The lines, as offsets by pairs, of a file that is written on such lines nearly as a whole; none of any other. */
export function denseLines({ text, nodes }: Pick<ParsedSource, 'text' | 'nodes'>): readonly number[] {
  if (!hasLongLine(text)) return [];
  const starts = textLineStarts(text);
  const counts = new Map<number, number>();
  let all = 0;
  for (const { type, start } of nodes) {
    if (!operations.has(type)) continue;
    const { line } = positionAt(starts, start);
    counts.set(line, (counts.get(line) ?? 0) + 1);
    all += 1;
  }
  const dense = [...counts].filter(([, count]) => count >= denseLine);
  const inDense = dense.reduce((sum, [, count]) => sum + count, 0);
  if (all < leastOperations || inDense < all * leastPart) return [];
  return dense.flatMap(([line]) => [starts[line - 1] ?? 0, starts[line] ?? text.length]).sort((a, b) => a - b);
}

function hasLongLine(text: string): boolean {
  for (let start = 0; text.length - start >= leastDense;) {
    const end = text.indexOf('\n', start);
    if (end === -1 || end - start >= leastDense) return true;
    start = end + 1;
  }
  return false;
}
