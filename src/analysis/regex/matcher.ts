// A backtracking matcher that counts its steps: what a JavaScript engine would do to a text, without the risk of letting it.
import { isLineEnd, sameButCase } from './char-set.ts';
import type { Instruction, Program } from './program.ts';

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
  return search(createMachine(program, text, budget), program, text, from, once);
}

/** All matches of a text, one after the other, as `String.prototype.replaceAll` and `matchAll` look for them; the outcome is the first's. */
export function runThroughout(program: Program, text: string, { budget, from = 0, once = program.sticky }: RunOptions): Run {
  const machine = createMachine(program, text, budget);
  const first = search(machine, program, text, from, once);
  let last = first;
  while (last.outcome === 'match') {
    const [start = 0, end = 0] = last.captures;
    const next = end === start ? end + (program.unicode ? widthAt(text, end) : 1) : end;
    if (next > text.length) break;
    last = search(machine, program, text, next, once);
  }
  return { ...first, outcome: last.outcome === 'out-of-steps' ? last.outcome : first.outcome, steps: machine.steps() };
}

function search(machine: Machine, program: Program, text: string, from: number, once: boolean): Run {
  for (let start = from; start <= text.length; start += program.unicode ? widthAt(text, start) : 1) {
    const outcome = machine.attempt(start);
    if (outcome === 'match') return { outcome, steps: machine.steps(), captures: machine.captures() };
    if (outcome === 'out-of-steps') return { outcome, steps: machine.steps(), captures: [] };
    if (once) break;
  }
  return { outcome: 'no-match', steps: machine.steps(), captures: [] };
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

interface Machine {
  readonly attempt: (start: number) => Run['outcome'];
  readonly steps: () => number;
  readonly captures: () => readonly number[];
}

// Kinds of entries on the backtracking stack, which holds them as (a, b, kind).
const choicePoint = 0;
const restore = 1;
const barrier = 2;
/** Numbers on the stack: some 24 MB. Reached by rounds that match nothing, such as those of `(?:){1000}{1000}`. */
const mostEntries = 3_000_000;

function createMachine(program: Program, text: string, budget: number): Machine {
  const { code, unicode } = program;
  const registers: number[] = new Array<number>(program.registers).fill(-1);
  const stack: number[] = [];
  let steps = 0;
  let at = 0;
  let pc = 0;

  const put = (register: number, value: number): void => {
    stack.push(register, registers[register] ?? -1, restore);
    registers[register] = value;
  };

  /** Goes back to the last choice; false where none is left. */
  const fail = (): boolean => {
    while (stack.length > 0) {
      steps += 1;
      const kind = stack.pop();
      const b = stack.pop() ?? 0;
      const a = stack.pop() ?? 0;
      if (kind === restore) {
        registers[a] = b;
      } else if (kind === choicePoint) {
        pc = a;
        at = b;
        return true;
      }
    }
    return false;
  };

  /** Forgets the choices made within a look-around and keeps what undoes its captures. */
  const commit = (height: number): void => {
    let kept = height;
    for (let index = height; index < stack.length; index += 3) {
      steps += 1;
      if (stack[index + 2] !== restore) continue;
      for (let part = 0; part < 3; part += 1) stack[kept + part] = stack[index + part] ?? 0;
      kept += 3;
    }
    stack.length = kept;
  };

  /** Undoes all that was done within a look-around. */
  const rewind = (height: number): void => {
    while (stack.length > height) {
      steps += 1;
      const kind = stack.pop();
      const b = stack.pop() ?? 0;
      const a = stack.pop() ?? 0;
      if (kind === restore) registers[a] = b;
    }
  };

  const characterAt = (index: number): number =>
    unicode ? (text.codePointAt(index) ?? -1) : index < text.length ? text.charCodeAt(index) : -1;
  const startBefore = (index: number): number =>
    unicode && index >= 2 && (text.codePointAt(index - 2) ?? 0) > 0xffff ? index - 2 : index - 1;

  const matchesSet = ({ set, back }: Extract<Instruction, { op: 'set' }>): boolean => {
    const start = back ? startBefore(at) : at;
    if (start < 0 || start >= text.length) return false;
    const character = characterAt(start);
    if (!set.has(character)) return false;
    at = back ? start : start + (character > 0xffff ? 2 : 1);
    return true;
  };

  const matchesReference = ({ groups, ignoreCase, back }: Extract<Instruction, { op: 'reference' }>): boolean => {
    const group = groups.find((each) => (registers[2 * each] ?? -1) >= 0 && (registers[2 * each + 1] ?? -1) >= 0);
    if (group === undefined) return true;
    const start = registers[2 * group] ?? 0;
    const length = (registers[2 * group + 1] ?? 0) - start;
    const against = back ? at - length : at;
    if (against < 0 || against + length > text.length) return false;
    for (let offset = 0; offset < length;) {
      steps += 1;
      const a = characterAt(start + offset);
      const b = characterAt(against + offset);
      if (ignoreCase ? !sameButCase(a, b, unicode) : a !== b) return false;
      offset += a > 0xffff ? 2 : 1;
    }
    at = back ? against : against + length;
    return true;
  };

  const standsAtEdge = ({ at: edge, multiline }: Extract<Instruction, { op: 'edge' }>): boolean => {
    if (edge === 'start') return at === 0 || (multiline && isLineEnd(text.charCodeAt(at - 1)));
    return at === text.length || (multiline && isLineEnd(text.charCodeAt(at)));
  };

  const standsAtBoundary = ({ negated, word }: Extract<Instruction, { op: 'boundary' }>): boolean => {
    const before = at > 0 && word.has(characterAt(startBefore(at)));
    const after = at < text.length && word.has(characterAt(at));
    return (before !== after) !== negated;
  };

  const enterRound = ({ counter, min, max, greedy, exit }: Extract<Instruction, { op: 'again' }>): void => {
    const rounds = registers[counter] ?? 0;
    if (rounds < min) pc += 1;
    else if (rounds >= max) pc = exit;
    else {
      stack.push(greedy ? exit : pc + 1, at, choicePoint);
      pc = greedy ? pc + 1 : exit;
    }
  };

  const leaveLook = ({ negated, height, place }: Extract<Instruction, { op: 'looked' }>): boolean => {
    const base = registers[height] ?? 0;
    const origin = registers[place] ?? 0;
    if (negated) {
      // Undo the body and the way out that it left for its failure.
      rewind(base);
      return false;
    }
    commit(base);
    at = origin;
    return true;
  };

  /** Runs the instruction at `pc`; false where it fails. */
  const step = (instruction: Instruction): boolean => {
    switch (instruction.op) {
      case 'set':
        pc += 1;
        return matchesSet(instruction);
      case 'split':
        stack.push(instruction.second, at, choicePoint);
        pc = instruction.first;
        return true;
      case 'jump':
        pc = instruction.to;
        return true;
      case 'save':
        put(instruction.register, at);
        break;
      case 'zero':
        put(instruction.register, 0);
        break;
      case 'clear':
        for (let register = instruction.from; register <= instruction.to; register += 1) put(register, -1);
        steps += instruction.to - instruction.from;
        break;
      case 'again':
        enterRound(instruction);
        return true;
      case 'moved': {
        const rounds = registers[instruction.counter] ?? 0;
        if (rounds >= instruction.min && at === registers[instruction.place]) return false;
        put(instruction.counter, rounds + 1);
        break;
      }
      case 'edge':
        pc += 1;
        return standsAtEdge(instruction);
      case 'boundary':
        pc += 1;
        return standsAtBoundary(instruction);
      case 'reference':
        pc += 1;
        return matchesReference(instruction);
      case 'look':
        put(instruction.height, stack.length + 3);
        // Where the body fails, a negated look goes on behind it; another fails too.
        stack.push(instruction.after, at, instruction.negated ? choicePoint : barrier);
        break;
      case 'looked':
        pc += 1;
        return leaveLook(instruction);
      case 'match':
        return true;
    }
    pc += 1;
    return true;
  };

  const attempt = (start: number): Run['outcome'] => {
    stack.length = 0;
    registers.fill(-1);
    at = start;
    pc = 0;
    for (;;) {
      const instruction = code[pc];
      if (instruction === undefined || instruction.op === 'match') return 'match';
      steps += 1;
      if (steps > budget || stack.length > mostEntries) return 'out-of-steps';
      if (!step(instruction) && !fail()) return 'no-match';
    }
  };

  return { attempt, steps: () => steps, captures: () => registers.slice(0, 2 * (program.groups + 1)) };
}
