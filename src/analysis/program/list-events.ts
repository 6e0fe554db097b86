// What code may do to lists, by its text alone: which lists hold more elements after it.
import type { TSESTree } from '@typescript-eslint/types';
import { constantKey, isWrapper, type Node } from './syntax.ts';

/** Methods of lists that put elements in. */
export const adders: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin']);

/** Those of them that keep what they are handed. */
export const keepers: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill']);

/** Functions of the language's own that write to what they are handed. */
export const writers: ReadonlySet<string> = new Set(['apply', 'assign', 'call', 'defineProperties', 'defineProperty', 'set']);

/** Methods that leave the list without any new element. */
export const readers: ReadonlySet<string> = new Set(
  (
    'at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map pop reduce reduceRight ' +
    'reverse shift slice some sort toString values'
  ).split(' '),
);

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

/** What code may do to a list: call what may add; write to one; leave one to whoever runs next, or put it elsewhere; give one a second name. */
export type ListEvent =
  | { readonly kind: 'called'; readonly callee: Node; readonly method: string | null; readonly lists: readonly TSESTree.Identifier[] }
  | { readonly kind: 'written'; readonly object: Node }
  | { readonly kind: 'left' | 'kept'; readonly lists: readonly TSESTree.Identifier[] }
  | { readonly kind: 'named'; readonly list: TSESTree.Identifier; readonly as: TSESTree.Identifier };

export function eventsOfCall(callee: Node, given: readonly Node[]): readonly ListEvent[] {
  const method = callee.type === 'MemberExpression' ? constantKey(callee.property, callee.computed) : null;
  const names = given.map(namesIn);
  const within = names.flatMap((each) => each.within);
  const lists = [...names.flatMap(({ itself }) => itself), ...within];
  return [{ kind: 'called', callee, method, lists }, ...keptOf(method !== null && keepers.has(method) ? lists : within)];
}

/** What waits here, or gives a value away. */
export function eventOfLeaving(value: Node | null): ListEvent {
  const { itself, within } = value === null ? nothing : namesIn(value);
  return { kind: 'left', lists: [...itself, ...within] };
}

/** What is called `trim` or `filter` knows of no list but what it is handed, whoever's it is. */
export function isKnownMethod(name: string): boolean {
  return adders.has(name) || readers.has(name) || strangers.has(name);
}

/** `Array.isArray`, `console.log`, `/^a/.test`; `isFree`: no variable of the file has the name. */
export function isLanguageWritten(callee: Node, isFree: (name: TSESTree.Identifier) => boolean): boolean {
  let root = callee;
  while (root.type === 'MemberExpression') root = root.object;
  return root.type === 'Literal' || (root.type === 'Identifier' && languageNames.has(root.name) && isFree(root));
}

export function eventsOfWrite(target: Node, value: Node | null): readonly ListEvent[] {
  if (value === null) return [];
  const { itself, within } = namesIn(value);
  const kept = keptOf(target.type === 'MemberExpression' ? [...itself, ...within] : within);
  return target.type === 'Identifier' ? [...kept, ...itself.map((list): ListEvent => ({ kind: 'named', list, as: target }))] : kept;
}

function keptOf(lists: readonly TSESTree.Identifier[]): readonly ListEvent[] {
  return lists.length === 0 ? [] : [{ kind: 'kept', lists }];
}

/** Of `list[i] = x`, however it is written; a property that has a name is no element. */
export function eventsOfStore({ object, property, computed }: TSESTree.MemberExpression): readonly ListEvent[] {
  const name = constantKey(property, computed);
  return name === null || /^\d+$/u.test(name) ? [{ kind: 'written', object }] : [];
}

interface Names {
  readonly itself: readonly TSESTree.Identifier[];
  readonly within: readonly TSESTree.Identifier[];
}

const nothing: Names = { itself: [], within: [] };

/** Variables whose very value the expression may have, or hold. */
function namesIn(value: Node): Names {
  const itself: TSESTree.Identifier[] = [];
  const within: TSESTree.Identifier[] = [];
  const parts: { readonly part: Node | null; readonly isWithin: boolean }[] = [{ part: value, isWithin: false }];
  for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
    const { part, isWithin } = next;
    if (part?.type === 'Identifier') (isWithin ? within : itself).push(part);
    else if (part !== null)
      parts.push(
        ...partsOf(part).map((each) => ({
          part: each,
          isWithin: isWithin || part.type === 'ArrayExpression' || part.type === 'ObjectExpression',
        })),
      );
  }
  return { itself, within };
}

function partsOf(part: Node): readonly (Node | null)[] {
  switch (part.type) {
    case 'ConditionalExpression':
      return [part.consequent, part.alternate];
    case 'LogicalExpression':
      return [part.left, part.right];
    case 'AssignmentExpression':
      return [part.left];
    case 'SequenceExpression':
      return part.expressions.slice(-1);
    case 'AwaitExpression':
    case 'SpreadElement':
      return [part.argument];
    case 'ArrayExpression':
      return part.elements;
    case 'ObjectExpression':
      return part.properties;
    case 'Property':
      return [part.value];
    default:
      return isWrapper(part) ? [part.expression] : [];
  }
}
