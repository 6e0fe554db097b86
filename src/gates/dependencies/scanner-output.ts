// Reads osv-scanner's JSON. Whatever is unknown or out of shape is refused: an answer that is not understood is no answer.

/** What the gate needs of an OSV record (OSV schema 1.7). */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly withdrawn: boolean;
  readonly summary: string;
  /** `database_specific.severity`, in upper case as GitHub writes it. */
  readonly rating: string | null;
  readonly cwes: readonly string[];
  readonly affected: readonly AffectedPackage[];
}

export interface AffectedPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges: readonly { readonly type: string; readonly events: readonly RangeEvent[] }[];
}

export interface RangeEvent {
  readonly introduced: string | null;
  readonly fixed: string | null;
  readonly lastAffected: string | null;
}

export interface ScannedPackage {
  readonly name: string;
  readonly version: string;
  readonly ecosystem: string;
  readonly commit: string | null;
  readonly advisories: readonly Advisory[];
  /** CVSS base scores by advisory id, where there is one. */
  readonly scores: ReadonlyMap<string, number>;
}

/** By the source's path. Every source that held a package. */
export type ScannerOutput = ReadonlyMap<string, readonly ScannedPackage[]>;

const maxPackages = 1_000_000;
const maxText = 100_000;

/** Throws an Error with the place and what is wrong with it. `sources` are the only paths it may name. */
export function parseScannerOutput(text: string, sources: ReadonlySet<string>): ScannerOutput {
  const root = object(JSON.parse(text), 'output');
  const output = new Map<string, readonly ScannedPackage[]>();
  let count = 0;
  for (const result of list(root['results'], 'results')) {
    const { source, packages } = object(result, 'result') as { source?: unknown; packages?: unknown };
    const path = string(object(source, 'source')['path'], 'source.path');
    if (!sources.has(path) || output.has(path)) throw new Error('source.path names no lockfile that was handed over, or one twice');
    const parsed = list(packages, 'packages').map(parsePackage);
    count += parsed.length;
    if (count > maxPackages) throw new Error(`more than ${String(maxPackages)} packages`);
    output.set(path, parsed);
  }
  return output;
}

function parsePackage(value: unknown): ScannedPackage {
  const entry = object(value, 'package entry');
  const info = object(entry['package'], 'package');
  const advisories = optionalList(entry['vulnerabilities'], 'vulnerabilities').map(parseAdvisory);
  const scores = new Map<string, number>();
  for (const group of optionalList(entry['groups'], 'groups')) {
    const { ids, max_severity: severity } = object(group, 'group') as { ids?: unknown; max_severity?: unknown };
    const score = parseScore(severity);
    for (const id of list(ids, 'group.ids')) {
      const known = string(id, 'group.ids');
      if (!advisories.some((advisory) => advisory.id === known)) throw new Error('group.ids names an advisory that is not there');
      if (score !== null) scores.set(known, score);
    }
  }
  return {
    name: string(info['name'], 'package.name'),
    version: string(info['version'], 'package.version'),
    ecosystem: string(info['ecosystem'], 'package.ecosystem'),
    commit: info['commit'] === undefined ? null : string(info['commit'], 'package.commit'),
    advisories,
    scores,
  };
}

/** A decimal from 0 to 10 as text; empty where unscored. */
function parseScore(value: unknown): number | null {
  if (value === undefined || value === '') return null;
  const score = typeof value === 'string' && /^\d{1,2}(?:\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN;
  if (!(score >= 0 && score <= 10)) throw new Error('group.max_severity is no score from 0 to 10');
  return score;
}

function parseAdvisory(value: unknown): Advisory {
  const record = object(value, 'vulnerability');
  const specific = record['database_specific'] === undefined ? {} : object(record['database_specific'], 'database_specific');
  const id = string(record['id'], 'vulnerability.id');
  if (!/^[A-Za-z0-9][\w.:-]{0,199}$/.test(id)) throw new Error('vulnerability.id is no id');
  return {
    id,
    aliases: optionalList(record['aliases'], 'aliases').map((alias) => string(alias, 'aliases')),
    withdrawn: typeof record['withdrawn'] === 'string' && record['withdrawn'] !== '',
    summary: record['summary'] === undefined ? '' : string(record['summary'], 'summary'),
    rating: typeof specific['severity'] === 'string' ? specific['severity'].toUpperCase() : null,
    cwes: Array.isArray(specific['cwe_ids']) ? specific['cwe_ids'].filter((cwe): cwe is string => typeof cwe === 'string') : [],
    affected: optionalList(record['affected'], 'affected').map(parseAffected),
  };
}

function parseAffected(value: unknown): AffectedPackage {
  const affected = object(value, 'affected');
  const info = affected['package'] === undefined ? {} : object(affected['package'], 'affected.package');
  return {
    ecosystem: typeof info['ecosystem'] === 'string' ? info['ecosystem'] : '',
    name: typeof info['name'] === 'string' ? info['name'] : '',
    ranges: optionalList(affected['ranges'], 'ranges').map((range) => {
      const { type, events } = object(range, 'range') as { type?: unknown; events?: unknown };
      return { type: typeof type === 'string' ? type : '', events: optionalList(events, 'events').map(parseEvent) };
    }),
  };
}

function parseEvent(value: unknown): RangeEvent {
  const event = object(value, 'event');
  const text = (key: string): string | null => (typeof event[key] === 'string' ? event[key] : null);
  return { introduced: text('introduced'), fixed: text('fixed'), lastAffected: text('last_affected') };
}

function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${what} is no list`);
  return value as readonly unknown[];
}

function optionalList(value: unknown, what: string): readonly unknown[] {
  return value === undefined || value === null ? [] : list(value, what);
}

function string(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length > maxText) throw new Error(`${what} is no text`);
  return value;
}
