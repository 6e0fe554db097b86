// Whole numbers and texts in few bytes: what a packed graph is made of. A number takes seven bits a byte; each text stands once, in a table in front.

/** What a table holds: what JSON has. */
export type Scalar = string | number | boolean | null;

/** Numbers that are close to the last of their kind: ids of nodes, offsets into the source, functions. */
export type Track = 0 | 1 | 2;

/** Thrown for bytes that no writer made. */
export class DamagedGraph extends Error {
  override readonly name = 'DamagedGraph';
}

const largest = 2 ** 31 - 1;
const tableLength = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class ByteWriter {
  private bytes = new Uint8Array(4096);
  private length = 0;
  private readonly table: Scalar[] = [];
  private readonly indexes = new Map<Scalar, number>();
  private readonly last = [0, 0, 0];

  /** A whole number from 0 to 2^31 - 1. */
  count(value: number): void {
    if (this.length + 5 > this.bytes.length) this.grow();
    let rest = value;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** How far a number is from the last one of its track, as one from 0. */
  far(track: Track, value: number): number {
    const offset = value - (this.last[track] ?? 0);
    this.last[track] = value;
    return offset < 0 ? -2 * offset - 1 : 2 * offset;
  }

  indexOf(value: Scalar): number {
    let index = this.indexes.get(value);
    if (index === undefined) this.indexes.set(value, (index = this.table.push(value) - 1));
    return index;
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const table = encoder.encode(JSON.stringify(this.table));
    const whole = new Uint8Array(tableLength + table.length + this.length);
    new DataView(whole.buffer).setUint32(0, table.length);
    whole.set(table, tableLength);
    whole.set(this.bytes.subarray(0, this.length), tableLength + table.length);
    return whole;
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. Throws DamagedGraph, or SyntaxError where the table is no JSON. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly table: readonly unknown[];
  private readonly last = [0, 0, 0];
  private at: number;

  constructor(bytes: Uint8Array) {
    if (bytes.length < tableLength) throw new DamagedGraph('cut short');
    this.bytes = bytes;
    this.at = tableLength + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const table: unknown = JSON.parse(decoder.decode(bytes.subarray(tableLength, this.at)));
    if (!Array.isArray(table)) throw new DamagedGraph('no table');
    this.table = table;
  }

  count(): number {
    const first = this.byte();
    return first < 128 ? first : this.more(first - 128);
  }

  private more(first: number): number {
    let value = first;
    for (let factor = 128; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (value > largest) throw new DamagedGraph('too large a number');
      if (byte < 128) return value;
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new DamagedGraph('cut short');
    return byte;
  }

  /** The number that `far` told. */
  near(track: Track, far: number): number {
    const value = (this.last[track] ?? 0) + ((far & 1) === 0 ? far >>> 1 : -(far >>> 1) - 1);
    this.last[track] = value;
    return value;
  }

  scalarAt(index: number): Scalar {
    const value = this.table[index];
    if (value === undefined || (typeof value === 'object' && value !== null)) throw new DamagedGraph('no such text');
    return value as Scalar;
  }

  /** Bytes that are left: no list of more items can follow. */
  left(): number {
    return this.bytes.length - this.at;
  }
}
