// Gives each finding with a line the fingerprint that GitHub computes for it, so that alerts keep their identity there.
import type { Finding } from '../core/documents.ts';
import { lineHashes } from '../core/line-hash.ts';
import type { Tree } from '../core/workspace.ts';

const maxFileBytes = 16 * 1024 * 1024;

/** Reads each named file once; what cannot be read stays without a hash. Fixed findings stand in another tree and need none. */
export async function addLineHashes(findings: readonly Finding[], tree: Tree): Promise<readonly Finding[]> {
  const byPath = new Map<string, Set<number>>();
  for (const { state, location, lineHash } of findings) {
    if (state === 'fixed' || location.startLine === undefined || lineHash !== undefined) continue;
    const lines = byPath.get(location.path);
    if (lines === undefined) byPath.set(location.path, new Set([location.startLine]));
    else lines.add(location.startLine);
  }
  const hashes = new Map<string, ReadonlyMap<number, string>>();
  for (const [path, lines] of byPath) {
    const result = await tree.read(path, maxFileBytes);
    if (result.ok) hashes.set(path, lineHashes(new TextDecoder().decode(result.bytes), lines));
  }
  return findings.map((finding) => {
    const { path, startLine } = finding.location;
    const hash = finding.state === 'fixed' || startLine === undefined ? undefined : hashes.get(path)?.get(startLine);
    return hash === undefined ? finding : { ...finding, lineHash: hash };
  });
}
