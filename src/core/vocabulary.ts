// The closed lists of the project's words, in their order, and how to compare them.
import type { Confidence, GateId, Severity } from './generated/documents.ts';

/** The gates, in the order in which reports show them. */
export const gateIds = ['code', 'dependencies', 'configuration', 'permissions', 'checklist'] as const satisfies readonly GateId[];

/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'note'] as const satisfies readonly Severity[];

/** Surest first. */
export const confidences = ['high', 'medium', 'low'] as const satisfies readonly Confidence[];

/** True if `severity` is at least as bad as `threshold`. */
export function severityReaches(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** True if `confidence` is at least as sure as `threshold`. */
export function confidenceReaches(confidence: Confidence, threshold: Confidence): boolean {
  return confidences.indexOf(confidence) <= confidences.indexOf(threshold);
}
