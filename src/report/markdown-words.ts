// The smallest parts of a report in Markdown: bounded words, code, places with links, folded parts.
import type { Finding, Location, Severity } from '../core/documents.ts';
import { cut, escapeMarkdown, markdownCode } from './escape.ts';
import { findingAddress, type Linker } from './web-link.ts';
import { placeOf } from './wording.ts';

/** A comment has little room: longer texts are cut. */
const longestShown = 300;

export function shorten(text: string, limit = longestShown): string {
  return cut(text, limit);
}

export function words(text: string): string {
  return escapeMarkdown(shorten(text));
}

export function code(text: string): string {
  return markdownCode(shorten(text));
}

/** Colour only adds to what the word says. */
export const severityMarks: Readonly<Record<Severity, string>> = { critical: '🟥', high: '🟧', medium: '🟨', low: '🟦', note: '⬜' };

/** `path:line:column` as code, a link where there is an address. */
export function markdownPlace(location: Location, link: (location: Location) => string | null): string {
  const place = code(placeOf({ ...location, path: shorten(location.path) }));
  const address = link(location);
  return address === null || address.length > 2_000 ? place : `[${place}](${address})`;
}

export function findingPlace(finding: Finding, links: Linker): string {
  return markdownPlace(finding.location, () => findingAddress(finding, links));
}

/** Folded away behind `title`, which is no text from the repository. */
export function folded(title: string, parts: readonly string[]): string {
  return [`<details>\n<summary>${title}</summary>`, ...parts, '</details>'].join('\n\n');
}
