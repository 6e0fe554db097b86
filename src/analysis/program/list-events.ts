// What code may do to lists, by its text alone: which lists hold more elements after it.
import type { TSESTree } from '@typescript-eslint/types';
import { constantKey, isWrapper, type Node } from './syntax.ts';

/** Methods of lists that put elements in. */
export const adders: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin']);

/** Functions of the language's own that write to what they are handed. */
export const writers: ReadonlySet<string> = new Set(['apply', 'assign', 'call', 'defineProperties', 'defineProperty', 'set']);

/** Methods that leave the list without any new element. */
export const readers: ReadonlySet<string> = new Set(
  (
    'at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map pop reduce reduceRight ' +
    'reverse shift slice some sort toString values'
  ).split(' '),
);

/** Methods that ask a function about elements, and whose answer tells of all of them. */
export const elementTests: ReadonlySet<string> = new Set(['every', 'some', 'find', 'findIndex']);

/** Methods of other things of the language, which know of no list but what they are handed. */
export const strangers: ReadonlySet<string> = new Set(
  (
    'charAt charCodeAt codePointAt endsWith exec get getTime has hasOwnProperty localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll ' +
    'search split startsWith substr substring test toFixed toISOString toJSON toLocaleString toLowerCase toUpperCase trim trimEnd trimStart valueOf'
  ).split(' '),
);

/** What has these names, and no others in the file, is the language's or its platforms'. */
export const languageNames: ReadonlySet<string> = new Set(
  (
    'AbortController AggregateError Array ArrayBuffer BigInt Blob Boolean Buffer DataView Date Error EvalError FormData Function Headers Infinity Intl JSON Map Math ' +
    'NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Request Response Set String Symbol SyntaxError TextDecoder TextEncoder TypeError ' +
    'URIError URL URLSearchParams Uint8Array WeakMap WeakSet alert atob btoa clearInterval clearTimeout confirm console crypto decodeURI decodeURIComponent document ' +
    'encodeURI encodeURIComponent escape fetch isFinite isNaN localStorage location navigator parseFloat parseInt performance process prompt queueMicrotask require ' +
    'sessionStorage setImmediate setInterval setTimeout structuredClone undefined unescape'
  ).split(' '),
);

/** What code may do to a list: add to one that is not named; call what may add; write to one; leave one to whoever runs next, or put it elsewhere; give one a second name. */
export type ListEvent =
  | { readonly kind: 'added' }
  | {
      readonly kind: 'called';
      readonly callee: Node;
      readonly method: string | null;
      /** Arguments, and the variables whose very value they may have. */
      readonly given: number;
      readonly lists: readonly TSESTree.Identifier[];
    }
  | { readonly kind: 'written'; readonly object: Node }
  | { readonly kind: 'left' | 'kept'; readonly lists: readonly TSESTree.Identifier[] }
  | { readonly kind: 'named'; readonly list: TSESTree.Identifier; readonly as: TSESTree.Identifier };

export function eventsOfCall(callee: Node, given: readonly Node[]): readonly ListEvent[] {
  const method = callee.type === 'MemberExpression' ? constantKey(callee.property, callee.computed) : null;
  const lists = given.flatMap(namesOf);
  if (callee.type === 'MemberExpression' && method !== null && adds(callee.object, method)) return [{ kind: 'added' }, ...keptOf(lists)];
  return [{ kind: 'called', callee, method, given: given.length, lists }];
}

/** `Reflect.set` alone writes to what it is handed. */
function adds(object: Node, name: string): boolean {
  return adders.has(name) || (writers.has(name) && (name !== 'set' || (object.type === 'Identifier' && object.name === 'Reflect')));
}

/** What waits here, or gives a value away. */
export function eventOfLeaving(value: Node | null): ListEvent {
  return { kind: 'left', lists: value === null ? [] : namesOf(value) };
}

/** What is called `trim` or `filter` knows of no list but what it is handed, whoever's it is. */
export function isKnownMethod(name: string): boolean {
  return adders.has(name) || readers.has(name) || strangers.has(name);
}

/** `Array.isArray`, `console.log`, `/^a/.test`; `isFree`: no variable of the file has the name. */
export function isLanguageWritten(callee: Node, isFree: (name: TSESTree.Identifier) => boolean): boolean {
  const root = callee.type === 'MemberExpression' ? callee.object : callee;
  return root.type === 'Literal' || (root.type === 'Identifier' && languageNames.has(root.name) && isFree(root));
}

export function eventsOfWrite(target: Node, value: Node | null): readonly ListEvent[] {
  const lists = value === null ? [] : namesOf(value);
  if (target.type === 'MemberExpression') return keptOf(lists);
  return target.type === 'Identifier' ? lists.map((list): ListEvent => ({ kind: 'named', list, as: target })) : [];
}

/** Of `list[i] = x`, however it is written; a property that has a name is no element. */
export function eventsOfStore({ object, property, computed }: TSESTree.MemberExpression): readonly ListEvent[] {
  const name = constantKey(property, computed);
  return name === null || /^\d+$/u.test(name) ? [{ kind: 'written', object }] : [];
}

/** Of what an object or a list is made of: it holds them from then on. */
export function eventsOfHolding(values: readonly (Node | null)[]): readonly ListEvent[] {
  return keptOf(values.flatMap((value) => (value === null ? [] : namesOf(value))));
}

function keptOf(lists: readonly TSESTree.Identifier[]): readonly ListEvent[] {
  return lists.length === 0 ? [] : [{ kind: 'kept', lists }];
}

/** Variables whose very value the expression may have. */
export function namesOf(value: Node): readonly TSESTree.Identifier[] {
  const found: TSESTree.Identifier[] = [];
  const parts: Node[] = [value];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part.type === 'Identifier') found.push(part);
    else if (part.type === 'ConditionalExpression') parts.push(part.consequent, part.alternate);
    else if (part.type === 'LogicalExpression') parts.push(part.left, part.right);
    else if (part.type === 'AssignmentExpression') parts.push(part.left, part.right);
    else if (part.type === 'SequenceExpression') parts.push(...part.expressions.slice(-1));
    else if (part.type === 'AwaitExpression' || part.type === 'SpreadElement') parts.push(part.argument);
    else if (isWrapper(part)) parts.push(part.expression);
  }
  return found;
}
