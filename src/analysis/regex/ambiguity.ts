// Where a pattern can read one text in many ways: the two shapes that make backtracking super-linear (Weideman et al. 2016; Wüstholz et al. 2017).
import { searchState, type Automaton, type Edge } from './automaton.ts';
import type { Budget } from './budget.ts';
import { componentsOf, type Components } from './components.ts';

/** A word over the alphabet, one non-empty mask of letters each. */
export type Word = readonly bigint[];

/** A suspicion, to be verified: from `state`, `pump` leads back to it in more ways than one. */
export interface Ambiguity {
  /** `loop`: two ways around one loop. `loops`: one loop and a later one read the same. `search`: the same, where the first is the search itself. */
  readonly kind: 'loop' | 'loops' | 'search';
  readonly state: number;
  /** Another state that reads the pump round and round. */
  readonly other: number;
  readonly pump: Word;
}

/** Of one loop: more of them differ in where they begin, not in what they are. */
const mostOfALoop = 4;
const mostOfAKind = 64;

/** Suspicions, the worst kind first, each found when it is asked for: whoever has verified one may need no more. */
export function* findAmbiguities(automaton: Automaton, budget: Budget): Generator<Ambiguity, void> {
  const components = componentsOf(automaton);
  let count = 0;
  for (const states of components.loops.values()) {
    if (states.includes(searchState)) continue;
    const found = inLoop(automaton, components, states, budget);
    yield* found.sort(shortestFirst);
    count += found.length;
    if (count >= mostOfAKind) break;
  }
  yield* betweenLoops(automaton, components, 'loops', budget).sort(shortestFirst);
  yield* betweenLoops(automaton, components, 'search', budget).sort(shortestFirst);
}

function shortestFirst(a: Ambiguity, b: Ambiguity): number {
  return a.pump.length - b.pump.length;
}

/** Two different ways from a state to itself over one word. */
function inLoop(automaton: Automaton, { of }: Components, states: readonly number[], budget: Budget): Ambiguity[] {
  const { edges, masks } = automaton;
  const found: Ambiguity[] = [];
  const component = of[states[0] ?? 0];
  const inside = (edge: Edge): boolean => of[edge.to] === component;
  const dead = new Set<number>();
  for (const state of states) {
    const out = (edges[state] ?? []).filter(inside);
    for (const [index, a] of out.entries()) {
      if (found.length >= mostOfALoop) return found;
      const mask = masks[a.to] ?? 0n;
      if (a.ways > 1) {
        const back = pathBetween(automaton, a.to, state, inside, budget);
        if (back !== null && mask !== 0n) found.push({ kind: 'loop', state, other: a.to, pump: [mask, ...back] });
      }
      for (const b of out.slice(index + 1)) {
        const both = mask & (masks[b.to] ?? 0n);
        if (both === 0n) continue;
        const meeting = meet(automaton, a.to, b.to, inside, dead, budget);
        const back = meeting === null ? null : pathBetween(automaton, meeting.state, state, inside, budget);
        if (meeting !== null && back !== null) found.push({ kind: 'loop', state, other: a.to, pump: [both, ...meeting.word, ...back] });
      }
    }
  }
  return found;
}

/** A word over which two states reach one. `dead` remembers pairs that never meet. */
function meet(
  { edges, masks }: Automaton,
  a: number,
  b: number,
  inside: (edge: Edge) => boolean,
  dead: Set<number>,
  budget: Budget,
): { readonly state: number; readonly word: Word } | null {
  const size = masks.length;
  const keyOf = (x: number, y: number): number => Math.min(x, y) * size + Math.max(x, y);
  const search = createTrail(keyOf(a, b));
  if (dead.has(keyOf(a, b))) return null;
  for (let key = search.next(); key !== undefined; key = search.next()) {
    const [x, y] = [Math.floor(key / size), key % size];
    for (const p of edges[x] ?? []) {
      if (!inside(p)) continue;
      for (const q of edges[y] ?? []) {
        if (!budget.spend(1)) return null;
        if (!inside(q)) continue;
        const mask = (masks[p.to] ?? 0n) & (masks[q.to] ?? 0n);
        const target = keyOf(p.to, q.to);
        if (mask === 0n || dead.has(target)) continue;
        search.add(key, target, mask);
        if (p.to === q.to) return { state: p.to, word: search.wordTo(target) };
      }
    }
  }
  for (const key of search.seen()) dead.add(key);
  return null;
}

