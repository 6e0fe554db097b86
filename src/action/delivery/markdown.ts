// The report in Markdown, for GitHub's pages.
import type { Report } from '../../core/documents.ts';
import { format } from '../../report/markdown.ts';
import type { WebPlace } from '../../report/reporter.ts';

/** At most `byteLimit` bytes, of which 4,000 are always enough. */
export function markdownOf(report: Report, _web: WebPlace, _byteLimit: number): string {
  return format(report);
}
