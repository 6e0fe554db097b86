// Whether a key of `.mcgate/allowed_signers` counts at some moment, and if not, why.
import { timeOfLimit, type AllowedSigner } from './allowed-signers.ts';
import type { People } from './people.ts';

export type SignerState = 'counts' | 'expired' | 'not-yet-valid' | 'revoked' | 'unknown';

/** Whether a key, in wire format in base64, is revoked; null where nobody can tell. */
export type IsRevoked = (keyText: string) => boolean | null;

/** Revoked beats expired: no date brings such a key back. `unknown`: it may be revoked. */
export function signerState({ keyText, validAfter, validBefore }: AllowedSigner, isRevoked: IsRevoked, now: Date): SignerState {
  const revoked = isRevoked(keyText);
  if (revoked === true) return 'revoked';
  const time = now.getTime();
  if (validBefore !== null && time > (timeOfLimit(validBefore) ?? -Infinity)) return 'expired';
  if (validAfter !== null && time < (timeOfLimit(validAfter) ?? Infinity)) return 'not-yet-valid';
  return revoked === null ? 'unknown' : 'counts';
}

/** The one person that all of these principals are; null where nobody, or more than one, is. */
export function personOf(principals: readonly string[], people: People): string | null {
  const logins = new Set(principals.map((principal) => people.ofPrincipal(principal)));
  const [only = null] = logins;
  return logins.size === 1 ? only : null;
}
