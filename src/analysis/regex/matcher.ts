// A backtracking matcher that counts its steps: what a JavaScript engine would do to a text, without the risk of letting it.
import { Machine, type Outcome } from './machine.ts';
import type { Program } from './program.ts';

/** What became of a search. `steps` counts instructions, so that two runs over one text always agree. */
export interface Run {
  readonly outcome: Outcome;
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
  return search(machineOf(program, text, budget), program, text, from, once);
}

/** All matches of a text, one after the other, as `String.prototype.replaceAll` and `matchAll` look for them; the outcome is the first's. */
export function runThroughout(program: Program, text: string, { budget, from = 0, once = program.sticky }: RunOptions): Run {
  const machine = machineOf(program, text, budget);
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

// A pattern is run over many texts, in the same memory.
const machines = new WeakMap<Program, Machine>();

function machineOf(program: Program, text: string, budget: number): Machine {
  const machine = machines.get(program) ?? new Machine(program);
  machines.set(program, machine);
  machine.load(text, budget);
  return machine;
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
