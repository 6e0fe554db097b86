// The search within one segment: which of some patterns a text can avoid, while it matches all of some others.
import { charSetFromRanges, intersect } from '../automaton/char-set.ts';
import type { CharSet } from '../automaton/sequence.ts';
import { Antichain, Frontier, isSubset } from './antichain.ts';
import { readableFrom } from './friendly-texts.ts';
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
    for (const [targets, set] of mustSteps(must, state.must, steps)) {
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
function mustSteps(
  automata: readonly SegmentNfa[],
  states: readonly number[],
  steps: Steps,
): readonly (readonly [readonly number[], CharSet])[] {
  let ways: (readonly [readonly number[], CharSet | null])[] = [[[], null]];
  automata.forEach((nfa, index) => {
    const targets = nfa.next[states[index] ?? 0] ?? [];
    spend(steps, (1 + ways.length) * (1 + targets.length));
    ways = ways.flatMap(([taken, set]) =>
      targets.flatMap((target): (readonly [readonly number[], CharSet])[] => {
        const own = nfa.sets[target] ?? [];
        spend(steps, own.length);
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
  const edges = places.flatMap((place): readonly Edge[] => {
    const nfa = automata[Math.floor(place / width)];
    return (nfa?.next[place % width] ?? []).flatMap((target) =>
      (nfa?.sets[target] ?? []).map(([from, to]) => ({ target: place - (place % width) + target, from, to })),
    );
  });
  spend(steps, 1 + places.length + edges.length);
  if (edges.length === 0) return [[readableFrom(set), []]];
  const groups = new Map<string, { readonly ranges: (readonly [number, number])[]; readonly places: readonly number[] }>();
  for (const [ranges, targets] of pieces(set, edges, steps)) {
    spend(steps, targets.length);
    const key = targets.join(' ');
    const group = groups.get(key) ?? { ranges: [], places: targets };
    group.ranges.push(...ranges);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => [readableFrom(charSetFromRanges(group.ranges)), group.places] as const);
}

/** What leads to a place: one range of its set. */
interface Edge {
  readonly target: number;
  readonly from: number;
  readonly to: number;
}

/** The parts of `set` between the ends of edges, each with the sorted targets of the edges that take it. */
function* pieces(set: CharSet, edges: readonly Edge[], steps: Steps): Generator<readonly [ranges: CharSet, targets: readonly number[]]> {
  const cuts = [...new Set([0, ...edges.flatMap(({ from, to }) => [from, to + 1])])].sort((a, b) => a - b);
  const opened = Map.groupBy(edges, ({ from }) => from);
  let active: readonly Edge[] = [];
  let next = 0;
  for (const [index, from] of cuts.entries()) {
    const end = (cuts[index + 1] ?? 0x110000) - 1;
    active = [...active.filter(({ to }) => to >= from), ...(opened.get(from) ?? [])];
    while ((set[next]?.[1] ?? Infinity) < from) next += 1;
    const ranges: (readonly [number, number])[] = [];
    for (let at = next; (set[at]?.[0] ?? Infinity) <= end; at += 1) {
      const [first, last] = set[at] ?? [0, -1];
      ranges.push([Math.max(first, from), Math.min(last, end)]);
    }
    spend(steps, 1 + active.length + ranges.length);
    if (ranges.length > 0) yield [ranges, [...new Set(active.map(({ target }) => target))].sort((a, b) => a - b)];
  }
}
