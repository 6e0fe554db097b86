// Text from outside that a slow regular expression is matched against, proved by an attack that was tried on it.
import type { KnownPattern, TextMatch, ValueFlow } from '../link/value-flow.ts';
import { createRegexChecker, worseOf, type Vulnerability } from '../regex/check.ts';
import { chooseBest, type Arrival } from './choose.ts';
import { confidenceOfWay, rankOf, ranks, sourceGroups, type Confidence, type SourceGroup } from './confidence.ts';
import { describeWay, failedGuardsOf, placeOfValue } from './describe.ts';
import { isSamePlace, type Flow, type FlowPlace } from './flow.ts';
import type { Guards } from './guards.ts';
import { doubt, doubtOf, levelAfter, levelCount, longText, shortText, type ClassMask, type Level } from './levels.ts';
import { lessOfMinified } from './minified.ts';
import type { ProgramView } from './program-view.ts';
import type { Asked } from './relevance.ts';
import { seedOf } from './seeds.ts';
import type { Tabulation } from './cells.ts';
import type { Transfers } from './transfer.ts';
import type { Way } from './trace.ts';
import { transferOf, type Verdict } from './verdict.ts';
import { doubtsOf, takesNames } from './way-doubts.ts';

interface Matching {
  readonly view: ProgramView;
  readonly guards: Guards;
  readonly transfers: Transfers;
  readonly tabulation: Tabulation;
}

/** A pattern that a text may be matched by. */
interface Slow {
  readonly vulnerability: Vulnerability;
  readonly pattern: KnownPattern;
}

/** Judged patterns of one program, as a multiple of what one may take; and of large tables. */
const patternsWorth = 24;
const tablesWorth = 8;
/** Patterns of one match that are looked at first, and at all; and of those that are slow how many are told beside the worst. */
const firstPatterns = 60;
const mostPatterns = 400;
const mostOthers = 100;

const sinkWhat = 'text that a slow regular expression is matched against';

/** A match that text from outside arrives at. */
interface Reached {
  readonly match: TextMatch;
  readonly verdict: Verdict;
  readonly arriving: readonly Arriving[];
  readonly patterns: readonly KnownPattern[];
}

export function askedAtMatches({ matches }: ValueFlow): readonly Asked[] {
  return matches.map(({ text }) => ({ value: text, mask: longText | shortText }));
}

/** A pattern is judged when text from outside is found to be matched by it: most never are. A large table must not use up what others need. */
export function findSlowMatches(matching: Matching): readonly Flow[] {
  const { program } = matching.view;
  const reached = program.matches.flatMap((match): readonly Reached[] => {
    const verdict = matching.guards.judge(match.file, match.facts);
    const arriving = arrivalsAt(matching, match, verdict);
    return arriving.length === 0 ? [] : [{ match, verdict, arriving, patterns: program.patternsOf(match.pattern) }];
  });
  const [judged, judgedOfTables] = [createJudge(patternsWorth), createJudge(tablesWorth)];
  const first = reached.map(({ arriving, patterns }) => slowOf(patterns.slice(0, firstPatterns), arriving, judged));
  const rest = reached.map(({ arriving, patterns }) => slowOf(patterns.slice(firstPatterns, mostPatterns), arriving, judgedOfTables));
  return reached.flatMap(({ match, verdict, arriving }, index) => {
    const [worst, ...others] = worstFirst([...(first[index] ?? []), ...(rest[index] ?? [])]);
    const flow = worst === undefined ? null : flowOf(matching, match, verdict, arriving, worst);
    return flow === null ? [] : [withOthers(matching.view, flow, others)];
  });
}

type Judge = (pattern: KnownPattern) => Vulnerability | null;

/** Judges up to a bound; what comes after is not known to be slow. */
function createJudge(worth: number): Judge {
  const check = createRegexChecker(worth);
  return ({ source, flags }) => {
    const verdict = check(source, knownFlags(flags));
    return verdict.kind === 'vulnerable' ? verdict : null;
  };
}

/** Those that are slow for what arrives. */
function slowOf(patterns: readonly KnownPattern[], arriving: readonly Arriving[], judge: Judge): readonly Slow[] {
  return patterns.flatMap((pattern): readonly Slow[] => {
    const vulnerability = judge(pattern);
    const isReached = vulnerability !== null && arriving.some(({ bit }) => bit === bitFor(vulnerability));
    return isReached ? [{ vulnerability, pattern }] : [];
  });
}

/** Of equally bad ones the first comes first. */
function worstFirst(slow: readonly Slow[]): readonly Slow[] {
  const isWorse = ({ vulnerability: a }: Slow, { vulnerability: b }: Slow): number => (worseOf(b, a) === a ? 1 : 0);
  return slow.toSorted((a, b) => isWorse(b, a) - isWorse(a, b));
}

