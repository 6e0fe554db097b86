// Commands as the engine reads them: digest, signer, and the arguments, each after a NUL.
import { normaliseProvenance, wordSeparator } from './name.ts';

const mostArguments = 4096;
/** UTF-16 units of all arguments together. */
const longestCommand = 131_072;

/** The text of a command; null if it has no or an empty first argument, too many or too long ones, or one with NUL or half of a surrogate pair. */
export function normaliseArgv(argv: unknown, digest: unknown, signedBy: unknown): string | null {
  if (!Array.isArray(argv) || argv.length === 0 || argv.length > mostArguments) return null;
  const provenance = normaliseProvenance(digest, signedBy);
  if (provenance === null || argv[0] === '') return null;
  let text = provenance;
  for (const argument of argv as readonly unknown[]) {
    if (typeof argument !== 'string' || argument.includes(wordSeparator)) return null;
    text += wordSeparator + argument;
    if (text.length - provenance.length - argv.length > longestCommand) return null;
  }
  return text.isWellFormed() ? text : null;
}
