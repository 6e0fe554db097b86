// What tests say about a value, gathered: which classes they stop, which they nearly stop, and what they refuse one by one.
import {
  absolute,
  addressXss,
  bitOf,
  climbing,
  everything,
  maskOf,
  paths,
  names,
  prototypeBit,
  type ClassMask,
  type Transfer,
} from './levels.ts';
import { charClasses, climbingTexts, classesPartlyWithout, classesWithout, prototypeNames } from './danger.ts';
import type { PatternView } from './pattern-view.ts';
import type { FlowPlace } from './flow.ts';

/** Why a test does not stop some classes. */
export interface Note extends FlowPlace {
  readonly classes: ClassMask;
  readonly why: string;
}

export interface Verdict {
  readonly kills: ClassMask;
  /** Of these, what stays so when the text is decoded, or cut into parts. */
  readonly lasting: ClassMask;
  /** What is stopped where the text is cut at its dots: names of properties with another behind them. */
  readonly dotted: ClassMask;
  /** Told at low confidence only. */
  readonly weak: ClassMask;
  readonly notes: readonly Note[];
}

export const noVerdict: Verdict = { kills: 0, lasting: 0, dotted: 0, weak: 0, notes: [] };

/** What the tests at a use do to what arrives there. */
export function transferOf({ kills, weak }: Verdict): Transfer {
  return { keep: everything & ~kills, promote: 0, guessed: 0, weak };
}

/** Collects from all tests that hold together. */
export interface Gathered {
  kills: ClassMask;
  /** What is stopped in the text as it is, whatever is decoded or cut out of it. */
  whole: ClassMask;
  dotted: ClassMask;
  weak: ClassMask;
  readonly notes: Note[];
  /** Texts that are no part of the value, and that it does not equal. `isResolved`: it was a path whose `..` had been resolved before. */
  readonly texts: Map<string, FlowPlace & { readonly isResolved: boolean }>;
  readonly words: Map<string, FlowPlace>;
  /** Texts that it begins with, and that it does not begin with. */
  readonly begins: Set<string>;
  readonly beginsNot: Set<string>;
  /** Patterns that are found nowhere in it. */
  readonly patterns: { readonly view: PatternView; readonly place: FlowPlace; readonly isResolved: boolean }[];
}

export function gatherNothing(): Gathered {
  return {
    kills: 0,
    whole: 0,
    dotted: 0,
    weak: 0,
    notes: [],
    texts: new Map(),
    words: new Map(),
    begins: new Set(),
    beginsNot: new Set(),
    patterns: [],
  };
}

export function addNote({ notes }: Gathered, { file, start, end }: FlowPlace, classes: ClassMask, why: string): void {
  if (classes !== 0) notes.push({ file, start, end, classes, why });
}

/** What it all comes to. */
export function conclude(gathered: Gathered): Verdict {
  concludeCharacters(gathered);
  concludePaths(gathered);
  concludeAddresses(gathered);
  concludeNames(gathered);
  const { kills: lasting, whole, dotted, weak } = gathered;
  const kills = lasting | whole;
  const open = everything & ~kills;
  return { kills, lasting, dotted, weak: weak & open, notes: gathered.notes.filter(({ classes }) => (classes & open) !== 0) };
}

/** Adds a verdict that holds as well. */
export function addVerdict(to: Gathered, { kills, lasting, dotted, weak, notes }: Verdict): void {
  to.kills |= lasting;
  to.dotted |= dotted;
  to.whole |= kills;
  to.weak |= weak;
  to.notes.push(...notes);
}

/** At least one of the verdicts holds. */
export function eitherVerdict(verdicts: readonly Verdict[]): Verdict {
  const [first, ...others] = verdicts;
  if (first === undefined) return noVerdict;
  return others.reduce<Verdict>((a, b) => {
    const kills = a.kills & b.kills;
    return {
      kills,
      lasting: a.lasting & b.lasting,
      dotted: a.dotted & b.dotted,
      weak: (a.kills | a.weak) & (b.kills | b.weak) & ~kills,
      notes: [...a.notes, ...b.notes],
    };
  }, first);
}

function refusalPlace({ texts, patterns }: Gathered): FlowPlace | null {
  for (const place of texts.values()) return place;
  return patterns[0]?.place ?? null;
}

function refuses({ texts, patterns }: Gathered, character: string): boolean {
  return texts.has(character) || patterns.some(({ view }) => view.findsCharacter(character));
}

function concludeCharacters(gathered: Gathered): void {
  const place = refusalPlace(gathered);
  if (place === null) return;
  // What an object makes as text holds it: so it is none.
  if (gathered.patterns.some(({ view }) => view.finds('[object Object]') === true)) gathered.kills |= bitOf('nosql');
  const remains = (character: string): boolean => !refuses(gathered, character);
  const { kills, weak } = classesWithout(remains);
  gathered.kills |= kills;
  gathered.weak |= weak;
  addNote(gathered, place, weak, 'refuses most of the characters that do harm here, not all');
  const partly = classesPartlyWithout(remains) & ~kills & ~weak;
  addNote(gathered, place, partly, 'refuses some of the characters that do harm here, not all');
}

