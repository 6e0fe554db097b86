// A backtracking matcher that counts its steps: what a JavaScript engine would do to a text, without the risk of letting it.
import { isLineEnd, sameButCase } from './char-set.ts';
import { holds, opcodes, wordsOf, type Words } from './program-words.ts';
import type { Program } from './program.ts';

/** What became of a search. `steps` counts instructions, so that two runs over one text always agree. */
export interface Run {
  readonly outcome: 'match' | 'no-match' | 'out-of-steps';
  readonly steps: number;
  /** Start and end of the match and of each group, -1 where it took no part; empty without a match. */
  readonly captures: readonly number[];
}

export interface RunOptions {
  /** Most steps. */
  readonly budget: number;
  /** Where the search begins; default 0. */
  readonly from?: number;
  /** True: one attempt at `from` alone, as with the flag `y`. Default: as the pattern's flags say. */
  readonly once?: boolean;
}

/** Searches `text` as `RegExp.prototype.exec` does. Uses memory in proportion to the steps, never the stack. */
export function runProgram(program: Program, text: string, { budget, from = 0, once = program.sticky }: RunOptions): Run {
  return search(new Machine(program, text, budget), program, text, from, once);
}

/** All matches of a text, one after the other, as `String.prototype.replaceAll` and `matchAll` look for them; the outcome is the first's. */
export function runThroughout(program: Program, text: string, { budget, from = 0, once = program.sticky }: RunOptions): Run {
  const machine = new Machine(program, text, budget);
  const first = search(machine, program, text, from, once);
  let last = first;
  while (last.outcome === 'match') {
    const [start = 0, end = 0] = last.captures;
    const next = end === start ? end + (program.unicode ? widthAt(text, end) : 1) : end;
    if (next > text.length) break;
    last = search(machine, program, text, next, once);
  }
  return { ...first, outcome: last.outcome === 'out-of-steps' ? last.outcome : first.outcome, steps: machine.steps };
}

