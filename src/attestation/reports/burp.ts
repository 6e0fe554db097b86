// Burp Suite: the XML of exported issues, and the JSON of a scan from its REST API (`GET /v0.1/scan/{id}`).
import type { Severity } from '../../core/documents.ts';
import { earliestMoment } from './moment.ts';
import { objectOf, type JsonObject } from './json.ts';
import { noCounts, toolName, type ReportFacts } from './report.ts';
import type { XmlReader } from './xml-reader.ts';

const suite = 'Burp Suite';

/** In lower case. Null: whoever tested marked it as a false positive. */
const severityOf: ReadonlyMap<unknown, Severity | null> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['information', 'note'],
  ['info', 'note'],
  ['false positive', null],
  ['false_positive', null],
]);

/** Says neither its time nor its version, so it is never fresh by itself. Every event with an issue counts, also a second one about the same. */
export function readBurpJson(scan: JsonObject): ReportFacts | string {
  if (scan['scan_status'] !== 'succeeded') return 'comes from a scan of which the tool does not say that it succeeded';
  const events = scan['issue_events'];
  if (!Array.isArray(events)) return 'has no list of issues';
  const found = events.map((event) => objectOf(objectOf(event)?.['issue'])?.['severity']);
  return factsOf(found, toolName(suite, undefined), null);
}

const issuePath = 'issues/issue';

export function createBurpReader(): XmlReader {
  let head: Readonly<Record<string, string>> = {};
  const found: (string | null)[] = [];
  let severity: string | null = null;
  return {
    open: (path, attributes) => {
      if (path === 'issues') head = attributes;
      else if (path === issuePath) severity = null;
      else if (/\/issues?$/u.test(path)) return 'has an issue in an unusual place';
      return null;
    },
    close: (path, text) => {
      if (path === issuePath) found.push(severity);
      if (path !== `${issuePath}/severity`) return null;
      if (severity !== null) return 'has an issue with two severities';
      severity = text.trim();
      return null;
    },
    finish: () => factsOf(found, toolName(suite, head['burpVersion']), earliestMoment(head['exportTime'])),
  };
}

function factsOf(found: readonly unknown[], tool: string, made: Date | null): ReportFacts | string {
  const counts = noCounts();
  for (const text of found) {
    const severity = severityOf.get(typeof text === 'string' ? text.toLowerCase() : text);
    if (severity === undefined) return 'has an issue without a severity that Burp has';
    if (severity !== null) counts[severity] += 1;
  }
  return { format: 'burp', tool, made, commits: [], counts };
}
