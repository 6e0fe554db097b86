// From a suspicion to texts: how to get to the loop, what to repeat, and what makes the match fail after it.
import { characterOf } from './alphabet.ts';
import { pathBetween, type Ambiguity, type Word } from './ambiguity.ts';
import { searchState, type Automaton } from './automaton.ts';
import type { Budget } from './budget.ts';

/** A text that is to be slow: `prefix`, `pump` repeated, `suffix`. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

/** The text with `count` pumps. */
export function attackText({ prefix, pump, suffix }: Attack, count: number): string {
  return `${prefix}${pump.repeat(count)}${suffix}`;
}

/** Texts to try for a suspicion, the likeliest first. Empty where the loop cannot be reached. */
export type AttacksFor = (ambiguity: Ambiguity, budget: Budget) => readonly Attack[];

export function createAttacks(automaton: Automaton): AttacksFor {
  // Each letter of each state is looked at: once for all suspicions.
  let spells: readonly Spell[] | null = null;
  return (ambiguity, budget) => attacksFor(automaton, (spells ??= spellings(automaton)), ambiguity, budget);
}

function attacksFor(automaton: Automaton, spells: readonly Spell[], ambiguity: Ambiguity, budget: Budget): readonly Attack[] {
  const word = wordBefore(automaton, ambiguity.state, budget);
  if (word === null) return [];
  const attacks: Attack[] = [];
  for (const spell of spells) {
    const pump = rootOf(spell(ambiguity.pump));
    for (const prefix of ambiguity.kind === 'search' ? ['', ...idleLetters(automaton)] : [withoutPumps(spell(word), pump)]) {
      const suffixes = suffixesFor(automaton, `${prefix}${pump.repeat(settled)}`, budget);
      attacks.push(...suffixes.map((suffix) => ({ prefix, pump, suffix })));
    }
  }
  return attacks;
}

/** The shortest text of which the pump is a repetition: the same attack, in shorter steps. */
function rootOf(pump: string): string {
  for (let length = 1; length <= pump.length / 2; length += 1) {
    if (pump.length % length === 0 && pump === pump.slice(0, length).repeat(pump.length / length)) return pump.slice(0, length);
  }
  return pump;
}

/** A prefix that ends in pumps is the same attack with a larger count. */
function withoutPumps(prefix: string, pump: string): string {
  let end = prefix.length;
  while (end > 0 && prefix.endsWith(pump, end)) end -= pump.length;
  return prefix.slice(0, end);
}

/** Pumps after which no new states come up, as a rule. */
const settled = 3;

type Spell = (word: Word) => string;

/** The most readable letter of each mask; and the one that the fewest parts of the pattern match, where another alternative would take the first. */
function spellings({ alphabet, masks }: Automaton): readonly Spell[] {
  const uses = alphabet.letters.map((_, letter) => masks.filter((mask) => (mask & (1n << BigInt(letter))) !== 0n).length);
  const rarest = (mask: bigint): number => {
    let best = -1;
    for (const letter of alphabet.letters.keys()) {
      if ((mask & (1n << BigInt(letter))) !== 0n && (best < 0 || (uses[letter] ?? 0) <= (uses[best] ?? 0))) best = letter;
    }
    return alphabet.letters[best] ?? 0;
  };
  return [
    (word) => String.fromCodePoint(...word.map((mask) => characterOf(alphabet, mask))),
    (word) => String.fromCodePoint(...word.map(rarest)),
  ];
}

/** A letter with which no attempt begins: behind it, what `^` demands is no way to match. */
function idleLetters({ alphabet, first, masks }: Automaton): readonly string[] {
  if (!first.some(({ anchored }) => anchored)) return [];
  const idle = alphabet.letters.find((_, letter) => first.every(({ to }) => ((masks[to] ?? 0n) & (1n << BigInt(letter))) === 0n));
  return idle === undefined ? [] : [String.fromCodePoint(idle)];
}

/** A shortest word after which the state has been read; empty for the search itself. */
function wordBefore(automaton: Automaton, state: number, budget: Budget): Word | null {
  if (state === searchState) return [];
  let best: Word | null = null;
  for (const { to } of automaton.first) {
    const mask = automaton.masks[to] ?? 0n;
    const rest = mask === 0n ? null : pathBetween(automaton, to, state, () => true, budget);
    if (rest !== null && (best === null || rest.length + 1 < best.length)) best = [mask, ...rest];
    if (best?.length === 1) break;
  }
  return best;
}

const mostSuffixes = 5;
/** Where a negated look decides, what makes it fail is some letter that it reads. */
const mostSuffixesWithLook = 8;

/** Texts after which nothing that was begun goes on: of one letter, of two, and guesses. */
function suffixesFor(automaton: Automaton, before: string, budget: Budget): readonly string[] {
  const { alphabet } = automaton;
  const suffixes: string[] = [];
  let front: readonly { readonly states: ReadonlySet<number>; readonly text: string }[] = [
    { states: statesAfter(automaton, before, budget), text: '' },
  ];
  for (let length = 0; length < longestSuffix && suffixes.length < 2; length += 1) {
    const next: { readonly states: ReadonlySet<number>; readonly text: string }[] = [];
    for (const { states, text } of front) {
      for (const [letter, character] of alphabet.letters.entries()) {
        if (!budget.spend(states.size)) return suffixes;
        const after = advance(automaton, states, 1n << BigInt(letter), budget);
        const longer = text + String.fromCodePoint(character);
        if (after.size === 0) suffixes.push(longer);
        else next.push({ states: after, text: longer });
        if (suffixes.length >= 2) break;
      }
    }
    // The fewer states are alive, the nearer the failure.
    front = next.sort((a, b) => a.states.size - b.states.size).slice(0, mostFronts);
  }
  const guesses = ['', '!', '\n', '\u0000'];
  if (automaton.refuses) guesses.push(...alphabet.letters.map((letter) => String.fromCodePoint(letter)));
  return [...new Set([...suffixes, ...guesses])].slice(0, automaton.refuses ? mostSuffixesWithLook : mostSuffixes);
}

const longestSuffix = 3;
const mostFronts = 8;

/** States that may have been read last after the text, the search itself left out. */
function statesAfter(automaton: Automaton, text: string, budget: Budget): ReadonlySet<number> {
  const { alphabet, first, masks } = automaton;
  const letterOf = new Map(alphabet.letters.map((character, index) => [character, 1n << BigInt(index)]));
  let states: ReadonlySet<number> = new Set();
  let isStart = true;
  for (const character of text) {
    const mask = letterOf.get(character.codePointAt(0) ?? 0) ?? 0n;
    const after = new Set(advance(automaton, states, mask, budget));
    for (const { to, anchored } of first) if ((isStart || !anchored) && ((masks[to] ?? 0n) & mask) !== 0n) after.add(to);
    states = after;
    isStart = false;
  }
  return states;
}

function advance({ edges, masks }: Automaton, states: ReadonlySet<number>, mask: bigint, budget: Budget): ReadonlySet<number> {
  const after = new Set<number>();
  for (const state of states) {
    for (const { to } of edges[state] ?? []) {
      if (!budget.spend(1)) return after;
      if (((masks[to] ?? 0n) & mask) !== 0n) after.add(to);
    }
  }
  return after;
}
