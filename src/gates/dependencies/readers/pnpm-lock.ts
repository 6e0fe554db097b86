// Reads pnpm-lock.yaml, lockfile versions 5 to 9, line by line: pnpm writes it in one shape, and anything else is refused.
import { lineRegion, originOf, splitNameAt } from '../locked-package.ts';
import type { LockedPackage, LockfileReading, PackageOrigin } from '../locked-package.ts';

interface Entry {
  readonly key: string;
  readonly line: number;
  readonly text: string;
  name: string | null;
  version: string | null;
  resolution: string;
}

/** See `ReadLockfile`. Reads every `packages` section: a second YAML document counts too. */
export function readPnpmLock(text: string): LockfileReading {
  const entries: Entry[] = [];
  let lockfileVersion = 0;
  let section = '';
  let lineNumber = 0;
  for (const raw of text.split('\n')) {
    lineNumber += 1;
    const line = raw.trimEnd();
    if (line === '' || line.trimStart().startsWith('#') || line === '---') continue;
    if (!line.startsWith(' ')) {
      const top = /^([A-Za-z]+):(?: (.*))?$/.exec(line);
      if (top === null) return notPnpm(lineNumber);
      section = top[1] ?? '';
      if (section === 'lockfileVersion') lockfileVersion = Number.parseFloat((top[2] ?? '').replaceAll(/['"]/g, ''));
      if (section === 'packages' && top[2] !== undefined && top[2] !== '{}') return notPnpm(lineNumber);
      continue;
    }
    if (section !== 'packages') continue;
    const entry = entryLine(line, lineNumber);
    if (entry !== null) entries.push(entry);
    else if (line.startsWith('    ')) readField(entries.at(-1), line);
    else return notPnpm(lineNumber);
  }
  if (Number.isNaN(lockfileVersion) || lockfileVersion === 0) return entries.length === 0 ? { ok: true, packages: [] } : notPnpm(1);
  return { ok: true, packages: entries.flatMap((entry) => packageOf(entry, lockfileVersion)) };
}

function notPnpm(line: number): LockfileReading {
  return { ok: false, detail: `line ${String(line)} is none that pnpm writes` };
}

function entryLine(line: string, lineNumber: number): Entry | null {
  const key = /^ {2}(?:\? )?(?:'([^']+)'|"([^"\\]+)"|([^\s'"][^'"{}]*?)):?(?: \{\})?$/.exec(line);
  const text = key?.[1] ?? key?.[2] ?? key?.[3];
  if (text === undefined || line.startsWith('   ')) return null;
  return { key: text, line: lineNumber, text: line, name: null, version: null, resolution: '' };
}

function readField(entry: Entry | undefined, line: string): void {
  if (entry === undefined) return;
  const field = /^ {4}(name|version|resolution): (.*)$/.exec(line);
  const value = (field?.[2] ?? '').replaceAll(/^['"]|['"]$/g, '');
  if (field?.[1] === 'name') entry.name = value;
  else if (field?.[1] === 'version') entry.version = value;
  else if (field?.[1] === 'resolution') entry.resolution = value;
  else if (/^ {6}(?:tarball|repo|directory|type): /.test(line)) entry.resolution += ` ${line.trim()}`;
}

function packageOf(entry: Entry, lockfileVersion: number): readonly LockedPackage[] {
  const parts = keyParts(entry.key, lockfileVersion);
  const name = entry.name ?? parts?.name ?? '';
  const version = entry.version ?? parts?.version ?? '';
  if (name === '' || version === '') return [];
  const origin = entryOrigin(entry, parts?.version ?? entry.key);
  return [{ name, version, origin, region: lineRegion(entry.line, entry.text), direct: null, path: [] }];
}

function keyParts(key: string, lockfileVersion: number): { name: string; version: string } | null {
  if (lockfileVersion >= 9) {
    const parts = splitNameAt(key);
    return parts === null ? null : { name: parts.name, version: parts.rest };
  }
  if (!key.startsWith('/')) return null;
  // Peers follow in brackets (version 6) or after an underscore (version 5).
  const bare = key.slice(1).replace(/\(.*$/, '');
  if (lockfileVersion >= 6) {
    const parts = splitNameAt(bare);
    return parts === null ? null : { name: parts.name, version: parts.rest };
  }
  const cut = bare.indexOf('/', bare.startsWith('@') ? bare.indexOf('/') + 1 : 0);
  return cut === -1 ? null : { name: bare.slice(0, cut), version: (bare.slice(cut + 1).split('_', 1)[0] ?? '').split('/', 1)[0] ?? '' };
}

function entryOrigin(entry: Entry, reference: string): PackageOrigin {
  const resolution = entry.resolution;
  if (/\bdirectory: /.test(resolution)) return 'local';
  if (/\b(?:type: git|repo: )/.test(resolution)) return 'elsewhere';
  const tarball = /\btarball: ([^\s,}]+)/.exec(resolution)?.[1] ?? null;
  const asked = /^\d/.test(reference) ? 'registry' : originOf(reference);
  if (asked !== 'registry') return asked;
  // A key that is an address names no registry version; a tarball of a registry package may be a mirror's.
  return entry.key.includes('://') ? 'elsewhere' : originOf(tarball);
}
