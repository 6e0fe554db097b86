// Our own small format (schemas/imported-report.schema.json), for tools whose reports are not read.
import type { ImportedReportDocument } from '../../core/documents.ts';
import { validateImportedReport } from '../../core/generated/validators.js';
import type { JsonObject } from './json.ts';
import { earliestMoment } from './moment.ts';
import { commitId, noCounts, toolName, type ReportFacts } from './report.ts';

export function readMcgateReport(value: JsonObject): ReportFacts | string {
  if (!validateImportedReport(value)) {
    const [error] = validateImportedReport.errors ?? [];
    return `does not keep to imported-report.schema.json: ${error?.instancePath ?? ''} ${error?.message ?? 'is not as expected'}`;
  }
  const { tool, commit, made, findings } = value as unknown as ImportedReportDocument;
  const moment = earliestMoment(made);
  const id = commitId(commit);
  if (moment === null || id === null) return 'names a time or a commit that there is not';
  const counts = noCounts();
  for (const { severity } of findings) counts[severity] += 1;
  return { format: 'mcgate-report', tool: toolName(tool.name, tool.version), made: moment, commits: [id], counts };
}
