// The search over whole texts: is there one that matches all of some rules and none of others? Its letters are segments.
import { Antichain, Frontier } from './antichain.ts';
import { childrenMeeting } from './meeting.ts';
import { endsOf, follow, startOf } from './places.ts';
import type { Place, Steady } from './place.ts';
import type { Places } from './places.ts';
import type { Segment } from './segment.ts';
import type { Joint, Segments } from './segments.ts';
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** The texts that lead to a place where something of `mask` ends. */
export interface Language {
  readonly places: Places;
  readonly mask: number;
  /** The sequences by the places where they end, where the language was made of some. */
  readonly sequences?: ReadonlyMap<Place, Steady>;
}

interface State {
  /** One place of each language that must match. */
  readonly must: readonly Place[];
  /** The places of what must not, sorted. */
  readonly avoid: readonly number[];
  /** The segments so far, the last one first. */
  readonly read: Read | null;
}

interface Read {
  readonly text: string;
  readonly before: Read | null;
}

/** A segment that leads every language on, and where to. */
interface Way {
  readonly segments: readonly (Segment | null)[];
  readonly to: readonly Place[];
}

/**
 * The segments of a text that is in all of `must` and not in `avoid`; null if and only if there is none.
 *
 * A state is a place of each `must` and the set of places of `avoid`. Fewer places to avoid reach no less, so of two states with the same places
 * the one with a superset is dropped; and of all segments that lead `must` to the same places, those suffice that match a smallest set of the
 * patterns to avoid. There are finitely many states, so the search ends, if not before the bound.
 * @throws {BoundReached}
 */
export function findText(must: readonly Language[], avoid: Language, segments: Segments, steps: Steps): readonly string[] | null {
  const search = new Search(must, avoid, segments, steps);
  return search.run();
}

class Search {
  readonly #must: readonly Language[];
  readonly #avoid: Language;
  readonly #segments: Segments;
  readonly #steps: Steps;
  readonly #seen = new Antichain();
  readonly #open = new Frontier<State>();
  /** Ways for which no simple segment was known to be the best: looked at when nothing else is left, since that can take long. */
  readonly #hard = new Frontier<{ readonly state: State; readonly joint: Joint; readonly to: readonly Place[] }>();
  #found: Read | 'empty text' | null = null;

  constructor(must: readonly Language[], avoid: Language, segments: Segments, steps: Steps) {
    this.#must = must;
    this.#avoid = avoid;
    this.#segments = segments;
    this.#steps = steps;
  }

  run(): readonly string[] | null {
    const avoid = startOf(this.#avoid.places, this.#avoid.mask);
    for (const must of product(this.#must.map(({ places, mask }) => withDeep(places.root, mask)))) this.#visit({ must, avoid, read: null });
    while (this.#found === null) {
      const state = this.#open.take();
      if (state !== null) {
        this.#expand(state);
        continue;
      }
      const hard = this.#hard.take();
      if (hard === null) return null;
      this.#expandHard(hard.state, hard.joint, hard.to);
    }
    const texts: string[] = [];
    for (let read = this.#found === 'empty text' ? null : this.#found; read !== null; read = read.before) texts.push(read.text);
    return texts.reverse();
  }

  #visit(state: State): void {
    const { places, mask } = this.#avoid;
    // Behind a place that loops and ends, everything is to be avoided.
    if (state.avoid.some((id) => places.at(id).loops && (places.at(id).ends & mask) !== 0)) return;
    if (!this.#seen.add(state.must.map(({ id }) => id).join(' '), state.avoid, this.#steps)) return;
    const ends = state.must.every((place, index) => (place.ends & (this.#must[index]?.mask ?? 0)) !== 0);
    if (ends && (endsOf(places, state.avoid) & mask) === 0) this.#found ??= state.read ?? 'empty text';
    this.#open.put(state.avoid.length, state);
  }

  #go(state: State, to: readonly Place[], text: string): void {
    const { places, mask } = this.#avoid;
    const avoid = follow(places, state.avoid, this.#segments.matching(text), mask, this.#steps);
    const targets = to.map((place, index) => withDeep(place, this.#must[index]?.mask ?? 0));
    for (const must of product(targets)) this.#visit({ must, avoid, read: { text, before: state.read } });
  }

  #expand(state: State): void {
    for (const { segments, to } of this.#ways(state.must)) {
      const joint = this.#segments.joint(segments);
      const best = joint.texts.find((text) => this.#isBest(state, joint, text));
      if (best !== undefined) {
        this.#go(state, to, best);
      } else if (joint.texts.length > 0) {
        for (const text of joint.texts) this.#go(state, to, text);
        this.#hard.put(state.avoid.length, { state, joint, to });
      }
    }
  }

  /** Whether the text matches nothing to avoid but what every text of the joint matches. */
  #isBest(state: State, joint: Joint, text: string): boolean {
    const { places, mask } = this.#avoid;
    const matching = this.#segments.matching(text);
    spend(this.#steps, 1 + state.avoid.length * matching.length);
    return matching.every(
      (segment) =>
        !state.avoid.some((id) => ((places.at(id).children.get(segment.id)?.to.below ?? 0) & mask) !== 0) ||
        this.#segments.contained(joint, segment),
    );
  }

  #expandHard(state: State, joint: Joint, to: readonly Place[]): void {
    const { places, mask } = this.#avoid;
    const avoidable = new Set<Segment>();
    for (const id of state.avoid) {
      for (const child of places.at(id).children.values()) {
        spend(this.#steps, 1);
        if ((child.to.below & mask) !== 0) avoidable.add(child.segment);
      }
    }
    const patterns = [...avoidable].filter(
      (segment) => this.#segments.joint([...joint.segments, segment]).texts.length > 0 && !this.#segments.contained(joint, segment),
    );
    for (const { text } of this.#segments.minimal(joint, patterns)) this.#go(state, to, text);
  }

  /** Every combination of edges that one segment can take at once. */
  #ways(must: readonly Place[]): readonly Way[] {
    let ways: readonly Way[] = [{ segments: [], to: [] }];
    must.forEach((place, index) => {
      const mask = this.#must[index]?.mask ?? 0;
      ways = ways.flatMap((way) =>
        this.#moves(place, way.segments, mask).map(([segment, to]): Way => {
          return { segments: [...way.segments, segment], to: [...way.to, to] };
        }),
      );
    });
    return ways;
  }

  #moves(place: Place, taken: readonly (Segment | null)[], mask: number): readonly (readonly [Segment | null, Place])[] {
    const narrowest = taken.find((segment) => segment !== null && segment.literal !== null) ?? taken.find((segment) => segment !== null);
    const children =
      narrowest === undefined ? [...place.children.values()] : childrenMeeting(place, narrowest, this.#segments, this.#steps);
    spend(this.#steps, 1 + children.length);
    const moves = children.filter(({ to }) => (to.below & mask) !== 0).map(({ segment, to }) => [segment, to] as const);
    return place.loops ? [[null, place], ...moves] : moves;
  }
}

function withDeep(place: Place, mask: number): readonly Place[] {
  const { deep } = place;
  return deep !== null && (deep.below & mask) !== 0 ? [place, deep] : [place];
}

function product(lists: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  let all: readonly (readonly Place[])[] = [[]];
  for (const list of lists) all = all.flatMap((taken) => list.map((place) => [...taken, place]));
  return all;
}