function concludePaths(gathered: Gathered): void {
  const place = refusalPlace(gathered);
  if (place === null) return;
  if (refuses(gathered, '/')) gathered.kills |= paths;
  const texts = [...gathered.texts].filter(([text, { isResolved }]) => text !== '' && !isResolved);
  const patterns = gathered.patterns.filter(({ isResolved }) => !isResolved);
  const isRefused = (text: string): boolean =>
    texts.some(([refused]) => text.includes(refused)) || patterns.some(({ view }) => view.finds(text) === true);
  const isLate = [...gathered.texts].some(([text, { isResolved }]) => isResolved && text.includes('..'));
  if (isLate) addNote(gathered, place, climbing, 'looks for `..` only after the path was resolved, which takes every `..` out of it');
  if (climbingTexts.every(isRefused)) {
    // Written with `%`, it is another text.
    if (isRefused('..') && refuses(gathered, '%')) gathered.kills |= climbing;
    else if (isRefused('..')) gathered.whole |= climbing;
    else {
      gathered.weak |= climbing;
      addNote(gathered, place, climbing, 'lets `..` at the end through, and `..` before a backslash');
    }
  } else if (climbingTexts.some(isRefused)) addNote(gathered, place, climbing, 'refuses some ways to climb out of a folder, not all');
  if (['/', '/a', '/b/c.d'].every(isRefused)) gathered.kills |= absolute;
}

/** An address that begins with a slash stays on its host, unless a second one, or a backslash, comes next. */
function concludeAddresses(gathered: Gathered): void {
  const { begins, beginsNot, texts, patterns } = gathered;
  if (!begins.has('/')) return;
  const isRefused = (beginning: string, parts: readonly string[]): boolean =>
    beginsNot.has(beginning) ||
    parts.some((part) => texts.has(part)) ||
    patterns.some(({ view }) => ['', 'a', 'a.b/c'].every((rest) => view.finds(beginning + rest) === true));
  if (!isRefused('//', ['//'])) return;
  if (isRefused('/\\', ['/\\', '\\'])) gathered.kills |= bitOf('redirect');
  else gathered.weak |= bitOf('redirect');
}

/** Texts of which a name is a part, between what keys are separated by. */
function asParts(name: string): readonly string[] {
  return [`${name}.a`, `a.${name}`, `a.${name}.b`, `a[${name}]`, `/a/${name}/b`];
}

/** With `__proto__` refused, `constructor` and then `prototype` still lead there. */
function concludeNames(gathered: Gathered): void {
  let refused = 0;
  const { words, texts, patterns } = gathered;
  const isIn = (name: string): boolean =>
    [...texts.keys()].some((text) => text !== '' && name.includes(text)) || patterns.some(({ view }) => view.finds(name) === true);
  for (const { name, bit } of prototypeNames) {
    if (words.has(name) || isIn(name)) refused |= bit;
    if (isIn(name) && asParts(name).every(isIn)) gathered.kills |= bit;
    // As the last part it names what is written, and leads nowhere.
    if ([`${name}.a`, `a.${name}.b`].every(isIn)) gathered.dotted |= bit;
  }
  gathered.whole |= refused;
  const place = [...gathered.words].find(([word]) => prototypeNames.some(({ name }) => name === word))?.[1] ?? refusalPlace(gathered);
  if (refused === 0 || place === null) return;
  if ((refused & prototypeBit) === 0) addNote(gathered, place, prototypeBit, 'does not refuse `__proto__`');
  else if (refused === prototypeBit)
    addNote(gathered, place, names, 'refuses `__proto__`, while `constructor` and `prototype` lead there as well');
}

/** What equality with one of these stops: all, but for names that lead to a prototype themselves. */
export function constantKills(constants: readonly unknown[]): ClassMask {
  return prototypeNames.reduce((mask, { name, bit }) => (constants.includes(name) ? mask & ~bit : mask), everything);
}

/** What a pattern that the value matches stops. */
export function gatherMatch(gathered: Gathered, view: PatternView, place: FlowPlace): void {
  for (const { name, bit } of prototypeNames) {
    if (view.finds(name) === false) gathered.whole |= bit;
    if (view.finds(name) === false && asParts(name).every((text) => view.finds(text) === false)) gathered.kills |= bit;
  }
  if (view.startsWhole && !view.allowsAbsolute()) gathered.kills |= absolute;
  if (view.startsWhole) gathered.kills |= prefixVerdict(view.prefix);
  if (view.staysOnHost()) gathered.kills |= bitOf('redirect');
  if (!view.startsWhole || !view.endsWhole) {
    const why = view.startsWhole
      ? 'matches the beginning only: anything may follow'
      : view.endsWhole
        ? 'matches the end only: anything may come before'
        : 'matches some part only: anything may stand around it';
    addNote(gathered, place, everything & ~names, why);
    return;
  }
  const { kills, weak } = classesWithout(view.allows);
  gathered.kills |= kills;
  gathered.weak |= weak;
  const open = charClasses.reduce((mask, { bit }) => mask | bit, 0) & ~kills;
  addNote(gathered, place, open, 'lets characters through that do harm here');
  const stopped = !view.allows('/') && !view.allows('\\') ? paths : view.allowsDots() ? 0 : climbing;
  gathered.whole |= stopped;
  if (!view.allows('%')) gathered.kills |= stopped;
  if (stopped === 0) addNote(gathered, place, climbing, 'lets `..` through');
  if (view.finds('[object Object]') === false) gathered.kills |= bitOf('nosql');
}

const hostPrefix = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]+[/?#]/i;
const runningSchemes = ['javascript:', 'vbscript:', 'data:'];
const localPrefix = /^\/[^/\\]/;

/** Classes that a value can do no harm in because it begins with this text. */
export function prefixVerdict(prefix: string): ClassMask {
  if (hostPrefix.test(prefix)) return addressXss | maskOf(['request', 'redirect']);
  const scheme =
    prefix.trim() === '' || runningSchemes.some((each) => each.startsWith(prefix.trim().toLowerCase().slice(0, each.length)))
      ? 0
      : addressXss;
  return scheme | (localPrefix.test(prefix) ? bitOf('redirect') : 0);
}
