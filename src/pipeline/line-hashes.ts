// Gives each finding with a line the fingerprint that GitHub computes for it, so that alerts keep their identity there.
import type { Finding } from '../core/documents.ts';
import { lineHashes } from '../core/line-hash.ts';
import type { Tree } from '../core/workspace.ts';

const maxFileBytes = 16 * 1024 * 1024;

/** Reads each named file once; what cannot be read stays without a hash. Fixed findings stand in another tree and need none. */
export async function addLineHashes(findings: readonly Finding[], tree: Tree): Promise<readonly Finding[]> {
  const byPath = new Map<string, Set<number>>();
  for (const finding of findings) {
    const { location } = finding;
    if (location.startLine === undefined || !wantsHash(finding)) continue;
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
    const hash = startLine === undefined || !wantsHash(finding) ? undefined : hashes.get(path)?.get(startLine);
    return hash === undefined ? finding : { ...finding, lineHash: hash };
  });
}

/** The code gate hashes its own lines, and leaves out those whose hash would help to guess a secret on them. */
function wantsHash({ state, ruleId, lineHash }: Finding): boolean {
  return state !== 'fixed' && lineHash === undefined && !ruleId.startsWith('code/');
}
