// Reports to read, from files and made up.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readReport, type ImportedReport, type ReadReport } from '../../../src/attestation/reports/index.ts';

const folder = path.join(import.meta.dirname, '../../../fixtures/reports');

export const samples = ['codeql.sarif', 'zap.json', 'zap.xml', 'burp.xml', 'burp-scan.json', 'imported.json'] as const;

export function sample(name: (typeof samples)[number]): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

export function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

/** The report; throws where there is none. */
export function reportOf(content: unknown): ImportedReport {
  const answer = read(content);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.report;
}

/** What is wrong, or `read`. */
export function problemOf(content: unknown): string {
  const answer = read(content);
  return answer.ok ? 'read' : answer.problem;
}

function read(content: unknown): ReadReport {
  return readReport(bytesOf(content));
}

export const commit = 'a'.repeat(40);

type Members = Readonly<Record<string, unknown>>;

/** A run that counts, but for what is given. */
export function sarifRun(members: Members = {}): Members {
  return {
    tool: { driver: { name: 'Scanner', version: '1.2' } },
    results: [],
    versionControlProvenance: [{ repositoryUri: 'https://github.com/acme/shop', revisionId: commit }],
    invocations: [{ executionSuccessful: true, endTimeUtc: '2026-11-20T10:11:12Z' }],
    ...members,
  };
}

export function sarif(...runs: readonly unknown[]): Members {
  return { version: '2.1.0', runs: runs.length === 0 ? [sarifRun()] : runs };
}

export interface ZapAlert {
  readonly riskcode?: unknown;
  readonly confidence?: unknown;
}

export function zapJson(sites: readonly (readonly ZapAlert[])[], members: Members = {}): Members {
  return { '@version': '2.17.0', '@generated': 'Fri, 20 Nov 2026 10:11:12', site: sites.map((alerts) => ({ alerts })), ...members };
}

export function zapXml(sites: readonly (readonly ZapAlert[])[], more = ''): string {
  const item = (alert: ZapAlert): string =>
    `<alertitem>${Object.entries(alert)
      .map(([name, value]) => `<${name}>${String(value)}</${name}>`)
      .join('')}</alertitem>`;
  const site = (alerts: readonly ZapAlert[]): string => `<site><alerts>${alerts.map(item).join('\n')}</alerts></site>`;
  return `<?xml version="1.0"?><OWASPZAPReport version="2.17.0" generated="Fri, 20 Nov 2026 10:11:12">${sites.map(site).join('')}${more}</OWASPZAPReport>`;
}

export function burpXml(issues: readonly string[], head = '<?xml version="1.0"?>'): string {
  const issue = (severity: string): string => `<issue><name>x</name><severity>${severity}</severity></issue>`;
  return `${head}\n<issues burpVersion="2026.9.2" exportTime="Fri Nov 20 10:11:12 UTC 2026">${issues.map(issue).join('')}</issues>`;
}
