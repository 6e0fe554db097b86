// Event emitters: what is emitted under a name reaches the listeners of that name on the same object.
import type { Callbacks } from './callbacks.ts';
import type { Contents } from './contents.ts';
import type { CallShape, Core } from './core.ts';
import { hiddenName } from './heap.ts';
import { textOf } from './texts.ts';

const listening = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener']);
const emitting = new Set(['emit', 'emitAsync', 'trigger']);
/** Arguments of an event that are told apart: all behind them are one. */
const maxArguments = 4;

export function isEventMethod(name: string): boolean {
  return listening.has(name) || emitting.has(name);
}

/** Whatever the emitter is: the names of its methods tell. */
export function wireEvents(core: Core, callbacks: Callbacks, contents: Contents, shape: CallShape, name: string): void {
  const [event, ...given] = shape.arguments;
  const emits = emitting.has(name);
  if (shape.receiver === null || event === undefined || shape.spread >= 0 || !(emits || listening.has(name))) return;
  const text = textOf(core.numbers, event.value);
  if (text === null) return;
  const properties = Array.from({ length: maxArguments + 1 }, (_, index) =>
    core.heap.propertyId(hiddenName(`event ${text} ${String(index)}`)),
  );
  const listener = given[0];
  for (const [index, property] of properties.entries()) {
    const isLast = index === maxArguments;
    for (const argument of emits ? given.slice(index, isLast ? undefined : index + 1) : [])
      contents.store(shape.receiver.value, property, argument.value);
    if (emits || listener === undefined) continue;
    const received = core.heap.fresh();
    core.load(shape.receiver.value, property, received);
    callbacks.give(listener.value, received, index, isLast ? null : index, shape);
  }
}
