// A segment pattern, and what can be told of its texts from how they must begin and end.
import type { SegmentNode } from '../automaton/sequence.ts';

/** One segment pattern. `literal` is its only text, where it has only one. */
export interface Segment {
  readonly id: number;
  readonly node: SegmentNode;
  readonly literal: string | null;
  /** What every text begins and ends with; for a literal, the literal. */
  readonly prefix: string;
  readonly suffix: string;
}

/** Of a beginning and an end so much is tried as common to both. */
const longestShared = 32;

/** Segments by what their texts begin or end with, so that a text is tried against few. */
export class SegmentIndex {
  readonly #literals = new Map<string, Segment>();
  readonly #byPrefix = new Map<string, Segment[]>();
  readonly #bySuffix = new Map<string, Segment[]>();
  readonly #prefixLengths = new Set<number>();
  readonly #suffixLengths = new Set<number>();

  add(segment: Segment): void {
    if (segment.literal !== null) {
      this.#literals.set(segment.literal, segment);
      return;
    }
    const [byPart, lengths, part] =
      segment.prefix === '' ? [this.#bySuffix, this.#suffixLengths, segment.suffix] : [this.#byPrefix, this.#prefixLengths, segment.prefix];
    const list = byPart.get(part) ?? [];
    list.push(segment);
    byPart.set(part, list);
    lengths.add(part.length);
  }

  /** All that can match the text, and others. */
  perhaps(text: string): readonly Segment[] {
    const literal = this.#literals.get(text);
    const found = literal === undefined ? [] : [literal];
    for (const length of this.#prefixLengths) {
      if (length <= text.length) found.push(...(this.#byPrefix.get(text.slice(0, length)) ?? []));
    }
    for (const length of this.#suffixLengths) {
      if (length <= text.length) found.push(...(this.#bySuffix.get(text.slice(text.length - length)) ?? []));
    }
    return found;
  }
}

/** What every text of the expression begins and ends with. */
export function fixedParts(node: SegmentNode): Pick<Segment, 'literal' | 'prefix' | 'suffix'> {
  const parts = node.kind === 'sequence' ? node.parts : [node];
  const characters = parts.map(onlyCharacter);
  const open = characters.indexOf(null);
  if (open === -1) {
    const literal = characters.join('');
    return { literal, prefix: literal, suffix: literal };
  }
  return {
    literal: null,
    prefix: characters.slice(0, open).join(''),
    suffix: characters.slice(characters.lastIndexOf(null) + 1).join(''),
  };
}

function onlyCharacter(node: SegmentNode): string | null {
  const range = node.kind === 'one' && node.set.length === 1 ? node.set[0] : undefined;
  return range?.[0] === range?.[1] && range !== undefined ? String.fromCodePoint(range[0]) : null;
}

/** Texts that begin as the most demanding one must and end so too: `file.ts` for `file.*` and `*.ts`. */
export function framed(segments: readonly Segment[]): readonly string[] {
  if (segments.filter(({ prefix, suffix }) => prefix !== '' || suffix !== '').length < 2) return [];
  const prefix = segments.map((segment) => segment.prefix).reduce((a, b) => (a.length < b.length ? b : a));
  const suffix = segments.map((segment) => segment.suffix).reduce((a, b) => (a.length < b.length ? b : a));
  const shared = Array.from(suffix.slice(0, longestShared), (_unit, index) => index + 1).findLast((length) =>
    prefix.endsWith(suffix.slice(0, length)),
  );
  return [prefix + suffix.slice(shared ?? 0), `${prefix}a${suffix}`];
}

/** Whether what the texts must begin or end with shows that no text matches all. */
export function fixedPartsDiffer(segments: readonly Segment[]): boolean {
  return segments.some((a, index) => segments.some((b, at) => at > index && fixedPartsClash(a, b)));
}

/** Whether what two of them must begin or end with shows that no text matches both. */
export function fixedPartsClash(a: Segment, b: Segment): boolean {
  if (a.literal !== null && b.literal !== null) return a !== b;
  return !(a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) || !(a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix));
}
