// The in-toto Statement v1 inside an envelope: read strictly, and only as one of ours.
import type { Attestation } from '../core/documents.ts';
import { canonical } from '../core/canonical.ts';
import { validateAttestation } from '../core/generated/validators.js';
import { maxEnvelopeLength, readEnvelope, type Envelope } from './envelope.ts';
import { parseExactJson } from './exact-json.ts';
import type { SubjectPlace } from './subject.ts';

export const predicateTypes = {
  signOff: 'https://unpkg.com/mcgate/predicates/sign-off/v1',
  approval: 'https://unpkg.com/mcgate/predicates/approval/v1',
  release: 'https://unpkg.com/mcgate/predicates/release/v1',
} as const;

export type ReadStatement = { readonly ok: true; readonly statement: Attestation } | { readonly ok: false; readonly problem: string };

/** Reads what was signed. A predicate that says another place than its subject is refused: which of them would the signer have read? */
export function readStatement({ payload }: Pick<Envelope, 'payload'>): ReadStatement {
  const text = textOf(payload);
  if (text === null) return { ok: false, problem: 'has a payload that is not UTF-8' };
  const parsed = parseExactJson(text, maxEnvelopeLength);
  if (!parsed.ok) return { ok: false, problem: `has a payload that ${parsed.problem}` };
  if (!validateAttestation(parsed.value)) {
    const [error] = validateAttestation.errors ?? [];
    return {
      ok: false,
      problem: `is no statement of mcgate: ${error?.instancePath ?? ''} ${error?.message ?? 'is not as expected'}`,
    };
  }
  const statement = parsed.value as Attestation;
  const { predicate, subject } = statement;
  if (subject[0]?.name !== subjectName(predicate))
    return { ok: false, problem: 'names another place in its subject than in its predicate' };
  return { ok: true, statement };
}

/** What an envelope says, before anybody asks who signed it. */
export function readAttestation(text: string): ReadStatement {
  const read = readEnvelope(text);
  return read.ok ? readStatement(read.envelope) : read;
}

/** A statement about one tree; its place stands in the predicate too. */
export function statementOf<T extends Attestation['predicateType'], P extends SubjectPlace>(
  predicateType: T,
  sha256: string,
  predicate: P,
): { readonly _type: Attestation['_type']; readonly subject: Attestation['subject']; readonly predicateType: T; readonly predicate: P } {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: subjectName(predicate), digest: { sha256 } }],
    predicateType,
    predicate,
  };
}

/** What is signed: RFC 8785, so that two who say the same sign the same bytes. */
export function formatStatement(statement: Attestation): Uint8Array {
  return new TextEncoder().encode(canonical(statement));
}

export function subjectName({ repository, target }: SubjectPlace): string {
  return `${repository}@${target}`;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
