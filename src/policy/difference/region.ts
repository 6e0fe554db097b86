// What a region is called: as near as possible to the rules that people wrote, so that a reader finds them again.
import type { Effect } from '../automaton/sequence.ts';
import { meeting } from './meeting.ts';
import { bitOf, languageOf } from './rule-set.ts';
import type { RuleReference, RuleSet, SidedRule } from './rule-set.ts';
import type { Language } from './search.ts';
import { within } from './steps.ts';

/**
 * A set of texts: what matches one of `core`, and for each list of `inside` one of that list, and none of `minus`.
 * Where there are more than a reader wants to see, the rest is counted.
 */
export interface Region {
  readonly core: readonly RuleReference[];
  readonly inside: readonly Listed[];
  readonly minus: Listed;
}

/** Some rules, and how many more there are. */
export interface Listed {
  readonly rules: readonly RuleReference[];
  readonly more: number;
  /** Whether these are all; otherwise there are more than were counted. */
  readonly isComplete: boolean;
  /** What the others have in common: that they are not inside the core (`general`), and their effect, null if they differ. */
  readonly general: boolean;
  readonly effect: Effect | null;
}

/** At most so many rules are named in one list. */
const mostNamed = 8;
/** So many rules that reach beyond the core are named rather than counted. */
const mostGeneral = 3;
/** Beyond that nobody wants to know how many more there are. */
const mostCounted = 256;
/** What is compared with what for the sake of readability only, and with how much work. */
const mostCompared = 24;
const readableBound = 20_000;
const meetingBound = 2_000_000;

/** Describes what `rule` has in common with one rule of each of `inside`, as bits, but not with rules of `avoid`. */
export function describeRegion(rules: RuleSet, rule: SidedRule, inside: readonly number[], avoid: number): Region {
  const described = within<Region | null>(rules.steps, meetingBound, () => describe(rules, rule, inside, avoid), null);
  if (described !== null) return described;
  // The same region, said with rules that have nothing to do with it.
  const counted = (bits: number): Listed => {
    const all = rules.rules.filter((other) => hasBit(other, bits));
    return listed([], all, true, false);
  };
  return { core: [reference(rule)], inside: inside.map(counted), minus: counted(avoid) };
}

function describe(rules: RuleSet, rule: SidedRule, inside: readonly number[], avoid: number): Region {
  const whole = languageOf(rule.sequences);
  let core: readonly SidedRule[] = [rule];
  // What the text is known to be in already: if all of it is in one of the next list each, the next list says nothing new.
  let narrowest = core;
  const clauses: Listed[] = [];
  for (const bits of inside) {
    if (narrowest.every((one) => isInsideOne(rules, one, bits))) continue;
    const { found, isComplete } = rulesMeeting(rules, languageOf(core.flatMap(({ sequences }) => sequences)), bits);
    const isCore = isComplete && core[0] === rule && found.length <= mostNamed && found.every((partner) => isInside(rules, partner, whole));
    if (isComplete) narrowest = found;
    if (isCore) core = found;
    else clauses.push(listed(found.slice(0, mostNamed), found.slice(mostNamed), isComplete, false));
  }
  return { core: core.map(reference), inside: clauses, minus: subtrahends(rules, core, avoid) };
}

/** Whether one rule with these bits has all of this rule in it. It must match what the rule's sample is, so few are compared. */
function isInsideOne(rules: RuleSet, rule: SidedRule, bits: number): boolean {
  const sample = rules.sampleOf(rule);
  const matching = sample === null ? [] : rules.rulesFor(sample).filter((other) => hasBit(other, bits));
  return matching.slice(0, mostCompared).some((other) => isInside(rules, rule, languageOf(other.sequences)));
}

function subtrahends(rules: RuleSet, core: readonly SidedRule[], avoid: number): Listed {
  const language = languageOf(core.flatMap(({ sequences }) => sequences));
  const { found, isComplete } = rulesMeeting(rules, language, avoid);
  const carved: SidedRule[] = [];
  const general: SidedRule[] = [];
  for (const rule of found) (carved.length < mostCompared && isInside(rules, rule, language) ? carved : general).push(rule);
  const few = found.length <= mostCompared ? withoutContained(rules, [...carved, ...general]) : [...carved, ...general];
  const areGeneralNamed = isComplete && few.filter((rule) => general.includes(rule)).length <= mostGeneral;
  const named = few.filter((rule, index) => index < mostNamed && (areGeneralNamed || carved.includes(rule)));
  const rest = few.filter((rule) => !named.includes(rule));
  return listed(named, rest, isComplete, isComplete && rest.every((rule) => general.includes(rule)));
}

function listed(named: readonly SidedRule[], rest: readonly SidedRule[], isComplete: boolean, general: boolean): Listed {
  const [first] = rest;
  const effect = first !== undefined && isComplete && rest.every((rule) => rule.effect === first.effect) ? first.effect : null;
  return { rules: named.map(reference), more: rest.length, isComplete, general, effect };
}

/** Those of `rules` that no other of them contains; of equal ones the first. */
function withoutContained(rules: RuleSet, some: readonly SidedRule[]): readonly SidedRule[] {
  const few = some.slice(0, mostCompared);
  const kept: SidedRule[] = [];
  few.forEach((rule, index) => {
    const language = few.map((other) => languageOf(other.sequences));
    const isCovered = few.some((other, at) => {
      const cover = language[at];
      if (other === rule || cover === undefined || !isInside(rules, rule, cover)) return false;
      return at < index || !isInside(rules, other, languageOf(rule.sequences));
    });
    if (!isCovered) kept.push(rule);
  });
  return kept;
}

/** Whether every text of the rule is in the language; false too where that could not be found out soon. */
function isInside(rules: RuleSet, rule: SidedRule, language: Language): boolean {
  const check = (): boolean => {
    const sample = rules.sampleOf(rule);
    return (sample === null || rules.isIn(sample, language)) && rules.isContained(languageOf(rule.sequences), language);
  };
  return within(rules.steps, readableBound, check, false);
}

interface Some {
  readonly found: readonly SidedRule[];
  readonly isComplete: boolean;
}

/** The rules with one of these bits that may have a text in common with the language, of equal ones the first; rules of head first, in their order. */
function rulesMeeting(rules: RuleSet, language: Language, bits: number): Some {
  const found = new Set<SidedRule>();
  const { places, isComplete } = meeting(language.places, rules.places, bits, rules.segments, rules.steps, mostCounted);
  for (const place of places) {
    const there = rules.rulesAt(place).filter((rule) => hasBit(rule, bits));
    const [first] = there.filter(({ side }) => side === 'head').concat(there);
    if (first !== undefined) found.add(first);
  }
  return { found: sorted([...found]), isComplete };
}

function sorted(rules: readonly SidedRule[]): readonly SidedRule[] {
  return rules.toSorted((a, b) => Number(a.side === 'base') - Number(b.side === 'base') || a.index - b.index);
}

function hasBit(rule: SidedRule, bits: number): boolean {
  return (bitOf(rule.side, rule.effect) & bits) !== 0;
}

function reference({ side, index }: SidedRule): RuleReference {
  return { side, index };
}
