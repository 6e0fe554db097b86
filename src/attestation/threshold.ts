// Whether enough people signed, and none of them judged his own work.
import type { AllowedSigner } from './allowed-signers.ts';
import type { Author, People } from './people.ts';
import { personOf } from './signer-state.ts';
import type { Signer } from './verify.ts';

export interface Demand {
  /** Principals that may sign; null for all that may sign at all. */
  readonly signers: readonly string[] | null;
  /** People, at least 1. */
  readonly threshold: number;
  /** Whoever made the change does not count. */
  readonly notAuthor: boolean;
}

export interface Count {
  readonly met: boolean;
  /** Who counts, each person once, by login or, where nobody maps it, by principal. */
  readonly by: readonly string[];
  /** Why others do not, for people. */
  readonly refused: readonly string[];
}

/** People among the signers, by the trusted `people`: whom it does not name could approve nothing, and is nobody here. */
export function countPeople(signers: readonly AllowedSigner[], people: People): number {
  return new Set(signers.flatMap(({ principals }) => personOf(principals, people) ?? [])).size;
}

/**
 * How many of those who sign have to approve a change of who signs. From three people on two, so that none of them can swap the others out;
 * not a majority, for a stolen key has to go within hours, also where twenty people sign. Nobody whose key expired or was revoked is left
 * out of the number: waiting, or revoking the others' keys, must not lower it.
 */
export function signersThreshold(configured: number | null, people: number): number {
  return configured ?? (people >= 3 ? 2 : 1);
}

/**
 * Counts people, not keys: two keys of one person are one, so where more than one is asked for, whom `people` does not name is nobody. With
 * `notAuthor`, whoever cannot be told from an author counts for nothing: a signer whom `people` does not name, and any signer while an author
 * of the change is not named there.
 */
export function countSigners(signers: readonly Signer[], demand: Demand, people: People, authors: readonly Author[]): Count {
  const by = new Set<string>();
  const refused: string[] = [];
  const wrote = new Set(authors.map((author) => people.ofAuthor(author)));
  const unknown = authors.filter((author) => people.ofAuthor(author) === null);
  for (const { principals } of signers) {
    const name = principals.join(', ');
    const logins = new Set(principals.map((principal) => people.ofPrincipal(principal)));
    const [login = null] = logins;
    if (logins.size > 1) refused.push(`${name}: people maps these principals of one key to several persons`);
    else if (demand.signers !== null && !principals.some((principal) => demand.signers?.includes(principal) === true))
      refused.push(`${name} is not among the signers that are asked for`);
    else if (demand.notAuthor && login === null)
      refused.push(`${name} cannot be told from the author: people does not name this principal`);
    else if (demand.threshold > 1 && login === null)
      refused.push(`${name} cannot be told from another signer: people does not name this principal`);
    else if (demand.notAuthor && wrote.has(login)) refused.push(`${name} took part in the change`);
    else if (demand.notAuthor && unknown.length > 0)
      refused.push(`${name} cannot be told from the author: people does not name ${unknown.map((author) => author.name).join(', ')}`);
    else by.add(login ?? `principal ${[...principals].sort()[0] ?? ''}`);
  }
  return { met: by.size >= Math.max(1, demand.threshold), by: [...by].sort(), refused };
}
