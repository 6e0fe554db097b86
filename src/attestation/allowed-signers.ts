// `.mcgate/allowed_signers`: whose keys count, in ssh-keygen's own format (ssh-keygen(1), ALLOWED SIGNERS), so that both read one file.
import { decodeBase64 } from './envelope.ts';
import { readKey, type SshKey } from './ssh-key.ts';
import { createReader } from './ssh-wire.ts';
import { signatureNamespace } from './ssh-signature.ts';

/** One key of one signer. */
export interface AllowedSigner {
  /** 1-based. */
  readonly line: number;
  readonly principals: readonly string[];
  readonly key: SshKey;
  /** As it stands in the file, in base64. */
  readonly keyText: string;
  /** `YYYYMMDD` and perhaps `HHMM` or `HHMMSS` and `Z`, as written. */
  readonly validAfter: string | null;
  readonly validBefore: string | null;
}

export interface SignersProblem {
  readonly line: number;
  readonly message: string;
}

export interface AllowedSigners {
  readonly signers: readonly AllowedSigner[];
  /** Lines that count for nothing. */
  readonly problems: readonly SignersProblem[];
}

/** Path of the file in a repository. */
export const allowedSignersPath = '.mcgate/allowed_signers';

/** Longest file that is read, in bytes. */
export const maxSignersBytes = 1024 * 1024;

const date = /^(?<day>\d{8})(?:(?<minute>\d{4})(?<second>\d{2})?)?Z?$/u;
const principal = /^[\w.@+%/:-]+$/u;
const option = /^(?:(?<name>[a-z-]+)="(?<value>[^"]*)"|(?<flag>[a-z-]+))(?:,|$)/u;

/**
 * Reads the lines that may sign an attestation. A line counts only if it names our namespace: a key for git commits signs no release. Patterns
 * for names, certificates and options that are not known are problems, for nobody could be told from another by them.
 */
export function parseAllowedSigners(text: string): AllowedSigners {
  const signers: AllowedSigner[] = [];
  const problems: SignersProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.replace(/\r$/u, '').trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const read = readLine(trimmed, index + 1);
    if (typeof read === 'string') problems.push({ line: index + 1, message: read });
    else signers.push(read);
  }
  return { signers, problems };
}

function readLine(text: string, line: number): AllowedSigner | string {
  const split = /^(?<names>"[^"]*"|[^\s"]+)\s+(?<rest>\S.*)$/u.exec(text);
  if (split === null) return 'expected: principals, options, kind of the key, the key';
  const { names = '', rest = '' } = split.groups ?? {};
  const principals = names.replaceAll('"', '').split(',');
  if (!principals.every(isPrincipal)) return 'a principal may hold letters, digits and .@+%/:_- alone, and no pattern';
  const key = splitKey(rest);
  if (key === null) return 'there is no key that may sign';
  const options = readOptions(key.options);
  if (typeof options === 'string') return options;
  const read = readKey(key.blob);
  if (!read.ok) return `the key ${read.problem}`;
  const namespaces = options.get('namespaces')?.split(',') ?? [];
  if (!namespaces.includes(signatureNamespace)) return `its options do not name the namespace: namespaces="${signatureNamespace}"`;
  const [validAfter = null, validBefore = null] = [options.get('valid-after'), options.get('valid-before')];
  for (const limit of [validAfter, validBefore]) {
    if (limit !== null && timeOfLimit(limit) === null)
      return `${JSON.stringify(limit)} is no date of the form YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC`;
  }
  return { line, principals, key: read.key, keyText: key.text, validAfter, validBefore };
}

/** What may stand for a signer. Patterns, which ssh-keygen knows, would stand for anybody. */
export function isPrincipal(text: string): boolean {
  return principal.test(text);
}

/** Milliseconds of `valid-after` or `valid-before`, in UTC; null for what is no moment. The last moment of `valid-before` still counts. */
export function timeOfLimit(text: string): number | null {
  const { day = '', minute = '0000', second = '00' } = date.exec(text)?.groups ?? {};
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${minute.slice(0, 2)}:${minute.slice(2)}:${second}.000Z`;
  const time = Date.parse(iso);
  // 30 February would come back as another day.
  return Number.isNaN(time) || new Date(time).toISOString() !== iso ? null : time;
}

/** The first word that is a kind of key, outside quotes, and the key behind it. */
function splitKey(rest: string): { readonly options: string; readonly text: string; readonly blob: Uint8Array } | null {
  const found = /^(?:(?<options>(?:[^\s"]|"[^"]*")+)\s+)?(?<type>[a-z0-9@.-]+)\s+(?<text>[A-Za-z0-9+/]+={0,2})(?:\s.*)?$/u.exec(rest);
  const { options = '', type = '', text = '' } = found?.groups ?? {};
  const blob = decodeBase64(text);
  return blob !== null && createReader(blob).text() === type ? { options, text, blob } : null;
}

function readOptions(text: string): ReadonlyMap<string, string> | string {
  const options = new Map<string, string>();
  for (let rest = text; rest !== '';) {
    const found = option.exec(rest);
    const { name, value = '', flag } = found?.groups ?? {};
    if (found === null) return 'its options cannot be read';
    if (name === undefined || !['namespaces', 'valid-after', 'valid-before'].includes(name)) {
      return `the option ${flag ?? name ?? ''} is not supported`;
    }
    if (options.has(name)) return `the option ${name} stands twice`;
    options.set(name, value);
    rest = rest.slice(found[0].length);
  }
  return options;
}
