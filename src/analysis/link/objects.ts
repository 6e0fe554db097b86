// What a value may be, as interned numbers: functions, classes, objects by where they are made, places of library access paths.

/** Kinds of abstract objects, and what their `payload` is. */
export const objectKinds = {
  /** A program function. */
  function: 0,
  /** A class, by its node. */
  class: 1,
  /** An object or array, by the node that makes it. */
  literal: 2,
  /** All that `new` makes of a function or class, by that abstract object. */
  instance: 3,
  /** The `prototype` of a function or class, by that abstract object. */
  prototype: 4,
  /** A module's namespace, its CommonJS `exports`, its `module`: by file. */
  namespace: 5,
  exports: 6,
  module: 7,
  /** A state of the models' automaton. */
  api: 8,
  /** An object from outside that nothing is known of, by the node or place it stands at. */
  outside: 9,
  /** A function with bound receiver and arguments, by the call that bound it. */
  bound: 10,
  /** The `arguments` of a function; what a call of a generator gives: by function. */
  arguments: 11,
  generator: 12,
  /** A global or helper whose meaning is built in, by its number. */
  builtin: 13,
  /** A function of a library's that hands an argument on to a value, such as a promise's `resolve`; by its number. */
  handover: 14,
} as const;

export type ObjectKind = (typeof objectKinds)[keyof typeof objectKinds];
export type AbstractObject = number;

/** `array`: elements by index. `map`: Map, Set and the weak ones. `bare`: no prototype. `symbol`: no object, but a property's name. */
export type Flavour = 'plain' | 'array' | 'map' | 'bare' | 'symbol';

export interface ObjectTable {
  /** One object for the same kind and payload; its flavour is that of the first time. */
  intern(kind: ObjectKind, payload: number, flavour?: Flavour): AbstractObject;
  kindOf(object: AbstractObject): ObjectKind;
  payloadOf(object: AbstractObject): number;
  flavourOf(object: AbstractObject): Flavour;
  count(): number;
}

export function createObjectTable(): ObjectTable {
  const kinds: ObjectKind[] = [];
  const payloads: number[] = [];
  const flavours: Flavour[] = [];
  const byPayload = Object.values(objectKinds).map(() => new Map<number, AbstractObject>());
  return {
    intern: (kind, payload, flavour = 'plain') => {
      const known = byPayload[kind]?.get(payload);
      if (known !== undefined) return known;
      const object = kinds.push(kind) - 1;
      payloads.push(payload);
      flavours.push(flavour);
      byPayload[kind]?.set(payload, object);
      return object;
    },
    kindOf: (object) => kinds[object] ?? objectKinds.literal,
    payloadOf: (object) => payloads[object] ?? 0,
    flavourOf: (object) => flavours[object] ?? 'plain',
    count: () => kinds.length,
  };
}
