// Patterns of commands: a list of words, never a shell string.
import { anyDepth, type SegmentNode } from '../automaton/sequence.ts';
import { parseProvenance, parseWord } from './name.ts';
import { refused, type ParsedPattern } from './nodes.ts';
import { longestPattern } from './glob.ts';

/** The most words of a command's pattern. */
const mostWords = 256;

/** A command: each word a glob of one argument, a last `**` all others. Its words have 4,096 characters together at most. */
export function parseArgvPattern(words: readonly string[], digest: string | null, signedBy: string | null): ParsedPattern {
  if (words.length === 0) return refused('must have at least one word');
  if (words.length > mostWords) return refused(`must not have more than ${String(mostWords)} words`);
  if (words.reduce((sum, each) => sum + each.length, 0) > longestPattern)
    return refused(`must not have more than ${String(longestPattern)} characters`);
  const provenance = parseProvenance(digest, signedBy);
  if (!provenance.ok) return provenance;
  const open = words.at(-1) === '**';
  const segments: SegmentNode[] = [...provenance.segments];
  for (const word of open ? words.slice(0, -1) : words) {
    if (word === '**') return refused('must not hold "**" before its last word: "*" is one argument');
    const parsed = parseWord(word, false);
    if (!parsed.ok) return parsed;
    segments.push(...parsed.segments);
  }
  return { ok: true, sequences: [open ? [...segments, anyDepth] : segments] };
}
