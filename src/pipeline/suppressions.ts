// Suppressions: which hold today, which are about to lapse, and how one is added without losing a comment.
import { parseDocument, type YAMLSeq } from 'yaml';
import { dayMs, endOfDay } from '../core/days.ts';
import type { Suppression } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { validateSuppressions } from '../core/generated/validators.js';
import { documentPaths } from './trusted-documents.ts';
import { parseDocumentAs } from '../policy/yaml-document.ts';

/** Days before its expiry from which a suppression is announced. */
export const announceDays = 14;

export type SuppressionState = 'active' | 'expiring' | 'expired';

/** Last moment (exclusive, UTC) at which the suppression holds, or null where the date is malformed. */
export function expiryOf(suppression: Suppression): number | null {
  const end = endOfDay(suppression.expires);
  return end === null ? null : end + 1;
}

/** A malformed date counts as expired. */
export function stateOf(suppression: Suppression, now: Date): SuppressionState {
  const end = expiryOf(suppression);
  if (end === null || now.getTime() >= end) return 'expired';
  return end - now.getTime() <= announceDays * dayMs ? 'expiring' : 'active';
}

/**
 * The document's text with `entry` added at its end; comments and order stay.
 * Throws McgateError `invalid-document` if `text` or `entry` breaks the schema, `usage` if the identity is there already.
 */
export function addSuppression(text: string | null, entry: Suppression): string {
  const before = text ?? header;
  const parsed = parseDocumentAs<{ suppressions: readonly Suppression[] }>(
    text ?? 'suppressions: []',
    documentPaths.suppressions,
    validateSuppressions,
  );
  if (parsed.value.suppressions.some((known) => known.identity === entry.identity)) {
    throw new McgateError('usage', `${documentPaths.suppressions} already has ${entry.identity}`, { remedy: 'Edit that entry instead.' });
  }
  const document = parseDocument(before);
  // The schema has seen to it that there is a list.
  const list = document.get('suppressions') as YAMLSeq;
  list.flow = false;
  list.add(document.createNode(entry));
  const after = document.toString({ lineWidth: 0 });
  parseDocumentAs(after, documentPaths.suppressions, validateSuppressions);
  return after;
}

const header = `# Findings set aside, each with an owner, a reason and an expiry. It counts once it stands on the target branch.
suppressions: []
`;
