// A report of another tool in one line.
import { severities } from '../../core/vocabulary.ts';
import type { ImportedReport } from './report.ts';

/** For people: `ZAP 2.16.1, 2026-11-20 10:11 UTC: 1 high, 3 medium, 2 low`. */
export function describeReport({ tool, made, counts }: Pick<ImportedReport, 'tool' | 'made' | 'counts'>): string {
  const time = made === null ? 'time not told' : `${made.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const found = severities.filter((severity) => counts[severity] > 0).map((severity) => `${String(counts[severity])} ${severity}`);
  return `${tool}, ${time}: ${found.length === 0 ? 'no findings' : found.join(', ')}`;
}
