// Finds credentials that no provider's pattern tells: a random value under a name that says secret.
// Both are needed: a name alone is met by every form field, randomness alone by every hash.

/** Offsets of the value, end exclusive, without its quotes. */
export interface NamedSecret {
  readonly start: number;
  readonly end: number;
}

/** What a name may end in. */
const ending =
  'passwords?|passwd|passphrase|pwd|secrets?|tokens?|api[_-]?keys?|' +
  '(?:private|secret|access|account|auth|encryption|signing|master)[_-]?key|secret[_-]?key[_-]?base|credentials?|auth';
/** A separator is no part of it, but at its end: so no text is looked at twice, however it is made. */
const value = '[\\w+/.~-]{20,4096}={0,2}';

/** `name: string = 'value'`, `"name": "value"`, `name = process.env.NAME || 'value'`, `name === 'value'`. */
const quoted = new RegExp(
  `(?:${ending})(?![\\w-])["'\\]]{0,2}\\s{0,20}(?::\\s{0,5}string\\s{0,5}=|:=|={1,3}|:)\\s{0,20}` +
    `(?:[\\w.$]{1,80}\\s{0,5}(?:\\|\\||\\?\\?)\\s{0,20})?(["'\`])(?<value>${value})\\1`,
  'dgi',
);

/** To the end of its line or to a comment, as in YAML, `.env`, `.properties` and Dockerfiles. */
const bare = new RegExp(
  `(?:${ending})(?![\\w-])["']?[ \\t]{0,20}[:=][ \\t]{0,20}(?<value>${value})(?:[ \\t]{0,20}\\r?$|[ \\t]{1,20}[#;])`,
  'dgim',
);

/** Of what anybody may know, or what is made anew for each request. */
const harmlessName =
  /public|publishable|(?:^|[_.-])pub(?:[_.-]|$)|anon|site|csrf|xsrf|page|next|cursor|continuation|sync|design|color|cancel|hash|digest|fingerprint|example|sample|dummy|fake|mock|placeholder|expected|invalid/iu;
const longestName = 64;

/** More than a file may have findings, so that nobody waits for the rest. */
const most = 6000;

/** In no order, up to six thousand. `hasBareValues`: values may stand without quotes in a text of this kind. */
export function findNamedSecrets(text: string, { hasBareValues }: { readonly hasBareValues: boolean }): readonly NamedSecret[] {
  const found: NamedSecret[] = [];
  for (const pattern of hasBareValues ? [quoted, bare] : [quoted]) {
    for (const match of text.matchAll(pattern)) {
      if (found.length === most) return found;
      const [start, end] = match.indices?.groups?.['value'] ?? [0, 0];
      const name = wordsBefore(text, match.index) + text.slice(match.index, start);
      if (!harmlessName.test(name) && isRandom(text.slice(start, end), name) && !isFirebase(text, start)) found.push({ start, end });
    }
  }
  return found;
}

function wordsBefore(text: string, end: number): string {
  return /[\w.$-]*$/u.exec(text.slice(Math.max(0, end - longestName), end))?.[0] ?? '';
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const uuidName = /secret|passw/iu;
/** Integrity values, and public keys: SubjectPublicKeyInfo in DER, OpenSSH's form, extended keys of wallets (BIP 32). */
const publicValue = /^(?:sha\d{1,3}[-:]|md5[-:]|MIIBI|MIICI|MIGf|MFkw|MHYw|MCow|AAAA[BCE]|[xyz]pub[1-9A-HJ-NP-Za-km-z]{107}$)/u;
/** A point of secp256k1 (SEC 1), which a byte tells from the 32 of a private key; an address of Ethereum, of 20 bytes. */
const publicHex = /^(?:(?:0x)?(?:0[23][0-9a-f]{64}|04[0-9a-f]{128})|0x[0-9a-f]{40})$/iu;
const placeholder = /example|sample|dummy|fake|mock|placeholder|change|your|xxx|insert|redacted|secret|passw|token|test|1234567|abcdefg/iu;
const hex = /^(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)$/u;
/** base64, base64url, and such parts joined by dots, as in a JSON Web Token. */
const base64 = /^[\w+/~-]+(?:\.[\w+/~-]+){0,3}={0,2}$/u;

/** Bits a character. Of 20 random characters 96 of 100 have as much; what has less repeats itself. */
const leastEntropy = { hex: 3, base64: 3.5 } as const;

/** True if a generator made the value up. */
function isRandom(text: string, name: string): boolean {
  if (uuid.test(text)) return uuidName.test(name);
  if (publicValue.test(text) || publicHex.test(text) || placeholder.test(text) || !/\d/u.test(text) || !/[a-z]/iu.test(text)) return false;
  if (isRepeated(text) || isSequence(text)) return false;
  if (hex.test(text)) return entropyOf(text) >= leastEntropy.hex;
  return base64.test(text) && entropyOf(text) >= leastEntropy.base64 && !readsAsWords(text);
}

/** Shannon's, in bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** A hundred pairs of letters that make up three quarters of English; of random letters they make up a sixth. */
const commonPairs: ReadonlySet<string> = new Set(
  (
    'th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur ' +
    'ro ri io ic ne me li ll be no ce ch co ma ta us ec ac la el om pe ss ct ns ge di ot po ut ho wi so tr un em ig ai ' +
    'il ee id sh mo ay ke we ie do ul ca su pr im iv ol am ad pa bl na op ap ag ue ev fo da sp ab ex'
  ).split(' '),
);
const mostCommonPairs = 0.35;

function readsAsWords(text: string): boolean {
  const pairs = Array.from(text.slice(1).toLowerCase(), (letter, index) => (text[index] ?? '').toLowerCase() + letter).filter((pair) =>
    /^[a-z]{2}$/u.test(pair),
  );
  return pairs.filter((pair) => commonPairs.has(pair)).length > Math.max(3, pairs.length * mostCommonPairs);
}

/** An alphabet or a row of digits: `0123456789abcdef`. */
function isSequence(text: string): boolean {
  const steps = Array.from(text.slice(1)).filter((_, index) => Math.abs(text.charCodeAt(index + 1) - text.charCodeAt(index)) === 1).length;
  return steps > text.length / 4;
}

/** A piece again and again. */
function isRepeated(text: string): boolean {
  return Array.from({ length: Math.floor(text.length / 2) }, (_, index) => index + 1).some((period) => text.startsWith(text.slice(period)));
}

const near = 300;

/** A web app's Firebase configuration is public by design: https://firebase.google.com/docs/projects/api-keys */
function isFirebase(text: string, at: number): boolean {
  return text.startsWith('AIza', at) && text.slice(Math.max(0, at - near), at + near).includes('authDomain');
}
