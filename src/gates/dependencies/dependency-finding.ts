// Turns what the scanner found in a lockfile into findings: place, message, fix and identity.
import semver from 'semver';
import { rule as maliciousPackage } from '../../../rules/dependencies/malicious-package.ts';
import { rule as vulnerablePackage } from '../../../rules/dependencies/vulnerable-package.ts';
import type { Location, RawFinding } from '../../core/documents.ts';
import { groupAdvisories } from './advisory-group.ts';
import type { AdvisoryGroup } from './advisory-group.ts';
import type { LockedPackage } from './locked-package.ts';
import type { LockfileKind, PackageManager } from './lockfile-kind.ts';
import type { ScannedPackage } from './scanner-output.ts';

export interface ReadLockfileContent {
  readonly kind: LockfileKind;
  readonly text: string;
  /** The name in the package.json beside it, or `''`: it stays when the folder is renamed. */
  readonly project: string;
  /** Null where mcgate has no reader of its own. */
  readonly packages: readonly LockedPackage[] | null;
}

/** Findings of one lockfile at `path`, in the scanner's order of packages. */
export function findingsOf(path: string, content: ReadLockfileContent, scanned: readonly ScannedPackage[]): readonly RawFinding[] {
  const lines = scanned.some((one) => one.advisories.length > 0) ? content.text.split(/\r?\n/) : [];
  return scanned.flatMap((one) => {
    if (one.advisories.length === 0) return [];
    const locked = lockedPackage(content, one);
    if (locked === 'not-from-registry') return [];
    return groupAdvisories(one)
      .filter((group) => !(group.malicious && locked?.origin === 'elsewhere'))
      .map((group) => finding(path, content, lines, one, locked, group));
  });
}

/** The entry to show: of several with this name and version one from the registry, a direct one first. */
function lockedPackage(content: ReadLockfileContent, scanned: ScannedPackage): LockedPackage | null | 'not-from-registry' {
  if (content.packages === null) return null;
  const same = content.packages.filter((one) => one.name === scanned.name && one.version === scanned.version);
  if (same.length > 0 && same.every((one) => one.origin === 'local')) return 'not-from-registry';
  const registry = same.filter((one) => one.origin === 'registry');
  return registry.find((one) => one.direct === true) ?? registry[0] ?? same.find((one) => one.origin === 'elsewhere') ?? null;
}

function finding(
  path: string,
  content: ReadLockfileContent,
  lines: readonly string[],
  scanned: ScannedPackage,
  locked: LockedPackage | null,
  group: AdvisoryGroup,
): RawFinding {
  const rule = group.malicious ? maliciousPackage : vulnerablePackage;
  const location = locationOf(path, lines, scanned, locked);
  const fix = fixOf(content, scanned, locked, group);
  return {
    ruleId: rule.id,
    severity: group.severity,
    // From git or an archive, the version number only suggests which code it is.
    confidence: locked?.origin === 'elsewhere' ? 'low' : 'high',
    message: messageFor(scanned, locked, group),
    location,
    // Without the version, so that a bump that stays vulnerable is the same finding; without the path, so that a renamed folder
    // makes none new; with the project, so that what one project got rid of does not excuse another that takes it in.
    anchor: JSON.stringify([scanned.ecosystem, scanned.name, group.ids[0], content.project]),
    ...snippetOf(lines, location),
    evidence: {
      kind: 'advisory',
      ids: group.ids,
      package: scanned.name,
      version: scanned.version,
      ecosystem: scanned.ecosystem,
      fixedVersions: group.fixedVersions,
      score: group.score,
      ...(locked === null || locked.path.length < 2 ? {} : { path: locked.path }),
    },
    fix,
  };
}

function messageFor(scanned: ScannedPackage, locked: LockedPackage | null, group: AdvisoryGroup): string {
  const via = broughtBy(locked);
  const brought = via === null ? '' : `, brought by ${via},`;
  const what = group.malicious ? 'is known to be malicious' : 'has a known vulnerability';
  const summary = group.summary === '' ? '' : `: ${group.summary.slice(0, 300)}`;
  return `${scanned.name} ${scanned.version}${brought} ${what} (${group.ids.slice(0, 2).join(', ')})${summary}`.replaceAll(/\s+/g, ' ');
}

/** The direct dependency that brings it, or null. */
function broughtBy(locked: LockedPackage | null): string | null {
  return locked !== null && locked.path.length > 1 ? (locked.path[0] ?? null) : null;
}

function locationOf(path: string, lines: readonly string[], scanned: ScannedPackage, locked: LockedPackage | null): Location {
  if (locked !== null) return { path, ...locked.region };
  const index = lines.findIndex((line) => line.includes(scanned.name) && line.includes(scanned.version));
  const named = index === -1 ? lines.findIndex((line) => line.includes(scanned.name)) : index;
  const text = lines[named];
  if (text === undefined) return { path };
  return {
    path,
    startLine: named + 1,
    startColumn: text.length - text.trimStart().length + 1,
    endLine: named + 1,
    endColumn: text.length + 1,
  };
}

function snippetOf(lines: readonly string[], location: Location): Pick<RawFinding, 'snippet'> {
  if (location.startLine === undefined) return {};
  const shown = lines.slice(location.startLine - 1, location.startLine + 2).map((line) => line.slice(0, 200));
  return shown.length === 0 ? {} : { snippet: { startLine: location.startLine, lines: shown } };
}

const npmName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

const installCommands: Readonly<Record<PackageManager, (spec: string) => string>> = {
  npm: (spec) => `npm install ${spec}`,
  yarn: (spec) => `yarn add ${spec}`,
  pnpm: (spec) => `pnpm add ${spec}`,
  bun: (spec) => `bun add ${spec}`,
};

const updateCommands: Readonly<Record<PackageManager, (name: string) => string>> = {
  npm: (name) => `npm update ${name}`,
  yarn: (name) => `yarn up -R ${name}`,
  pnpm: (name) => `pnpm update ${name}`,
  bun: (name) => `bun update ${name}`,
};

/** Yarn 1 has another word for it, and says in its lockfile that it is yarn 1. */
function updateCommand(manager: PackageManager, name: string, lockfile: string): string {
  return manager === 'yarn' && lockfile.slice(0, 500).includes('# yarn lockfile v1')
    ? `yarn upgrade ${name}`
    : updateCommands[manager](name);
}

function fixOf(content: ReadLockfileContent, scanned: ScannedPackage, locked: LockedPackage | null, group: AdvisoryGroup): string {
  const { manager } = content.kind;
  // Commands are shown to be copied: no name that a shell could read otherwise gets into one.
  const safe = manager !== null && npmName.test(scanned.name);
  if (group.malicious) {
    const clean = group.fixedVersions[0] === undefined ? '' : ` (${group.fixedVersions[0]} is clean)`;
    return `Remove ${scanned.name} ${scanned.version}${clean}, and rotate every secret that an installation could reach.`;
  }
  const fixed = group.fixedVersions[0];
  if (fixed === undefined) return `No fixed version of ${scanned.name} is known: replace it, or set the finding aside with a reason.`;
  const upgrade = `Upgrade ${scanned.name} to ${fixed} or later`;
  if (!safe || semver.valid(fixed) === null) return `${upgrade}.`;
  if (locked?.direct === true) return `${upgrade}: ${installCommands[manager](`${scanned.name}@^${fixed}`)}`;
  const via = broughtBy(locked);
  const brought = via === null ? '' : ` If ${via} does not allow that version, upgrade ${via}.`;
  return `${upgrade}: ${updateCommand(manager, scanned.name, content.text)}${brought === '' ? '' : `.${brought}`}`;
}
