// A pattern as a position automaton (Glushkov 1961): one state for each place that consumes a character, and how often one can follow another.
import { createAlphabet, type Alphabet } from './alphabet.ts';
import type { CharSet } from './char-set.ts';
import type { Pattern, RegexNode } from './pattern.ts';

/** How one state follows another; `ways` is 2 where there is more than one way without reading anything. */
export interface Edge {
  readonly to: number;
  readonly ways: number;
}

export interface Automaton {
  readonly alphabet: Alphabet;
  /** The letters that each state consumes. State 0 is the search itself: it skips any character before an attempt. */
  readonly masks: readonly bigint[];
  readonly edges: readonly (readonly Edge[])[];
  /** States that can come first, at the text's start only (where `^` says so) or anywhere. */
  readonly first: readonly { readonly to: number; readonly anchored: boolean }[];
  /** States after which the pattern may have matched, whatever comes. */
  readonly accepting: ReadonlySet<number>;
  /** By state, the largest finite repeat around it that stands as an infinite one; 0 if none does. */
  readonly bounds: readonly number[];
  /** True if a negated look-around is part of it: it can fail on what it reads. */
  readonly refuses: boolean;
}

/** The state that stands for the search from each position of the text. */
export const searchState = 0;

const mostStates = 3000;
const mostEdges = 120_000;
/** States that a finite repeat may take; where it needs more, it stands as `{n,}`. */
const mostCopies = 64;
/** So many rounds are always told apart: `{0,3}` is no loop. */
const leastCopies = 4;
/** Where rounds may differ in length, as in `(?:a?){50}`, many of them are as good as a loop: shown as one, the text that says so is found. */
const mostAmbiguousCopies = 12;

/** Thrown within; the caller sees null. */
class TooLarge extends Error {}

// Conditions under which a way through a part holds.
const atStart = 1;
const atEnd = 2;

interface Entry {
  readonly state: number;
  readonly condition: number;
  readonly ways: number;
}

/** A part of the pattern: the ways through it that read nothing (by condition), and its first and last states. */
interface Part {
  readonly empty: readonly [number, number, number, number];
  readonly first: readonly Entry[];
  readonly last: readonly Entry[];
}

const nothing: Part = { empty: [1, 0, 0, 0], first: [], last: [] };

