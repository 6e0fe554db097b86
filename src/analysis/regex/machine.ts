// The loop of the matcher: it runs a program's words on a text, backwards too, and counts what it does.
import { isLineEnd, sameButCase } from './char-set.ts';
import { Failures } from './failures.ts';
import { holds, makeWords, opcodes, type Words } from './program-words.ts';
import type { Program } from './program.ts';
import { barrier, choicePoint, commit, nothing, restore, undo, withRoom } from './stack.ts';

/** What became of an attempt. */
export type Outcome = 'match' | 'no-match' | 'out-of-steps';

/** Numbers on the stack: some 12 MB. Reached by rounds that match nothing, such as those of `(?:){1000}{1000}`. */
const mostEntries = 3_000_000;
const firstEntries = 3 * 256;
/** Numbers that one step puts on the stack, at most. */
const mostOfStep = 6;

/** One program, and one text after the other. Its loop is most of what judging slow patterns takes, so that state is kept in integers and local variables. */
export class Machine {
  /** Taken so far, by all attempts. */
  steps = 0;
  #text = '';
  #budget = 0;
  readonly #unicode: boolean;
  readonly #groups: number;
  readonly #words: Words;
  readonly #registers: Int32Array;
  readonly #failures: Failures;
  #stack = new Int32Array(firstEntries);

  constructor(program: Program) {
    this.#unicode = program.unicode;
    this.#groups = program.groups;
    this.#words = makeWords(program);
    this.#registers = new Int32Array(program.registers).fill(-1);
    this.#failures = new Failures(this.#words.points);
  }

  /** Another text, of which nothing is known. */
  load(text: string, budget: number): void {
    this.#text = text;
    this.#budget = budget;
    this.steps = 0;
    this.#failures.load(text.length);
  }

  captures(): readonly number[] {
    return [...this.#registers.subarray(0, 2 * (this.#groups + 1))];
  }

  /** Matches at `start` alone. */
  attempt(start: number): Outcome {
    const text = this.#text;
    const unicode = this.#unicode;
    const budget = this.#budget;
    const { code, sets, references, rounds: counted } = this.#words;
    const registers = this.#registers.fill(-1);
    const failures = this.#failures;
    failures.forget(0);
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
          const { counter, place, min, max, exit, point, set } = counted[a] ?? noRounds;
          let rounds = registers[counter] ?? 0;
          for (;;) {
            if (point >= 0) {
              const cost = failures.enter(point, at, registers, height, steps);
              // What would not be gone through to its end is gone through.
              if (cost > 0 && steps + cost <= budget && height + mostOfStep * cost <= mostEntries) {
                steps += cost;
                goesOn = false;
                break;
              }
            }
            // A whole round that reads one character, with what its five instructions leave on the stack.
            if (set < 0 || rounds >= max || steps + 5 > budget || height + 9 > mostEntries) break;
            const character = unicode ? (text.codePointAt(at) ?? -1) : at < text.length ? text.charCodeAt(at) : -1;
            if (character < 0 || !holds(sets, set, character)) break;
            stack = withRoom(stack, height + 6);
            if (rounds >= min) {
              stack[height] = exit;
              stack[height + 1] = at;
              stack[height + 2] = choicePoint;
              height += 3;
            }
            stack[height] = place;
            stack[height + 1] = registers[place] ?? -1;
            stack[height + 2] = restore;
            stack[height + 3] = counter;
            stack[height + 4] = rounds;
            stack[height + 5] = restore;
            height += 6;
            registers[place] = at;
            rounds += 1;
            registers[counter] = rounds;
            at += character > 0xffff ? 2 : 1;
            steps += 5;
          }
          second = at;
          if (!goesOn || rounds < min) break;
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
          failures.forget(base);
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
        if (height === failures.floor) failures.leave(steps);
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

const noRounds = { counter: 0, place: 0, min: 0, max: 0, exit: 0, point: -1, set: -1 } as const;
