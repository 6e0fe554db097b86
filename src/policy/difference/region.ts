// What a region is called: as near as possible to the rules that people wrote, so that a reader finds them again.
import type { Effect } from '../automaton/sequence.ts';
import { meeting } from './places.ts';
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
  /** What the others have in common: that they are not inside the core (`general`), and their effect, null if they differ. */
  readonly general: boolean;
  readonly effect: Effect | null;
}

/** At most so many rules are named in one list. */
const mostNamed = 8;
/** So many rules that reach beyond the core are named rather than counted. */
const mostGeneral = 3;
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
    const all = distinct(rules.rules.filter((other) => hasBit(other, bits)));
    return { rules: [], more: all.length, general: true, effect: null };
  };
  return { core: [reference(rule)], inside: inside.map(counted), minus: counted(avoid) };
}

function describe(rules: RuleSet, rule: SidedRule, inside: readonly number[], avoid: number): Region {
  const whole = languageOf(rule.sequences);
  let core: readonly SidedRule[] = [rule];
  const clauses: Listed[] = [];
  for (const bits of inside) {
    const partners = distinct(rulesMeeting(rules, languageOf(core.flatMap(({ sequences }) => sequences)), bits));
    if (partners.some((partner) => core.every((one) => isInside(rules, one, languageOf(partner.sequences))))) continue;
    if (core[0] === rule && partners.length <= mostNamed && partners.every((partner) => isInside(rules, partner, whole))) core = partners;
    else
      clauses.push({
        rules: partners.slice(0, mostNamed).map(reference),
        more: Math.max(0, partners.length - mostNamed),
        general: false,
        effect: null,
      });
  }
  return { core: core.map(reference), inside: clauses, minus: subtrahends(rules, core, avoid) };
}

function subtrahends(rules: RuleSet, core: readonly SidedRule[], avoid: number): Listed {
  const language = languageOf(core.flatMap(({ sequences }) => sequences));
  const found = distinct(rulesMeeting(rules, language, avoid));
  const carved: SidedRule[] = [];
  const general: SidedRule[] = [];
  for (const rule of found) (carved.length < mostCompared && isInside(rules, rule, language) ? carved : general).push(rule);
  const named = [
    ...withoutContained(rules, carved).slice(0, mostNamed),
    ...(general.length <= mostGeneral ? withoutContained(rules, general) : []),
  ];
  const rest = found.filter(
    (rule) =>
      !named.some((other) => other === rule || (found.length <= mostCompared && isInside(rules, rule, languageOf(other.sequences)))),
  );
  const [first] = rest;
  return {
    rules: named.map(reference),
    more: rest.length,
    general: rest.every((rule) => general.includes(rule)),
    effect: first !== undefined && rest.every(({ effect }) => effect === first.effect) ? first.effect : null,
  };
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
  return within(rules.steps, readableBound, () => rules.isContained(languageOf(rule.sequences), language), false);
}

/** The rules with one of these bits that may have a text in common with the language. */
function rulesMeeting(rules: RuleSet, language: Language, bits: number): readonly SidedRule[] {
  return meeting(language.places, rules.places, bits, rules.segments, rules.steps).flatMap((place) =>
    rules.rulesAt(place).filter((rule) => hasBit(rule, bits)),
  );
}

function hasBit(rule: SidedRule, bits: number): boolean {
  return (bitOf(rule.side, rule.effect) & bits) !== 0;
}

/** Each set of sequences once, rules of head first, in their order. */
function distinct(rules: readonly SidedRule[]): readonly SidedRule[] {
  const sorted = [...new Set(rules)].sort((a, b) => Number(a.side === 'base') - Number(b.side === 'base') || a.index - b.index);
  const seen = new Set<string>();
  return sorted.filter((rule) => {
    const key = keyOf(rule);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function keyOf(rule: SidedRule): string {
  return [...new Set(rule.ends.map(({ id }) => id))].sort((a, b) => a - b).join(' ');
}

function reference({ side, index }: SidedRule): RuleReference {
  return { side, index };
}
