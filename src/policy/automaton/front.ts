// How far a text has come in the tree of rules. A step costs what it changes and not what stays, or a thousand `**` would be dear at each segment.
import { denyWeight, root } from './rule-tree.ts';
import type { RuleTree } from './rule-tree.ts';
import { SparseSet } from './sparse-set.ts';

const none = -1;

/** The nodes that a text has reached. */
export class Front {
  readonly nodes: SparseSet;
  readonly #tree: RuleTree;
  readonly #forgetful: boolean;
  /** The weight that all that follows has at least. */
  #certain = 0;
  /** How many of the nodes may still grant something; how many edges leave all. */
  #granting = 0;
  #degree = 0;
  /** The nodes that do not stay. */
  readonly #passing: SparseSet;
  readonly #fresh: SparseSet;

  /** A `forgetful` one leaves out what cannot change the decision any more. */
  constructor(tree: RuleTree, forgetful: boolean) {
    this.#tree = tree;
    this.#forgetful = forgetful;
    this.nodes = new SparseSet(tree.size);
    this.#passing = new SparseSet(tree.size);
    this.#fresh = new SparseSet(tree.size);
  }

  /** Goes back to before any segment. */
  start(): void {
    this.load(this.nodes.members, 0, 0);
    this.#add(root);
  }

  /** Goes on from nodes that a front had before: those from `members[from]` to before `members[end]`. */
  load(members: Int32Array, from: number, end: number): void {
    this.nodes.clear();
    this.#passing.clear();
    this.#certain = 0;
    this.#granting = 0;
    this.#degree = 0;
    for (let at = from; at < end; at += 1) {
      const node = members[at] ?? root;
      this.#put(node);
      if (this.#forgetful && this.#tree.stays[node] === 1) this.#certain = Math.max(this.#certain, this.#tree.weights[node] ?? 0);
    }
  }

  /** Goes on by a segment that just `patterns` match. */
  step(patterns: SparseSet): void {
    this.#fresh.clear();
    let edges = 0;
    const { starts } = this.#tree.edgesOfPattern;
    for (let at = 0; at < patterns.size; at += 1) {
      const pattern = patterns.members[at] ?? 0;
      edges += (starts[pattern + 1] ?? 0) - (starts[pattern] ?? 0);
    }
    if (edges <= this.#degree) this.#followPatterns(patterns);
    else this.#followNodes(patterns);
    for (let at = 0; at < this.#passing.size; at += 1) this.#drop(this.#passing.members[at] ?? root);
    this.#passing.clear();
    for (let at = 0; at < this.#fresh.size; at += 1) this.#add(this.#fresh.members[at] ?? root);
  }

  /** The weight of the decision for every text that goes on from here; -1 if they differ. Of a forgetful front only. */
  decided(): number {
    if (this.nodes.size === (this.#certain > 0 ? 1 : 0)) return this.#certain;
    return this.#granting === 0 ? denyWeight : none;
  }

  /** The weight of the decision for the text that ends here. */
  weight(): number {
    let heaviest = 0;
    for (let at = 0; at < this.nodes.size; at += 1) heaviest = Math.max(heaviest, this.#tree.weights[this.nodes.members[at] ?? root] ?? 0);
    return heaviest;
  }

  /** The rules that match the text that ends here, sorted. Not of a forgetful front. */
  rules(): readonly number[] {
    const { starts, items } = this.#tree.rulesOfNode;
    const rules = new Set<number>();
    for (let at = 0; at < this.nodes.size; at += 1) {
      const node = this.nodes.members[at] ?? root;
      for (const rule of items.subarray(starts[node], starts[node + 1])) rules.add(rule);
    }
    return [...rules].sort((a, b) => a - b);
  }

  #followPatterns(patterns: SparseSet): void {
    const { starts, items } = this.#tree.edgesOfPattern;
    for (let at = 0; at < patterns.size; at += 1) {
      const pattern = patterns.members[at] ?? 0;
      for (let place = starts[pattern] ?? 0; place < (starts[pattern + 1] ?? 0); place += 1) {
        const edge = items[place] ?? 0;
        if (this.nodes.has(this.#tree.from[edge] ?? none)) this.#fresh.add(this.#tree.to[edge] ?? root);
      }
    }
  }

  #followNodes(patterns: SparseSet): void {
    const { starts, items } = this.#tree.edgesOfNode;
    for (let at = 0; at < this.nodes.size; at += 1) {
      const node = this.nodes.members[at] ?? root;
      for (let place = starts[node] ?? 0; place < (starts[node + 1] ?? 0); place += 1) {
        const edge = items[place] ?? 0;
        if (patterns.has(this.#tree.pattern[edge] ?? none)) this.#fresh.add(this.#tree.to[edge] ?? root);
      }
    }
  }

  #add(node: number): void {
    this.#enter(node);
    const depth = this.#tree.depths[node] ?? none;
    if (depth !== none) this.#enter(depth);
  }

  #enter(node: number): void {
    const weight = this.#tree.weights[node] ?? 0;
    if (this.#forgetful && this.#tree.stays[node] === 1 && weight > this.#certain) this.#ascertain(weight);
    if ((this.#tree.reaches[node] ?? 0) > this.#certain) this.#put(node);
  }

  /** Puts one node in the place of all that are of no more than this weight, so that fronts that decide alike are alike. */
  #ascertain(weight: number): void {
    this.#certain = weight;
    for (let at = this.nodes.size - 1; at >= 0; at -= 1) {
      const node = this.nodes.members[at] ?? root;
      if ((this.#tree.reaches[node] ?? 0) <= weight) this.#drop(node);
    }
    this.#put(root + weight);
  }

  #put(node: number): void {
    if (!this.nodes.add(node)) return;
    if (this.#tree.stays[node] === 0) this.#passing.add(node);
    this.#count(node, 1);
  }

  #drop(node: number): void {
    if (this.nodes.delete(node)) this.#count(node, -1);
  }

  #count(node: number, by: number): void {
    const { starts } = this.#tree.edgesOfNode;
    this.#granting += by * (this.#tree.grants[node] ?? 0);
    this.#degree += by * ((starts[node + 1] ?? 0) - (starts[node] ?? 0));
  }
}
