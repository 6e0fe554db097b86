// Finds private keys in PEM (RFC 7468) and OpenPGP armour (RFC 9580), also written as string literals: with escaped line breaks, or in quoted pieces.

export interface PrivateKey {
  /** Of the whole block, its markers included. */
  readonly start: number;
  readonly end: number;
  /** Of what stands between the markers. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** The key's base64, however it was written. */
  readonly base64: string;
}

const begin = /-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY( BLOCK)?-----/gu;
/** Characters; an RSA key of 16,384 bits has some 12,500. */
const longestBody = 32_768;
const shortestKeyBytes = 40; // Ed25519 in PKCS #8 has 48

/** Keys that are encrypted by a passphrase and place holders are passed over. */
export function findPrivateKeys(text: string): readonly PrivateKey[] {
  const keys: PrivateKey[] = [];
  for (const match of text.matchAll(begin)) {
    const label = match[1] ?? '';
    const bodyStart = match.index + match[0].length;
    const closing = `-----END ${label}PRIVATE KEY${match[2] ?? ''}-----`;
    // Up to the next marker of any kind, so that many markers in a row cost no more than one.
    const length = text.slice(bodyStart, bodyStart + longestBody).indexOf('-----');
    const bodyEnd = bodyStart + length;
    if (length < 0 || !text.startsWith(closing, bodyEnd) || label.includes('ENCRYPTED')) continue;
    const base64 = withoutLiterals(text.slice(bodyStart, bodyEnd), match[2] !== undefined);
    if (!isKey(base64)) continue;
    keys.push({ start: match.index, end: bodyEnd + closing.length, bodyStart, bodyEnd, base64 });
  }
  return keys;
}

/** The base64 alone: without line breaks, escaped ones, and what joins the pieces of a string. */
function withoutLiterals(body: string, armour: boolean): string {
  const plain = body
    .replaceAll(/\\+[rnt]/gu, '\n')
    .replaceAll(/["'`]\s{0,200}[+,.]?\s{0,200}["'`]/gu, '\n')
    .replaceAll('\\', '\n');
  // Armour has header lines (`Version: …`) before the key and a checksum (`=AbCd`) after it.
  const key = armour ? plain.replaceAll(/^[A-Za-z]+: .*$|^=[A-Za-z0-9+/]{4}\s*$/gmu, '') : plain;
  return key.replaceAll(/\s+/gu, '');
}

function isKey(base64: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) return false;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < shortestKeyBytes) return false;
  const first = bytes[0] ?? 0;
  if (first === 0x30) return fillsSequence(bytes);
  // OpenSSH's own format; or an OpenPGP packet with tag 5 (secret key), in the old and the new form.
  return bytes.subarray(0, 14).toString('latin1') === 'openssh-key-v1' || (first >= 0x94 && first <= 0x97) || first === 0xc5;
}

/** True if the bytes are one ASN.1 SEQUENCE: its length must fit, which a place holder's does not. */
function fillsSequence(bytes: Buffer): boolean {
  const length = bytes[1] ?? 0;
  if (length < 0x80) return bytes.length === length + 2;
  const size = length & 0x7f;
  if (size < 1 || size > 3) return false;
  return bytes.length === bytes.readUIntBE(2, size) + 2 + size;
}
