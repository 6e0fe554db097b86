// What a matcher has seen fail: from one place in the pattern and one in the text nothing matched. To go there again fails again and takes as many steps,
// so that they are counted and not taken (selective memoization, Davis et al. 2021, where they are not counted either).
import type { Loop, Program } from './program.ts';

/** A place in the pattern, the head of a loop, and what else decides on whether it fails there: `cells` of them in all. */
export interface Point {
  readonly cells: number;
  readonly terms: readonly Term[];
}

/** How many rounds a loop has made, as far as that matters: `rounds` and more are one. And whether the round has moved yet, which none need. */
interface Term {
  readonly counter: number;
  readonly rounds: number;
  /** The register of where the round began; -1 where it has not. */
  readonly place: number;
}

const mostCellsOfPoint = 1024;
/** Of one text: 8 MB. */
const mostCells = 2_000_000;
const firstOpen = 4 * 64;

/** The point at a loop's head; null where too much decides. */
export function pointOf(loop: Loop): Point | null {
  const terms: Term[] = [{ counter: loop.counter, rounds: loop.max === Infinity ? loop.min : loop.max, place: -1 }];
  let cells = (terms[0]?.rounds ?? 0) + 1;
  for (let { around } = loop; around !== null && cells <= mostCellsOfPoint; { around } = around) {
    const rounds = around.max === Infinity ? around.min : around.max - 1;
    terms.push({ counter: around.counter, rounds, place: around.place });
    cells *= 2 * (rounds + 1);
  }
  return cells <= mostCellsOfPoint ? { cells, terms } : null;
}

/** False where what was captured decides too. */
export function failsAlike({ code }: Program): boolean {
  return code.every(({ op }) => op !== 'reference');
}

/** The failures of one text. Whoever runs says where it comes by, and how far it has gone back. */
export class Failures {
  /** The stack's height at which what was entered last has failed; -1 where nothing is open. */
  floor = -1;
  readonly #points: readonly Point[];
  #width = 1;
  /** By point: the steps of each failure, 0 where none is known; null where none is known at all. */
  readonly #known: (Int32Array | null)[];
  /** What was made for other texts, of any content. */
  readonly #tables: (Int32Array | null)[];
  #room = mostCells;
  /** What is entered and has not failed yet, as (height, point, cell, steps). */
  #open = new Int32Array(firstOpen);
  #count = 0;

  constructor(points: readonly Point[]) {
    this.#points = points;
    this.#known = points.map(() => null);
    this.#tables = points.map(() => null);
  }

  /** Another text, of which nothing is known. */
  load(length: number): void {
    this.#width = length + 1;
    this.#known.fill(null);
    this.#room = mostCells;
    this.forget(0);
  }

  /** The steps that it takes to fail from here; 0 where that is not known, and then `leave` will know. */
  enter(point: number, at: number, registers: Int32Array, height: number, steps: number): number {
    const cell = this.#cellOf(point, at, registers);
    const known = this.#known[point]?.[cell] ?? 0;
    if (known !== 0) return known;
    let open = this.#open;
    const count = this.#count;
    if (count + 4 > open.length) {
      open = new Int32Array(2 * open.length);
      open.set(this.#open);
      this.#open = open;
    }
    open[count] = height;
    open[count + 1] = point;
    open[count + 2] = cell;
    open[count + 3] = steps;
    this.#count = count + 4;
    this.floor = height;
    return 0;
  }

  #cellOf(point: number, at: number, registers: Int32Array): number {
    let cell = 0;
    for (const { counter, rounds, place } of this.#points[point]?.terms ?? []) {
      cell = cell * (rounds + 1) + Math.min(rounds, registers[counter] ?? 0);
      if (place >= 0) cell = cell * 2 + (registers[place] === at ? 1 : 0);
    }
    return cell * this.#width + at;
  }

  /** All that was entered at the floor has failed by now. */
  leave(steps: number): void {
    const open = this.#open;
    const height = this.floor;
    while (this.#count > 0 && open[this.#count - 4] === height) {
      this.#count -= 4;
      const table = this.#tableOf(open[this.#count + 1] ?? 0);
      if (table !== null) table[open[this.#count + 2] ?? 0] = steps - (open[this.#count + 3] ?? 0);
    }
    this.#lower();
  }

  #tableOf(point: number): Int32Array | null {
    const known = this.#known[point] ?? null;
    if (known !== null) return known;
    const cells = (this.#points[point]?.cells ?? 0) * this.#width;
    if (cells > this.#room) return null;
    this.#room -= cells;
    const old = this.#tables[point] ?? null;
    const table = old === null || old.length < cells ? new Int32Array(cells) : old.fill(0, 0, cells);
    this.#tables[point] = this.#known[point] = table;
    return table;
  }

  /** What was entered at this height or above it has not failed, or not alone. */
  forget(height: number): void {
    while (this.#count > 0 && (this.#open[this.#count - 4] ?? 0) >= height) this.#count -= 4;
    this.#lower();
  }

  #lower(): void {
    this.floor = this.#count > 0 ? (this.#open[this.#count - 4] ?? -1) : -1;
  }
}
