// Names of functions, tools, plugins and variables of the environment, and the digest and signer of what runs.
import { foldText } from './fold.ts';
import type { PolicyEnvironment } from './request.ts';

/** The longest name and signer, in UTF-16 units. */
export const longestName = 1024;
/** Between the segments of a name and of a command. */
export const wordSeparator = '\0';

const plainName = /^[\w./:@-]+$/;
const forbiddenCharacter = /[=\p{Cc}]/u;
const digestForm = /^sha256:[0-9a-f]{64}$/;

/** The text of a named thing: digest, signer and name, each after a NUL; null if one of them is malformed. */
export function normaliseName(name: unknown, digest: unknown, signedBy: unknown): string | null {
  const provenance = normaliseProvenance(digest, signedBy);
  return provenance !== null && isName(name) ? `${provenance}${wordSeparator}${name}` : null;
}

/** The text of a variable's name; folded on Windows, where both cases are one variable. */
export function normaliseVariable(name: unknown, environment: PolicyEnvironment): string | null {
  if (!isName(name)) return null;
  if (environment.platform === 'posix') return `${wordSeparator}${name}`;
  const folded = foldText(name.normalize('NFC'));
  return folded.length > longestName ? null : `${wordSeparator}${folded}`;
}

/** Digest and signer, each after a NUL and empty where there is none. */
export function normaliseProvenance(digest: unknown, signedBy: unknown): string | null {
  if (digest === undefined && signedBy === undefined) return `${wordSeparator}${wordSeparator}`;
  if (digest !== undefined && !(typeof digest === 'string' && digestForm.test(digest))) return null;
  if (signedBy !== undefined && !isName(signedBy)) return null;
  return `${wordSeparator}${digest ?? ''}${wordSeparator}${signedBy ?? ''}`;
}

/** Whether the text is a name as it stands: nothing but windows' variables is rewritten. */
export function isName(name: unknown): name is string {
  if (typeof name !== 'string' || name.length === 0 || name.length > longestName) return false;
  return plainName.test(name) || (name.isWellFormed() && !forbiddenCharacter.test(name));
}
