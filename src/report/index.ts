// The list of reporters. Each is loaded when it is asked for, so that no format slows the start of another.
import type { Report } from '../core/documents.ts';
import type { FormatOptions, Reporter } from './reporter.ts';

interface Entry {
  readonly extensions: readonly string[];
  readonly load: () => Promise<{ readonly format: (report: Report, options: FormatOptions) => string }>;
}

const entries = {
  pretty: { extensions: ['txt'], load: () => import('./pretty.ts') },
  json: { extensions: ['json'], load: () => import('./json.ts') },
  sarif: { extensions: ['sarif.json', 'sarif'], load: () => import('./sarif.ts') },
  markdown: { extensions: ['markdown', 'md'], load: () => import('./markdown.ts') },
  html: { extensions: ['html', 'htm'], load: () => import('./html.ts') },
  github: { extensions: [], load: () => import('./github.ts') },
} as const satisfies Readonly<Record<string, Entry>>;

/** The formats that `--format` takes. */
export type ReporterName = keyof typeof entries;

/** All reporters' names, the default first. */
export const reporterNames = Object.keys(entries) as readonly ReporterName[];

/** True if `text` names a reporter. */
export function isReporterName(text: string): text is ReporterName {
  return Object.hasOwn(entries, text);
}

/** The reporter that a file's name asks for (`out.sarif.json`, `REPORT.MD`), or null where its extension says nothing. */
export function reporterForFile(file: string): ReporterName | null {
  const name = file.toLowerCase();
  const matches = reporterNames.flatMap((reporter) =>
    (entries[reporter].extensions as readonly string[])
      .filter((extension) => name.endsWith(`.${extension}`))
      .map((extension) => ({ reporter, length: extension.length })),
  );
  return matches.sort((a, b) => b.length - a.length)[0]?.reporter ?? null;
}

/** Loads a reporter. */
export async function loadReporter(name: ReporterName): Promise<Reporter> {
  const { extensions, load } = entries[name];
  const { format } = await load();
  return { name, extensions, format };
}
