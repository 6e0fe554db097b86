// Reads segments in one look-up a character. States are made when a text first needs them, and forgotten when there are too many.
import { alphabetOf, classOf } from './alphabet.ts';
import type { Alphabet } from './alphabet.ts';
import { PairTable } from './pair-table.ts';
import type { SegmentNfa } from './segment-nfa.ts';
import { SetTable, grown } from './set-table.ts';
import type { SparseSet } from './sparse-set.ts';

/** Stands for the end of a segment where a code point is asked for. */
export const endOfSegment = -1;
/** In a row: not known yet. */
export const unknown = -1;
/** The column of what has no other: rare characters and halves of characters. It is unknown in every row: who looks for what is not normal relies on it. */
export const rareColumn = 0;
/** The column of the separator: it holds the segment's kind, as `kindOf` reads it. */
export const endColumn = 1;
const firstColumn = 2;
const mostColumns = 256;

/** The kind of a segment that a row's end column says; kinds are numbered from 0, and 0 matches no pattern. */
export function kindOf(next: number): number {
  return -2 - next;
}

/** How much an automaton may remember, whatever it is asked. */
export interface CacheLimits {
  /** States, kinds of segments. */
  readonly states: number;
  /** Numbers in the rows of all states of segments. */
  readonly cells: number;
  /** Members of all sets of each table of sets. */
  readonly members: number;
  /** Steps from segment to segment, and over rare characters. */
  readonly steps: number;
}

/** A deterministic automaton over UTF-16 units, whatever segments they stand in; a kind is a set of patterns that match together. */
export class SegmentDfa {
  /** A state is the offset of its row: `rows[state + columns[unit]]` is the next one, `unknown`, or a kind. Replaced as it grows. */
  rows: Int32Array<ArrayBuffer>;
  readonly columns: Uint8Array;
  /** The state before the first character. State 0 is that in which nothing can match any more. */
  readonly start: number;
  /** Goes up whenever kinds are numbered anew. */
  epoch = 0;
  readonly #kinds: SetTable;
  readonly #nfa: SegmentNfa;
  readonly #alphabet: Alphabet;
  readonly #columnOfClass: Int32Array;
  readonly #width: number;
  readonly #states: SetTable;
  readonly #rareSteps: PairTable;
  // Working sets of one step.
  readonly #next: SparseSet;
  readonly #patterns: SparseSet;

  constructor(nfa: SegmentNfa, separator: string, limits: CacheLimits) {
    this.#nfa = nfa;
    this.#alphabet = alphabetOf(nfa.characters, nfa.sets);
    const { columns, columnOfClass, width } = columnsOf(this.#alphabet, separator);
    this.columns = columns;
    this.#columnOfClass = columnOfClass;
    this.#width = width;
    this.start = width;
    this.rows = new Int32Array(width * 4);
    // Behind each flush there must be room for the dead state, the start and one more.
    const states = Math.max(3, Math.min(limits.states, Math.floor(limits.cells / width)));
    this.#states = new SetTable(states, Math.max(limits.members, nfa.size * 2));
    this.#kinds = new SetTable(Math.min(Math.max(2, limits.states), mostNumbers), Math.max(limits.members, nfa.patternCount));
    this.#rareSteps = new PairTable(limits.steps);
    this.#next = nfa.newStateSet();
    this.#patterns = nfa.newPatternSet();
    this.#kinds.intern(this.#patterns);
    // The first two states: nothing can match, and the start.
    this.rows.fill(0, this.#intern(this.#next), width);
    this.rows[rareColumn] = unknown;
    this.rows[endColumn] = kindOf(0);
    nfa.start(this.#next);
    this.#intern(this.#next);
  }

  /** Finds out what `rows` does not know: the state behind `codePoint`, or at the `endOfSegment` a kind as `rows` would hold it. */
  resolve(state: number, codePoint: number): number {
    if (codePoint === endOfSegment) return this.#resolveEnd(state);
    const half = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (state === 0 || half) return 0;
    const characters = classOf(this.#alphabet, codePoint);
    const column = this.#columnOfClass[characters] ?? rareColumn;
    const known = column === rareColumn ? this.#rareSteps.get(state, characters) : (this.rows[state + column] ?? unknown);
    if (known !== unknown) return known;
    const id = state / this.#width;
    this.#nfa.step(this.#states.members, this.#states.startOf(id), this.#states.endOf(id), codePoint, this.#next);
    const fresh = this.#intern(this.#next);
    if (fresh === unknown) return this.#internAnew();
    if (column === rareColumn) this.#rareSteps.add(state, characters, fresh);
    else this.rows[state + column] = fresh;
    return fresh;
  }

  /** Fills `into` with the patterns that a segment of `kind` matches. */
  patternsOf(kind: number, into: SparseSet): void {
    into.clear();
    for (let at = this.#kinds.startOf(kind); at < this.#kinds.endOf(kind); at += 1) into.add(this.#kinds.members[at] ?? 0);
  }

  #resolveEnd(state: number): number {
    const id = state / this.#width;
    this.#patterns.clear();
    for (let at = this.#states.startOf(id); at < this.#states.endOf(id); at += 1) {
      const pattern = this.#nfa.patternOf(this.#states.members[at] ?? 0);
      if (pattern >= 0) this.#patterns.add(pattern);
    }
    const kind = this.#kinds.intern(this.#patterns);
    if (kind >= 0) {
      this.rows[state + endColumn] = kindOf(kind);
      return kindOf(kind);
    }
    this.#forgetKinds();
    return kindOf(this.#kinds.intern(this.#patterns));
  }

  /** The set's state, with a row of its own; `unknown` if there is no room. */
  #intern(set: SparseSet): number {
    const size = this.#states.size;
    const id = this.#states.intern(set);
    if (id < size) return id === unknown ? unknown : id * this.#width;
    const state = id * this.#width;
    this.rows = grown(this.rows, state + this.#width);
    this.rows.fill(unknown, state, state + this.#width);
    return state;
  }

  #internAnew(): number {
    this.#forgetStates();
    return this.#intern(this.#next);
  }

  #forgetStates(): void {
    this.#states.keep(2);
    this.#rareSteps.clear();
    this.rows.fill(unknown, this.start, this.start + this.#width);
  }

  /** Rows hold kinds, so all of them go with these. */
  #forgetKinds(): void {
    this.epoch += 1;
    this.#kinds.keep(1);
    this.#forgetStates();
  }
}

/** A column for each class of characters, as far as a byte goes, the lowest code points first; halves of characters have none. */
function columnsOf(alphabet: Alphabet, separator: string): { columns: Uint8Array; columnOfClass: Int32Array; width: number } {
  const columns = new Uint8Array(0x10000);
  const columnOfClass = new Int32Array(alphabet.classCount);
  let width = firstColumn;
  alphabet.starts.forEach((start, stretch) => {
    if (start > 0xffff) return;
    const characters = alphabet.classes[stretch] ?? 0;
    if (columnOfClass[characters] === rareColumn && width < mostColumns) columnOfClass[characters] = width++;
    columns.fill(columnOfClass[characters] ?? rareColumn, start, alphabet.starts[stretch + 1] ?? 0x10000);
  });
  columns.fill(rareColumn, 0xd800, 0xe000);
  columns[separator.charCodeAt(0)] = endColumn;
  return { columns, columnOfClass, width };
}
