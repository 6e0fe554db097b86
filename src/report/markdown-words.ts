// The smallest parts of a report in Markdown: bounded words, code, places with links, folded parts.
import type { Finding, Location, Report, RuleDescription, Severity } from '../core/documents.ts';
import { reviewCounts } from './approval-ways.ts';
import { cut, escapeMarkdown, markdownCode } from './escape.ts';
import type { FormatOptions } from './reporter.ts';
import { createLinker, type Linker } from './web-link.ts';
import { placeOf } from './wording.ts';

/** What every part of the report needs to know. */
export interface MarkdownContext {
  readonly links: Linker;
  readonly rules: ReadonlyMap<string, RuleDescription>;
  readonly reviewCounts: boolean;
}

export function markdownContext(report: Report, options: Pick<FormatOptions, 'web'>): MarkdownContext {
  return {
    links: createLinker(report, options.web),
    rules: new Map(report.rules.map((rule) => [rule.id, rule])),
    reviewCounts: reviewCounts(report),
  };
}

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

/** Of a finding: what is fixed stood before the change. */
export function findingPlace(finding: Finding, links: Linker): string {
  const { location, state, step } = finding;
  return markdownPlace(location, step === undefined ? (state === 'fixed' ? links.base : links.judged) : () => null);
}

/** Folded away behind `title`, which is no text from the repository. */
export function folded(title: string, parts: readonly string[]): string {
  return [`<details>\n<summary>${title}</summary>`, ...parts, '</details>'].join('\n\n');
}
