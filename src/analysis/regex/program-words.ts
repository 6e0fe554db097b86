// A compiled pattern as integers, four an instruction: what a matcher that counts its steps can run fast.
import type { CharSet } from './char-set.ts';
import { failsAlike, pointOf, type Point } from './failures.ts';
import type { Instruction, Loop, Program } from './program.ts';

export const opcodes = {
  match: 0,
  set: 1,
  setBefore: 2,
  split: 3,
  jump: 4,
  save: 5,
  zero: 6,
  clear: 7,
  againGreedy: 8,
  againLazy: 9,
  moved: 10,
  start: 11,
  end: 12,
  boundary: 13,
  reference: 14,
  look: 15,
  looked: 16,
} as const;

/** A set, and what it said of its first characters. */
interface KnownSet {
  readonly set: CharSet;
  /** 0: not asked yet. */
  readonly said: Uint8Array;
}

/** Instructions as (opcode, a, b, c); places are counted in words. */
export interface Words {
  readonly code: Int32Array;
  readonly sets: readonly KnownSet[];
  readonly references: readonly Extract<Instruction, { op: 'reference' }>[];
  readonly rounds: readonly Rounds[];
  /** Where failures are worth knowing. */
  readonly points: readonly Point[];
}

interface Rounds {
  readonly counter: number;
  readonly place: number;
  readonly min: number;
  readonly max: number;
  readonly exit: number;
  /** Its index; -1 where there is none. */
  readonly point: number;
  /** The set that each round reads one character of, forwards and nothing else; -1 where it does more. */
  set: number;
}

const wordsEach = 4;
const firstCharacters = 256;
const yes = 1;
const no = 2;

/** Whether the set of this index has a character. */
export function holds(sets: Words['sets'], index: number, character: number): boolean {
  const known = sets[index];
  if (known === undefined) return false;
  const said = character < firstCharacters ? known.said[character] : 0;
  return said === 0 ? asks(known, character) : said === yes;
}

function asks({ set, said }: KnownSet, character: number): boolean {
  const answer = set.has(character);
  if (character < firstCharacters) said[character] = answer ? yes : no;
  return answer;
}

/** The program's words. */
export function makeWords(program: Program): Words {
  const instructions = program.code;
  const sets = new Map<CharSet, number>();
  const references: Words['references'][number][] = [];
  const rounds: Rounds[] = [];
  const points: Point[] = [];
  const isAlike = failsAlike(program);
  const addPoint = (loop: Loop): number => {
    const point = isAlike && loop.max > 1 ? pointOf(loop) : null;
    return point === null ? -1 : points.push(point) - 1;
  };
  const setOf = (set: CharSet): number => {
    const index = sets.get(set) ?? sets.size;
    sets.set(set, index);
    return index;
  };
  const code = new Int32Array(instructions.length * wordsEach);
  for (const [index, instruction] of instructions.entries())
    code.set(wordsFor(instruction, { setOf, addPoint, references, rounds }), index * wordsEach);
  for (let again = 0; again < code.length; again += wordsEach) {
    const loop = code[again] === opcodes.againGreedy ? rounds[code[again + 1] ?? 0] : undefined;
    // Save, set, moved, jump.
    if (loop?.exit === again + 5 * wordsEach && code[again + 2 * wordsEach] === opcodes.set)
      loop.set = code[again + 2 * wordsEach + 1] ?? -1;
  }
  return { code, sets: [...sets.keys()].map((set) => ({ set, said: new Uint8Array(firstCharacters) })), references, rounds, points };
}

interface Tables {
  readonly setOf: (set: CharSet) => number;
  readonly addPoint: (loop: Loop) => number;
  readonly references: Words['references'][number][];
  readonly rounds: Rounds[];
}

function wordsFor(instruction: Instruction, { setOf, addPoint, references, rounds }: Tables): readonly number[] {
  switch (instruction.op) {
    case 'set':
      return [instruction.back ? opcodes.setBefore : opcodes.set, setOf(instruction.set)];
    case 'split':
      return [opcodes.split, instruction.first * wordsEach, instruction.second * wordsEach];
    case 'jump':
      return [opcodes.jump, instruction.to * wordsEach];
    case 'save':
      return [opcodes.save, instruction.register];
    case 'zero':
      return [opcodes.zero, instruction.register];
    case 'clear':
      return [opcodes.clear, instruction.from, instruction.to];
    case 'again':
      // Its bounds may be beyond any integer.
      rounds.push({
        counter: instruction.counter,
        place: instruction.place,
        min: instruction.min,
        max: instruction.max,
        exit: instruction.exit * wordsEach,
        point: addPoint(instruction),
        set: -1,
      });
      return [instruction.greedy ? opcodes.againGreedy : opcodes.againLazy, rounds.length - 1];
    case 'moved':
      return [opcodes.moved, instruction.counter, Math.min(instruction.min, 2 ** 31 - 1), instruction.place];
    case 'edge':
      return [instruction.at === 'start' ? opcodes.start : opcodes.end, Number(instruction.multiline)];
    case 'boundary':
      return [opcodes.boundary, Number(instruction.negated), setOf(instruction.word)];
    case 'reference':
      references.push(instruction);
      return [opcodes.reference, references.length - 1, Number(instruction.ignoreCase), Number(instruction.back)];
    case 'look':
      return [opcodes.look, Number(instruction.negated), instruction.height, instruction.after * wordsEach];
    case 'looked':
      return [opcodes.looked, Number(instruction.negated), instruction.height, instruction.place];
    case 'match':
      return [opcodes.match];
  }
}
