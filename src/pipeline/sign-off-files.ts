// Sign-offs as they lie in the judged tree: which files hold one, what they say, and which files nobody can read.
import { endOfDay } from '../core/days.ts';
import { maxEnvelopeLength } from '../attestation/envelope.ts';
import type { ChecklistItem } from '../attestation/checklist.ts';
import type { SignOffEvidence } from '../attestation/items.ts';
import { predicateTypes, readAttestation } from '../attestation/statement.ts';
import { attestationFolder, isAttestationPath, type SubjectPlace } from '../attestation/subject.ts';
import type { SignOffStatement } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { readText } from '../core/tree-text.ts';
import type { Tree } from '../core/workspace.ts';
import type { UnreadAttestation } from './unread-attestations.ts';

/** Attestations that are read; a release leaves some ten behind. */
const mostAttestations = 2000;

export interface FoundSignOff {
  readonly path: string;
  readonly text: string;
  readonly statement: SignOffStatement;
}

export interface SignOffFiles {
  readonly found: readonly FoundSignOff[];
  /** Whatever they were meant to be. */
  readonly unread: readonly UnreadAttestation[];
}

/** Sign-offs of the checklist's items, by what they say; whether anybody signed them is asked later. Throws McgateError `unreadable`. */
export async function readSignOffs(items: readonly ChecklistItem[], judged: Tree): Promise<SignOffFiles> {
  const ids = new Set(items.map(({ id }) => id));
  const paths = judged.entries.map(({ path }) => path).filter((path) => isAttestationPath(path) && path.endsWith('.json'));
  if (paths.length > mostAttestations)
    throw new McgateError('unreadable', `there are more than ${String(mostAttestations)} attestations`, {
      remedy: `Take out of ${attestationFolder} what belongs to former releases.`,
    });
  const found: FoundSignOff[] = [];
  const unread: UnreadAttestation[] = [];
  for (const path of paths) {
    const text = (await readText(judged, path, maxEnvelopeLength)) ?? '';
    const read = readAttestation(text);
    if (!read.ok) unread.push({ path, problem: read.problem });
    else if (read.statement.predicateType === predicateTypes.signOff && ids.has(read.statement.predicate.item))
      found.push({ path, text, statement: read.statement });
  }
  return { found, unread };
}

/** True for what may count here and today. */
export function isLive({ statement: { predicate } }: FoundSignOff, place: SubjectPlace, now: Date): boolean {
  const { repository, target, expires } = predicate;
  return repository === place.repository && target === place.target && (endOfDay(expires) ?? 0) >= now.getTime();
}

/** Cannot count, whoever signed it. */
export function unasked({ path, statement }: FoundSignOff): SignOffEvidence {
  return { path, statement, signers: [], refused: [] };
}
