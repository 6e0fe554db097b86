// Small patterns of every kind, for properties.
import fc from 'fast-check';

const atoms = ['a', 'b', 'A', '.', '\\d', '\\w', '\\s', '\\W', '[ab]', '[^a]', '[a-c0]', '[^\\w]', '\\n', '\\u212a', 'ſ'];
const places = ['^', '$', '\\b', '\\B'];
const repeats = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,3}?', '{2,}'];

/** A valid pattern with every flag; groups within groups up to `depth`. */
export function patternOf({ depth }: { readonly depth: number }): fc.Arbitrary<string> {
  const leaf = fc.oneof({ arbitrary: fc.constantFrom(...atoms), weight: 8 }, { arbitrary: fc.constantFrom(...places), weight: 1 });
  if (depth === 0) return leaf;
  const below = patternOf({ depth: depth - 1 });
  return fc.oneof(
    leaf,
    fc.tuple(below, below).map(([a, b]) => `${a}${b}`),
    fc.tuple(below, below).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(below, fc.constantFrom(...repeats)).map(([a, repeat]) => `(?:${a})${repeat}`),
    fc.tuple(below, fc.constantFrom(...repeats)).map(([a, repeat]) => `(${a})${repeat}`),
    fc.tuple(below, below).map(([a, b]) => `(?<x>${a})${b}\\k<x>`.replace('?<x>', '').replace('\\k<x>', '\\1')),
    fc.tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), below).map(([look, a]) => `(${look}${a})`),
  );
}
