// What is kept of a release: a statement of how the checklist stood, and the envelopes that show it.
import { allowedSignersPath, maxSignersBytes } from '../attestation/allowed-signers.ts';
import { itemDigest, resolveChecklist } from '../attestation/checklist.ts';
import { maxEnvelopeLength } from '../attestation/envelope.ts';
import { gateDigest } from '../attestation/gate-digest.ts';
import { predicateTypes, readAttestation, statementOf } from '../attestation/statement.ts';
import { subjectParts } from '../attestation/subject.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import { sha256Hex } from '../core/digest.ts';
import type { ChecklistItemState, ReleaseStatement, Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { readText } from '../core/tree-text.ts';
import { hashEntry, readRevoked } from './approvals.ts';
import { withDraft } from './draft.ts';
import { loadChecklist } from './trusted-documents.ts';

/** An imported report that an item counts. */
export interface CountedReport {
  readonly item: string;
  readonly sha256: string;
}

export interface DraftedRelease {
  /** Names no files yet. */
  readonly statement: ReleaseStatement;
  /** The sign-offs that the record rests on, as they stand in the tree. */
  readonly envelopes: readonly string[];
  /** What the subject's digest is over. */
  readonly tree: string;
  /** The checklist by which it was judged; null where the default one holds. */
  readonly checklist: string | null;
  /** Handed to the run or signed for, each once. */
  readonly reports: readonly CountedReport[];
}

/** From the report of a release check. Throws McgateError `usage`, `unreadable`, as `withDraft` does. */
export async function draftRelease(
  request: CheckRequest,
  report: Report,
  ports: Pick<CheckPorts, 'openRepository' | 'now'>,
): Promise<DraftedRelease> {
  return withDraft(request, ports, async ({ place, digest, commit, judged, trusted }) => {
    const document = await loadChecklist(trusted);
    const states = report.gates.find(({ id }) => id === 'checklist')?.coverage?.items ?? [];
    const items = resolveChecklist(document.parsed.value).flatMap((item) => {
      const state = states.find(({ id }) => id === item.id);
      return state === undefined ? [] : [{ itemDigest: itemDigest(item), threshold: item.threshold, state }];
    });
    if (items.length === 0) throw new McgateError('unreadable', 'It is not known how the checklist stands.');
    const parts: string[] = [];
    for await (const part of subjectParts(place, judged.entries, hashEntry(judged))) parts.push(part);
    const tree = parts.join('');
    if (sha256Hex(tree) !== digest) throw new McgateError('unreadable', 'The tree changed while it was read.');
    const paths = [...new Set(items.flatMap(({ state }) => state.attestations))];
    const envelopes = await Promise.all(paths.map(async (path) => (await readText(judged, path, maxEnvelopeLength)) ?? ''));
    const revoked = await readRevoked(trusted);
    const others = report.gates.filter(({ id }) => id !== 'checklist');
    const predicate: ReleaseStatement['predicate'] = {
      ...place,
      commit: commit ?? '',
      made: `${ports.now().toISOString().slice(0, 19)}Z`,
      version: report.tool.version,
      verdict: report.verdict,
      gates: others.map((gate) => ({ id: gate.id, outcome: gate.outcome, digest: gateDigest(gate, report.findings) })),
      items,
      evidence: [],
      signers: (await readText(trusted, allowedSignersPath, maxSignersBytes)) ?? '',
      revoked: revoked === null ? null : Buffer.from(revoked).toString('base64'),
    };
    const text = document.id === '' ? null : await readText(trusted, document.path, maxSignersBytes);
    const reports = countedReports(
      items.map(({ state }) => state),
      envelopes,
    );
    return { statement: statementOf(predicateTypes.release, digest, predicate), envelopes, tree, checklist: text, reports };
  });
}

/** What people signed for may be several reports of one item. */
function countedReports(states: readonly ChecklistItemState[], envelopes: readonly string[]): readonly CountedReport[] {
  const handed = states.flatMap(({ id, evidence, digest }) =>
    evidence === 'report' && digest !== undefined ? [{ item: id, sha256: digest }] : [],
  );
  const signed = envelopes.flatMap((text) => {
    const read = readAttestation(text);
    if (!read.ok || read.statement.predicateType !== predicateTypes.signOff) return [];
    const { item, report } = read.statement.predicate;
    return report === undefined ? [] : [{ item, sha256: report.sha256 }];
  });
  return [...new Map([...handed, ...signed].map((one) => [`${one.item} ${one.sha256}`, one])).values()];
}