/** A table of patterns that one line goes through is one fault: there the text has to be bounded. */
function withOthers(view: ProgramView, flow: Flow, others: readonly Slow[]): Flow {
  const places = others.slice(0, mostOthers).flatMap(({ pattern }) => placeOfValue(view, pattern.value) ?? []);
  const also = places.filter((place, index) => {
    const told = flow.slow?.place ?? null;
    return !(told !== null && isSamePlace(told, place)) && places.findIndex((other) => isSamePlace(other, place)) === index;
  });
  return also.length === 0
    ? flow
    : { ...flow, also: also.map((place) => ({ ...place, what: 'is another slow regular expression that it is matched by' })) };
}

/** As the rules about patterns read them: what is no flag is left out. */
function knownFlags(flags: string): string {
  return [...new Set(flags)].filter((flag) => 'dgimsuvy'.includes(flag)).join('');
}

/** A polynomial needs a long text, unless its degree is high. */
function bitFor({ growth }: Vulnerability): ClassMask {
  return growth.kind === 'polynomial' && growth.degree <= 3 ? longText : shortText;
}

type Arriving = Omit<Arrival, 'confidence'> & { readonly after: Level; readonly source: SourceGroup };

function arrivalsAt({ tabulation }: Matching, { text }: TextMatch, verdict: Verdict): readonly Arriving[] {
  const transfer = transferOf(verdict);
  const found: Arriving[] = [];
  for (const cell of tabulation.cellsAt(text)) {
    for (const [group, source] of sourceGroups.entries()) {
      // Whoever runs the program, and its files, are no strangers.
      if (source === 'weak') continue;
      const state = tabulation.stateOf(cell, group);
      for (let level = 0; level < levelCount; level += 1) {
        for (const bit of [longText, shortText]) {
          const after = ((state[level] ?? 0) & bit) === 0 ? -1 : levelAfter(transfer, bit, level);
          // A caller may well know what he hands in: past a doubt on the way that is not told.
          const isDoubtful = source === 'parameter' && after !== -1 && doubtOf(after) === doubt.weak;
          if (after !== -1 && !isDoubtful) found.push({ cell, group, bit, level, after, source });
        }
      }
    }
  }
  return found;
}

function flowOf(
  { view, transfers, tabulation }: Matching,
  { file, start, end }: TextMatch,
  verdict: Verdict,
  arriving: readonly Arriving[],
  { vulnerability, pattern }: Slow,
): Flow | null {
  const bit = bitFor(vulnerability);
  const use: FlowPlace = { file, start, end };
  const best = chooseBest(
    arriving
      .filter((arrival) => arrival.bit === bit)
      .map((arrival) => ({ ...arrival, confidence: confidenceOf(arrival, vulnerability, pattern) })),
    ({ confidence }, way) => rateWay({ view, tabulation }, way, use, confidence),
  );
  if (best === null) return null;
  const seed = seedOf(best.way);
  const place = placeOfValue(view, pattern.value);
  const isElsewhere = place !== null && (place.file !== file || place.start < start || place.end > end);
  return {
    class: 'pattern',
    sinkWhat,
    sourceKind: seed.kind,
    sourceWhat: seed.what,
    api: seed.api,
    steps: describeWay(view, best.way, seed.what, [
      ...(isElsewhere ? [{ ...place, what: 'is the slow regular expression' }] : []),
      { ...use, what: 'is matched by a slow regular expression' },
    ]),
    failedGuards: failedGuardsOf(transfers, best.way, bit, verdict.notes),
    confidence: best.confidence,
    slow: { place, vulnerability },
  };
}

/** A long way proves less here as well; but it stays told. */
function rateWay(
  { view, tabulation }: Pick<Matching, 'view' | 'tabulation'>,
  way: Way,
  use: FlowPlace,
  confidence: Confidence,
): Confidence | null {
  const { kind, what } = seedOf(way);
  // Names of properties a caller writes himself, as a rule.
  if (kind === 'parameter' && takesNames(view, way)) return null;
  const steps = describeWay(view, way, what, [{ ...use, what: '' }]).length;
  const rated = confidenceOfWay('pattern', confidence, { kind, steps, doubts: doubtsOf(view, tabulation, way) }) ?? 'low';
  return lessOfMinified(view, 'pattern', way, use, rated);
}

/** A caller of the package may well know what he hands in; what a stranger can do with a polynomial depends on how long a text gets through. */
function confidenceOf({ after, source }: Arriving, { growth }: Vulnerability, { certain }: KnownPattern): Confidence {
  const found = doubtOf(after);
  if (source !== 'strong' || found === doubt.weak) return 'low';
  const rank = rankOf(growth.kind === 'exponential' ? 'high' : 'medium') - (found === doubt.guessed ? 1 : 0) - (certain ? 0 : 1);
  return ranks[Math.max(0, rank)] ?? 'low';
}
