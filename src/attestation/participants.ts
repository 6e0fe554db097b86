// Which accounts of a forge had a hand in a change, from its own words and from the e-mails of the commits.
import type { Account, VerifiedEmail } from '../core/review.ts';
import { foldAccount, type Author, type People } from './people.ts';

export interface Participants {
  readonly includes: (account: Account) => boolean;
  /** E-mails that nobody is known to have: whoever has them may be anybody. `''` for one that could not be read. */
  readonly unknown: readonly string[];
}

export interface KnownAccounts {
  readonly people: People;
  readonly verifiedEmails: readonly VerifiedEmail[];
  readonly noreplyDomain: string;
}

/** Whom `people`, the forge or the e-mail itself names: where they differ, all of them took part. Logins are what the forge itself names. */
export function participantsOf(authors: readonly Author[], known: KnownAccounts): Participants {
  const logins = new Set<string>();
  const ids = new Set<number>();
  const unknown: string[] = [];
  for (const author of authors) {
    const named = author.kind === 'login' ? [author.name] : known.people.loginsOf(author);
    const accounts = author.kind === 'login' ? [] : accountsOf(author.name, known);
    for (const login of [...named, ...accounts.map((account) => account.login)]) logins.add(foldAccount(login));
    for (const { id } of accounts) ids.add(id);
    if (named.length + accounts.length === 0) unknown.push(author.name);
  }
  return { includes: ({ login, id }) => logins.has(foldAccount(login)) || ids.has(id), unknown };
}

function accountsOf(email: string, { verifiedEmails, noreplyDomain }: KnownAccounts): readonly Pick<Account, 'login' | 'id'>[] {
  const verified = verifiedEmails.filter((each) => foldAccount(each.email) === foldAccount(email)).map(({ account }) => account);
  const own = noreplyAccount(email, noreplyDomain);
  return own === null ? verified : [...verified, own];
}

/** `123+ann@users.noreply.github.com`. Without the number, which GitHub left out before 2017, it may be somebody else's former name. */
function noreplyAccount(email: string, domain: string): Pick<Account, 'login' | 'id'> | null {
  const { id = '', login = '', host = '' } = /^(?<id>\d{1,15})\+(?<login>[\w.-]+(?:\[bot\])?)@(?<host>[^@]+)$/u.exec(email)?.groups ?? {};
  return id !== '' && foldAccount(host) === foldAccount(domain) ? { id: Number(id), login } : null;
}
