// Keys that are an object's own, since they were taken from it: what it holds under them is no prototype, and to write under them makes none.
import { nodeOf, type FlowNode, type Use } from '../program/file-graph.ts';
import type { Core } from './core.ts';
import { originOf } from './texts.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

export interface OwnKeys {
  /** True where the key was taken from the very object that `base` is. */
  readonly isOwn: (base: ValueId, key: ValueId) => boolean;
}

const keyLists: ReadonlySet<string> = new Set(['keys', 'getOwnPropertyNames', 'ownKeys', 'entries']);
/** Methods of lists that hand their elements to a callback, and the parameter that gets them. */
const callbacks: ReadonlyMap<string, number> = new Map([
  ...['forEach', 'map', 'filter', 'some', 'every', 'find', 'flatMap'].map((name) => [name, 0] as const),
  ['reduce', 1],
  ['reduceRight', 1],
]);
/** What gives a list of some of the same elements. */
const sublists: ReadonlySet<string> = new Set(['filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice']);
/** What puts other elements in a list. */
const additions: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin']);
const maxLists = 4;

/** Where a key comes from: a list of names, or of pairs of name and value. */
interface Listed {
  readonly list: ValueId;
  readonly pairs: boolean;
}

export function createOwnKeys(core: Core): OwnKeys {
  const { numbers } = core;
  const calls = methodCalls(core);
  const handed = handedCallbacks(calls);
  const added = listsAddedTo(core, calls);
  const origin = (file: LinkedFile, use: Use): ValueId => originOf(numbers, file.first + nodeOf(use));
  const fileAt = (value: ValueId): LinkedFile | undefined => numbers.files[numbers.fileOf(value)];

  /** The list that a value is an element of. */
  const listOf = (value: ValueId): ValueId | null => {
    const [file, node] = [fileAt(value), numbers.nodeOf(value)];
    if (file === undefined || node === null) return null;
    if (node.kind === 'element') return origin(file, node.object);
    if (node.kind === 'load') return typeof node.property !== 'string' || /^\d+$/u.test(node.property) ? origin(file, node.object) : null;
    return node.kind === 'parameter' ? (handed.get(value) ?? null) : null;
  };
  const listedAs = (key: ValueId): Listed | null => {
    const [file, node] = [fileAt(key), numbers.nodeOf(key)];
    if (file !== undefined && node?.kind === 'load' && node.property === '0') {
      const list = listOf(origin(file, node.object));
      if (list !== null) return { list, pairs: true };
    }
    const list = listOf(key);
    return list === null ? null : { list, pairs: false };
  };
  /** The object that a list is the names of, or the pairs. */
  const listedObject = ({ list, pairs }: Listed): ValueId | null => {
    let current = list;
    for (let step = 0; step < maxLists && !added.has(current); step += 1) {
      const [file, node] = [fileAt(current), numbers.nodeOf(current)];
      if (file === undefined || node?.kind !== 'call' || node.receiver === null) return null;
      const callee = file.graph.nodes[nodeOf(node.callee)];
      const name = callee?.kind === 'load' && typeof callee.property === 'string' ? callee.property : '';
      const [first] = node.arguments;
      if (keyLists.has(name) && first !== undefined && node.spread.length === 0 && isNamesake(file.graph.nodes[nodeOf(node.receiver)]))
        return (name === 'entries') === pairs ? origin(file, first) : null;
      if (!sublists.has(name)) return null;
      current = origin(file, node.receiver);
    }
    return null;
  };
  const ownerOf = (key: ValueId): ValueId | null => {
    const [file, node] = [fileAt(key), numbers.nodeOf(key)];
    if (file !== undefined && node?.kind === 'key') return origin(file, node.object);
    const listed = listedAs(key);
    return listed === null ? null : listedObject(listed);
  };
  return {
    isOwn: (base, key) => {
      const object = originOf(numbers, base);
      // A variable that is written more than once may be another object by now.
      if (numbers.nodeOf(object)?.kind === 'variable') return false;
      return ownerOf(originOf(numbers, key)) === object;
    },
  };
}

function isNamesake(node: FlowNode | undefined): boolean {
  return node?.kind === 'global' && (node.name === 'Object' || node.name === 'Reflect');
}

interface MethodCall {
  readonly receiver: ValueId;
  readonly method: string;
  readonly node: Extract<FlowNode, { kind: 'call' }>;
  readonly file: LinkedFile;
  readonly firstFunction: number;
}

function methodCalls({ numbers }: Core): readonly MethodCall[] {
  return numbers.files.flatMap((file, index) =>
    file.graph.nodes.flatMap((node) => {
      if (node.kind !== 'call' || node.receiver === null) return [];
      const callee = file.graph.nodes[nodeOf(node.callee)];
      if (callee?.kind !== 'load' || typeof callee.property !== 'string') return [];
      const receiver = originOf(numbers, file.first + nodeOf(node.receiver));
      return [{ receiver, method: callee.property, node, file, firstFunction: numbers.firstFunction[index] ?? 0 }];
    }),
  );
}

/** Parameters that get elements of a list, with the list: of functions that are written as the callback and handed to nobody else. */
function handedCallbacks(calls: readonly MethodCall[]): ReadonlyMap<ValueId, ValueId> {
  const found = new Map<ValueId, ValueId>();
  for (const { receiver, method, node, file } of calls) {
    const index = callbacks.get(method);
    const [callback] = node.arguments;
    const written = callback === undefined ? undefined : file.graph.nodes[nodeOf(callback)];
    if (index === undefined || written?.kind !== 'function') continue;
    const parameter = file.graph.functions[written.function]?.parameters[index];
    if (parameter === undefined) continue;
    // Handed to two lists, it is of neither alone.
    found.set(file.first + parameter, found.has(file.first + parameter) ? -1 : receiver);
  }
  return found;
}

function listsAddedTo(core: Core, calls: readonly MethodCall[]): ReadonlySet<ValueId> {
  const { numbers } = core;
  const found = new Set(calls.flatMap(({ receiver, method }) => (additions.has(method) ? [receiver] : [])));
  for (const file of numbers.files) for (const store of file.graph.stores) found.add(originOf(numbers, file.first + nodeOf(store.object)));
  return found;
}
