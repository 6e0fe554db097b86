// Attestations that nobody can read count for nothing, and whoever put them there should know.
import type { Notice } from '../core/documents.ts';

export interface UnreadAttestation {
  readonly path: string;
  /** A clause without its subject: `is not JSON`. */
  readonly problem: string;
}

/** A change may bring any number of such files. */
const mostTold = 5;

/** Without those that another notice tells of in the same words. */
export function unreadNotices(unread: readonly UnreadAttestation[], others: readonly Notice[] = []): readonly Notice[] {
  const told = new Set(others.map(({ message }) => message));
  const messages = [...new Set(unread.map(({ path, problem }) => `${path} ${problem}`))].filter((message) => !told.has(message));
  const remedy = 'Sign anew (`mcgate approve`, `mcgate checklist sign`), or take the file out.';
  const more = messages.length - mostTold;
  return [
    ...messages.slice(0, mostTold).map((message): Notice => ({ code: 'attestation-unread', message, remedy })),
    ...(more > 0 ? [{ code: 'attestation-unread', message: `${String(more)} more attestations cannot be read` }] : []),
  ];
}