/** Over-approximates: look-arounds and word boundaries always hold. Null where it would be too large. */
export function createAutomaton(pattern: Pattern): Automaton | null {
  try {
    return build(pattern);
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

function build(pattern: Pattern): Automaton {
  const sets: (CharSet | null)[] = [null];
  const edges: Map<number, number>[] = [new Map([[searchState, 1]])];
  const groups = groupsOf(pattern.root);
  let edgeCount = 1;
  const bounds: number[] = [0];

  const state = (set: CharSet): number => {
    if (sets.length >= mostStates) throw new TooLarge();
    sets.push(set);
    edges.push(new Map());
    bounds.push(0);
    return sets.length - 1;
  };

  const link = (from: readonly Entry[], to: readonly Entry[]): void => {
    for (const a of from) {
      if (a.condition !== 0) continue;
      const out = edges[a.state];
      for (const b of to) {
        if (b.condition !== 0) continue;
        const ways = out?.get(b.state) ?? 0;
        if (ways === 0 && (edgeCount += 1) > mostEdges) throw new TooLarge();
        out?.set(b.state, Math.min(2, ways + a.ways * b.ways));
      }
    }
  };

  const join = (a: Part, b: Part): Part => {
    link(a.last, b.first);
    const empty: [number, number, number, number] = [0, 0, 0, 0];
    for (const [x, left] of a.empty.entries())
      for (const [y, right] of b.empty.entries()) empty[x | y] = Math.min(2, (empty[x | y] ?? 0) + left * right);
    const first = [...a.first];
    const last = [...b.last];
    // What reads something at the start is no longer at the start when it has read it; the same for the end.
    for (const condition of [0, atStart]) append(first, b.first, condition, a.empty[condition] ?? 0);
    for (const condition of [0, atEnd]) append(last, a.last, condition, b.empty[condition] ?? 0);
    return { empty, first, last };
  };

  const repeat = (node: Extract<RegexNode, { kind: 'repeat' }>): Part => {
    if (node.max === 0) return nothing;
    const before = sets.length;
    let part = partOf(node.body);
    const size = Math.max(1, sets.length - before);
    const isPlain = size === 1 && part.empty.every((ways) => ways === 0);
    const room = Math.max(leastCopies, Math.floor((isPlain ? mostCopies : mostAmbiguousCopies) / size));
    const infinite = node.max === Infinity || (node.max > 1 && node.max > room);
    const copies = Math.min(infinite ? Math.max(1, node.min) : node.max, room);
    const parts = [part];
    while (parts.length < copies) parts.push(partOf(node.body));
    // From the last copy inwards, each that is not demanded may be left out together with what follows: `a(?:a(?:a)?)?`.
    const last = parts.length - 1;
    for (let index = last; index >= 0; index -= 1) {
      let copy = parts[index] ?? nothing;
      if (infinite && index === last) link(copy.last, copy.first);
      // Rounds that are demanded may read nothing, so that it is open which of them read something.
      if (infinite && index === last && node.min > copies && !copy.empty.every((ways) => ways === 0)) link(copy.last, copy.first);
      if (index < last) copy = join(copy, part);
      part = index < Math.min(node.min, copies) ? copy : optional(copy);
    }
    if (infinite && node.max !== Infinity) {
      for (let inside = before; inside < sets.length; inside += 1) bounds[inside] = Math.max(bounds[inside] ?? 0, node.max);
    }
    return part;
  };

  const partOf = (node: RegexNode): Part => {
    switch (node.kind) {
      case 'set': {
        const entry = { state: state(node.set), condition: 0, ways: 1 };
        return { empty: [0, 0, 0, 0], first: [entry], last: [entry] };
      }
      case 'sequence':
        return node.items.reduce((part: Part, item) => join(part, partOf(item)), nothing);
      case 'choice':
        return node.options.map(partOf).reduce(either);
      case 'repeat':
        return repeat(node);
      case 'group':
        return partOf(node.body);
      case 'look':
        // A look ahead is a way that leads nowhere; what is behind is judged by itself.
        return node.behind ? nothing : { ...nothing, first: partOf(node.body).first };
      case 'reference':
        return referenceOf(node);
      case 'edge':
        return node.multiline ? nothing : { ...nothing, empty: node.at === 'start' ? [0, 1, 0, 0] : [0, 0, 1, 0] };
      case 'boundary':
        return nothing;
    }
  };

  /** Stands for what its group can match, or for nothing. */
  const referenceOf = (node: Extract<RegexNode, { kind: 'reference' }>): Part => {
    const open = node.groups.flatMap((index) => {
      const group = groups.get(index);
      return group === undefined || holds(group, node) ? [] : [group];
    });
    return open.map(partOf).reduce(either, nothing);
  };

  const root = partOf(pattern.root);
  const starting = root.first.filter(({ condition }) => condition === 0);
  link([{ state: searchState, condition: 0, ways: 1 }], starting);
  const alphabet = createAlphabet(setsOf(pattern.root), pattern.unicode);
  return {
    alphabet,
    masks: sets.map((set) => (set === null ? alphabet.all : alphabet.maskOf(set))),
    edges: edges.map((out) => [...out].map(([to, ways]) => ({ to, ways }))),
    first: root.first.map(({ state: to, condition }) => ({ to, anchored: condition !== 0 })),
    accepting: new Set(root.last.filter(({ condition }) => condition === 0).map((entry) => entry.state)),
    bounds,
    refuses: [...walk(pattern.root)].some((node) => node.kind === 'look' && node.negated),
  };
}

/** Those of word boundaries too: they tell characters apart. */
function setsOf(root: RegexNode): readonly CharSet[] {
  const sets = new Set<CharSet>();
  for (const node of walk(root)) {
    if (node.kind === 'set') sets.add(node.set);
    else if (node.kind === 'boundary') sets.add(node.word);
  }
  return [...sets];
}

function append(entries: Entry[], more: readonly Entry[], condition: number, ways: number): void {
  if (ways === 0) return;
  for (const entry of more)
    entries.push({ state: entry.state, condition: entry.condition | condition, ways: Math.min(2, entry.ways * ways) });
  if (entries.length > mostEdges) throw new TooLarge();
}

function either(a: Part, b: Part): Part {
  const empty = a.empty.map((ways, condition) => Math.min(2, ways + (b.empty[condition] ?? 0))) as [number, number, number, number];
  return { empty, first: [...a.first, ...b.first], last: [...a.last, ...b.last] };
}

/** Left out, or taken: a round that reads nothing does not count (ECMA-262, clause 22.2.2.3.1). */
function optional(part: Part): Part {
  return { ...part, empty: [1, 0, 0, 0] };
}

/** What each group holds, by its index. */
export function groupsOf(root: RegexNode): ReadonlyMap<number, RegexNode> {
  const groups = new Map<number, RegexNode>();
  for (const node of walk(root)) if (node.kind === 'group') groups.set(node.index, node.body);
  return groups;
}

function holds(root: RegexNode, wanted: RegexNode): boolean {
  // References within a group that is referred to could double its size with each: those stand for nothing.
  for (const node of walk(root)) if (node === wanted || node.kind === 'reference') return true;
  return false;
}

/** All nodes, in no order. */
export function* walk(root: RegexNode): Generator<RegexNode, void> {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if (node.kind === 'sequence') open.push(...node.items);
    else if (node.kind === 'choice') open.push(...node.options);
    else if ('body' in node) open.push(node.body);
  }
}
