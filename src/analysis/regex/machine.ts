// The loop of the matcher: it runs a program's words on a text and counts what it does.
import { MachineState } from './machine-state.ts';
import { holds, opcodes } from './program-words.ts';
import type { Program } from './program.ts';
import { choicePoint, entriesOfStep, restore, withRoom } from './stack.ts';

/** What became of an attempt. */
export type Outcome = 'match' | 'no-match' | 'out-of-steps';

/** Numbers on the stack: some 12 MB. Reached by rounds that match nothing, such as those of `(?:){1000}{1000}`. */
const mostEntries = 3_000_000;
const firstCharacters = 256;

/** One program, and one text after the other. Its loop is most of what judging slow patterns takes, so that state is kept in integers and local variables. */
export class Machine {
  readonly #state: MachineState;
  readonly #groups: number;
  /** By the first character: the steps of an attempt that reads nothing else and fails, 0 where none is known. */
  readonly #idle = new Int32Array(firstCharacters);

  constructor(program: Program) {
    this.#state = new MachineState(program);
    this.#groups = program.groups;
  }

  /** Another text. */
  load(text: string, budget: number): void {
    this.#state.load(text, budget);
  }

  /** Taken so far, by all attempts at this text. */
  get steps(): number {
    return this.#state.steps;
  }

  captures(): readonly number[] {
    return [...this.#state.registers.subarray(0, 2 * (this.#groups + 1))];
  }

  /** Matches at `start` alone. */
  attempt(start: number): Outcome {
    const state = this.#state;
    const first = state.firstCharacterOf(start);
    const idle = first >= 0 && first < firstCharacters ? (this.#idle[first] ?? 0) : 0;
    if (idle > 0 && state.steps + idle <= state.budget) {
      state.steps += idle;
      return 'no-match';
    }
    const before = state.steps;
    state.failures.forget(0);
    state.registers.fill(-1);
    state.at = start;
    state.height = 0;
    const outcome = this.#run();
    if (outcome === 'no-match' && !this.#hasLooked && first >= 0 && first < firstCharacters) this.#idle[first] = state.steps - before;
    return outcome;
  }

  /** True if more than the first character was looked at. */
  #hasLooked = false;

  #run(): Outcome {
    const state = this.#state;
    const { text, unicode, budget, registers, failures } = state;
    const { code, sets, rounds: loops } = state.words;
    let { stack, height, steps, at } = state;
    let pc = 0;
    let hasLooked = false;
    let outcome: Outcome = 'no-match';
    for (;;) {
      const op = code[pc] ?? opcodes.match;
      if (op === opcodes.match) {
        outcome = 'match';
        break;
      }
      steps += 1;
      if (steps > budget || height > mostEntries) {
        outcome = 'out-of-steps';
        break;
      }
      const a = code[pc + 1] ?? 0;
      let goesOn = true;
      stack = withRoom(stack, height);
      if (op === opcodes.set) {
        const character = unicode ? (text.codePointAt(at) ?? -1) : at < text.length ? text.charCodeAt(at) : -1;
        goesOn = character >= 0 && holds(sets, a, character);
        at += character > 0xffff ? 2 : 1;
        hasLooked ||= goesOn;
        pc += 4;
      } else if (op === opcodes.save || op === opcodes.zero) {
        stack[height] = a;
        stack[height + 1] = registers[a] ?? -1;
        stack[height + 2] = restore;
        height += 3;
        registers[a] = op === opcodes.save ? at : 0;
        pc += 4;
      } else if (op === opcodes.jump) {
        pc = a;
      } else if (op === opcodes.split) {
        stack[height] = code[pc + 2] ?? 0;
        stack[height + 1] = at;
        stack[height + 2] = choicePoint;
        height += 3;
        pc = a;
      } else if (op === opcodes.againGreedy || op === opcodes.againLazy) {
        const { counter, place, min, max, exit, point, set } = loops[a] ?? noLoop;
        let rounds = registers[counter] ?? 0;
        for (;;) {
          if (point >= 0) {
            const cost = failures.enter(point, at, registers, height, steps);
            // What would not be gone through to its end is gone through.
            if (cost > 0 && steps + cost <= budget && height + entriesOfStep * cost <= mostEntries) {
              steps += cost;
              goesOn = false;
              hasLooked = true;
              break;
            }
          }
          // A whole round that reads one character, with what its five instructions leave on the stack.
          if (set < 0 || rounds >= max || steps + 5 > budget || height + 9 > mostEntries) break;
          const character = unicode ? (text.codePointAt(at) ?? -1) : at < text.length ? text.charCodeAt(at) : -1;
          if (character < 0 || !holds(sets, set, character)) break;
          hasLooked = true;
          stack = withRoom(stack, height);
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
        pc += 4;
        if (goesOn && rounds >= min) {
          if (rounds < max) {
            stack = withRoom(stack, height);
            stack[height] = op === opcodes.againGreedy ? exit : pc;
            stack[height + 1] = at;
            stack[height + 2] = choicePoint;
            height += 3;
          }
          if (rounds >= max || op === opcodes.againLazy) pc = exit;
        }
      } else if (op === opcodes.moved) {
        const rounds = registers[a] ?? 0;
        goesOn = rounds < (code[pc + 2] ?? 0) || at !== registers[code[pc + 3] ?? 0];
        if (goesOn) {
          stack[height] = a;
          stack[height + 1] = rounds;
          stack[height + 2] = restore;
          height += 3;
          registers[a] = rounds + 1;
        }
        pc += 4;
      } else {
        state.stack = stack;
        state.height = height;
        state.steps = steps;
        state.at = at;
        goesOn = state.perform(pc);
        ({ stack, height, steps, at } = state);
        hasLooked ||= op !== opcodes.start;
        pc += 4;
      }
      if (goesOn) continue;
      // Back to the last choice.
      let last: number | undefined = restore;
      while (height > 0 && last !== choicePoint) {
        if (height === failures.floor) failures.leave(steps);
        steps += 1;
        height -= 3;
        last = stack[height + 2];
        pc = stack[height] ?? 0;
        at = stack[height + 1] ?? 0;
        if (last === restore) registers[pc] = at;
      }
      if (last !== choicePoint) break;
    }
    state.stack = stack;
    state.steps = steps;
    this.#hasLooked = hasLooked;
    return outcome;
  }
}

const noLoop = { counter: 0, place: 0, min: 0, max: 0, exit: 0, point: -1, set: -1 } as const;
