// Patterns of addresses and networks.
import { charSetOf } from '../automaton/char-set.ts';
import { formatAddress, parseAddress } from '../request/address.ts';
import { hexDigits, literal, one, refused, sequence, times, type ParsedHost } from './nodes.ts';

/** An address, or a network as its first bits and their number (RFC 4632, RFC 4291 2.3). */
export function parseNetwork(text: string): ParsedHost {
  const inner = text.startsWith('[') && text.endsWith(']') && text.includes(':') ? text.slice(1, -1) : text;
  const [, written = '', length] = /^([^/]*)(?:\/(0|[1-9][0-9]{0,2}))?$/su.exec(inner) ?? [];
  const address = parseAddress(written);
  if (address === null)
    return refused('must be an address as "10.0.0.1" or "2001:db8::1", or a network as "10.0.0.0/8" or "[2001:db8::/32]:443"');
  const digits = address.slice(2);
  // An IPv4-mapped network is its IPv4 network.
  const bits = length === undefined ? digits.length * 4 : Number(length) - (address.startsWith('#4') && written.includes(':') ? 96 : 0);
  if (bits < 0 || bits > digits.length * 4) return refused(`must have a network of 0 to ${String(digits.length * 4)} bits`);
  const whole = Math.floor(bits / 4);
  const first = Number.parseInt(digits.slice(whole, whole + 1), 16);
  const spread = 2 ** (4 - (bits % 4));
  const partly = bits % 4 !== 0;
  if ((partly && first % spread !== 0) || /[^0]/.test(digits.slice(partly ? whole + 1 : whole)))
    return refused('must have no bits behind the network: "10.0.0.0/8", not "10.0.0.1/8"');
  const cut = partly ? [one(charSetOf('0123456789abcdef'.slice(first, first + spread)))] : [];
  const free = times(digits.length - whole - cut.length, one(hexDigits));
  const network = formatAddress(address) + (bits === digits.length * 4 ? '' : `/${String(bits)}`);
  return { ok: true, name: [sequence(literal(address.slice(0, 2 + whole)), ...cut, ...free)], text: network };
}
