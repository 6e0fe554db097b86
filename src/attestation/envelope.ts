// The Dead Simple Signing Envelope (DSSE 1.0.2): what is signed is its type and its bytes, never how JSON happens to be written.
import { parseExactJson } from './exact-json.ts';

/** Media type of an in-toto Statement. */
export const statementType = 'application/vnd.in-toto+json';

/** Longest envelope that is read, in characters; a sign-off takes some 2,000. */
export const maxEnvelopeLength = 256 * 1024;
/** Most signatures of one envelope that is read. */
export const maxSignatures = 10;

export interface Envelope {
  readonly payload: Uint8Array;
  /** Each an SSHSIG blob (PROTOCOL.sshsig), not its armored text. */
  readonly signatures: readonly Uint8Array[];
}

export type ReadEnvelope = { readonly ok: true; readonly envelope: Envelope } | { readonly ok: false; readonly problem: string };

/** Reads an envelope of ours: a payload of `statementType`, and one to ten signatures. The key ids, which nobody signed, are not looked at. */
export function readEnvelope(text: string): ReadEnvelope {
  const parsed = parseExactJson(text, maxEnvelopeLength);
  if (!parsed.ok) return parsed;
  const { payload, payloadType, signatures } = objectOf(parsed.value);
  if (payloadType !== statementType) return { ok: false, problem: `has another payloadType than ${statementType}` };
  const bytes = decodeBase64(payload);
  if (bytes === null) return { ok: false, problem: 'has no payload in base64' };
  if (!Array.isArray(signatures) || signatures.length === 0 || signatures.length > maxSignatures) {
    return { ok: false, problem: `has no list of 1 to ${String(maxSignatures)} signatures` };
  }
  const decoded = signatures.map((signature: unknown) => decodeBase64(objectOf(signature)['sig']));
  const whole = decoded.filter((signature) => signature !== null);
  if (whole.length < decoded.length) return { ok: false, problem: 'has a signature that is not in base64' };
  return { ok: true, envelope: { payload: bytes, signatures: whole } };
}

/** The envelope as a file: JSON on one line, with a key id for people to read. */
export function formatEnvelope({ payload, signatures }: Envelope, keyIds: readonly string[]): string {
  const signed = signatures.map((signature, index) => ({ keyid: keyIds[index] ?? '', sig: encodeBase64(signature) }));
  return `${JSON.stringify({ payload: encodeBase64(payload), payloadType: statementType, signatures: signed })}\n`;
}

/** What a signature is over: PAE(type, body) of DSSE, "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in bytes. */
export function preAuthEncoding(payload: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`DSSEv1 ${String(statementType.length)} ${statementType} ${String(payload.length)} `);
  return Buffer.concat([head, payload]);
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Null for anything but standard base64 with its padding. */
export function decodeBase64(text: unknown): Uint8Array | null {
  if (typeof text !== 'string' || text === '') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
