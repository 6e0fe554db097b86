// Lists that get more elements: what a loop or `every` told of all that a list holds says nothing of these.
import type { TSESTree } from '@typescript-eslint/types';
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import { constantKey } from './syntax.ts';
import type { Walker } from './walker.ts';

const adders: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin']);
/** What leaves the list without any new element. */
const readers: ReadonlySet<string> = new Set(
  (
    'at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map pop reduce reduceRight ' +
    'reverse shift slice some sort toString values'
  ).split(' '),
);
/** Functions of the language's own that write to what they are handed. */
const writers: ReadonlySet<string> = new Set(['apply', 'assign', 'call', 'defineProperties', 'defineProperty', 'set']);

/** Whether a call may add to a list, by the name of what it calls. */
export function isGrowth({ callee }: TSESTree.CallExpression): boolean {
  const name = callee.type === 'MemberExpression' ? constantKey(callee.property, callee.computed) : null;
  return name !== null && (adders.has(name) || writers.has(name));
}

/** A call was made: of its receiver, and of what it was handed. */
export function forgetGrown(w: Walker, callee: NodeId, receiver: NodeId | null, name: string, given: readonly Use[]): void {
  if (receiver !== null && !readers.has(name)) w.facts.forgetElements(receiver, adders.has(name));
  if (isOfLanguage(w, callee) && !writers.has(name)) return;
  for (const use of given) w.facts.forgetElements(nodeOf(use), false);
}

/** `Array.isArray`, `console.log`, `/^a/.test`. */
function isOfLanguage(w: Walker, callee: NodeId): boolean {
  const shape = w.graph.get(callee);
  if (shape.kind !== 'load') return shape.kind === 'global';
  return ['global', 'pattern', 'constant'].includes(w.graph.get(nodeOf(shape.object)).kind);
}
