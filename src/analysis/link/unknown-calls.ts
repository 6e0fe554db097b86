// Calls of which nothing is known but a name: methods of strings, arrays and the like by their names, everything else by a guess.
import { nodeOf, type FlowNode } from '../program/file-graph.ts';
import { noApi } from '../models/compiled.ts';
import type { Calls } from './calls.ts';
import type { Contents } from './contents.ts';
import type { CallShape, Core, ValueUse } from './core.ts';
import type { LibraryCalls } from './library-calls.ts';
import { objectKinds } from './objects.ts';
import { placesByName } from './places-by-name.ts';
import { calleeName, isOfPackage, originOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

/** What values without a known kind may be; a method's name tells which. */
const tables = ['string', 'array', 'promise', 'map', 'regexp', 'function', 'object'] as const;

export interface UnknownCallPorts {
  readonly calls: Calls;
  readonly contents: Contents;
  readonly library: LibraryCalls;
}

export interface UnknownCalls {
  /** Gives calls that still call nothing known a meaning by name; true if there were any. */
  readonly byName: () => boolean;
  /** The rest: whatever goes in may come out. True if there were any. */
  readonly byGuess: () => boolean;
}

/** How far the calls were looked at. */
interface Looked {
  next: number;
}

export function createUnknownCalls(core: Core, ports: UnknownCallPorts): UnknownCalls {
  const { calls, library, contents } = ports;
  const [named, guessed]: readonly [Looked, Looked] = [{ next: 0 }, { next: 0 }];
  const functionsOnly = core.solver.handler((object, target) => {
    const kind = core.objects.kindOf(object);
    if (kind === objectKinds.function || kind === objectKinds.class || kind === objectKinds.bound) core.solver.add(target, object);
  });
  const added = addedMethods(core);
  const isOpen = (shape: CallShape): boolean => shape.callee >= 0 && !calls.isKnown(shape);

  const nameCall = (shape: CallShape): void => {
    const name = calleeName(core.numbers, shape.callee);
    if (name === null) return;
    for (const [depth, place] of placesByName(core, baseOf(core, shape)).entries()) {
      const suspect = core.models.member(place, name);
      if (suspect === noApi) continue;
      // One name says little of what a function makes harmless; several in a row are a library's.
      if (depth > 0 && core.models.sanitizers(suspect).length > 0)
        calls.callObject(core.objects.intern(objectKinds.api, suspect), shape, null);
      else library.call(shape, suspect, true);
    }
    const offered = isOfPackage(core.numbers, shape.callee) ? core.models.member(core.models.root('package'), name) : noApi;
    if (offered !== noApi) library.call(shape, offered, true);
    const within = name === 'constructor' ? core.models.member(memberBefore(shape), name) : noApi;
    if (within !== noApi) library.call(shape, within, true);
    if (shape.receiver === null) return;
    for (const method of added.get(name) ?? []) {
      const inner = core.shape({ ...shape, callee: -1, receiver: { ...shape.receiver, explicit: true } });
      calls.watch(method, inner);
      calls.alias(shape, inner);
    }
    for (const table of tables) {
      const state = core.models.member(core.models.root(table), name);
      if (state === noApi) continue;
      calls.callObject(core.objects.intern(objectKinds.api, state), shape, null);
      if (table === 'array') asCollection(shape, state);
    }
    if (name === 'sent' && shape.arguments.length === 0) sent(shape);
  };
  /** Of `a.constructor.constructor(x)` the first, as a member of who knows what. */
  const memberBefore = (shape: CallShape): number => {
    const node = core.numbers.nodeOf(shape.callee);
    const object = node?.kind === 'load' ? core.numbers.nodeOf(firstOf(shape.callee) + nodeOf(node.object)) : null;
    const name = object?.kind === 'load' && typeof object.property === 'string' ? object.property : null;
    return name === null ? noApi : core.models.member(core.models.root('any'), name);
  };
  const firstOf = (value: number): number => core.numbers.files[core.numbers.fileOf(value)]?.first ?? 0;
  /** `each(list, callback)` of some library: the method of the list. */
  const asCollection = (shape: CallShape, state: number): void => {
    const [list, callback, ...rest] = shape.arguments;
    if (list === undefined || callback === undefined || shape.spread >= 0) return;
    if (!core.solver.pointsTo(callback.value).some((object) => core.objects.kindOf(object) === objectKinds.function)) return;
    library.call(core.shape({ ...shape, callee: -1, receiver: list, arguments: [callback, ...rest] }), state, false);
  };
  /** In a coroutine that a compiler turned into steps: what the last step waited for. */
  const sent = (shape: CallShape): void => {
    const fn = core.numbers.functionOf(shape.result);
    const graph = fn === null ? null : core.numbers.functionGraph(fn);
    const first = core.numbers.files[core.numbers.fileOf(shape.result)]?.first ?? 0;
    for (const use of graph?.returns ?? []) core.load(first + nodeOf(use), core.heap.propertyId('1'), shape.result);
  };
  const hand = (from: ValueUse, shape: CallShape): void => {
    core.edges.add(from.value, shape.result, 'part', { use: from.use, guessed: true });
    const whole = core.heap.fresh();
    if (whole < 0 || isPlain(core.numbers.nodeOf(from.value))) return;
    contents.into(from.value, whole);
    core.edges.add(whole, shape.result, 'part', { guessed: true });
    core.solver.watch(from.value, functionsOnly, shape.result, 0);
  };
  /** Each once: what is known of a call stays known, so that only those that came since can be open. */
  const eachOpen = (looked: Looked, act: (shape: CallShape) => void): boolean => {
    const end = core.shapes.length;
    let isAny = false;
    for (; looked.next < end; looked.next += 1) {
      const shape = core.shapes[looked.next];
      if (shape === undefined || !isOpen(shape)) continue;
      isAny = true;
      act(shape);
    }
    return isAny;
  };
  return {
    byName: () => eachOpen(named, nameCall),
    byGuess: () =>
      eachOpen(guessed, (shape) => {
        for (const argument of shape.arguments) hand(argument, shape);
        if (shape.receiver !== null) hand(shape.receiver, shape);
      }),
  };
}

/** What a method is read of; -1 for a function. */
function baseOf({ numbers }: Core, { callee }: CallShape): ValueId {
  const node = numbers.nodeOf(callee);
  return node?.kind === 'load' ? (numbers.files[numbers.fileOf(callee)]?.first ?? 0) + nodeOf(node.object) : -1;
}

const extendable: ReadonlySet<string> = new Set(['Array', 'String', 'Object', 'Function', 'Number', 'Promise', 'Map', 'Set', 'RegExp']);

/** What the program adds to prototypes of the language, by name: whatever nothing is known of may have it. */
function addedMethods({ numbers, models }: Core): ReadonlyMap<string, readonly ValueId[]> {
  const found = new Map<string, ValueId[]>();
  for (const file of numbers.files) {
    for (const { object, property, value } of file.graph.stores) {
      const base = typeof property === 'string' ? numbers.nodeOf(originOf(numbers, file.first + nodeOf(object))) : null;
      if (typeof property !== 'string' || base?.kind !== 'load' || base.property !== 'prototype') continue;
      const owner = numbers.nodeOf(originOf(numbers, file.first + nodeOf(base.object)));
      if (owner?.kind !== 'global' || !extendable.has(owner.name)) continue;
      // What stands in for a method of the language does what that does, and all that use it would be taken for one another.
      if (models.member(models.root(owner.name.toLowerCase()), property) !== noApi) continue;
      const known = found.get(property) ?? [];
      known.push(file.first + nodeOf(value));
      found.set(property, known);
    }
  }
  return found;
}

/** Text has nothing within it. */
function isPlain(node: FlowNode | null): boolean {
  return node?.kind === 'constant' || node?.kind === 'concat' || node?.kind === 'scalar';
}
