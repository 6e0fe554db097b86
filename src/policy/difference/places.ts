// All sequences of some rules as one tree of places: what begins alike is kept once. A place is where one is after reading some segments.
import { anyDepth } from '../automaton/sequence.ts';
import type { Sequence } from '../automaton/sequence.ts';
import type { Place, Steady } from './place.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segments.ts';
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

interface Growing extends Place {
  readonly children: Map<number, { readonly segment: Segment; readonly to: Growing }>;
  readonly parent: Growing | null;
  deep: Growing | null;
  ends: number;
  below: number;
}

/** Interns the segments of a sequence; two `anyDepth` in a row are one. */
export function steady(sequence: Sequence, segments: Segments): Steady {
  return sequence
    .filter((part, index) => part !== anyDepth || sequence[index - 1] !== anyDepth)
    .map((part) => (part === anyDepth ? part : segments.intern(part)));
}

/** Grows only while sequences are added. */
export class Places {
  readonly #all: Growing[] = [];
  readonly #root = this.#grow(null, false);

  /** Where every text begins. */
  get root(): Place {
    return this.#root;
  }

  /** How many there are; their numbers are smaller. */
  get size(): number {
    return this.#all.length;
  }

  /** The place whose number this is. */
  at(id: number): Place {
    return this.#all[id] ?? this.#root;
  }

  /** Adds a sequence, or finds it; what ends there gets `bits` in addition. */
  add(sequence: Steady, bits: number): Place {
    let place = this.#root;
    for (const part of sequence) {
      place = part === anyDepth ? (place.deep ??= this.#grow(place, true)) : this.#child(place, part);
    }
    this.mark(place, bits);
    return place;
  }

  /** Gives what ends at a place more bits. */
  mark(place: Place, bits: number): void {
    const growing = this.#all[place.id];
    if (growing === undefined) return;
    growing.ends |= bits;
    for (let above: Growing | null = growing; above !== null && (above.below & bits) !== bits; above = above.parent) {
      above.below |= bits;
    }
  }

  #child(place: Growing, segment: Segment): Growing {
    const known = place.children.get(segment.id);
    if (known !== undefined) return known.to;
    const to = this.#grow(place, false);
    place.children.set(segment.id, { segment, to });
    return to;
  }

  #grow(parent: Growing | null, loops: boolean): Growing {
    const isBehindLoop = loops || parent?.isBehindLoop === true;
    const place = { id: this.#all.length, children: new Map(), parent, deep: null, loops, isBehindLoop, ends: 0, below: 0 };
    this.#all.push(place);
    return place;
  }
}

/** What a set of places stands at the end of a text for: the bits of everything that ends in any of them. */
export function endsOf(places: Places, ids: readonly number[]): number {
  return ids.reduce((bits, id) => bits | places.at(id).ends, 0);
}

/** The places before any segment from which something of `mask` can be reached, sorted. */
export function startOf(places: Places, mask: number): readonly number[] {
  return closed([places.root], mask);
}

/** Where one segment leads from some places, when it matches `matching` and no other pattern; sorted. */
export function follow(
  places: Places,
  ids: readonly number[],
  matching: readonly Segment[],
  mask: number,
  steps: Steps,
): readonly number[] {
  spend(steps, 1 + ids.length);
  const next: Place[] = [];
  for (const id of ids) {
    const place = places.at(id);
    if (place.loops) next.push(place);
    if (place.children.size === 0) continue;
    spend(steps, matching.length);
    for (const { id: segment } of matching) {
      const child = place.children.get(segment);
      if (child !== undefined) next.push(child.to);
    }
  }
  return closed(next, mask);
}

function closed(places: readonly Place[], mask: number): readonly number[] {
  const ids = new Set<number>();
  for (const place of places) {
    if ((place.below & mask) !== 0) ids.add(place.id);
    if (place.deep !== null && (place.deep.below & mask) !== 0) ids.add(place.deep.id);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Where the segments of a text lead, of what can reach `mask`; sorted. */
export function read(places: Places, texts: readonly string[], mask: number, segments: Segments, steps: Steps): readonly number[] {
  return texts.reduce((ids, text) => follow(places, ids, segments.matching(text), mask, steps), startOf(places, mask));
}
