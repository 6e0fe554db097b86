// Addresses of what was judged, where GitHub shows it. What an address cannot say without a doubt gets none.
import type { Finding, Location, Report, RuleDescription } from '../core/documents.ts';
import { reviewCounts } from './approval-ways.ts';
import type { WebPlace } from './reporter.ts';

/** Null wherever nothing can be linked. */
export interface Linker {
  /** Lines as the judged commit has them. */
  readonly judged: (location: Location) => string | null;
  /** Lines as they stood before the change. */
  readonly base: (location: Location) => string | null;
  /** The page of the run. */
  readonly run: string | null;
}

/** `web` is refused as a whole unless it can be nothing but an address and a commit. */
export function createLinker(report: Pick<Report, 'subject'>, web: WebPlace | undefined): Linker {
  const repository = web === undefined ? null : pageAddress(web.repository);
  const linesAt =
    (commit: string | null): Linker['judged'] =>
    (location) =>
      repository === null ? null : linesAddress(repository, location.commit ?? commit, location);
  return {
    judged: linesAt(web?.commit ?? null),
    base: linesAt(report.subject.base?.commit ?? null),
    run: pageAddress(web?.run ?? ''),
  };
}

/** What every part of a page or a comment needs to know of its report. */
export interface ReportContext {
  readonly links: Linker;
  readonly rules: ReadonlyMap<string, RuleDescription>;
  readonly reviewCounts: boolean;
}

export function contextOf(report: Report, web: WebPlace | undefined): ReportContext {
  return {
    links: createLinker(report, web),
    rules: new Map(report.rules.map((rule) => [rule.id, rule])),
    reviewCounts: reviewCounts(report),
  };
}

/** What is fixed stood before the change; what a step of the past did is linked nowhere. */
export function findingAddress({ location, state, step }: Finding, links: Linker): string | null {
  if (step !== undefined) return null;
  return state === 'fixed' ? links.base(location) : links.judged(location);
}

/** `https://` and what needs no escaping in Markdown or HTML; without a slash at its end. */
export function pageAddress(text: string): string | null {
  return /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~%?=-]+)*\/?$/u.test(text) && !/(?:^|\/)\.{1,2}(?:\/|$)/u.test(text)
    ? text.replace(/\/$/u, '')
    : null;
}

function linesAddress(repository: string, commit: string | null, { path, startLine, endLine }: Location): string | null {
  const at = encodeBytes(path);
  if (at === null || commit === null || !/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/u.test(commit)) return null;
  const file = `${repository}/blob/${commit}/${at}${isRendered(path) && startLine !== undefined ? '?plain=1' : ''}`;
  if (startLine === undefined) return file;
  const last = endLine !== undefined && endLine > startLine ? `-L${String(endLine)}` : '';
  return `${file}#L${String(startLine)}${last}`;
}

/** Files that GitHub shows without their lines, unless it is asked for them. */
function isRendered(path: string): boolean {
  return /\.(?:md|markdown|mdx|rst|adoc|asciidoc|org|textile|ipynb|svg|csv|tsv|geojson)$/iu.test(path);
}

/**
 * A path in an address. In a report bytes that are no text, and backslashes, stand as `\xHH`; no other escape is one, so that none says
 * `..` or `/` in disguise.
 */
function encodeBytes(path: string): string | null {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return null;
  return path
    .toWellFormed()
    .split(/(\\x(?:[89A-F][0-9A-F]|5C))/u)
    .map((part, index) => (index % 2 === 1 ? `%${part.slice(2)}` : encodePlain(part)))
    .join('');
}

/** Parentheses and the like too: they have a meaning in Markdown. */
function encodePlain(text: string): string {
  return text
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll(/[!'()*~]/gu, hexOf);
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Where an advisory can be read, by its id. */
export function advisoryAddress(id: string): string | null {
  if (/^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/u.test(id)) return `https://github.com/advisories/${id}`;
  if (/^CVE-\d{4}-\d{4,10}$/u.test(id)) return `https://nvd.nist.gov/vuln/detail/${id}`;
  return /^[A-Z]{2,12}-[\w-]{1,40}$/u.test(id) ? `https://osv.dev/vulnerability/${id}` : null;
}
