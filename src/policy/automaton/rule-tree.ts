// All rules' sequences in one tree of segments: what begins alike is kept once. Its nodes are the states that a text's segments lead through.
import { PairTable } from './pair-table.ts';
import type { SegmentNfa } from './segment-nfa.ts';
import { anyDepth } from './sequence.ts';
import type { Effect, Sequence, SequenceRule } from './sequence.ts';

const none = -1;
/** The label of any depth, where that of one segment is its pattern's number. */
const depthLabel = -1;
/** The node before any segment. */
export const root = 0;

/** How much an effect weighs against the others; 0 is no rule at all. */
const weights: Readonly<Record<Effect, number>> = { allow: 1, ask: 2, deny: 3 };
/** The heaviest. */
export const denyWeight = 3;
/** The effect of each weight: what nothing matches is denied. */
export const effectOfWeight: readonly Effect[] = ['deny', 'allow', 'ask', 'deny'];

/** What belongs to each of some numbers: that of `n` stands in `items` from `starts[n]` to before `starts[n + 1]`. */
interface Groups {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/**
 * A nondeterministic automaton over segments: each node stands for exactly the texts of one beginning of a sequence. The nodes 1 to 3 are
 * reached by no sequence: they stand for "all that follows has this weight".
 */
export interface RuleTree {
  readonly size: number;
  /** By node: 1 if it is reached again behind every further segment. */
  readonly stays: Uint8Array;
  /** By node: the node behind any number of segments, none included; -1 if there is none. */
  readonly depths: Int32Array;
  /** By node: the heaviest weight of the rules that end there. */
  readonly weights: Uint8Array;
  /** By node: the heaviest weight of the rules that end there or further down, and 1 if any of them is no deny. */
  readonly reaches: Uint8Array;
  readonly grants: Uint8Array;
  /** The edges that leave a node, and those that a pattern is on. */
  readonly edgesOfNode: Groups;
  readonly edgesOfPattern: Groups;
  /** By edge. */
  readonly from: readonly number[];
  readonly pattern: readonly number[];
  readonly to: readonly number[];
  /** The rules that end in a node. */
  readonly rulesOfNode: Groups;
}

/** Builds the tree, and adds the segments' patterns to `nfa`. */
export function buildRuleTree(rules: readonly SequenceRule[], nfa: SegmentNfa): RuleTree {
  const builder = new TreeBuilder(nfa);
  rules.forEach(({ effect, sequences }, rule) => {
    for (const sequence of sequences) builder.add(sequence, rule, weights[effect]);
  });
  return builder.finish();
}

class TreeBuilder {
  readonly #nfa: SegmentNfa;
  /** By node and label: the node that follows. */
  readonly #children = new PairTable();
  readonly #parents: number[] = [];
  readonly #stays: number[] = [];
  readonly #depths: number[] = [];
  readonly #weights: number[] = [];
  readonly #grants: number[] = [];
  readonly #from: number[] = [];
  readonly #pattern: number[] = [];
  readonly #to: number[] = [];
  readonly #ends: number[] = [];
  readonly #endingRules: number[] = [];

  constructor(nfa: SegmentNfa) {
    this.#nfa = nfa;
    this.#newNode(none, false);
    for (const weight of Object.values(weights)) this.#weigh(this.#newNode(none, true), weight);
  }

  add(sequence: Sequence, rule: number, weight: number): void {
    let end = root;
    for (const segment of sequence) end = this.#follow(end, segment);
    this.#ends.push(end);
    this.#endingRules.push(rule);
    this.#weigh(end, weight);
  }

  finish(): RuleTree {
    const size = this.#stays.length;
    const reaches = Uint8Array.from(this.#weights);
    const grants = Uint8Array.from(this.#grants);
    // Nodes come after their parents, so the last go first.
    for (let node = size - 1; node > root; node -= 1) {
      const parent = this.#parents[node] ?? none;
      if (parent === none) continue;
      reaches[parent] = Math.max(reaches[parent] ?? 0, reaches[node] ?? 0);
      grants[parent] = (grants[parent] ?? 0) | (grants[node] ?? 0);
    }
    const edges = this.#to.map((_, edge) => edge);
    return {
      size,
      stays: Uint8Array.from(this.#stays),
      depths: Int32Array.from(this.#depths),
      weights: Uint8Array.from(this.#weights),
      reaches,
      grants,
      edgesOfNode: group(this.#from, edges, size),
      edgesOfPattern: group(this.#pattern, edges, this.#nfa.patternCount),
      from: this.#from,
      pattern: this.#pattern,
      to: this.#to,
      rulesOfNode: group(this.#ends, this.#endingRules, size),
    };
  }

  #follow(from: number, segment: Sequence[number]): number {
    const isDepth = segment === anyDepth;
    if (isDepth && this.#stays[from] === 1) return from;
    const label = isDepth ? depthLabel : this.#nfa.add(segment);
    const known = this.#children.get(from, label);
    if (known !== none) return known;
    const child = this.#newNode(from, isDepth);
    this.#children.add(from, label, child);
    if (isDepth) this.#depths[from] = child;
    else {
      this.#from.push(from);
      this.#pattern.push(label);
      this.#to.push(child);
    }
    return child;
  }

  #newNode(parent: number, stays: boolean): number {
    this.#parents.push(parent);
    this.#depths.push(none);
    this.#weights.push(0);
    this.#grants.push(0);
    return this.#stays.push(stays ? 1 : 0) - 1;
  }

  #weigh(node: number, weight: number): void {
    this.#weights[node] = Math.max(this.#weights[node] ?? 0, weight);
    if (weight < denyWeight) this.#grants[node] = 1;
  }
}

/** Sorts `items` by their `keys`, which are below `count`. */
function group(keys: readonly number[], items: readonly number[], count: number): Groups {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let key = 0; key < count; key += 1) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const next = starts.slice();
  const sorted = new Int32Array(items.length);
  keys.forEach((key, index) => {
    const place = next[key] ?? 0;
    sorted[place] = items[index] ?? 0;
    next[key] = place + 1;
  });
  return { starts, items: sorted };
}
