// Globs over repository paths: the policy's own grammar and automata, so that what CI and the agent mean by a pattern cannot drift.
import { compileRules } from './automaton/rule-automaton.ts';
import { parseRelativePattern } from './pattern/path.ts';

const longestPattern = 500;
const mostStars = 30;
const mostBraces = 10;

/** Says what is wrong with a pattern, or null. What nothing closes, extglobs and other things that tools read in different ways are refused. */
export function pathPatternProblem(pattern: string): string | null {
  if (pattern.length === 0 || pattern.length > longestPattern) return `must have 1 to ${String(longestPattern)} characters`;
  const parsed = parseRelativePattern(pattern);
  if (!parsed.ok) return parsed.problem;
  if (pattern.split('*').length > mostStars + 1 || pattern.split('{').length > mostBraces + 1) return 'has too many wildcards';
  return null;
}

/**
 * A matcher for any of `patterns`; files whose name starts with a dot match like others, and `a/**` is `a` too. Paths are compared in Unicode
 * form NFC. A pattern with a problem matches nothing: it was to be reported before. Time grows with the path's length alone.
 */
export function compilePathPatterns(patterns: readonly string[]): (path: string) => boolean {
  const rules = patterns.flatMap((pattern) => {
    const parsed = pathPatternProblem(pattern) === null ? parseRelativePattern(pattern) : null;
    return parsed?.ok === true ? [{ effect: 'allow' as const, sequences: parsed.sequences }] : [];
  });
  const { decide } = compileRules(rules, '/');
  return (path) => path !== '' && decide(`/${path.normalize('NFC')}`) === 'allow';
}
