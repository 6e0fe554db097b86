// Code that stands among other text (a component, a page, a template), put together as a program that a parser reads, and where each part of it stands.
import type { Dialect } from '../dialect.ts';
import { positionAt } from '../positions.ts';

/** Text of the program. `start` and `end` are where it stands in the file; both null for what holds it together, which stands nowhere. */
export interface Piece {
  readonly text: string;
  readonly start: number | null;
  readonly end: number | null;
}

/**
 * What it means that a part does not parse. `refused`: the file does not, as whoever runs it says too. `unread`: part of the file is not known.
 * `foreign`: it is in another language, as a script is that a server fills in.
 */
export type Broken = 'refused' | 'unread' | 'foreign';

/** What is code or is not as a whole. Where it is not, each of `otherwise` is tried by itself. */
export interface CodePart {
  readonly pieces: readonly Piece[];
  readonly otherwise: readonly CodePart[];
  readonly ifBroken: Broken;
}

export interface EmbeddedCode {
  /** How all of it is written. */
  readonly dialect: Dialect;
  readonly parts: readonly CodePart[];
  /** What the file's reader could not read, counted. */
  readonly unread: number;
  /** What is in a language that nobody here reads, counted. */
  readonly foreign: number;
}

/** A program out of parts. Offsets are UTF-16 units. */
export interface CodeView {
  readonly text: string;
  /** Where in the file a node stands that begins and ends there in the program: over what of it stands in the file. */
  readonly place: (start: number, end: number) => readonly [number, number];
}

/** Collects the pieces of a part, in the order of the program. */
export class PartWriter {
  private readonly source: string;
  private readonly pieces: Piece[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** A stretch of the file as it is written. */
  keep(start: number, end: number): this {
    if (end > start) this.pieces.push({ text: this.source.slice(start, end), start, end });
    return this;
  }

  /** What holds the rest together. */
  insert(text: string): this {
    this.pieces.push({ text, start: null, end: null });
    return this;
  }

  /** What a stretch of the file means, in other words. */
  say(text: string, start: number, end: number): this {
    this.pieces.push({ text, start, end });
    return this;
  }

  part(ifBroken: Broken = 'unread', otherwise: readonly CodePart[] = []): CodePart {
    return { pieces: this.pieces, otherwise, ifBroken };
  }
}

/** A piece that stands somewhere: from where to where in the program, and in the file. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export function viewOf(parts: readonly CodePart[]): CodeView {
  const segments: Segment[] = [];
  const texts: string[] = [];
  let from = 0;
  for (const { text, start, end } of parts.flatMap(({ pieces }) => pieces)) {
    const to = from + text.length;
    if (start !== null && end !== null) segments.push({ from, to, start, end });
    texts.push(text);
    from = to;
  }
  // A search begins at 0.
  const begins = [0, ...segments.map((segment) => segment.from)];
  const ends = [0, ...segments.map((segment) => segment.to)];
  return {
    text: texts.join(''),
    place: (start, end) => {
      // The first that ends behind the start, and the last that begins before the end.
      const first = segments[positionAt(ends, start).line - 1];
      const last = segments[positionAt(begins, end - 1).line - 2];
      const begin = first === undefined ? (last?.end ?? 0) : offsetIn(first, start, first.start);
      return [begin, last === undefined ? begin : Math.max(begin, offsetIn(last, end, last.end))];
    },
  };
}

/** Of what is said in other words nobody knows which of them stands where. */
function offsetIn({ from, to, start, end }: Segment, offset: number, unknown: number): number {
  if (offset <= from) return start;
  if (offset >= to) return end;
  return to - from === end - start ? start + (offset - from) : unknown;
}
