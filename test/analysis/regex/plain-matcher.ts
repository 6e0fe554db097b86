// The matcher without its short cuts: every instruction is run and counted, so that the counts of the real one can be compared.
import { isLineEnd } from '../../../src/analysis/regex/char-set.ts';
import type { Instruction, Program } from '../../../src/analysis/regex/program.ts';

interface Entry {
  readonly kind: 'choice' | 'restore' | 'barrier';
  readonly a: number;
  readonly b: number;
}

/** Outcome and steps of one attempt, from `steps` on. No references; characters are UTF-16 units. */
function attempt(
  { code, registers: size }: Program,
  text: string,
  start: number,
  budget: number,
  taken: number,
): readonly [string, number] {
  const registers = new Array<number>(size).fill(-1);
  let stack: Entry[] = [];
  let [at, pc, steps] = [start, 0, taken];
  const set = (register: number, value: number): void => {
    stack.push({ kind: 'restore', a: register, b: registers[register] ?? -1 });
    registers[register] = value;
  };
  const choose = (other: number): unknown => stack.push({ kind: 'choice', a: other, b: at });

  const step = (instruction: Instruction): boolean => {
    switch (instruction.op) {
      case 'set': {
        const index = instruction.back ? at - 1 : at;
        at += instruction.back ? -1 : 1;
        return index >= 0 && index < text.length && instruction.set.has(text.charCodeAt(index));
      }
      case 'split':
        choose(instruction.second);
        pc = instruction.first;
        return true;
      case 'jump':
        pc = instruction.to;
        return true;
      case 'save':
        set(instruction.register, at);
        return true;
      case 'zero':
        set(instruction.register, 0);
        return true;
      case 'clear':
        for (let register = instruction.from; register <= instruction.to; register += 1) set(register, -1);
        steps += instruction.to - instruction.from;
        return true;
      case 'again': {
        const rounds = registers[instruction.counter] ?? 0;
        if (rounds < instruction.min) return true;
        if (rounds < instruction.max) choose(instruction.greedy ? instruction.exit : pc);
        if (rounds >= instruction.max || !instruction.greedy) pc = instruction.exit;
        return true;
      }
      case 'moved': {
        const rounds = registers[instruction.counter] ?? 0;
        if (rounds >= instruction.min && at === registers[instruction.place]) return false;
        set(instruction.counter, rounds + 1);
        return true;
      }
      case 'edge': {
        if (instruction.at === 'start') return at === 0 || (instruction.multiline && isLineEnd(text.charCodeAt(at - 1)));
        return at === text.length || (instruction.multiline && isLineEnd(text.charCodeAt(at)));
      }
      case 'boundary': {
        const isWord = (index: number): boolean => index >= 0 && index < text.length && instruction.word.has(text.charCodeAt(index));
        return (isWord(at - 1) !== isWord(at)) !== instruction.negated;
      }
      case 'look':
        set(instruction.height, -1);
        registers[instruction.height] = stack.length;
        if (instruction.negated) choose(instruction.after);
        else stack.push({ kind: 'barrier', a: 0, b: at });
        return true;
      case 'looked': {
        const base = registers[instruction.height] ?? 0;
        at = registers[instruction.place] ?? 0;
        steps += stack.length - base;
        const inside = stack.slice(base).filter(({ kind }) => kind === 'restore');
        stack = stack.slice(0, base);
        if (instruction.negated) for (const { a, b } of inside.reverse()) registers[a] = b;
        else stack.push(...inside);
        return !instruction.negated;
      }
      default:
        throw new Error(instruction.op);
    }
  };

  for (;;) {
    const instruction = code[pc];
    if (instruction === undefined || instruction.op === 'match') return ['match', steps];
    steps += 1;
    if (steps > budget) return ['out-of-steps', steps];
    pc += 1;
    if (step(instruction)) continue;
    let last = stack.pop();
    for (; last !== undefined; last = stack.pop()) {
      steps += 1;
      if (last.kind === 'restore') registers[last.a] = last.b;
      else if (last.kind === 'choice') break;
    }
    if (last === undefined) return ['no-match', steps];
    [pc, at] = [last.a, last.b];
  }
}

/** What `runProgram` says of a text, but for the captures. */
export function runPlainly(program: Program, text: string, budget: number): { readonly outcome: string; readonly steps: number } {
  let outcome = 'no-match';
  let steps = 0;
  for (let start = 0; start <= text.length && outcome === 'no-match'; start += 1) {
    [outcome, steps] = attempt(program, text, start, budget, steps);
    if (program.sticky) break;
  }
  return { outcome, steps };
}
