// SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0): what static analysis writes.
import { earliestMoment } from './moment.ts';
import { listOf, objectOf, type JsonObject } from './json.ts';
import { commitId, cutToolName, noCounts, readable, toolName, type Counts, type ReportFacts } from './report.ts';
import { sarifRules, sarifSeverity, type SarifRules } from './sarif-severity.ts';

interface Run {
  readonly tool: string;
  readonly made: Date | null;
  /** Empty where it names none, or one that is not whole. */
  readonly commits: readonly string[];
}

/** No problem was found, or no rule was asked. "open" and "review" are problems that nobody has decided on yet. */
const passedKinds: ReadonlySet<unknown> = new Set(['pass', 'notApplicable', 'informational']);

/**
 * Adds up all runs. It is as old as its oldest run; it names the commits of all runs, or none if a run names none. A text says what is wrong.
 *
 * A suppression counts only if the file says that it was accepted: what nobody has looked at yet, such as a comment in the code, lifts nothing.
 */
export function readSarif(log: JsonObject): ReportFacts | string {
  if (log['version'] !== '2.1.0') return 'is SARIF of another version than 2.1.0';
  const runs = listOf(log['runs']);
  if (runs === null || runs.length === 0) return 'is SARIF without a run';
  if (hasParts(log['inlineExternalProperties'])) return 'keeps parts of its runs outside of them, which is not read';
  const counts = noCounts();
  const read: Run[] = [];
  for (const value of runs) {
    const run = objectOf(value);
    const facts = run === null ? 'holds a run that is no object' : readRun(run, counts);
    if (typeof facts === 'string') return facts;
    read.push(facts);
  }
  const moments = read.map(({ made }) => made?.getTime() ?? Number.NaN);
  const oldest = moments.reduce((first, next) => Math.min(first, next));
  return {
    format: 'sarif',
    tool: cutToolName([...new Set(read.map(({ tool }) => tool))].join(', ')),
    made: Number.isNaN(oldest) ? null : new Date(oldest),
    commits: read.every(({ commits }) => commits.length > 0) ? [...new Set(read.flatMap(({ commits }) => commits))] : [],
    counts,
  };
}

function readRun(run: JsonObject, counts: Counts): Run | string {
  const driver = objectOf(objectOf(run['tool'])?.['driver']);
  const name = driver?.['name'];
  if (driver === null || typeof name !== 'string' || readable(name) === '') return 'does not say which tool made it';
  // The standard has null and nothing stand for a tool that did not begin.
  if (!Array.isArray(run['results'])) return 'holds a run without results';
  if (hasParts(run['externalPropertyFileReferences'])) return 'keeps parts of its runs in other files';
  const invocations = listOf(run['invocations'])?.map(objectOf);
  if (invocations === undefined) return 'has invocations that are no list';
  if (invocations.some((invocation) => (invocation?.['executionSuccessful'] ?? true) !== true)) {
    return 'comes from a run of which the tool says that it did not finish';
  }
  const rules = sarifRules(run);
  if (rules === null) return 'has rules that are no list';
  const problem = countResults(run['results'], rules, counts);
  if (problem !== null) return problem;
  return { tool: toolName(name, driver['version'] ?? driver['semanticVersion']), made: endOf(invocations), commits: commitsOf(run) };
}

function countResults(results: readonly unknown[], rules: SarifRules, counts: Counts): string | null {
  for (const value of results) {
    const result = objectOf(value);
    if (result === null) return 'holds a result that is no object';
    if (passedKinds.has(result['kind']) || result['baselineState'] === 'absent' || isSuppressed(result)) continue;
    const severity = sarifSeverity(result, rules);
    if (severity === null) return 'holds a result of a level that SARIF does not have';
    counts[severity] += 1;
  }
  return null;
}

/** 3.27.23: of several suppressions all must have been accepted. */
function isSuppressed(result: JsonObject): boolean {
  const suppressions = listOf(result['suppressions']) ?? [];
  return suppressions.length > 0 && suppressions.every((suppression) => objectOf(suppression)?.['status'] === 'accepted');
}

/** When the first of the run's programs ended; null if one does not say. */
function endOf(invocations: readonly (JsonObject | null)[]): Date | null {
  const ends = invocations.map((invocation) => earliestMoment(invocation?.['endTimeUtc'])?.getTime() ?? Number.NaN);
  const first = ends.reduce((end, next) => Math.min(end, next), Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? new Date(first) : null;
}

/** A revision that is cut short could be any: then the run names none. */
function commitsOf(run: JsonObject): readonly string[] {
  const provenance = listOf(run['versionControlProvenance'])?.map(objectOf) ?? [];
  const revisions = provenance.map((details) => details?.['revisionId'] ?? null).filter((revision) => revision !== null);
  const commits = revisions.map(commitId).filter((commit) => commit !== null);
  return commits.length < revisions.length ? [] : [...new Set(commits)];
}

function hasParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
