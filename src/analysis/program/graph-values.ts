// What graphs are made of as bytes: ids of nodes, places, uses and properties.
import type { Property, Use } from './file-graph.ts';
import { DamagedGraph } from './graph-bytes.ts';
import { close, count, list, nullable, type Part } from './graph-parts.ts';

const nodes = 0;
export const id = close(nodes);
export const offset = close(1);
export const fn = close(2);
export const ids = list(id);
export const counts = list(count);

export const use: Part<Use> = {
  write(to, value) {
    if (typeof value === 'number') {
      to.count(to.far(nodes, value) * 2);
      return;
    }
    const [node, ...facts] = value;
    to.count(to.far(nodes, node) * 2 + 1);
    counts.write(to, facts);
  },
  read(from) {
    const code = from.count();
    const node = from.near(nodes, code >>> 1);
    return (code & 1) === 0 ? node : [node, ...counts.read(from)];
  },
};
export const uses = list(use);
export const optionalUse = nullable(use);
export const optionalCount = nullable(count);

export const property: Part<Property | null> = {
  write(to, value) {
    if (value === null || typeof value === 'string') to.count(to.indexOf(value) + 1);
    else {
      to.count(0);
      use.write(to, value.key);
    }
  },
  read(from) {
    const code = from.count();
    if (code === 0) return { key: use.read(from) };
    const value = from.scalarAt(code - 1);
    if (value !== null && typeof value !== 'string') throw new DamagedGraph('no property');
    return value;
  },
};
/** One that is there. */
export const named = property as Part<Property>;
