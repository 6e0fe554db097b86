// Texts that a reader takes for real ones: a witness is made of them where they fit.
import { contains, pickFrom } from '../automaton/char-set.ts';
import type { CharSet, SegmentNode } from '../automaton/sequence.ts';

/** What a `*` and a whole segment are filled with, best first. The last ones are there because no rule is likely to name them. */
const words = ['a', 'file', 'example', 'data', '443', '8080', 'b7', 'zq'] as const;
const fillings = ['', ...words] as const;
const longest = 256;
const deepest = 64;

/**
 * Proposals, best first, of texts that match one of the expressions; they may not match it, and need not match the others.
 * A `*` beside fixed text is empty if what results looks like a name: `package.json` for `package*.json`, but `a.ts` for `*.ts`.
 */
export function friendlyTexts(nodes: readonly SegmentNode[]): readonly string[] {
  const texts = nodes.flatMap((node) => fillings.map((filling) => fill(node, filling, 0))).filter((text) => text.length <= longest);
  const named = texts.filter((text) => /^[^.].*[^._-]$|^[^._-]$/u.test(text));
  return [...new Set([...(nodes.some(maySayNothing) ? [''] : []), ...words, ...named, ...texts])];
}

/** Whether nothing is one of the choices, as for a command without a signer. */
function maySayNothing(node: SegmentNode): boolean {
  return node.kind === 'choice' && node.parts.some((part) => part.kind === 'sequence' && part.parts.length === 0);
}

function fill(node: SegmentNode, filling: string, depth: number): string {
  if (depth > deepest) return '';
  switch (node.kind) {
    case 'one':
      return readableFrom(node.set);
    case 'repeat':
      return filling;
    case 'choice':
      return node.parts[0] === undefined ? '' : fill(node.parts[0], filling, depth + 1);
    case 'sequence':
      return node.parts.map((part) => fill(part, filling, depth + 1)).join('');
  }
}

/** The character that reads best: a zero among the digits of an address or a digest, else a letter. */
export function readableFrom(set: CharSet): string {
  const isHex = contains(set, 0x30) && set.every(([from, to]) => (from >= 0x30 && to <= 0x39) || (from >= 0x61 && to <= 0x66));
  return isHex ? '0' : String.fromCodePoint(pickFrom(set) ?? 0);
}
