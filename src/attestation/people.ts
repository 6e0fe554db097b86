// Who is who: one person may have a login, several e-mails and several keys, and counts once.
import type { Person } from '../core/documents.ts';

/** Whoever made the change: opener, pusher, and every commit's author, committer and co-authors. */
export interface Author {
  readonly kind: 'login' | 'email';
  readonly name: string;
}

export interface People {
  /** Every login that the author may be: none where nobody has the name, several where several have it. */
  readonly loginsOf: (author: Author) => readonly string[];
  /** The login of the person with this principal, e-mail or login; null where nobody or more than one has it. */
  readonly ofPrincipal: (principal: string) => string | null;
  readonly ofAuthor: (author: Author) => string | null;
}

/** From the trusted config's `people`. Logins and e-mails are compared without case; who stands twice is two people, and neither can be told. */
export function createPeople(people: readonly Person[]): People {
  const find = (matches: (person: Person) => boolean): readonly string[] => [
    ...new Set(people.filter((person) => matches(person)).map(({ login }) => foldAccount(login))),
  ];
  const only = (found: readonly string[]): string | null => (found.length === 1 ? (found[0] ?? null) : null);
  const loginsOf = ({ kind, name }: Author): readonly string[] =>
    find(({ login, emails = [] }) => (kind === 'login' ? [login] : emails).some((each) => foldAccount(each) === foldAccount(name)));
  return {
    loginsOf,
    ofPrincipal: (principal) => only(find(({ principals = [] }) => principals.includes(principal))),
    ofAuthor: (author) => only(loginsOf(author)),
  };
}

/** A login or an e-mail as it is compared: nobody is another person in capitals. */
export function foldAccount(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
