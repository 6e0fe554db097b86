// Where in a document something stands.
import type { Location } from '../core/documents.ts';
import type { TrustedDocument } from './trusted-documents.ts';

/** The line of a key where the judged document has one, else the document as a whole. */
export function locationOf(document: TrustedDocument<unknown>, keys: readonly (string | number)[]): Location {
  if (document.id === '') return { path: document.path };
  const { line, column } = document.parsed.positionOf(keys);
  return { path: document.path, startLine: line, startColumn: column, endLine: line, endColumn: column + 1 };
}
