// Patterns of hosts: names by label, addresses and networks, and ports.
import { charSetOf } from '../automaton/char-set.ts';
import { anyDepth, type SegmentNode, type Sequence } from '../automaton/sequence.ts';
import { parseAddress } from '../request/address.ts';
import { endsInNumber, longestLabel, normaliseHostName } from '../request/host.ts';
import { textProblem } from './glob.ts';
import {
  hostCharacters,
  hexDigits,
  labelCharacters,
  literal,
  one,
  refused,
  repeat,
  sequence,
  times,
  type Parsed,
  type ParsedPattern,
} from './nodes.ts';
import { parsePorts } from './port.ts';

type ParsedName = Parsed<{ readonly name: Sequence }>;

const anyPort = repeat(one(hostCharacters));
/** Any label, and no address: `#` is in none. */
const anyLabel = repeat(one(labelCharacters));
/** Any label, where no address can stand; as open as `**` is, so that what both say together is the same. */
const anyInner = repeat(one(hostCharacters));

/** A host with ports: `*.example.org`, `api.example.com:443`, `10.0.0.0/8:8000-8999`, `[2001:db8::/32]:443`. Without ports, any. */
export function parseHostPattern(text: string): ParsedPattern {
  const problem = textProblem(text);
  if (problem !== null) return refused(problem);
  const [host, port] = splitPort(text);
  const ports = port === null ? null : parsePorts(port);
  if (ports?.ok === false) return ports;
  const name = /[/:[\]]/.test(host) || endsInNumber(host.toLowerCase()) ? parseNetwork(host) : parseName(host);
  return name.ok ? { ok: true, sequences: [[...name.name, ports?.node ?? anyPort]] } : name;
}

/** An address that holds colons has a port only behind brackets. */
function splitPort(text: string): readonly [host: string, port: string | null] {
  const bracket = text.startsWith('[') ? text.indexOf(']') + 1 : 0;
  const colon = text.indexOf(':', bracket);
  if (colon === -1 || (bracket === 0 && text.includes(':', colon + 1))) return [text, null];
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** An address, or a network as its first bits and their number (RFC 4632, RFC 4291 2.3). */
function parseNetwork(text: string): ParsedName {
  const [, inner = text] = /^\[(.*:.*)\]$/su.exec(text) ?? [];
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
  return { ok: true, name: [sequence(literal(address.slice(0, 2 + whole)), ...cut, ...free)] };
}

/** A name; `**` alone is every host, addresses too. */
function parseName(text: string): ParsedName {
  if (text === '**') return { ok: true, name: [anyDepth] };
  const labels = text.split(/[.\u3002\uff0e\uff61]/u);
  if (labels.every((label) => /^[0-9*]+$/.test(label)) && /[0-9]/.test(text))
    return refused('must not hold "*" in an address: write a network, "10.0.0.0/8"');
  if (!text.includes('*')) return parseExactName(text);
  const name: (SegmentNode | typeof anyDepth)[] = [];
  for (const label of labels) {
    const any = name.length === 0 ? anyLabel : anyInner;
    const node = label === '**' ? any : parseLabel(label, any);
    if (node === null) return refused(notName);
    name.push(node);
    if (label === '**') name.push(anyDepth);
  }
  return { ok: true, name };
}

const notName =
  'must be a host name without a dot at its end, in which only "*" and, as a whole label, "**" are special, and "*" stands beside a-z, 0-9, "-" and "_" only';

function parseExactName(text: string): ParsedName {
  const name = /[.\u3002\uff0e\uff61]$/u.test(text) ? null : normaliseHostName(text);
  return name === null ? refused(notName) : { ok: true, name: name.split('.').map(literal) };
}

/** A label beside others that hold wildcards. */
function parseLabel(label: string, any: SegmentNode): SegmentNode | null {
  if (!label.includes('*')) {
    const name = normaliseHostName(`${label}.invalid`);
    return name?.indexOf('.') === name?.lastIndexOf('.') && name !== null ? literal(name.slice(0, name.indexOf('.'))) : null;
  }
  if (label.length > longestLabel || label.includes('**') || !/^[A-Za-z0-9_*-]+$/.test(label)) return null;
  return sequence(
    ...label
      .toLowerCase()
      .split(/(\*)/)
      .map((part) => (part === '*' ? any : literal(part))),
  );
}
