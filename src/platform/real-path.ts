// The path that the system would really open: links followed as far as anything stands there, also where the last part does not yet.
import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { McgateError } from '../core/error.ts';

const mostLinks = 40;
const mostSegments = 4096;

/**
 * `given`, seen from the absolute `cwd`, as the system walks it: `..` after a link leaves the link's target, and a link that dangles is
 * followed to where a write would create its target. What does not exist is taken as written. Throws McgateError `unreadable` for a loop.
 */
export function realPathOf(given: string, cwd: string): string {
  const absolute = path.isAbsolute(given);
  const { root } = path.parse(absolute ? given : cwd);
  const pending = [...(absolute ? [] : segmentsOf(cwd, root)), ...segmentsOf(given, absolute ? root : '')].reverse();
  let real = root;
  let links = 0;
  for (let segment = pending.pop(); segment !== undefined; segment = pending.pop()) {
    if (segment === '..') real = path.dirname(real);
    if (segment === '..' || segment === '.' || segment === '') continue;
    const next = path.join(real, segment);
    const target = linkTarget(next);
    if (target === null) {
      real = next;
      continue;
    }
    links += 1;
    if (links > mostLinks || pending.length > mostSegments) throw new McgateError('unreadable', `${given}: too many links on the way.`);
    const { root: top } = path.parse(target);
    if (top !== '') real = top;
    pending.push(...segmentsOf(target, top).toReversed());
  }
  return real;
}

/** True if the file system that holds the absolute `folder` tells names apart by their case. Where it cannot be seen: true. */
export function tellsCase(folder: string): boolean {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    const name = path.basename(at);
    const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
    if (other === name) continue;
    const [own, twin] = [identityOf(at), identityOf(path.join(path.dirname(at), other))];
    if (own !== null) return own !== twin;
  }
  return true;
}

function segmentsOf(text: string, root: string): readonly string[] {
  return text.slice(root.length).split(path.sep === '\\' ? /[/\\]/u : '/');
}

function linkTarget(file: string): string | null {
  try {
    return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : null;
  } catch {
    return null;
  }
}

function identityOf(file: string): string | null {
  try {
    const { dev, ino } = lstatSync(file, { bigint: true });
    return `${String(dev)} ${String(ino)}`;
  } catch {
    return null;
  }
}
