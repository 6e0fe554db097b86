// Joins of variables that become nodes only when somebody reads them: most never are read.
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import type { Alternative, Exit, RawValue } from './branches.ts';
import type { Sets } from './disjunction.ts';
import type { GraphBuilder, Place } from './graph-builder.ts';

interface LazyPhi {
  /** Uses whose node may be a raw value. */
  readonly inputs: Use[];
  /** What holds on the way of each input. */
  readonly ways: Sets;
  readonly fn: number;
  readonly start: number;
  readonly end: number;
  node: NodeId;
  made: Use[];
}

/** More ways to one value than that are not followed back to tell facts. */
const maxAlternatives = 16;

export class LazyPhis {
  private readonly all: LazyPhi[] = [];
  private readonly graph: GraphBuilder;
  private readonly alternatives = new Map<NodeId, readonly Alternative[]>();

  constructor(graph: GraphBuilder) {
    this.graph = graph;
  }

  /** A join of variables at the end of `exits`, in their order. */
  join(inputs: Use[], exits: readonly Exit[], fn: number, place: Place): RawValue {
    const ways = exits.length > maxAlternatives ? [] : exits.map(({ learned }) => learned);
    return this.add(inputs, ways, fn, place);
  }

  /** The head of a loop, or of a handler: inputs may come later. */
  open(first: Use, fn: number, place: Place): RawValue {
    return this.add(first === -1 ? [] : [first], [], fn, place);
  }

  private add(inputs: Use[], ways: Sets, fn: number, place: Place): RawValue {
    const { start, end } = place;
    return -1 - this.all.push({ inputs, ways, fn, start, end, node: -1, made: [] });
  }

  addInput(phi: RawValue, input: Use): void {
    const lazy = this.at(phi);
    if (nodeOf(input) === phi || nodeOf(input) === -1 || nodeOf(input) === lazy.node) return;
    lazy.inputs.push(input);
    if (lazy.node < 0) return;
    const made = this.resolveUse(input);
    if (nodeOf(made) !== lazy.node) lazy.made.push(made);
  }

  /** The node of a value if it is one already; else -1. */
  made(raw: RawValue): NodeId {
    return raw >= -1 ? raw : this.at(raw).node;
  }

  resolve(raw: RawValue): NodeId {
    if (raw >= -1) return raw;
    const lazy = this.at(raw);
    if (lazy.node < 0) this.make(raw);
    return lazy.node;
  }

  /** Joins made of joins, one after another, could nest deeper than the stack: hence the list. */
  private make(raw: RawValue): void {
    const waiting: RawValue[] = [raw];
    this.allocate(this.at(raw));
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const lazy = this.at(next);
      const values: Use[] = [];
      const distinct = new Set<Use>();
      for (const input of lazy.inputs) {
        const id = nodeOf(input);
        if (id < -1 && this.at(id).node < 0) {
          this.allocate(this.at(id));
          waiting.push(id);
        }
        const value = this.resolveUse(input);
        values.push(value);
        if (nodeOf(value) >= 0) distinct.add(value);
      }
      for (const value of distinct) lazy.made.push(value);
      this.remember(lazy, values);
    }
  }

  private allocate(lazy: LazyPhi): void {
    lazy.node = this.graph.add({ kind: 'phi', inputs: lazy.made }, lazy.fn, lazy.start, lazy.end);
  }

  private remember({ node, ways }: LazyPhi, values: readonly Use[]): void {
    if (ways.length === 0) return;
    this.setAlternatives(
      node,
      ways.flatMap((learned, index) => {
        const value = values[index];
        // What was never written is undefined.
        return value === undefined ? [] : [{ value, learned, truth: nodeOf(value) < 0 ? false : null }];
      }),
    );
  }

  setAlternatives(node: NodeId, alternatives: readonly Alternative[]): void {
    if (alternatives.length <= maxAlternatives) this.alternatives.set(node, alternatives);
  }

  alternativesOf(node: NodeId): readonly Alternative[] {
    return this.alternatives.get(node) ?? [];
  }

  private resolveUse(use: Use): Use {
    const id = nodeOf(use);
    return id < -1 ? (this.at(id).node >= 0 ? this.at(id).node : this.resolve(id)) : use;
  }

  private at(raw: RawValue): LazyPhi {
    const lazy = this.all[-2 - raw];
    if (lazy === undefined) throw new RangeError('no such join');
    return lazy;
  }
}
