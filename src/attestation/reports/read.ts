// Tells what kind of report some bytes are, by what they hold, and reads it.
import { createHash } from 'node:crypto';
import { createBurpReader, readBurpJson } from './burp.ts';
import { decodeReport } from './bytes.ts';
import { objectOf, parseBoundedJson, type JsonObject } from './json.ts';
import { readMcgateReport } from './mcgate-report.ts';
import type { ReadReport, ReportFacts } from './report.ts';
import { readSarif } from './sarif.ts';
import { walkXml } from './xml.ts';
import type { XmlReader } from './xml-reader.ts';
import { createZapReader, readZapJson } from './zap.ts';

/** Each is told by members that no other has. */
const jsonFormats: readonly (readonly [members: readonly string[], read: (value: JsonObject) => ReportFacts | string])[] = [
  [['runs'], readSarif],
  [['site', '@version'], readZapJson],
  [['issue_events', 'scan_status'], readBurpJson],
  [['findings', 'tool'], readMcgateReport],
];

/**
 * Reads a report of another tool. Tells the format by what the bytes hold, never by a file's name; never throws. What could be read in two ways, or
 * comes from a tool that did not finish, is a problem. Who made it nobody knows: it is as trustworthy as whoever handed it in.
 */
export function readReport(bytes: Uint8Array): ReadReport {
  const decoded = decodeReport(bytes);
  if (!decoded.ok) return decoded;
  const facts = /^\s*</u.test(decoded.text) ? readXml(decoded.text) : readJson(decoded.text);
  if (typeof facts === 'string') return { ok: false, problem: facts };
  return { ok: true, report: { ...facts, digest: createHash('sha256').update(bytes).digest('hex') } };
}

function readJson(text: string): ReportFacts | string {
  const parsed = parseBoundedJson(text);
  if (!parsed.ok) return parsed.problem;
  const value = objectOf(parsed.value);
  const readers = value === null ? [] : jsonFormats.filter(([members]) => members.every((member) => Object.hasOwn(value, member)));
  if (readers.length > 1) return 'could be a report of several formats';
  const [reader] = readers;
  if (value === null || reader === undefined) return 'is JSON, but neither SARIF nor a report of ZAP, Burp or imported-report.schema.json';
  return reader[1](value);
}

function readXml(text: string): ReportFacts | string {
  let reader: XmlReader | null = null;
  const problem = walkXml(text, {
    open: (path, attributes) => {
      reader ??= readerOf(path, attributes);
      return reader === null ? 'is XML, but no report of ZAP or Burp' : reader.open(path, attributes);
    },
    close: (path, content) => reader?.close(path, content) ?? null,
  });
  if (problem !== null) return problem;
  return (reader as XmlReader | null)?.finish() ?? 'is XML without an element';
}

/** By the root; other tools write `issues` too. */
function readerOf(root: string, attributes: Readonly<Record<string, string>>): XmlReader | null {
  if (root === 'OWASPZAPReport') return createZapReader();
  return root === 'issues' && attributes['burpVersion'] !== undefined ? createBurpReader() : null;
}
