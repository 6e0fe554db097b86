// An in-toto bundle: one DSSE envelope a line (https://github.com/in-toto/attestation/blob/main/spec/v1/bundle.md).
import { maxEnvelopeLength } from './envelope.ts';

/** Envelopes that are read from one bundle. */
export const mostEnvelopes = 2000;
/** Longest bundle that is read, in bytes. */
export const maxBundleBytes = 64 * 1024 * 1024;

/** The texts were read as envelopes before, and may stand on several lines. */
export function formatBundle(envelopes: readonly string[]): string {
  return envelopes.map((text) => `${JSON.stringify(JSON.parse(text))}\n`).join('');
}

export type ReadBundle = { readonly ok: true; readonly envelopes: readonly string[] } | { readonly ok: false; readonly problem: string };

/** The lines of a bundle; a single envelope is a bundle of one. */
export function readBundle(text: string): ReadBundle {
  const envelopes = text.split('\n').filter((line) => line.trim() !== '');
  if (envelopes.length === 0) return { ok: false, problem: 'holds no envelope' };
  if (envelopes.length > mostEnvelopes) return { ok: false, problem: `holds more than ${String(mostEnvelopes)} envelopes` };
  const long = envelopes.findIndex((line) => line.length > maxEnvelopeLength);
  return long < 0 ? { ok: true, envelopes } : { ok: false, problem: `line ${String(long + 1)} is too long` };
}
