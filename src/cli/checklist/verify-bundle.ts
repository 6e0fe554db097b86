// Verifies the bundle of a release with ssh-keygen, against signers that the user names or, for want of them, those of the record itself.
import { parseAllowedSigners } from '../../attestation/allowed-signers.ts';
import { readBundle } from '../../attestation/bundle.ts';
import { checkRelease, type CheckedEnvelope, type CheckedRelease } from '../../attestation/release.ts';
import { predicateTypes, readAttestation } from '../../attestation/statement.ts';
import { verifyAttestation } from '../../attestation/verify.ts';
import type { ReleaseRecord } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import type { Session } from '../session.ts';
import { openSignatures } from '../../wiring/wire.ts';

export interface BundleTrust {
  /** In ssh-keygen's format; null for those that the record names. */
  readonly signers: string | null;
  /** As `ssh-keygen -r` takes it; null for what the record names. */
  readonly revoked: Uint8Array | null;
  /** The time for which keys are judged; null for when the record says it was made. */
  readonly at: Date | null;
}

/** `root`: a folder from which no program is taken. Throws McgateError `invalid-document` for what is no record of a release. */
export async function verifyBundle(text: string, trust: BundleTrust, root: string, session: Session): Promise<CheckedRelease> {
  const bundle = readBundle(text);
  if (!bundle.ok) throw new McgateError('invalid-document', `The bundle ${bundle.problem}.`);
  const record = recordIn(bundle.envelopes);
  const revoked = trust.revoked ?? (record.revoked === null ? null : Buffer.from(record.revoked, 'base64'));
  const signatures = openSignatures(root, revoked, session.signal);
  try {
    const allowed = parseAllowedSigners(trust.signers ?? record.signers);
    const now = trust.at ?? new Date(record.made);
    const checked: CheckedEnvelope[] = [];
    for (const [index, envelope] of bundle.envelopes.entries()) {
      checked.push({ line: index + 1, verified: await verifyAttestation(envelope, { allowed, check: signatures.check, now }) });
    }
    const release = checkRelease(checked);
    if (release === null) throw noRecord();
    return release;
  } finally {
    await signatures.close();
  }
}

/** What the record says, before anybody vouches for it. */
function recordIn(envelopes: readonly string[]): ReleaseRecord {
  for (const text of envelopes) {
    const read = readAttestation(text);
    if (read.ok && read.statement.predicateType === predicateTypes.release) return read.statement.predicate;
  }
  throw noRecord();
}

function noRecord(): McgateError {
  return new McgateError('invalid-document', 'The bundle holds no record of a release.', {
    remedy: '`mcgate checklist export` writes one.',
  });
}
