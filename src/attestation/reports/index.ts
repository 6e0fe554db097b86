// Reports of other tools, as evidence for the checklist.
export { maxReportBytes } from './bytes.ts';
export { describeReport } from './format.ts';
export { readReport } from './read.ts';
export type { ImportedReport, ReadReport, ReportFormat } from './report.ts';
