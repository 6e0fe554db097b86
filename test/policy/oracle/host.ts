// The oracle's hosts. It reads addresses through Node's own URL, which is what an attacker's spelling would go through.
import { domainToASCII, domainToUnicode } from 'node:url';
import { exactCase, tokenise, wordMatches } from './word.ts';
import type { Token } from './word.ts';

/** A normal host: labels, or an address as its bits. */
export type Host = { readonly labels: readonly string[] } | { readonly bits: string };

function bitsOf4(text: string): string | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u.exec(text)?.slice(1);
  if (parts === undefined || parts.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return null;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOf6(text: string): string | null {
  if (!/^[\da-f:.]+$/iu.test(text) || !URL.canParse(`http://[${text}]/`)) return null;
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined): readonly string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** An address as written; an IPv4-mapped IPv6 address is its IPv4 address. */
function addressBits(text: string): string | null {
  const bits = bitsOf4(text) ?? bitsOf6(text.replace(/^\[(.*)\]$/u, '$1'));
  const mapped = `${'0'.repeat(80)}${'1'.repeat(16)}`;
  return bits?.length === 128 && bits.startsWith(mapped) ? bits.slice(96) : bits;
}

/** A normal host, or null where the request is denied. */
export function normalHost(host: string): Host | null {
  const bits = addressBits(host);
  if (bits !== null) return { bits };
  if (/[\s\p{Cc}%@/\\?#:[\]<>^|]/u.test(host)) return null;
  const ascii = domainToASCII(host.replace(/\.$/u, ''));
  if (ascii === '' || ascii.endsWith('.') || bitsOf4(ascii) !== null) return null;
  // Punycode has one spelling for each name, and stands for something.
  const hollow = ascii.split('.').some((label) => label.startsWith('xn--') && /^\p{ASCII}*$/u.test(domainToUnicode(label)));
  if (hollow || domainToASCII(domainToUnicode(ascii)) !== ascii) return null;
  // What ends in a number is an address for WHATWG URLs, or nothing at all.
  const labels = ascii.split('.');
  if (labels.includes('') || /^(?:\d+|0x[\da-f]*)$/u.test(labels.at(-1) ?? '')) return null;
  return { labels };
}

export function normalPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function portsHold(ports: string | undefined, port: number): boolean {
  if (ports === undefined) return true;
  return ports.split(',').some((range) => {
    const [from = '', to = from] = range.split('-');
    return Number(from) <= port && port <= Number(to);
  });
}

type Label = readonly Token[] | 'labels';

function labelsMatch(pattern: readonly Label[], labels: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  const [label, ...others] = labels;
  if (first === undefined) return label === undefined;
  if (label === undefined) return false;
  if (first === 'labels') return labelsMatch(rest, others) || labelsMatch(pattern, others);
  return wordMatches(first, Array.from(label)) && labelsMatch(rest, others);
}

function labelOf(text: string): Label {
  if (text === '**') return 'labels';
  const plain = text.toLowerCase();
  return tokenise(/[^\p{ASCII}]/u.test(plain) ? domainToASCII(plain) : plain, exactCase, false);
}

function splitPorts(text: string): { readonly name: string; readonly ports: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/u.exec(text);
  if (bracketed !== null) return { name: bracketed[1] ?? '', ports: bracketed[2] };
  const colon = text.indexOf(':');
  if (colon === -1 || colon !== text.lastIndexOf(':')) return { name: text, ports: undefined };
  return { name: text.slice(0, colon), ports: text.slice(colon + 1) };
}

/** What a host pattern matches, asked with a normal host and a port. */
export function hostMatcher(text: string): (host: Host, port: number) => boolean {
  const { name, ports } = splitPorts(text);
  const [address = '', length] = name.split('/');
  const bits = addressBits(address);
  if (bits !== null) {
    const width = address.includes(':') && bits.length === 32 ? 128 : bits.length;
    const prefix = bits.slice(0, Math.max(0, Number(length ?? width) - (width - bits.length)));
    return (host, port) => 'bits' in host && host.bits.length === bits.length && host.bits.startsWith(prefix) && portsHold(ports, port);
  }
  const labels = name.split('.').map(labelOf);
  const all = name === '**';
  return (host, port) => (all || ('labels' in host && labelsMatch(labels, host.labels))) && portsHold(ports, port);
}
