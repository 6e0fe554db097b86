// What code may do to lists, by its text alone: which lists hold more elements after it.
import type { TSESTree } from '@typescript-eslint/types';
import { constantKey, isWrapper, type Node } from './syntax.ts';

/** Methods of lists that put elements in. */
export const adders: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin']);

/** Functions of the language's own that write to what they are handed. */
export const writers: ReadonlySet<string> = new Set(['apply', 'assign', 'call', 'defineProperties', 'defineProperty', 'set']);

/** What a region of code may do to a list: add to one that is not named; hand a variable on, to a callee that may add; give one a second name. */
export type ListEvent =
  | { readonly kind: 'added' }
  | { readonly kind: 'handed'; readonly list: TSESTree.Identifier; readonly callee: Node }
  | { readonly kind: 'named'; readonly list: TSESTree.Identifier; readonly as: TSESTree.Identifier };

/** By the name of what is called. */
export function eventsOfCall({ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression): readonly ListEvent[] {
  const name = callee.type === 'MemberExpression' ? constantKey(callee.property, callee.computed) : null;
  if (callee.type === 'MemberExpression' && name !== null && adds(callee.object, name)) return [{ kind: 'added' }];
  return given.flatMap((value) => valuesOf(value).map((list): ListEvent => ({ kind: 'handed', list, callee })));
}

/** `Reflect.set` alone writes to what it is handed. */
function adds(object: Node, name: string): boolean {
  return adders.has(name) || (writers.has(name) && (name !== 'set' || (object.type === 'Identifier' && object.name === 'Reflect')));
}

export function eventsOfWrite(target: Node, value: Node | null): readonly ListEvent[] {
  if (target.type !== 'Identifier' || value === null) return [];
  return valuesOf(value).map((list): ListEvent => ({ kind: 'named', list, as: target }));
}

/** Variables whose very value the expression may have. */
function valuesOf(value: Node): readonly TSESTree.Identifier[] {
  const found: TSESTree.Identifier[] = [];
  const parts: Node[] = [value];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part.type === 'Identifier') found.push(part);
    else if (part.type === 'ConditionalExpression') parts.push(part.consequent, part.alternate);
    else if (part.type === 'LogicalExpression') parts.push(part.left, part.right);
    else if (part.type === 'AssignmentExpression') parts.push(part.left);
    else if (part.type === 'SequenceExpression') parts.push(...part.expressions.slice(-1));
    else if (part.type === 'AwaitExpression') parts.push(part.argument);
    else if (isWrapper(part)) parts.push(part.expression);
  }
  return found;
}
