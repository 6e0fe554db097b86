// The segment patterns that occur in two policies, each once, and what the search asks about them. What is found out is kept.
import { contains } from '../automaton/char-set.ts';
import type { SegmentNode } from '../automaton/sequence.ts';
import { friendlyTexts } from './friendly-texts.ts';
import { minimalTexts } from './minimal-texts.ts';
import type { Child, Place } from './place.ts';
import { fixedParts, fixedPartsClash, fixedPartsDiffer, framed, SegmentIndex } from './segment.ts';
import type { Segment } from './segment.ts';
import { canonicalSegment, segmentKey, segmentNfa } from './segment-nfa.ts';
import type { SegmentNfa } from './segment-nfa.ts';
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** Some segment patterns that one text is to match together, what every segment must match included. */
export interface Joint {
  readonly key: string;
  readonly segments: readonly Segment[];
  /** Some texts that match them all, realistic ones first. None if and only if there is none. */
  readonly texts: readonly string[];
}

/** More than there can be segments. */
const width = 2 ** 26;

/** A node in its canonical form, and the key of that. */
interface Canonical {
  readonly node: SegmentNode;
  readonly key: string;
}

/** Interns segment patterns. All must be interned before anything is asked. */
export class Segments {
  readonly #steps: Steps;
  readonly #every: Segment;
  readonly #byNode = new Map<SegmentNode, Canonical>();
  readonly #byKey = new Map<string, Segment>();
  readonly #patterns = new SegmentIndex();
  readonly #nfas = new Map<Segment, SegmentNfa>();
  readonly #matching = new Map<string, readonly Segment[]>();
  readonly #joints = new Map<string, Joint>();
  readonly #intersecting = new Map<number, boolean>();
  /** What has been found out about the children of places, for those who walk through them. */
  readonly meetingChildren = new WeakMap<Place, Map<Segment, readonly Child[]>>();
  readonly #contained = new Map<string, boolean>();

  /** `every` is what each segment of each text must match. */
  constructor(every: SegmentNode, steps: Steps) {
    this.#steps = steps;
    this.#every = this.intern(every);
  }

  /** The same for two nodes only if they are one language. @throws {BoundReached} when the node nests too deep. */
  keyOf(node: SegmentNode): string {
    return this.#canonical(node).key;
  }

  /** @throws {BoundReached} when the node nests too deep. */
  intern(node: SegmentNode): Segment {
    const canonical = this.#canonical(node);
    const known = this.#byKey.get(canonical.key);
    if (known !== undefined) return known;
    spend(this.#steps, 1);
    const segment = { id: this.#byKey.size, node: canonical.node, ...fixedParts(canonical.node) };
    this.#byKey.set(canonical.key, segment);
    this.#patterns.add(segment);
    return segment;
  }

  #canonical(node: SegmentNode): Canonical {
    const known = this.#byNode.get(node);
    if (known !== undefined) return known;
    const canonical = canonicalSegment(node);
    const keyed = { node: canonical, key: segmentKey(canonical) };
    this.#byNode.set(node, keyed);
    return keyed;
  }

  /** All interned segments that match the text. */
  matching(text: string): readonly Segment[] {
    const known = this.#matching.get(text);
    if (known !== undefined) return known;
    const found = this.#patterns.perhaps(text).filter((segment) => this.matches(segment, text));
    spend(this.#steps, 1 + found.length);
    this.#matching.set(text, found);
    return found;
  }

  matches(segment: Segment, text: string): boolean {
    if (segment.literal !== null) return segment.literal === text;
    if (!text.startsWith(segment.prefix) || !text.endsWith(segment.suffix)) return false;
    return run(this.#nfa(segment), text, this.#steps);
  }

  /** The segments together; null stands for one that takes everything. */
  joint(segments: readonly (Segment | null)[]): Joint {
    const distinct = new Map([...segments, this.#every].flatMap((segment) => (segment === null ? [] : [[segment.id, segment]])));
    const ids = [...distinct.keys()].sort((a, b) => a - b);
    const key = ids.join(' ');
    const known = this.#joints.get(key);
    if (known !== undefined) return known;
    spend(this.#steps, 1);
    const all = [...distinct.values()];
    const joint = { key, segments: all, texts: fixedPartsDiffer(all) ? [] : this.#textsOf(all) };
    this.#joints.set(key, joint);
    return joint;
  }

  #textsOf(all: readonly Segment[]): readonly string[] {
    const literal = all.find((segment) => segment.literal !== null)?.literal;
    const proposed = typeof literal === 'string' ? [literal] : [...framed(all), ...friendlyTexts(all.map(({ node }) => node))];
    const fitting = proposed.filter((text) => all.every((segment) => this.matches(segment, text)));
    if (fitting.length > 0 || typeof literal === 'string') return fitting;
    return minimalTexts(
      all.map((segment) => this.#nfa(segment)),
      [],
      this.#steps,
    ).map(({ text }) => text);
  }

  /** Whether some text matches both. */
  intersect(a: Segment, b: Segment): boolean {
    if (fixedPartsClash(a, b)) return false;
    const key = Math.min(a.id, b.id) * width + Math.max(a.id, b.id);
    const known = this.#intersecting.get(key);
    if (known !== undefined) return known;
    const answer = this.joint([a, b]).texts.length > 0;
    this.#intersecting.set(key, answer);
    return answer;
  }

  /** Whether every text of the joint matches the segment. */
  contained(joint: Joint, segment: Segment): boolean {
    if (joint.segments.includes(segment)) return true;
    if (joint.texts.some((text) => !this.matches(segment, text))) return false;
    const key = `${joint.key}:${String(segment.id)}`;
    const known = this.#contained.get(key);
    if (known !== undefined) return known;
    const answer = this.minimal(joint, [segment]).every(({ hits }) => hits.length > 0);
    this.#contained.set(key, answer);
    return answer;
  }

  /** As {@link minimalTexts}, for the texts of the joint. */
  minimal(joint: Joint, avoid: readonly Segment[]): readonly { readonly text: string; readonly hits: readonly number[] }[] {
    return minimalTexts(
      joint.segments.map((segment) => this.#nfa(segment)),
      avoid.map((segment) => this.#nfa(segment)),
      this.#steps,
    );
  }

  #nfa(segment: Segment): SegmentNfa {
    const known = this.#nfas.get(segment);
    if (known !== undefined) return known;
    const nfa = segmentNfa(segment.node, this.#steps);
    this.#nfas.set(segment, nfa);
    return nfa;
  }
}

function run(nfa: SegmentNfa, text: string, steps: Steps): boolean {
  let states: readonly number[] = [0];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const next = new Set<number>();
    for (const state of states) {
      const targets = nfa.next[state] ?? [];
      spend(steps, 1 + targets.length);
      for (const target of targets) {
        if (contains(nfa.sets[target] ?? [], codePoint)) next.add(target);
      }
    }
    if (next.size === 0) return false;
    states = [...next];
  }
  return states.some((state) => nfa.accepts[state] === true);
}