function search(machine: Machine, program: Program, text: string, from: number, once: boolean): Run {
  for (let start = from; start <= text.length; start += program.unicode ? widthAt(text, start) : 1) {
    const outcome = machine.attempt(start);
    if (outcome === 'match') return { outcome, steps: machine.steps, captures: machine.captures() };
    if (outcome === 'out-of-steps') return { outcome, steps: machine.steps, captures: [] };
    if (once) break;
  }
  return { outcome: 'no-match', steps: machine.steps, captures: [] };
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

// Kinds of entries on the backtracking stack, which holds them as (a, b, kind).
const choicePoint = 0;
const restore = 1;
const barrier = 2;
const nothing = 3;
/** Numbers on the stack: some 12 MB. Reached by rounds that match nothing, such as those of `(?:){1000}{1000}`. */
const mostEntries = 3_000_000;
const firstEntries = 3 * 256;

/** One text and one program. Its loop is most of what judging slow patterns takes, so that state is kept in integers and local variables. */
class Machine {
  /** Taken so far, by all attempts. */
  steps = 0;
  readonly #text: string;
  readonly #budget: number;
  readonly #unicode: boolean;
  readonly #groups: number;
  readonly #words: Words;
  readonly #registers: Int32Array;
  #stack = new Int32Array(firstEntries);

  constructor(program: Program, text: string, budget: number) {
    this.#text = text;
    this.#budget = budget;
    this.#unicode = program.unicode;
    this.#groups = program.groups;
    this.#words = wordsOf(program);
    this.#registers = new Int32Array(program.registers).fill(-1);
  }

  captures(): readonly number[] {
    return [...this.#registers.subarray(0, 2 * (this.#groups + 1))];
  }

  /** Matches at `start` alone. */
  attempt(start: number): Run['outcome'] {
    const text = this.#text;
    const unicode = this.#unicode;
    const budget = this.#budget;
    const { code, sets, references, rounds: counted } = this.#words;
    const registers = this.#registers.fill(-1);
    let stack = this.#stack;
    let height = 0;
    let steps = this.steps;
    let at = start;
    let pc = 0;
    for (;;) {
      const op = code[pc] ?? opcodes.match;
      if (op === opcodes.match) break;
      steps += 1;
      if (steps > budget || height > mostEntries) break;
      const a = code[pc + 1] ?? 0;
      const b = code[pc + 2] ?? 0;
      const c = code[pc + 3] ?? 0;
      let goesOn = true;
      // What is to be put on the stack, and as what.
      let kind = nothing;
      let first = a;
      let second = at;
      pc += 4;
      switch (op) {
        case opcodes.set: {
          const character = unicode ? (text.codePointAt(at) ?? -1) : at < text.length ? text.charCodeAt(at) : -1;
          goesOn = character >= 0 && holds(sets, a, character);
          at += character > 0xffff ? 2 : 1;
          break;
        }
        case opcodes.setBefore:
          at = this.#startBefore(at);
          goesOn = at >= 0 && at < text.length && holds(sets, a, this.#characterAt(at));
          break;
        case opcodes.split:
          kind = choicePoint;
          first = b;
          pc = a;
          break;
        case opcodes.jump:
          pc = a;
          break;
        case opcodes.save:
        case opcodes.zero:
          kind = restore;
          second = registers[a] ?? -1;
          registers[a] = op === opcodes.save ? at : 0;
          break;
        case opcodes.clear:
          for (let register = a; register <= b; register += 1) {
            stack = withRoom(stack, height);
            stack[height] = register;
            stack[height + 1] = registers[register] ?? -1;
            stack[height + 2] = restore;
            height += 3;
            registers[register] = -1;
          }
          steps += b - a;
          break;
        case opcodes.againGreedy:
        case opcodes.againLazy: {
          const { counter, min, max, exit } = counted[a] ?? noRounds;
          const rounds = registers[counter] ?? 0;
          if (rounds < min) break;
          if (rounds < max) {
            kind = choicePoint;
            first = op === opcodes.againGreedy ? exit : pc;
          }
          if (rounds >= max || op === opcodes.againLazy) pc = exit;
          break;
        }
        case opcodes.moved: {
          const rounds = registers[a] ?? 0;
          goesOn = rounds < b || at !== registers[c];
          if (!goesOn) break;
          kind = restore;
          second = rounds;
          registers[a] = rounds + 1;
          break;
        }
        case opcodes.start:
          goesOn = at === 0 || (a === 1 && isLineEnd(text.charCodeAt(at - 1)));
          break;
        case opcodes.end:
          goesOn = at === text.length || (a === 1 && isLineEnd(text.charCodeAt(at)));
          break;
        case opcodes.boundary: {
          const before = at > 0 && holds(sets, b, this.#characterAt(this.#startBefore(at)));
          const after = at < text.length && holds(sets, b, this.#characterAt(at));
          goesOn = (before !== after) !== (a === 1);
          break;
        }
        case opcodes.reference: {
          this.steps = steps;
          const to = this.#matchReference(references[a]?.groups ?? [], b === 1, c === 1, at);
          steps = this.steps;
          goesOn = to !== null;
          at = to ?? at;
          break;
        }
        case opcodes.look:
          stack = withRoom(stack, height);
          stack[height] = b;
          stack[height + 1] = registers[b] ?? -1;
          stack[height + 2] = restore;
          height += 3;
          registers[b] = height;
          // Where the body fails, a negated look goes on behind it; another fails too.
          kind = a === 1 ? choicePoint : barrier;
          first = c;
          break;
        case opcodes.looked: {
          const base = registers[b] ?? 0;
          at = registers[c] ?? 0;
          steps += (height - base) / 3;
          goesOn = a !== 1;
          // Negated: undo the body and the way out that it left for its failure.
          height = a === 1 ? undo(stack, base, height, registers) : commit(stack, base, height);
          break;
        }
      }
      if (kind !== nothing) {
        stack = withRoom(stack, height);
        stack[height] = first;
        stack[height + 1] = second;
        stack[height + 2] = kind;
        height += 3;
      }
      if (goesOn) continue;
      // Back to the last choice.
      let isFound = false;
      while (height > 0 && !isFound) {
        steps += 1;
        height -= 3;
        const last = stack[height + 2];
        pc = stack[height] ?? 0;
        at = stack[height + 1] ?? 0;
        if (last === restore) registers[pc] = at;
        isFound = last === choicePoint;
      }
      if (isFound) continue;
      this.steps = steps;
      this.#stack = stack;
      return 'no-match';
    }
    this.steps = steps;
    this.#stack = stack;
    return (code[pc] ?? opcodes.match) === opcodes.match ? 'match' : 'out-of-steps';
  }

  #characterAt(index: number): number {
    const text = this.#text;
    return this.#unicode ? (text.codePointAt(index) ?? -1) : index < text.length ? text.charCodeAt(index) : -1;
  }

  #startBefore(index: number): number {
    return this.#unicode && index >= 2 && (this.#text.codePointAt(index - 2) ?? 0) > 0xffff ? index - 2 : index - 1;
  }

  /** Where the match goes on behind what the first of the groups that took part holds; null where the text is another. */
  #matchReference(groups: readonly number[], ignoreCase: boolean, back: boolean, at: number): number | null {
    const registers = this.#registers;
    const group = groups.find((each) => (registers[2 * each] ?? -1) >= 0 && (registers[2 * each + 1] ?? -1) >= 0);
    if (group === undefined) return at;
    const start = registers[2 * group] ?? 0;
    const length = (registers[2 * group + 1] ?? 0) - start;
    const against = back ? at - length : at;
    if (against < 0 || against + length > this.#text.length) return null;
    for (let offset = 0; offset < length;) {
      this.steps += 1;
      const a = this.#characterAt(start + offset);
      const b = this.#characterAt(against + offset);
      if (ignoreCase ? !sameButCase(a, b, this.#unicode) : a !== b) return null;
      offset += a > 0xffff ? 2 : 1;
    }
    return back ? against : against + length;
  }
}

/** The stack, or a larger one where three more do not fit. */
function withRoom(stack: Int32Array<ArrayBuffer>, height: number): Int32Array<ArrayBuffer> {
  if (height + 3 <= stack.length) return stack;
  const larger = new Int32Array(2 * stack.length);
  larger.set(stack);
  return larger;
}

/** Forgets the choices made since `base` and keeps what undoes captures; the new height. */
function commit(stack: Int32Array, base: number, height: number): number {
  let kept = base;
  for (let index = base; index < height; index += 3) {
    if (stack[index + 2] !== restore) continue;
    stack.copyWithin(kept, index, index + 3);
    kept += 3;
  }
  return kept;
}

/** Undoes all that was done since `base`; the new height. */
function undo(stack: Int32Array, base: number, height: number, registers: Int32Array): number {
  for (let index = height - 3; index >= base; index -= 3) {
    if (stack[index + 2] === restore) registers[stack[index] ?? 0] = stack[index + 1] ?? 0;
  }
  return Math.min(base, height);
}

const noRounds = { counter: 0, min: 0, max: 0, exit: 0 } as const;
