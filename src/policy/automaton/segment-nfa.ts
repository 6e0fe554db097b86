// All patterns of one segment in one automaton: what begins alike is kept once, so that a step costs no more for ten thousand names than for ten.
import { charSetKey, contains } from './char-set.ts';
import { PairTable } from './pair-table.ts';
import type { CharSet, SegmentNode } from './sequence.ts';
import { SparseSet } from './sparse-set.ts';

const none = -1;
/** Behind the code points, labels of the table that say which set, choice or repeat leads on. */
const firstLabel = 0x110000;
/** A pattern's parts may be nested so deep; what writes patterns stays far below. */
const deepest = 500;

/**
 * A nondeterministic automaton over the code points of a segment. Each state stands for exactly the texts of one beginning of a pattern:
 * states form a tree in which equal beginnings meet, so equal patterns end in the same state and get the same number.
 */
export class SegmentNfa {
  /** Single characters on edges, and the other sets; together they say which characters no pattern tells apart. */
  readonly characters = new Set<number>();
  readonly sets: CharSet[] = [];
  readonly #labels = new Map<string, number>();
  /** By state and character, set, choice or repeat: the state that follows. */
  readonly #children = new PairTable();
  readonly #patterns: number[] = [none];
  #patternCount = 0;
  // Edges that hold sets, and those that take no character, as lists: the first of a state, then the next of an edge.
  readonly #setEdges = newEdges();
  readonly #emptyEdges = newEdges();

  /** How many states there are. */
  get size(): number {
    return this.#patterns.length;
  }

  /** How many different patterns there are; they are numbered from 0. */
  get patternCount(): number {
    return this.#patternCount;
  }

  /**
   * Adds a pattern and answers its number.
   * @throws RangeError if its parts are nested more than 500 deep.
   */
  add(pattern: SegmentNode): number {
    const last = this.#build(pattern, 0, 0);
    const known = this.#patterns[last] ?? none;
    if (known !== none) return known;
    this.#patterns[last] = this.#patternCount;
    this.#patternCount += 1;
    return this.#patternCount - 1;
  }

  /** A set that is large enough for all states. */
  newStateSet(): SparseSet {
    return new SparseSet(this.size);
  }

  /** A set that is large enough for all patterns. */
  newPatternSet(): SparseSet {
    return new SparseSet(this.#patternCount);
  }

  /** Fills `into` with the states before any character. */
  start(into: SparseSet): void {
    into.clear();
    into.add(0);
    this.#close(into);
  }

  /** Fills `into` with the states that `codePoint` leads to from any of `states[from]` to `states[end - 1]`. */
  step(states: Int32Array, from: number, end: number, codePoint: number, into: SparseSet): void {
    into.clear();
    for (let at = from; at < end; at += 1) {
      const state = states[at] ?? 0;
      const child = this.#children.get(state, codePoint);
      if (child !== none) into.add(child);
      const { first, next, to, set } = this.#setEdges;
      for (let edge = first[state] ?? none; edge !== none; edge = next[edge] ?? none)
        if (contains(this.sets[set[edge] ?? none] ?? [], codePoint)) into.add(to[edge] ?? 0);
    }
    this.#close(into);
  }

  /** The pattern whose texts end in `state`, or -1. */
  patternOf(state: number): number {
    return this.#patterns[state] ?? none;
  }

  #close(states: SparseSet): void {
    const { first, next, to } = this.#emptyEdges;
    for (let at = 0; at < states.size; at += 1)
      for (let edge = first[states.members[at] ?? 0] ?? none; edge !== none; edge = next[edge] ?? none) states.add(to[edge] ?? 0);
  }

  /** Adds what follows `from`; answers the state where `node` ends. Since states stand for beginnings, several patterns can share every one. */
  #build(node: SegmentNode, from: number, depth: number): number {
    if (depth > deepest) throw new RangeError('a pattern is nested too deep');
    switch (node.kind) {
      case 'one':
        return this.#buildOne(node.set, from);
      case 'sequence': {
        let state = from;
        for (const part of node.parts) state = this.#build(part, state, depth + 1);
        return state;
      }
      case 'choice': {
        const known = this.size;
        const join = this.#child(from, this.#label(keyOf(node)));
        if (join < known) return join;
        for (const part of node.parts) addEdge(this.#emptyEdges, this.#build(part, from, depth + 1), join);
        return join;
      }
      case 'repeat': {
        const known = this.size;
        const loop = this.#child(from, this.#label(keyOf(node)));
        if (loop < known) return loop;
        addEdge(this.#emptyEdges, from, loop);
        if (node.part.kind === 'one') addEdge(this.#setEdges, loop, loop, this.#setOf(node.part.set));
        else addEdge(this.#emptyEdges, this.#build(node.part, loop, depth + 1), loop);
        return loop;
      }
    }
  }

  #buildOne(set: CharSet, from: number): number {
    const range = set[0];
    const known = this.size;
    if (set.length === 1 && range !== undefined && range[0] === range[1]) {
      const state = this.#child(from, range[0]);
      if (state >= known) this.characters.add(range[0]);
      return state;
    }
    const id = this.#setOf(set);
    const child = this.#child(from, this.#label(`one ${String(id)}`));
    if (child >= known) addEdge(this.#setEdges, from, child, id);
    return child;
  }

  #setOf(set: CharSet): number {
    const key = `set ${charSetKey(set)}`;
    const id = this.#labels.get(key);
    if (id !== undefined) return id;
    this.#labels.set(key, this.sets.length);
    return this.sets.push(set) - 1;
  }

  #label(key: string): number {
    const label = this.#labels.get(key) ?? firstLabel + this.#labels.size;
    this.#labels.set(key, label);
    return label;
  }

  /** The state behind `from` by this label, a new one if there is none yet. */
  #child(from: number, label: number): number {
    const known = this.#children.get(from, label);
    if (known !== none) return known;
    const state = this.#patterns.push(none) - 1;
    this.#children.add(from, label, state);
    return state;
  }
}

interface Edges {
  readonly first: number[];
  readonly next: number[];
  readonly to: number[];
  readonly set: number[];
}

function newEdges(): Edges {
  return { first: [], next: [], to: [], set: [] };
}

function addEdge({ first, next, to, set }: Edges, from: number, target: number, id = none): void {
  while (first.length <= from) first.push(none);
  next.push(first[from] ?? none);
  first[from] = to.push(target) - 1;
  set.push(id);
}

/** The same text for the same expression, and for no other: each node in front of its parts, with their number. */
function keyOf(root: SegmentNode): string {
  const words: string[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'one') words.push(`[${charSetKey(node.set)}]`);
    else if (node.kind === 'repeat') {
      words.push('*');
      open.push(node.part);
    } else {
      words.push(`${node.kind === 'choice' ? '|' : '.'}${String(node.parts.length)}`);
      for (const part of node.parts.toReversed()) open.push(part);
    }
  }
  return words.join('');
}
