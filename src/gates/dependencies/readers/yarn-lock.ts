// Reads yarn.lock, version 1 and the YAML form of later releases, line by line: both are written by machine in one shape.
import { lineRegion, originOf, splitNameAt } from '../locked-package.ts';
import type { LockedPackage, LockfileReading, PackageOrigin } from '../locked-package.ts';

interface Block {
  readonly header: string;
  readonly line: number;
  readonly fields: Map<string, string>;
}

/** See `ReadLockfile`. */
export function readYarnLock(text: string): LockfileReading {
  const blocks: Block[] = [];
  let lineNumber = 0;
  for (const raw of text.split('\n')) {
    lineNumber += 1;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      if (!line.endsWith(':')) return { ok: false, detail: `line ${String(lineNumber)} is none that yarn writes` };
      blocks.push({ header: line, line: lineNumber, fields: new Map() });
      continue;
    }
    const block = blocks.at(-1);
    if (block === undefined) return { ok: false, detail: `line ${String(lineNumber)} belongs to no entry` };
    const field = /^ {2}"?([A-Za-z]+)"?:? +(.+)$/.exec(line);
    if (field?.[1] !== undefined && field[2] !== undefined && !block.fields.has(field[1]))
      block.fields.set(field[1], unquote(field[2].trim()));
  }
  return { ok: true, packages: blocks.flatMap(packageOf) };
}

function packageOf(block: Block): readonly LockedPackage[] {
  const version = block.fields.get('version');
  const descriptor = firstDescriptor(block.header);
  if (block.header === '__metadata:' || version === undefined) return [];
  const resolution = block.fields.get('resolution');
  const named = resolution === undefined ? fromDescriptor(descriptor, block.fields.get('resolved') ?? null) : fromResolution(resolution);
  if (named === null) return [];
  return [{ ...named, version, region: lineRegion(block.line, block.header), direct: null, path: [] }];
}

/** Version 1: the name and range that asked for it, and the address it was fetched from. */
function fromDescriptor(descriptor: string, resolved: string | null): { name: string; origin: PackageOrigin } | null {
  const parts = splitNameAt(descriptor);
  if (parts === null) return null;
  if (parts.rest.startsWith('npm:')) {
    const alias = splitNameAt(parts.rest.slice(4));
    return { name: alias?.name ?? parts.name, origin: originOf(resolved) };
  }
  const asked = originOf(parts.rest);
  return { name: parts.name, origin: asked === 'registry' ? originOf(resolved) : asked };
}

/** Later versions: `name@protocol:reference`. A patch of a registry package is that package. */
function fromResolution(resolution: string): { name: string; origin: PackageOrigin } | null {
  const parts = splitNameAt(resolution);
  if (parts === null) return null;
  if (parts.rest.startsWith('npm:') || /^patch:[^#]*@npm(?::|%3a)/i.test(parts.rest)) return { name: parts.name, origin: 'registry' };
  const origin = originOf(parts.rest);
  return { name: parts.name, origin: origin === 'registry' ? 'elsewhere' : origin };
}

function firstDescriptor(header: string): string {
  const body = header.slice(0, -1);
  // Version 1 quotes each descriptor, later ones the whole list.
  const first = /^"([^"]*)"/.exec(body)?.[1] ?? body;
  return first.split(',', 1)[0]?.trim() ?? '';
}

function unquote(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
