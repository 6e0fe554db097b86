// What a run of the matcher is at, and the instructions that are rare: by themselves, so that the loop around them is small and quickly compiled.
import { isLineEnd, sameButCase } from './char-set.ts';
import { Failures } from './failures.ts';
import { holds, makeWords, opcodes, type Words } from './program-words.ts';
import type { Program } from './program.ts';
import { barrier, choicePoint, commit, firstEntries, restore, undo, withRoom } from './stack.ts';

/** One program, and one text after the other, in the same memory. */
export class MachineState {
  readonly words: Words;
  readonly unicode: boolean;
  readonly registers: Int32Array;
  readonly failures: Failures;
  text = '';
  budget = 0;
  /** Taken so far, by all attempts. */
  steps = 0;
  at = 0;
  stack = new Int32Array(firstEntries);
  height = 0;

  constructor(program: Program) {
    this.words = makeWords(program);
    this.unicode = program.unicode;
    this.registers = new Int32Array(program.registers).fill(-1);
    this.failures = new Failures(this.words.points);
  }

  /** Another text, of which nothing is known. */
  load(text: string, budget: number): void {
    this.text = text;
    this.budget = budget;
    this.steps = 0;
    this.failures.load(text.length);
  }

  /** The first character that an attempt reads; -1 where there is none, or where a line begins. */
  firstCharacterOf(start: number): number {
    const { text } = this;
    return start > 0 && start < text.length && !isLineEnd(text.charCodeAt(start - 1)) ? text.charCodeAt(start) : -1;
  }

  /** Does the instruction at `pc`; false where it fails. */
  perform(pc: number): boolean {
    const { code, sets, references } = this.words;
    const { text, at, registers } = this;
    const a = code[pc + 1] ?? 0;
    const b = code[pc + 2] ?? 0;
    const c = code[pc + 3] ?? 0;
    switch (code[pc]) {
      case opcodes.setBefore:
        this.at = this.#startBefore(at);
        return this.at >= 0 && this.at < text.length && holds(sets, a, this.#characterAt(this.at));
      case opcodes.clear:
        for (let register = a; register <= b; register += 1) {
          this.#push(register, registers[register] ?? -1, restore);
          registers[register] = -1;
        }
        this.steps += b - a;
        return true;
      case opcodes.start:
        return at === 0 || (a === 1 && isLineEnd(text.charCodeAt(at - 1)));
      case opcodes.end:
        return at === text.length || (a === 1 && isLineEnd(text.charCodeAt(at)));
      case opcodes.boundary: {
        const before = at > 0 && holds(sets, b, this.#characterAt(this.#startBefore(at)));
        const after = at < text.length && holds(sets, b, this.#characterAt(at));
        return (before !== after) !== (a === 1);
      }
      case opcodes.reference:
        return this.#matchReference(references[a]?.groups ?? [], b === 1, c === 1);
      case opcodes.look:
        this.#push(b, registers[b] ?? -1, restore);
        registers[b] = this.height;
        // Where the body fails, a negated look goes on behind it; another fails too.
        this.#push(c, at, a === 1 ? choicePoint : barrier);
        return true;
      case opcodes.looked:
        this.#leaveLook(registers[b] ?? 0, a === 1);
        this.at = registers[c] ?? 0;
        return a !== 1;
      default:
        return false;
    }
  }

  #push(first: number, second: number, kind: number): void {
    const stack = (this.stack = withRoom(this.stack, this.height));
    stack[this.height] = first;
    stack[this.height + 1] = second;
    stack[this.height + 2] = kind;
    this.height += 3;
  }

  #leaveLook(base: number, negated: boolean): void {
    this.steps += (this.height - base) / 3;
    // Negated: undo the body and the way out that it left for its failure.
    this.height = negated ? undo(this.stack, base, this.height, this.registers) : commit(this.stack, base, this.height);
    this.failures.forget(base);
  }

  #characterAt(index: number): number {
    const { text } = this;
    return this.unicode ? (text.codePointAt(index) ?? -1) : index < text.length ? text.charCodeAt(index) : -1;
  }

  #startBefore(index: number): number {
    return this.unicode && index >= 2 && (this.text.codePointAt(index - 2) ?? 0) > 0xffff ? index - 2 : index - 1;
  }

  /** Goes on behind what the first of the groups that took part holds; false where the text is another. */
  #matchReference(groups: readonly number[], ignoreCase: boolean, back: boolean): boolean {
    const { registers, at } = this;
    const group = groups.find((each) => (registers[2 * each] ?? -1) >= 0 && (registers[2 * each + 1] ?? -1) >= 0);
    if (group === undefined) return true;
    const start = registers[2 * group] ?? 0;
    const length = (registers[2 * group + 1] ?? 0) - start;
    const against = back ? at - length : at;
    if (against < 0 || against + length > this.text.length) return false;
    for (let offset = 0; offset < length;) {
      this.steps += 1;
      const a = this.#characterAt(start + offset);
      const b = this.#characterAt(against + offset);
      if (ignoreCase ? !sameButCase(a, b, this.unicode) : a !== b) return false;
      offset += a > 0xffff ? 2 : 1;
    }
    this.at = back ? against : against + length;
    return true;
  }
}
