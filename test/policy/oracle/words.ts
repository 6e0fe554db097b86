// The oracle's argv and names.
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { anyCase, exactCase, expand, tokenise, wordMatches } from './word.ts';
import type { Fold } from './word.ts';

/** Whether a list of arguments is normal. */
export function normalArgv(argv: readonly string[]): boolean {
  if (argv.length < 1 || argv.length > 4096 || argv[0] === '') return false;
  return argv.every((word) => word.isWellFormed() && !word.includes('\0')) && argv.reduce((sum, word) => sum + word.length, 0) <= 131_072;
}

/** The normal form of a name, or null where the request is denied. */
export function normalName(name: string, variable: boolean, environment: PolicyEnvironment): string | null {
  if (name === '' || name.length > 1024 || !name.isWellFormed() || /[\p{Cc}=]/u.test(name)) return null;
  return variable && environment.platform === 'windows' ? anyCase(name.normalize('NFC')) : name;
}

function word(text: string, fold: Fold): (text: string) => boolean {
  const words = expand(tokenise(text, fold, false, fold === anyCase));
  return (asked) => words.some((tokens) => wordMatches(tokens, Array.from(asked)));
}

/** What an argv pattern matches, asked with normal arguments. */
export function argvMatcher(pattern: readonly string[]): (argv: readonly string[]) => boolean {
  const rest = pattern.at(-1) === '**';
  const words = (rest ? pattern.slice(0, -1) : pattern).map((text) => word(text, exactCase));
  return (argv) =>
    (rest ? argv.length >= words.length : argv.length === words.length) && words.every((matches, index) => matches(argv[index] ?? ''));
}

/** What a name pattern matches, asked with a normal name. */
export function nameMatcher(pattern: string, variable: boolean, environment: PolicyEnvironment): (name: string) => boolean {
  return word(pattern, variable && environment.platform === 'windows' ? anyCase : exactCase);
}
