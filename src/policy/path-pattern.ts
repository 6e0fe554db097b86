// Globs over repository paths. The one place where a path is matched, so that what CI and the agent mean by a pattern cannot drift.
import { compileGlobs } from './glob-automaton.ts';
import { parseGlob } from './glob.ts';

/** Says what is wrong with a pattern, or null. Extglobs, numeric ranges and a leading `!` are refused: their meaning differs between tools. */
export function pathPatternProblem(pattern: string): string | null {
  if (pattern.length === 0 || pattern.length > 500) return 'must have 1 to 500 characters';
  if (pattern.startsWith('!')) return 'must not start with "!": list what is left out, not what stays';
  if (/[@?*+!]\(/u.test(pattern)) return 'must not hold an extglob such as "@(a|b)": use braces, "{a,b}"';
  if (/\{[^{}]*\.\.[^{}]*\}/u.test(pattern)) return 'must not hold a range such as "{1..3}": use "{1,2,3}"';
  if (pattern.includes('[[:')) return 'must not hold a character class such as "[[:alpha:]]": use a set, "[a-z]"';
  if (pattern.startsWith('/') || /(^|\/)\.{1,2}(\/|$)/u.test(pattern))
    return 'must be relative to the repository, without "." or ".." parts';
  if ((pattern.match(/\*/gu) ?? []).length > 30 || (pattern.match(/\{/gu) ?? []).length > 10) return 'has too many wildcards';
  return null;
}

/**
 * A matcher for any of `patterns` (see `parseGlob`); files whose name starts with a dot match like others. Whatever pattern and path hold, its
 * time grows with the path's length alone.
 */
export function compilePathPatterns(patterns: readonly string[]): (path: string) => boolean {
  return compileGlobs(patterns.map(parseGlob));
}
