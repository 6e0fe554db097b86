// Advisories that speak of the same fault, as one: grouped by alias, with one id, score, rating and list of fixes.
import semver from 'semver';
import type { Severity } from '../../core/documents.ts';
import { compareText } from '../../core/order.ts';
import type { Advisory, AffectedPackage, ScannedPackage } from './scanner-output.ts';

export interface AdvisoryGroup {
  /** Ids and aliases, the preferred first. */
  readonly ids: readonly string[];
  readonly malicious: boolean;
  readonly score: number | null;
  readonly severity: Severity;
  readonly summary: string;
  /** Nearest first. */
  readonly fixedVersions: readonly string[];
}

/** The groups that concern a package, ordered by their preferred id. Withdrawn advisories are left out. */
export function groupAdvisories(scanned: ScannedPackage): readonly AdvisoryGroup[] {
  const standing = scanned.advisories.filter((advisory) => !advisory.withdrawn);
  return joinByAlias(standing)
    .map((advisories) => describe(advisories, scanned))
    .sort((a, b) => compareText(a.ids[0] ?? '', b.ids[0] ?? ''));
}

/** Advisories that share an id or alias, directly or through a third. */
function joinByAlias(advisories: readonly Advisory[]): readonly (readonly Advisory[])[] {
  const groups: { names: Set<string>; members: Advisory[] }[] = [];
  for (const advisory of advisories) {
    const names = new Set([advisory.id, ...advisory.aliases]);
    const members = [advisory];
    for (let index = groups.length - 1; index >= 0; index -= 1) {
      const group = groups[index];
      if (group === undefined || ![...group.names].some((name) => names.has(name))) continue;
      for (const name of group.names) names.add(name);
      members.push(...group.members);
      groups.splice(index, 1);
    }
    groups.push({ names, members });
  }
  return groups.map((group) => group.members.sort((a, b) => compareIds(a.id, b.id)));
}

function describe(advisories: readonly Advisory[], scanned: ScannedPackage): AdvisoryGroup {
  const ids = [...new Set(advisories.flatMap((advisory) => [advisory.id, ...advisory.aliases]))].sort(compareIds);
  const scores = advisories.flatMap((advisory) => scanned.scores.get(advisory.id) ?? []);
  const score = scores.length === 0 ? null : Math.max(...scores);
  const malicious = ids.some((id) => id.startsWith('MAL-')) || advisories.some((advisory) => advisory.cwes.includes('CWE-506'));
  return {
    ids,
    malicious,
    score,
    severity: malicious ? 'critical' : score === null ? worstRating(advisories) : severityOfScore(score),
    summary: advisories.map((advisory) => advisory.summary.trim()).find((summary) => summary !== '') ?? '',
    fixedVersions: fixedVersions(advisories, scanned),
  };
}

/** Malware first, then GitHub's id, which an npm advisory has from its first day, then CVE, then the rest. */
function compareIds(a: string, b: string): number {
  return rank(a) - rank(b) || compareText(a, b);
}

function rank(id: string): number {
  const index = ['MAL-', 'GHSA-', 'CVE-'].findIndex((prefix) => id.startsWith(prefix));
  return index === -1 ? 3 : index;
}

/** CVSS 3.1 section 5: 9.0 critical, 7.0 high, 4.0 medium, below low. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

const ratings: ReadonlyMap<string, Severity> = new Map([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['MODERATE', 'medium'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
]);

function worstRating(advisories: readonly Advisory[]): Severity {
  const found = new Set(advisories.map((advisory) => ratings.get(advisory.rating ?? '')));
  const order: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
  return order.find((severity) => found.has(severity)) ?? 'medium';
}

function fixedVersions(advisories: readonly Advisory[], scanned: ScannedPackage): readonly string[] {
  const affected = advisories.flatMap((advisory) =>
    advisory.affected.filter((one) => one.name === scanned.name && one.ecosystem === scanned.ecosystem),
  );
  const fixed = [
    ...new Set(affected.flatMap((one) => one.ranges.filter(isVersionRange).flatMap((range) => range.events.flatMap((e) => e.fixed ?? [])))),
  ];
  if (semver.valid(scanned.version) === null) return fixed;
  const later = fixed.filter((version) => semver.valid(version) !== null && semver.gt(version, scanned.version));
  // A version that fixes one advisory of the group may still lie in another's range.
  return later.filter((version) => !affected.some((one) => one.ranges.some((range) => isIn(version, range)))).sort(semver.compare);
}

function isVersionRange(range: AffectedPackage['ranges'][number]): boolean {
  return range.type === 'SEMVER' || range.type === 'ECOSYSTEM';
}

/** OSV schema, "evaluation": events in order of version, introduced opens, fixed and the version after last_affected close. */
function isIn(version: string, range: AffectedPackage['ranges'][number]): boolean {
  if (range.type !== 'SEMVER') return false;
  const events = range.events
    .map((event) => ({
      ...event,
      at: event.introduced === '0' ? '0.0.0-0' : (event.introduced ?? event.fixed ?? event.lastAffected ?? ''),
    }))
    .filter((event) => semver.valid(event.at) !== null)
    .sort((a, b) => semver.compare(a.at, b.at));
  let inside = false;
  for (const event of events) {
    if (event.introduced !== null && semver.gte(version, event.at)) inside = true;
    else if (event.fixed !== null && semver.gte(version, event.at)) inside = false;
    else if (event.lastAffected !== null && semver.gt(version, event.at)) inside = false;
  }
  return inside;
}
