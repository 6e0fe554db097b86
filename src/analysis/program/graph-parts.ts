// How values of a graph are written as bytes and read again: each kind of value is told once, for both ways.
import { DamagedGraph, type ByteReader, type ByteWriter, type Scalar, type Track } from './graph-bytes.ts';

/** One kind of value. `read` gives what `write` was given. */
export interface Part<T> {
  write(to: ByteWriter, value: T): void;
  read(from: ByteReader): T;
}

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** Parts of a record, by the name of the property: those that each has, and those that may be left out. */
export type Fields<T> = { readonly [K in Exclude<keyof T, OptionalKeys<T>>]-?: Part<T[K]> };
export type OptionalFields<T> = { readonly [K in OptionalKeys<T>]-?: Part<Exclude<T[K], undefined>> };

type Loose = Record<string, unknown>;

export const count: Part<number> = {
  write(to, value) {
    to.count(value);
  },
  read: (from) => from.count(),
};

/** A number from -1. */
export const fromMinusOne: Part<number> = {
  write(to, value) {
    to.count(value + 1);
  },
  read: (from) => from.count() - 1,
};

/** True or nothing: for a property that is left out where it is false. */
export const present: Part<true> = { write: () => undefined, read: () => true };

export const flag: Part<boolean> = {
  write(to, value) {
    to.count(value ? 1 : 0);
  },
  read: (from) => from.count() === 1,
};

export const scalar: Part<Scalar> = {
  write(to, value) {
    to.count(to.indexOf(value));
  },
  read: (from) => from.scalarAt(from.count()),
};

export const text: Part<string> = {
  write(to, value) {
    to.count(to.indexOf(value));
  },
  read(from) {
    const value = from.scalarAt(from.count());
    if (typeof value !== 'string') throw new DamagedGraph('no text');
    return value;
  },
};

/** A number that is close to the last of its track. */
export function close(track: Track): Part<number> {
  return {
    write(to, value) {
      to.count(to.far(track, value));
    },
    read: (from) => from.near(track, from.count()),
  };
}

/** One of a few values. */
export function choice<T>(choices: readonly T[]): Part<T> {
  return {
    write(to, value) {
      to.count(choices.indexOf(value));
    },
    read(from) {
      const chosen = choices[from.count()];
      if (chosen === undefined) throw new DamagedGraph('no such choice');
      return chosen;
    },
  };
}

export function nullable<T>(part: Part<T>): Part<T | null> {
  return {
    write(to, value) {
      to.count(value === null ? 0 : 1);
      if (value !== null) part.write(to, value);
    },
    read: (from) => (from.count() === 0 ? null : part.read(from)),
  };
}

/** Most lists are empty: they share one. */
const none: readonly never[] = Object.freeze([]);

/** Every item takes a byte at least. */
export function list<T>(part: Part<T>): Part<readonly T[]> {
  return {
    write(to, items) {
      to.count(items.length);
      for (const item of items) part.write(to, item);
    },
    read(from) {
      const length = from.count();
      if (length === 0) return none;
      if (length > from.left()) throw new DamagedGraph('cut short');
      // An array that grows by itself begins with the room of seventeen items.
      const items = new Array<T>(length);
      for (let index = 0; index < length; index++) items[index] = part.read(from);
      return items;
    },
  };
}

interface Property {
  readonly name: string;
  readonly part: Part<unknown>;
}

function propertiesOf(fields: object): readonly Property[] {
  return Object.entries(fields).map(([name, part]) => ({ name, part: part as Part<unknown> }));
}

/** An object by its properties; `always` are the same in each, and not written. */
export function record<T extends object>(fields: Fields<T>, optional: OptionalFields<T>, always: Partial<T> = {}): Part<T> {
  const required = propertiesOf(fields);
  const others = propertiesOf(optional);
  // A copy of one that has all properties has its shape, and no room left over: in memory there are many.
  const empty = JSON.parse(JSON.stringify({ ...always, ...Object.fromEntries(required.map(({ name }) => [name, null])) })) as Loose;
  return {
    write(to, value) {
      const from = value as Loose;
      for (const { name, part } of required) part.write(to, from[name]);
      for (const { name, part } of others) {
        to.count(from[name] === undefined ? 0 : 1);
        if (from[name] !== undefined) part.write(to, from[name]);
      }
    },
    read(from) {
      const made = { ...empty };
      for (const { name, part } of required) made[name] = part.read(from);
      for (const { name, part } of others) if (from.count() === 1) made[name] = part.read(from);
      return made as T;
    },
  };
}

/** A discriminated union by `kind`. */
export function variants<T extends { readonly kind: string }>(parts: {
  readonly [K in T['kind']]: Part<Extract<T, { readonly kind: K }>>;
}): Part<T> {
  const kinds = Object.keys(parts);
  const all = Object.values<Part<unknown>>(parts);
  const indexes = new Map(kinds.map((kind, index) => [kind, index]));
  return {
    write(to, value) {
      const index = indexes.get(value.kind) ?? 0;
      to.count(index);
      all[index]?.write(to, value);
    },
    read(from) {
      const part = all[from.count()];
      if (part === undefined) throw new DamagedGraph('no such kind');
      return part.read(from) as T;
    },
  };
}
