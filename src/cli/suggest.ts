// The nearest known word to one that is not known; no suggestion where none is near.
import { distance } from 'fastest-levenshtein';

/** The closest of `known`, if at most two letters or two fifths of the word differ. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const steps = distance(word.slice(0, 100), candidate);
    const length = Math.max(word.length, candidate.length);
    // Two letters swapped count as two steps.
    if (steps < least && steps <= (length < 4 ? 1 : Math.max(2, Math.floor(length * 0.4)))) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}
