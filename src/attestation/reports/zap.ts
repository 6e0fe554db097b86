// ZAP's traditional reports, JSON and XML (zaproxy.org/docs/desktop/addons/report-generation): a scan of a running application.
import type { Severity } from '../../core/documents.ts';
import { earliestMoment } from './moment.ts';
import { objectOf, type JsonObject } from './json.ts';
import { noCounts, readable, toolName, type ReportFacts } from './report.ts';
import type { XmlReader } from './xml-reader.ts';

/** What both formats say. An alert of one site is one finding, on however many pages it was met. */
interface Scan {
  readonly name: unknown;
  readonly version: unknown;
  /** ISO 8601 in UTC, since 2025. */
  readonly created: unknown;
  /** "Fri, 31 Jan 2025 10:11:12" by the clock of the machine, without its zone. */
  readonly generated: unknown;
  readonly stopped: boolean;
  readonly sites: readonly (readonly Alert[])[];
}

interface Alert {
  readonly risk: unknown;
  readonly confidence: unknown;
}

const severityOfRisk: ReadonlyMap<unknown, Severity> = new Map([
  ['3', 'high'],
  ['2', 'medium'],
  ['1', 'low'],
  ['0', 'note'],
]);
const falsePositive = '0';
const confidences: ReadonlySet<unknown> = new Set([falsePositive, '1', '2', '3', '4']);

export function readZapJson(report: JsonObject): ReportFacts | string {
  const sites = report['site'];
  if (!Array.isArray(sites)) return 'has no list of sites';
  const alerts = sites.map((site) => objectOf(site)?.['alerts']);
  const lists = alerts.filter((list) => Array.isArray(list)) as readonly (readonly unknown[])[];
  if (lists.length < alerts.length) return 'has a site without a list of alerts';
  const errors = report['afPlanErrors'];
  return factsOf({
    name: report['@programName'],
    version: report['@version'],
    created: report['created'],
    generated: report['@generated'],
    stopped: (Array.isArray(errors) && errors.length > 0) || (report['stoppingInsight'] ?? null) !== null,
    sites: lists.map((list) => list.map(jsonAlert)),
  });
}

function jsonAlert(value: unknown): Alert {
  const text = (member: unknown): unknown => (typeof member === 'number' ? String(member) : member);
  const alert = objectOf(value);
  return { risk: text(alert?.['riskcode']), confidence: text(alert?.['confidence']) };
}

const root = 'OWASPZAPReport';
const sitePath = `${root}/site`;
const alertPath = `${sitePath}/alerts/alertitem`;

export function createZapReader(): XmlReader {
  let head: Readonly<Record<string, string>> = {};
  let stopped = false;
  let listed = false;
  let alert: { risk?: string; confidence?: string } = {};
  const sites: Alert[][] = [];
  return {
    open: (path, attributes) => {
      if (path === root) head = attributes;
      else if (path === `${root}/stoppingInsight`) stopped = true;
      else if (path === sitePath) sites.push([]);
      else if (path === `${sitePath}/alerts`) listed = true;
      else if (path === alertPath) alert = {};
      else if (path.endsWith('/alertitem')) return 'has an alert in an unusual place';
      if (path === sitePath) listed = false;
      return null;
    },
    close: (path, text) => {
      if (path === alertPath) sites.at(-1)?.push({ risk: alert.risk, confidence: alert.confidence });
      if (path === sitePath && !listed) return 'has a site without a list of alerts';
      const member = path === `${alertPath}/riskcode` ? 'risk' : path === `${alertPath}/confidence` ? 'confidence' : null;
      if (member === null) return null;
      if (alert[member] !== undefined) return 'has an alert with two risks or confidences';
      alert[member] = text.trim();
      return null;
    },
    finish: () => {
      const { programName: name, version, created, generated } = head;
      return factsOf({ name, version, created, generated, stopped, sites });
    },
  };
}

function factsOf({ name, version, created, generated, stopped, sites }: Scan): ReportFacts | string {
  if (stopped) return 'comes from a scan of which the tool says that it did not finish';
  // A scan that reached nothing has no alerts either.
  if (sites.length === 0) return 'names no site that was looked at';
  const counts = noCounts();
  for (const { risk, confidence } of sites.flat()) {
    const severity = severityOfRisk.get(risk);
    if (severity === undefined) return 'has an alert without a risk that ZAP has';
    if (!confidences.has(confidence)) return 'has an alert without a confidence that ZAP has';
    if (confidence !== falsePositive) counts[severity] += 1;
  }
  const made = earliestMoment(created ?? generated);
  return {
    format: 'zap',
    tool: toolName(typeof name === 'string' && readable(name) !== '' ? name : 'ZAP', version),
    made,
    commits: [],
    counts,
  };
}
