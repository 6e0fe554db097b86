// Who is who: one person may have a login, several e-mails and several keys, and counts once.
import type { Person } from '../core/documents.ts';

/** Whoever made the change: opener, pusher, and every commit's author, committer and co-authors. */
export interface Author {
  readonly kind: 'login' | 'email';
  readonly name: string;
}

export interface People {
  /** The login of the person with this principal, e-mail or login; null where nobody or more than one has it. */
  readonly ofPrincipal: (principal: string) => string | null;
  readonly ofAuthor: (author: Author) => string | null;
}

/** From the trusted config's `people`. Logins and e-mails are compared without case; who stands twice is two people, and neither can be told. */
export function createPeople(people: readonly Person[]): People {
  const find = (matches: (person: Person) => boolean): string | null => {
    const found = new Set(people.filter((person) => matches(person)).map(({ login }) => fold(login)));
    const [only = null] = found;
    return found.size === 1 ? only : null;
  };
  return {
    ofPrincipal: (principal) => find(({ principals = [] }) => principals.includes(principal)),
    ofAuthor: ({ kind, name }) =>
      find(({ login, emails = [] }) => (kind === 'login' ? [login] : emails).some((each) => fold(each) === fold(name))),
  };
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
