// Decides from segment to segment in one look-up each. States are made when a text first needs them, and forgotten when there are too many.
import { PairTable } from './pair-table.ts';
import { effectOfWeight } from './rule-tree.ts';
import type { RuleTree } from './rule-tree.ts';
import type { CacheLimits, SegmentDfa } from './segment-dfa.ts';
import type { Effect } from './sequence.ts';
import { SetTable } from './set-table.ts';
import type { SparseSet } from './sparse-set.ts';

const none = -1;

/** States below this one are decided: whatever follows, the decision stays. */
export const firstOpenState = effectOfWeight.length;

/** A deterministic automaton over kinds of segments. */
export class PathDfa {
  /** The state before the first segment. */
  readonly start: number;
  /** By state: the decision for a text that ends there. */
  readonly answers: Effect[] = [...effectOfWeight];
  readonly #tree: RuleTree;
  readonly #segments: SegmentDfa;
  readonly #states: SetTable;
  readonly #steps: PairTable;
  readonly #first: SparseSet;
  // Working sets of one step.
  readonly #patterns: SparseSet;
  readonly #reached: SparseSet;
  readonly #settled: SparseSet;

  constructor(tree: RuleTree, segments: SegmentDfa, patterns: SparseSet, limits: CacheLimits) {
    this.#tree = tree;
    this.#segments = segments;
    this.#patterns = patterns;
    this.#reached = tree.newNodeSet();
    this.#settled = tree.newNodeSet();
    // Behind each flush there must be room for the start and one more.
    this.#states = new SetTable(Math.max(2, limits.states), Math.max(limits.members, tree.size * 2));
    this.#steps = new PairTable(limits.steps);
    this.#first = tree.newNodeSet();
    tree.start(this.#reached);
    const decided = tree.settle(this.#reached, this.#first);
    this.start = decided === none ? firstOpenState : decided;
    this.#forgetStates();
  }

  /** The state behind a segment of `kind`, or -1 if that is not known yet. */
  known(state: number, kind: number): number {
    return this.#steps.get(state, kind);
  }

  /** The state behind a segment of `kind`, found out and remembered. `state` is not a decided one. */
  resolve(state: number, kind: number): number {
    this.#segments.patternsOf(kind, this.#patterns);
    const id = state - firstOpenState;
    this.#tree.step(this.#states.members, this.#states.startOf(id), this.#states.endOf(id), this.#patterns, this.#reached);
    const decided = this.#tree.settle(this.#reached, this.#settled);
    const next = decided === none ? this.#intern(this.#settled) : decided;
    if (next === none) {
      this.#forgetStates();
      return this.#intern(this.#settled);
    }
    this.#steps.add(state, kind, next);
    return next;
  }

  /** To be called whenever kinds are numbered anew. */
  forgetSteps(): void {
    this.#steps.clear();
  }

  #intern(nodes: SparseSet): number {
    const size = this.#states.size;
    const id = this.#states.intern(nodes);
    if (id === none) return none;
    const state = firstOpenState + id;
    if (id === size) this.answers[state] = effectOfWeight[this.#tree.weightOf(nodes)] ?? 'deny';
    return state;
  }

  #forgetStates(): void {
    this.#states.clear();
    this.#steps.clear();
    this.#intern(this.#first);
  }
}
