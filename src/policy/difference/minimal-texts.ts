// The search within one segment: which of some patterns a text can avoid, while it matches all of some others.
import { charSetFromRanges, contains, intersect, pickFrom } from '../automaton/char-set.ts';
import type { CharSet } from '../automaton/sequence.ts';
import { Antichain, Frontier, isSubset } from './antichain.ts';
import type { SegmentNfa } from './segment-nfa.ts';
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** A text, and by index which of `avoid` it matches all the same. */
export interface MinimalText {
  readonly text: string;
  readonly hits: readonly number[];
}

interface State {
  readonly text: string;
  /** One state of each automaton that must match. */
  readonly must: readonly number[];
  /** Where the others can be, sorted: the number of the automaton and its state in one number. */
  readonly avoid: readonly number[];
}

const width = 0x100000;

/**
 * Texts that match all of `must`, one for each smallest set of `avoid` that such a text can match: whatever text matches all of `must`, one of
 * the answer matches none of `avoid` but what that text matches too. Nothing is answered if and only if no text matches all of `must`.
 * @throws {BoundReached}
 */
export function minimalTexts(must: readonly SegmentNfa[], avoid: readonly SegmentNfa[], steps: Steps): readonly MinimalText[] {
  const seen = new Antichain();
  const open = new Frontier<State>();
  let found: MinimalText[] = [];
  const visit = (state: State): void => {
    if (!seen.add(state.must.join(' '), state.avoid, steps)) return;
    if (must.every((nfa, index) => nfa.accepts[state.must[index] ?? 0] === true)) {
      const hits = accepting(avoid, state.avoid);
      if (!found.some((other) => isSubset(other.hits, hits))) {
        found = [...found.filter((other) => !isSubset(hits, other.hits)), { text: state.text, hits }];
      }
    }
    open.put(state.avoid.length, state);
  };
  visit({ text: '', must: must.map(() => 0), avoid: avoid.map((_nfa, index) => index * width) });
  // Nothing is better than a text that avoids them all.
  while (found[0]?.hits.length !== 0) {
    const state = open.take();
    if (state === null) break;
    for (const [targets, set] of mustSteps(must, state.must)) {
      spend(steps, 1);
      for (const [character, left] of partition(set, avoid, state.avoid, steps)) {
        visit({ text: state.text + character, must: targets, avoid: left });
      }
    }
  }
  return found;
}

function accepting(automata: readonly SegmentNfa[], places: readonly number[]): readonly number[] {
  const hits = places
    .filter((place) => automata[Math.floor(place / width)]?.accepts[place % width] === true)
    .map((place) => Math.floor(place / width));
  return [...new Set(hits)];
}

/** Every way in which all automata can take one and the same character: where each then is, and with which characters. */
function mustSteps(automata: readonly SegmentNfa[], states: readonly number[]): readonly (readonly [readonly number[], CharSet])[] {
  let ways: (readonly [readonly number[], CharSet | null])[] = [[[], null]];
  automata.forEach((nfa, index) => {
    const targets = nfa.next[states[index] ?? 0] ?? [];
    ways = ways.flatMap(([taken, set]) =>
      targets.flatMap((target): (readonly [readonly number[], CharSet])[] => {
        const own = nfa.sets[target] ?? [];
        const common = set === null ? own : intersect(set, own);
        return common.length === 0 ? [] : [[[...taken, target], common]];
      }),
    );
  });
  return ways.map(([taken, set]) => [taken, set ?? []]);
}

/** Cuts `set` into characters that lead the automata to the same places, and answers one readable character for each. */
function partition(
  set: CharSet,
  automata: readonly SegmentNfa[],
  places: readonly number[],
  steps: Steps,
): readonly (readonly [character: string, places: readonly number[]])[] {
  const edges: (readonly [target: number, set: CharSet])[] = [];
  const cuts = new Set(set.map(([from]) => from));
  for (const place of places) {
    const nfa = automata[Math.floor(place / width)];
    for (const target of nfa?.next[place % width] ?? []) {
      const common = intersect(nfa?.sets[target] ?? [], set);
      for (const [from, to] of common) cuts.add(from).add(to + 1);
      if (common.length > 0) edges.push([place - (place % width) + target, common]);
    }
  }
  spend(steps, places.length + edges.length + cuts.size);
  const groups = new Map<string, { ranges: (readonly [number, number])[]; places: readonly number[] }>();
  for (const [from, to, targets] of pieces(set, edges, cuts, steps)) {
    const key = targets.join(' ');
    const group = groups.get(key) ?? { ranges: [], places: targets };
    group.ranges.push([from, to]);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => [String.fromCodePoint(pickFrom(charSetFromRanges(group.ranges)) ?? 0), group.places] as const);
}

/** The pieces of `set` between cuts, each with the sorted targets of the edges that take it. */
function* pieces(
  set: CharSet,
  edges: readonly (readonly [target: number, set: CharSet])[],
  cuts: ReadonlySet<number>,
  steps: Steps,
): Generator<readonly [from: number, to: number, targets: readonly number[]]> {
  const sorted = [...cuts].sort((a, b) => a - b);
  const opened = Map.groupBy(
    edges.flatMap(([target, ranges]) => ranges.map(([from, to]) => ({ target, from, to }))),
    ({ from }) => from,
  );
  let active: readonly { readonly target: number; readonly to: number }[] = [];
  for (const [index, from] of sorted.entries()) {
    active = [...active.filter(({ to }) => to >= from), ...(opened.get(from) ?? [])];
    spend(steps, active.length);
    if (contains(set, from)) {
      const end = set.find(([, to]) => to >= from)?.[1] ?? from;
      const targets = [...new Set(active.map(({ target }) => target))].sort((a, b) => a - b);
      yield [from, Math.min(end, (sorted[index + 1] ?? Infinity) - 1), targets];
    }
  }
}