/** A shortest word from a state to another; empty where they are one. */
export function pathBetween(
  { edges, masks }: Automaton,
  from: number,
  to: number,
  inside: (edge: Edge) => boolean,
  budget: Budget,
): Word | null {
  const search = createTrail(from);
  for (let state = search.next(); state !== undefined; state = search.next()) {
    if (state === to) return search.wordTo(to);
    for (const edge of edges[state] ?? []) {
      if (!budget.spend(1)) return null;
      const mask = masks[edge.to] ?? 0n;
      if (mask !== 0n && inside(edge)) search.add(state, edge.to, mask);
    }
  }
  return null;
}

/** One word that goes round a first loop, from it to a second, and round the second. */
function betweenLoops(automaton: Automaton, components: Components, kind: 'loops' | 'search', budget: Budget): Ambiguity[] {
  const { loops, reach } = components;
  const found: Ambiguity[] = [];
  for (const [from, states] of loops) {
    if (states.includes(searchState) !== (kind === 'search')) continue;
    const firsts = kind === 'search' ? [searchState] : bySelfLoop(automaton, states);
    for (const [to, targets] of loops) {
      if (to === from || ((reach[from] ?? 0n) & (1n << BigInt(to))) === 0n) continue;
      const seconds = bySelfLoop(automaton, targets);
      const hit = firstHit(firsts, seconds, (p, q) => {
        const pump = commonWord(automaton, components, p, q, budget);
        return pump === null ? null : { kind, state: p, other: q, pump };
      });
      if (hit !== null) found.push(hit);
      if (found.length >= mostOfAKind || budget.exhausted()) return found;
    }
  }
  return found;
}

function firstHit(
  firsts: readonly number[],
  seconds: readonly number[],
  judge: (p: number, q: number) => Ambiguity | null,
): Ambiguity | null {
  for (const p of firsts) {
    for (const q of seconds) {
      const hit = judge(p, q);
      if (hit !== null) return hit;
    }
  }
  return null;
}

/** States that follow themselves first: most ambiguities have one at each end. */
function bySelfLoop({ edges }: Automaton, states: readonly number[]): readonly number[] {
  const own = (state: number): boolean => (edges[state] ?? []).some(({ to }) => to === state);
  return [...states.filter(own), ...states.filter((state) => !own(state))];
}

/** A word over which p reaches p and q, and q reaches q. */
function commonWord({ edges, masks }: Automaton, { of, reach }: Components, p: number, q: number, budget: Budget): Word | null {
  const size = masks.length;
  const keyOf = (x: number, y: number, z: number): number => (x * size + y) * size + z;
  const [first, last] = [of[p] ?? 0, of[q] ?? 0];
  const aim = 1n << BigInt(last);
  const search = createTrail(keyOf(p, p, q));
  const goal = keyOf(p, q, q);
  for (let key = search.next(); key !== undefined; key = search.next()) {
    const [x, y, z] = [Math.floor(key / size / size), Math.floor(key / size) % size, key % size];
    for (const a of edges[x] ?? []) {
      if (of[a.to] !== first) continue;
      for (const b of edges[z] ?? []) {
        if (!budget.spend(1)) return null;
        const around = (masks[a.to] ?? 0n) & (masks[b.to] ?? 0n);
        if (around === 0n || of[b.to] !== last) continue;
        for (const c of edges[y] ?? []) {
          if (!budget.spend(1)) return null;
          const mask = around & (masks[c.to] ?? 0n);
          if (mask === 0n || ((reach[of[c.to] ?? 0] ?? 0n) & aim) === 0n) continue;
          const target = keyOf(a.to, c.to, b.to);
          search.add(key, target, mask);
          if (target === goal) return search.wordTo(goal);
        }
      }
    }
  }
  return null;
}

interface Trail {
  readonly next: () => number | undefined;
  readonly add: (from: number, to: number, mask: bigint) => void;
  readonly wordTo: (key: number) => Word;
  readonly seen: () => Iterable<number>;
}

/** A breadth-first search's book-keeping: what was seen, from where and over which letters. */
function createTrail(start: number): Trail {
  const from = new Map<number, { readonly key: number; readonly mask: bigint } | null>([[start, null]]);
  const queue = [start];
  let head = 0;
  return {
    next: () => queue[head++],
    add(source, target, mask) {
      if (from.has(target)) return;
      from.set(target, { key: source, mask });
      queue.push(target);
    },
    wordTo(key) {
      const word: bigint[] = [];
      for (let step = from.get(key); step !== undefined && step !== null; step = from.get(step.key)) word.push(step.mask);
      return word.reverse();
    },
    seen: () => from.keys(),
  };
}
