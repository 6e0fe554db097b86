// Hosts as the engine reads them: labels in lower-case A-label form, or one address, and the port as the last segment.
import { parseAddress } from './address.ts';
import { decodePunycode } from './punycode.ts';

/** The longest name and label (RFC 1035, 2.3.4). */
const longestName = 253;
export const longestLabel = 63;
/** No spelling of a name of 253 characters needs more. */
const longestSpelling = 1024;

/** The text of host and port; null if the host is no name or address that everybody reads alike, or the port is not 1 to 65535. */
export function normaliseHost(host: unknown, port: unknown): string | null {
  if (typeof host !== 'string' || typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  if (isPlainName(host)) return `.${host}.${String(port)}`;
  const bracketed = host.startsWith('[') && host.endsWith(']');
  const address = parseAddress(bracketed ? host.slice(1, -1) : host);
  if (address !== null) return bracketed && !host.includes(':') ? null : `.${address}.${String(port)}`;
  const name = normaliseHostName(host);
  return name === null ? null : `.${name}.${String(port)}`;
}

/** A name in lower-case A-label form and without the dot at its end (IDNA, UTS 46, as WHATWG URL reads it); null if it is none. */
export function normaliseHostName(name: string): string | null {
  // What a URL would take for something else than a name's characters must not get there; it drops tabs and reads `%41` as `A`.
  if (name.length > longestSpelling || !name.isWellFormed() || /[\0-,/:-@[-^`{-\x7f]/u.test(name)) return null;
  const read = readByUrl(name);
  if (read === null) return null;
  const host = read.endsWith('.') ? read.slice(0, -1) : read;
  return isName(host) && isCanonical(host) ? host : null;
}

/** Whether the name's punycode, decoded and written again, is the same: any other is a spelling that clients read in different ways. */
function isCanonical(host: string): boolean {
  if (!host.includes('xn--')) return true;
  const labels = host.split('.').map((label) => (label.startsWith('xn--') ? decodePunycode(label.slice(4)) : label));
  return labels.every((label) => label !== null) && readByUrl(labels.join('.')) === host;
}

/** Whether a last label makes WHATWG URL, and with it most clients, read the whole for an IPv4 address (CWE-918). */
export function endsInNumber(name: string): boolean {
  return /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/.test(name);
}

function readByUrl(name: string): string | null {
  const url = URL.parse(`http://${name}/`);
  return url === null || url.hostname === '' ? null : url.hostname;
}

function isName(host: string): boolean {
  if (host.length > longestName || endsInNumber(host)) return false;
  return host.split('.').every((label) => label.length <= longestLabel && /^[a-z0-9_-]+$/.test(label));
}

const dot = 0x2e;
const hyphen = 0x2d;

/** What a label holds, by code: 1 for letters, hyphen and underscore, 2 for digits. */
const labelCodes = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-z_-]/.test(character) ? 1 : /[0-9]/.test(character) ? 2 : 0;
});

/** Whether the host is a name that is normal as it stands; a no for some that are: those with punycode, or a digit first in the last label. */
function isPlainName(host: string): boolean {
  const { length } = host;
  if (length > longestName) return false;
  let start = 0;
  for (let at = 0; at < length; at += 1) {
    const code = host.charCodeAt(at);
    if (code === dot) {
      if (at === start || at - start > longestLabel) return false;
      start = at + 1;
    } else {
      const kind = labelCodes[code] ?? 0;
      // `xn--`, or another hyphen where only such prefixes have one.
      if (kind === 0 || (code === hyphen && at === start + 3 && host.charCodeAt(at - 1) === hyphen)) return false;
    }
  }
  return length - start <= longestLabel && labelCodes[host.charCodeAt(start)] === 1;
}
