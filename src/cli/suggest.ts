// The nearest known word to one that is not known; no suggestion where none is near.
import { distance } from 'fastest-levenshtein';

const longestWord = 100;

/** The closest of `known`, if it has the same letters or at most two letters or two fifths of the word differ. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > longestWord) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const steps = distance(word, candidate);
    if (steps >= least || !isNear(word, candidate, steps)) continue;
    best = candidate;
    least = steps;
  }
  return best;
}

function isNear(word: string, candidate: string, steps: number): boolean {
  const length = Math.max(word.length, candidate.length);
  // Two letters swapped count as two steps, which is most of a short word.
  return steps <= (length < 4 ? 1 : Math.max(2, Math.floor(length * 0.4))) || letters(word) === letters(candidate);
}

function letters(word: string): string {
  return Array.from(word.toLowerCase()).sort().join('');
}
