// All rules' sequences in one tree of segments: what begins alike is kept once. Its nodes are the states that a text's segments lead through.
import { PairTable } from './pair-table.ts';
import type { SegmentNfa } from './segment-nfa.ts';
import { anyDepth } from './sequence.ts';
import type { Effect, Sequence, SequenceRule } from './sequence.ts';
import { SparseSet } from './sparse-set.ts';

const none = -1;
/** The label of any depth, where that of one segment is its pattern's number. */
const depthLabel = -1;
const root = 0;

/** How much an effect weighs against the others; 0 is no rule at all. */
const weights: Readonly<Record<Effect, number>> = { allow: 1, ask: 2, deny: 3 };
/** The heaviest. */
export const denyWeight = 3;
/** The effect of each weight: what nothing matches is denied. */
export const effectOfWeight: readonly Effect[] = ['deny', 'allow', 'ask', 'deny'];

interface Node {
  readonly parent: number;
  /** Whether it is reached again behind every further segment. */
  readonly stays: boolean;
  /** The node behind any number of segments, none included; -1 if there is none. */
  depth: number;
  /** Pattern, node, pattern, node: what follows behind one segment. */
  readonly edges: number[];
  /** The rules that end here, and the heaviest weight of theirs. */
  readonly rules: number[];
  weight: number;
  /** The heaviest weight of the rules that end here or further down, and whether any of them is no deny. */
  reach: number;
  grants: boolean;
}

/** A nondeterministic automaton over segments: each node stands for exactly the texts of one beginning of a sequence. */
export class RuleTree {
  readonly #nfa: SegmentNfa;
  readonly #nodes: Node[] = [];
  /** By node and label: the node that follows. */
  readonly #children = new PairTable();
  /** By weight: the node for all that stay, have that weight, and lead to nothing heavier. */
  readonly #everything: readonly number[];

  /** Adds the segments' patterns to `nfa`. */
  constructor(rules: readonly SequenceRule[], nfa: SegmentNfa) {
    this.#nfa = nfa;
    this.#newNode(none, false);
    this.#everything = effectOfWeight.map((_, weight) => this.#newNode(none, true, weight));
    rules.forEach(({ effect, sequences }, rule) => {
      for (const sequence of sequences) this.#add(sequence, rule, weights[effect]);
    });
    this.#spreadReach();
  }

  get size(): number {
    return this.#nodes.length;
  }

  /** A set that is large enough for all nodes. */
  newNodeSet(): SparseSet {
    return new SparseSet(this.size);
  }

  /** Fills `into` with the nodes before any segment. */
  start(into: SparseSet): void {
    into.clear();
    into.add(root);
    this.#close(into);
  }

  /** Fills `into` with what follows `nodes[from]` to `nodes[end - 1]` behind a segment that just `patterns` match. */
  step(nodes: Int32Array, from: number, end: number, patterns: SparseSet, into: SparseSet): void {
    into.clear();
    for (let at = from; at < end; at += 1) {
      const id = nodes[at] ?? root;
      const { stays, edges } = this.#node(id);
      if (stays) into.add(id);
      if (edges.length <= patterns.size * 4) {
        for (let edge = 0; edge < edges.length; edge += 2) if (patterns.has(edges[edge] ?? none)) into.add(edges[edge + 1] ?? root);
      } else {
        for (let pattern = 0; pattern < patterns.size; pattern += 1) {
          const child = this.#children.get(id, patterns.members[pattern] ?? none);
          if (child !== none) into.add(child);
        }
      }
    }
    this.#close(into);
  }

  /**
   * Leaves out of `nodes` what cannot change the decision any more. Answers a weight if that is the decision for every text that goes on from
   * there; otherwise -1, with `into` filled with nodes that decide every such text as `nodes` do.
   */
  settle(nodes: SparseSet, into: SparseSet): number {
    into.clear();
    let certain = 0;
    for (let at = 0; at < nodes.size; at += 1) {
      const { stays, weight } = this.#node(nodes.members[at] ?? root);
      if (stays && weight > certain) certain = weight;
    }
    if (certain === denyWeight) return denyWeight;
    let grants = certain > 0;
    for (let at = 0; at < nodes.size; at += 1) {
      const id = nodes.members[at] ?? root;
      const node = this.#node(id);
      if (node.reach <= certain) continue;
      into.add(id);
      grants ||= node.grants;
    }
    if (into.size === 0) return certain;
    if (!grants) return denyWeight;
    if (certain > 0) into.add(this.#everything[certain] ?? root);
    return none;
  }

  /** The weight of the decision for a text that ends in `nodes`. */
  weightOf(nodes: SparseSet): number {
    let heaviest = 0;
    for (let at = 0; at < nodes.size; at += 1) heaviest = Math.max(heaviest, this.#node(nodes.members[at] ?? root).weight);
    return heaviest;
  }

  /** The rules that match a text that ends in `nodes`, sorted. */
  rulesOf(nodes: SparseSet): readonly number[] {
    const rules = new Set<number>();
    for (let at = 0; at < nodes.size; at += 1) for (const rule of this.#node(nodes.members[at] ?? root).rules) rules.add(rule);
    return [...rules].sort((a, b) => a - b);
  }

  #close(nodes: SparseSet): void {
    for (let at = 0; at < nodes.size; at += 1) {
      const { depth } = this.#node(nodes.members[at] ?? root);
      if (depth !== none) nodes.add(depth);
    }
  }

  #add(sequence: Sequence, rule: number, weight: number): void {
    const last = this.#node(sequence.reduce((from, segment) => this.#follow(from, segment), root));
    if (last.rules.at(-1) !== rule) last.rules.push(rule);
    last.weight = Math.max(last.weight, weight);
    last.reach = Math.max(last.reach, weight);
    last.grants ||= weight < denyWeight;
  }

  #follow(from: number, segment: Sequence[number]): number {
    const node = this.#node(from);
    if (segment === anyDepth && node.stays) return from;
    const label = segment === anyDepth ? depthLabel : this.#nfa.add(segment);
    const known = this.#children.get(from, label);
    if (known !== none) return known;
    const child = this.#newNode(from, segment === anyDepth);
    this.#children.add(from, label, child);
    if (segment === anyDepth) node.depth = child;
    else node.edges.push(label, child);
    return child;
  }

  #newNode(parent: number, stays: boolean, weight = 0): number {
    const grants = weight > 0 && weight < denyWeight;
    return this.#nodes.push({ parent, stays, depth: none, edges: [], rules: [], weight, reach: weight, grants }) - 1;
  }

  #node(id: number): Node {
    const node = this.#nodes[id];
    if (node === undefined) throw new RangeError(`no node ${String(id)}`);
    return node;
  }

  /** Nodes come after their parents, so the last go first. */
  #spreadReach(): void {
    for (let id = this.#nodes.length - 1; id > root; id -= 1) {
      const { parent, reach, grants } = this.#node(id);
      if (parent === none) continue;
      const above = this.#node(parent);
      above.reach = Math.max(above.reach, reach);
      above.grants ||= grants;
    }
  }
}
