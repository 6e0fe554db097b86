// Decides from segment to segment in one look-up each. States are made when a text first needs them, and forgotten when there are too many.
import { Front } from './front.ts';
import { StepTable, mostNumbers } from './step-table.ts';
import { effectOfWeight } from './rule-tree.ts';
import type { RuleTree } from './rule-tree.ts';
import type { CacheLimits, SegmentDfa } from './segment-dfa.ts';
import type { Effect } from './sequence.ts';
import { SetTable } from './set-table.ts';
import type { SparseSet } from './sparse-set.ts';

const none = -1;
/** A power of two: steps from the first states by the first kinds, which most texts take, are kept where no hash is needed. */
const nearby = 64;

/** States below this one are decided: whatever follows, the decision stays. */
export const firstOpenState = effectOfWeight.length;

/** A deterministic automaton over kinds of segments. */
export class PathDfa {
  /** The state before the first segment. */
  readonly start: number;
  /** By state: the decision for a text that ends there. */
  readonly answers: Effect[] = [...effectOfWeight];
  readonly #segments: SegmentDfa;
  readonly #states: SetTable;
  readonly #steps: StepTable;
  readonly #nearbySteps = new Int32Array(nearby * nearby).fill(none);
  /** Where the text is whose step is being found out, and which state that is. */
  readonly #front: Front;
  #frontState = none;
  readonly #patterns: SparseSet;

  constructor(tree: RuleTree, segments: SegmentDfa, patterns: SparseSet, limits: CacheLimits) {
    this.#segments = segments;
    this.#patterns = patterns;
    // Behind each flush there must be room for the start and one more.
    this.#states = new SetTable(
      Math.min(Math.max(2, limits.states), mostNumbers - firstOpenState),
      Math.max(limits.members, tree.size * 2),
    );
    this.#steps = new StepTable(limits.steps);
    this.#front = new Front(tree, true);
    this.#front.start();
    const decided = this.#front.decided();
    this.start = decided === none ? this.#intern() : decided;
  }

  /** The state behind a segment of `kind`, or -1 if that is not known yet. */
  known(state: number, kind: number): number {
    return (state | kind) < nearby ? (this.#nearbySteps[state * nearby + kind] ?? none) : this.#steps.get(state, kind);
  }

  /** The state behind a segment of `kind`, found out and remembered. `state` is not a decided one. */
  resolve(state: number, kind: number): number {
    if (this.#frontState !== state) this.#load(state);
    this.#segments.patternsOf(kind, this.#patterns);
    this.#front.step(this.#patterns);
    this.#frontState = none;
    const decided = this.#front.decided();
    const next = decided === none ? this.#intern() : decided;
    if (next === none) return this.#internAnew();
    if ((state | kind) < nearby) this.#nearbySteps[state * nearby + kind] = next;
    else this.#steps.add(state, kind, next);
    return next;
  }

  /** To be called whenever kinds are numbered anew. */
  forgetSteps(): void {
    this.#steps.clear();
    this.#nearbySteps.fill(none);
  }

  #load(state: number): void {
    const id = state - firstOpenState;
    this.#front.load(this.#states.members, this.#states.startOf(id), this.#states.endOf(id));
  }

  /** The state of the front; -1 if there is no room for it. */
  #intern(): number {
    const { size } = this.#states;
    const id = this.#states.intern(this.#front.nodes);
    if (id === none) return none;
    const state = firstOpenState + id;
    if (id === size) this.answers[state] = effectOfWeight[this.#front.weight()] ?? 'deny';
    this.#frontState = state;
    return state;
  }

  /** Forgets all states but the start, which keeps its number, and gives the front the next. */
  #internAnew(): number {
    this.#states.keep(1);
    this.forgetSteps();
    return this.#intern();
  }
}
