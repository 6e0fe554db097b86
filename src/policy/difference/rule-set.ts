// The rules of both sides in one tree: which rules end where, and what each side answers for a text.
import { anyDepth } from '../automaton/sequence.ts';
import type { Effect, Sequence, SequenceRule, Universe } from '../automaton/sequence.ts';
import { findText } from './search.ts';
import type { Language } from './search.ts';
import { meeting } from './meeting.ts';
import { endsOf, Places, read, steady } from './places.ts';
import type { Place, Steady } from './place.ts';
import type { Segment } from './segment.ts';
import { Segments } from './segments.ts';
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** Which of the two policies. */
export type Side = 'base' | 'head';

/** A rule of one of the two, by its place in the list. */
export interface RuleReference {
  readonly side: Side;
  readonly index: number;
}

/** One rule, compiled. */
export interface SidedRule extends RuleReference {
  readonly effect: Effect;
  readonly sequences: readonly Steady[];
  /** Where its sequences end in the tree of all rules. */
  readonly ends: readonly Place[];
}

/** Weakest claim first: what is left when no other holds. */
export const effects = ['deny', 'ask', 'allow'] as const satisfies readonly Effect[];

const sideBits = { base: 1, head: 8 } as const;
const effectBits = { deny: 1, ask: 2, allow: 4 } as const;

/** The bit of a rule with this effect on this side. */
export function bitOf(side: Side, effect: Effect): number {
  return sideBits[side] * effectBits[effect];
}

/** The bits of some effects on this side. */
export function bitsOf(side: Side, ...of: readonly Effect[]): number {
  return of.reduce((bits, effect) => bits | bitOf(side, effect), 0);
}

/** Set on what grants so much on both sides, by the same sequence. */
const keptBits = { deny: 0, ask: 64, allow: 128 } as const;

/** The bit of what has this effect on both sides. */
export function keptBit(effect: Effect): number {
  return keptBits[effect];
}

const everything = 0xff;
/** What a part of a sequence costs until it is in place, measured against the steps of a search. */
const stepsOfPart = 50;

/** Both lists, compiled into one tree. */
export class RuleSet {
  readonly segments: Segments;
  readonly steps: Steps;
  readonly places = new Places();
  readonly rules: readonly SidedRule[];
  readonly #universe: Language = { places: new Places(), mask: 1 };
  /** What the first segments must be, where texts have one shape. */
  readonly #shape: readonly Segment[];
  readonly #samples = new Map<SidedRule, readonly string[] | null>();
  readonly #keys = new Map<Sequence, string>();
  readonly #compiled = new Map<string, { readonly sequence: Steady; readonly place: Place }>();
  readonly #sequenceAt = new Map<Place, Steady>();
  readonly #rulesAt = new Map<Place, SidedRule[]>();

