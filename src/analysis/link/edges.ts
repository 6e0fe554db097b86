// The edges of the value-flow graph: gathered as numbers while the program is linked, read as objects once it is.
import { factsOf, type Use } from '../program/file-graph.ts';
import type { SanitizerModel } from '../models/model.ts';
import { createIntList } from './int-list.ts';
import type { Edge, EdgeKind, ValueId } from './value-flow.ts';

const kinds: readonly EdgeKind[] = ['same', 'part', 'built', 'key', 'call', 'return'];
const kindNumber: Readonly<Record<EdgeKind, number>> = { same: 0, part: 1, built: 2, key: 3, call: 4, return: 5 };

/** What few edges have; kept by reference. */
export interface EdgeDetail {
  /** The use that the edge starts from, for its facts. */
  readonly use?: Use;
  /** Whose facts those are, where it is not the file that the edge starts in. */
  readonly file?: number;
  readonly site?: ValueId;
  readonly sanitizers?: readonly SanitizerModel[];
  readonly prefix?: string | null;
  readonly guessed?: boolean;
  readonly copied?: boolean;
}

export interface EdgeTable {
  readonly add: (from: ValueId, to: ValueId, kind: EdgeKind, detail?: EdgeDetail) => void;
  readonly count: () => number;
  readonly freeze: (size: number, fileOf: (value: ValueId) => number) => EdgeIndex;
}

export interface EdgeIndex {
  readonly outOf: (value: ValueId) => readonly Edge[];
  readonly into: (value: ValueId) => readonly Edge[];
  /** For walks that need no object for each edge. */
  readonly eachInto: (value: ValueId, visit: (from: ValueId, kind: EdgeKind) => void) => void;
}

const none: readonly Edge[] = [];
const noFacts: Edge['facts'] = [];
const noSanitizers: readonly SanitizerModel[] = [];

/** Past `limit` edges nothing is added. */
export function createEdgeTable(limit: number): EdgeTable {
  const from = createIntList(1024);
  const to = createIntList(1024);
  const kind = createIntList(1024);
  const detail = createIntList(1024);
  const details: EdgeDetail[] = [{}];
  return {
    add: (source, target, edgeKind, more) => {
      if (from.length() >= limit || source === target || source < 0 || target < 0) return;
      from.push(source);
      to.push(target);
      kind.push(kindNumber[edgeKind]);
      const plain = more === undefined || (more.use !== undefined && typeof more.use === 'number' && Object.keys(more).length === 1);
      detail.push(plain ? 0 : details.push(more) - 1);
    },
    count: () => from.length(),
    freeze: (size, fileOf) => {
      const [sources, targets] = [from.view(), to.view()];
      const cache = new Array<Edge | undefined>(sources.length);
      const edgeAt = (index: number): Edge => {
        const known = cache[index];
        if (known !== undefined) return known;
        const more = details[detail.get(index)] ?? {};
        const source = sources[index] ?? 0;
        const edge: Edge = {
          from: source,
          to: targets[index] ?? 0,
          kind: kinds[kind.get(index)] ?? 'same',
          site: more.site ?? -1,
          facts: more.use === undefined ? noFacts : factsOf(more.use),
          factFile: more.file ?? fileOf(source),
          sanitizers: more.sanitizers ?? noSanitizers,
          prefix: more.prefix ?? null,
          guessed: more.guessed ?? false,
          copied: more.copied ?? false,
        };
        cache[index] = edge;
        return edge;
      };
      const [out, inward] = [order(sources, size), order(targets, size)];
      const list = (rows: Rows, value: ValueId): readonly Edge[] => {
        const [start, end] = [rows.start[value] ?? 0, rows.start[value + 1] ?? 0];
        if (start === end) return none;
        const found = [edgeAt(rows.edges[start] ?? 0)];
        for (let row = start + 1; row < end; row += 1) found.push(edgeAt(rows.edges[row] ?? 0));
        return found;
      };
      return {
        outOf: (value) => list(out, value),
        into: (value) => list(inward, value),
        eachInto: (value, visit) => {
          const end = inward.start[value + 1] ?? 0;
          for (let row = inward.start[value] ?? 0; row < end; row += 1) {
            const index = inward.edges[row] ?? 0;
            visit(sources[index] ?? 0, kinds[kind.get(index)] ?? 'same');
          }
        },
      };
    },
  };
}

/** Edges grouped by one of their ends, in the order they were added. */
interface Rows {
  readonly start: Int32Array;
  readonly edges: Int32Array;
}

function order(ends: Int32Array, size: number): Rows {
  const start = new Int32Array(size + 2);
  for (const end of ends) start[end + 1] = (start[end + 1] ?? 0) + 1;
  for (let value = 1; value < start.length; value += 1) start[value] = (start[value] ?? 0) + (start[value - 1] ?? 0);
  const next = start.slice();
  const edges = new Int32Array(ends.length);
  ends.forEach((end, index) => {
    const row = next[end] ?? 0;
    edges[row] = index;
    next[end] = row + 1;
  });
  return { start, edges };
}
