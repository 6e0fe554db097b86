// Patterns of hosts: names by label, addresses and networks, and ports.
import { anyDepth, type SegmentNode } from '../automaton/sequence.ts';
import { endsInNumber, longestLabel, normaliseHostName } from '../request/host.ts';
import { textProblem } from './glob.ts';
import { parseNetwork } from './network.ts';
import {
  hostCharacters,
  labelCharacters,
  literal,
  one,
  refused,
  repeat,
  sequence,
  type Parsed,
  type ParsedHost,
  type ParsedPattern,
} from './nodes.ts';
import { formatPorts, parsePorts, portNode, type PortRanges } from './port.ts';

/** Any label, and no address: `#` is in none. */
const anyLabel = repeat(one(labelCharacters));
/** Any label, where no address can stand; as open as `**` is, so that what both say together is the same. */
const anyInner = repeat(one(hostCharacters));

/** A host with ports: `*.example.org`, `api.example.com:443`, `10.0.0.0/8:8000-8999`, `[2001:db8::/32]:443`. Without ports, any. */
export function parseHostPattern(text: string): ParsedPattern {
  const parsed = parseParts(text);
  return parsed.ok ? { ok: true, sequences: [[...parsed.host.name, portNode(parsed.ranges)]] } : parsed;
}

/** The pattern in its one form; as it is if it is refused. */
export function canonicalHostPattern(text: string): string {
  const parsed = parseParts(text);
  if (!parsed.ok) return text;
  const { host, ranges } = parsed;
  return (host.text.includes(':') && ranges !== null ? `[${host.text}]` : host.text) + formatPorts(ranges);
}

type Parts = Parsed<{ readonly host: Extract<ParsedHost, { readonly ok: true }>; readonly ranges: PortRanges }>;

function parseParts(text: string): Parts {
  const problem = textProblem(text);
  if (problem !== null) return refused(problem);
  const [written, port] = splitPort(text);
  const ports = port === null ? ({ ok: true, ranges: null } as const) : parsePorts(port);
  if (!ports.ok) return ports;
  const host = /[/:[\]]/.test(written) || endsInNumber(written.toLowerCase()) ? parseNetwork(written) : parseName(written);
  return host.ok ? { ok: true, host, ranges: ports.ranges } : host;
}

/** An address that holds colons has a port only behind brackets. */
function splitPort(text: string): readonly [host: string, port: string | null] {
  const bracket = text.startsWith('[') ? text.indexOf(']') + 1 : 0;
  const colon = text.indexOf(':', bracket);
  if (colon === -1 || (bracket === 0 && text.includes(':', colon + 1))) return [text, null];
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** A name; `**` alone is every host, addresses too. */
function parseName(text: string): ParsedHost {
  if (text === '**') return { ok: true, name: [anyDepth], text };
  const labels = text.split(/[.\u3002\uff0e\uff61]/u);
  if (labels.every((label) => /^[0-9*]+$/.test(label)) && /[0-9]/.test(text))
    return refused('must not hold "*" in an address: write a network, "10.0.0.0/8"');
  if (!text.includes('*')) return parseExactName(text);
  const name: (SegmentNode | typeof anyDepth)[] = [];
  const written: string[] = [];
  for (const spelled of labels) {
    const label = normaliseLabel(spelled);
    if (label === null) return refused(notName);
    written.push(label);
    const any = name.length === 0 ? anyLabel : anyInner;
    name.push(label === '**' ? any : labelNode(label, any));
    if (label === '**') name.push(anyDepth);
  }
  return { ok: true, name, text: written.join('.') };
}

const notName =
  'must be a host name without a dot at its end, in which only "*" and, as a whole label, "**" are special, and "*" stands beside a-z, 0-9, "-" and "_" only';

function parseExactName(text: string): ParsedHost {
  const name = /[.\u3002\uff0e\uff61]$/u.test(text) ? null : normaliseHostName(text);
  return name === null ? refused(notName) : { ok: true, name: name.split('.').map(literal), text: name };
}

/** A label beside others that hold wildcards, in its A-label form; null if it is none. */
function normaliseLabel(label: string): string | null {
  if (label === '**') return label;
  if (label.includes('*'))
    return label.length <= longestLabel && !label.includes('**') && /^[A-Za-z0-9_*-]+$/.test(label) ? label.toLowerCase() : null;
  const name = normaliseHostName(`${label}.invalid`);
  return name !== null && name.indexOf('.') === name.lastIndexOf('.') ? name.slice(0, name.indexOf('.')) : null;
}

function labelNode(label: string, any: SegmentNode): SegmentNode {
  return sequence(...label.split(/(\*)/).map((part) => (part === '*' ? any : literal(part))));
}