  /** @throws {BoundReached} when a rule nests too deep or the rules are too large. */
  constructor(base: readonly SequenceRule[], head: readonly SequenceRule[], universe: Universe, steps: Steps) {
    this.steps = steps;
    this.segments = new Segments(universe.segment, steps);
    const shapes = universe.shapes.map((shape) => steady(shape, this.segments));
    for (const shape of shapes) this.#universe.places.add(shape, 1);
    this.#shape = shapes.length === 1 ? fixedBeginning(shapes[0] ?? []) : [];
    const all = [...base, ...head].flatMap(({ sequences }) => sequences);
    this.#addSequences(all);
    this.rules = [
      ...base.map((rule, index) => this.#compile('base', rule, index)),
      ...head.map((rule, index) => this.#compile('head', rule, index)),
    ];
    for (const place of this.#rulesAt.keys()) this.#markKept(place);
  }

  /** In an order of their own, so that neither the order of rules nor which side is which changes what is found. */
  #addSequences(sequences: readonly Sequence[]): void {
    const byKey = new Map<string, Sequence>();
    for (const sequence of sequences) {
      spend(this.steps, stepsOfPart * (1 + sequence.length));
      const key = sequence.map((part) => (part === anyDepth ? part : this.segments.keyOf(part))).join('/');
      this.#keys.set(sequence, key);
      byKey.set(key, sequence);
    }
    for (const key of [...byKey.keys()].sort()) {
      const compiled = steady(byKey.get(key) ?? [], this.segments);
      const place = this.places.add(compiled, 0);
      this.#sequenceAt.set(place, compiled);
      this.#compiled.set(key, { sequence: compiled, place });
    }
  }

  #compile(side: Side, { effect, sequences }: SequenceRule, index: number): SidedRule {
    const compiled = sequences.flatMap((sequence) => this.#compiled.get(this.#keys.get(sequence) ?? '') ?? []);
    const ends = compiled.map(({ place }) => place);
    for (const place of ends) this.places.mark(place, bitOf(side, effect));
    const rule = { side, index, effect, sequences: compiled.map(({ sequence }) => sequence), ends };
    for (const place of new Set(ends)) {
      const there = this.#rulesAt.get(place);
      if (there === undefined) this.#rulesAt.set(place, [rule]);
      else there.push(rule);
    }
    return rule;
  }

  #markKept(place: Place): void {
    for (const effect of effects) {
      const both = bitOf('base', effect) | bitOf('head', effect);
      if ((place.ends & both) === both) this.places.mark(place, keptBits[effect]);
    }
  }

  /** The rules that end at a place, base first. */
  rulesAt(place: Place): readonly SidedRule[] {
    return this.#rulesAt.get(place) ?? [];
  }

  /** The bits of all rules that match the text; the text must be valid. */
  bitsFor(texts: readonly string[]): number {
    return endsOf(this.places, read(this.places, texts, everything, this.segments, this.steps));
  }

  /** All rules that match the text, base first. */
  rulesFor(texts: readonly string[]): readonly SidedRule[] {
    const places = read(this.places, texts, everything, this.segments, this.steps).map((id) => this.places.at(id));
    return this.rules.length === 0 ? [] : [...new Set(places.flatMap((place) => this.rulesAt(place)))];
  }

  /** Whether a request can have this text. */
  isValid(texts: readonly string[]): boolean {
    const fits = texts.every((text) => this.segments.joint([]).segments.every((segment) => this.segments.matches(segment, text)));
    return fits && this.isIn(texts, this.#universe);
  }

  /**
   * For each mask the rules with one of its bits, without those that have nothing in common with the language or with the rules of another mask:
   * what a text must match for several reasons at once is then searched among few.
   */
  partners(language: Language, masks: readonly number[]): readonly Language[] {
    const all = masks.map((mask): Language => ({ places: this.places, mask }));
    const narrowed: Language[] = [];
    for (const mask of all) narrowed.push([language, ...narrowed].reduce((left, other) => this.#meeting(other, left), mask));
    return narrowed.map((mine, index) => narrowed.slice(index + 1).reduce((left, other) => this.#meeting(other, left), mine));
  }

  /** Some of the sequences with one of these bits that may have something in common with the language. */
  somePartners(language: Language, mask: number, most: number): readonly Steady[] {
    const found = meeting(language.places, this.places, mask, this.segments, this.steps, most);
    return found.places.slice(0, most).flatMap((place) => {
      const sequence = this.#sequenceAt.get(place);
      return sequence === undefined ? [] : [sequence];
    });
  }

  /** The part of `theirs` that may have a text in common with `mine`. */
  #meeting(mine: Language, theirs: Language): Language {
    const found = meeting(mine.places, theirs.places, theirs.mask, this.segments, this.steps).places;
    const at = theirs.places === this.places ? this.#sequenceAt : theirs.sequences;
    return languageOf(found.map((place) => at?.get(place)).filter((sequence) => sequence !== undefined));
  }

  /** A valid text that is in all of `must` and not in `avoid`; null if and only if there is none. */
  find(must: readonly Language[], avoid: Language): readonly string[] | null {
    return findText([...must, this.#universe], avoid, this.segments, this.steps);
  }

  /** Whether every valid text of the one is in the other. */
  isContained(inner: Language, outer: Language): boolean {
    return this.find([inner], outer) === null;
  }

  /** A valid text of the rule that shows, better than a search, that it is not inside another; null where none came to mind. */
  sampleOf(rule: SidedRule): readonly string[] | null {
    const known = this.#samples.get(rule);
    if (known !== undefined) return known;
    const sample = rule.sequences.flatMap((sequence) => this.instances(sequence)).find((texts) => this.isValid(texts)) ?? null;
    this.#samples.set(rule, sample);
    return sample;
  }

  /** Whether the text is in the language. */
  isIn(texts: readonly string[], { places, mask }: Language): boolean {
    return (endsOf(places, read(places, texts, mask, this.segments, this.steps)) & mask) !== 0;
  }

  /** Some texts of a sequence, realistic ones first; they may not be valid. */
  instances(sequence: Steady): readonly (readonly string[])[] {
    const depth = sequence.indexOf(anyDepth);
    const alone = sequence.map((part, index) => {
      if (part === anyDepth) return null;
      const shaped = depth === -1 || index < depth ? (this.#shape[index] ?? null) : null;
      return this.segments.joint([part, shaped]).texts;
    });
    if (alone.some((texts) => texts?.length === 0)) return [];
    const free = this.segments.joint([]).texts;
    const take = (choice: number, depth: (isLast: boolean) => number): readonly string[] =>
      alone.flatMap((texts, index) =>
        texts === null ? free.slice(choice, choice + depth(index === alone.length - 1)) : [texts[Math.min(choice, texts.length - 1)] ?? ''],
      );
    return [
      ...[0, 1, 2, 3].map((choice) => take(choice, (isLast) => (isLast ? 1 : 0))),
      take(0, () => 0),
      take(0, () => 1),
      take(1, () => 2),
    ];
  }
}

function fixedBeginning(shape: Steady): readonly Segment[] {
  const depth = shape.indexOf(anyDepth);
  return shape.slice(0, depth === -1 ? shape.length : depth).filter((part) => part !== anyDepth);
}

/** The texts of some sequences, on their own. */
export function languageOf(sequences: readonly Steady[]): Language {
  const places = new Places();
  return { places, mask: 1, sequences: new Map(sequences.map((sequence) => [places.add(sequence, 1), sequence])) };
}
