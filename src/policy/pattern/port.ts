// Ports of a host pattern: numbers and ranges, as expressions over decimal digits without leading zeros.
import { mergedRanges, type Range } from '../../core/ranges.ts';
import { charSetOf } from '../automaton/char-set.ts';
import type { SegmentNode } from '../automaton/sequence.ts';
import { choice, hostCharacters, literal, one, refused, repeat, sequence, times, type Parsed } from './nodes.ts';

const highestPort = 65_535;
const mostRanges = 64;
const anyPort = repeat(one(hostCharacters));

/** Sorted, disjoint and not adjacent; null for any port. */
export type PortRanges = readonly Range[] | null;

/** `443`, `80,443`, `8000-8999`, and lists of both. */
export function parsePorts(text: string): Parsed<{ readonly ranges: PortRanges }> {
  const written = text.split(',');
  if (written.length > mostRanges) return refused(`must not name more than ${String(mostRanges)} ports and ranges`);
  const ranges: [number, number][] = [];
  for (const range of written) {
    const [, from, to] = /^([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?$/.exec(range) ?? [];
    const [low, high] = [Number(from), Number(to ?? from)];
    if (from === undefined || high > highestPort || low > high)
      return refused('must name ports from 1 to 65535, as "443", "80,443" or "8000-8999"');
    ranges.push([low, high]);
  }
  return { ok: true, ranges: mergedRanges(ranges) };
}

/** The last segment of a host's text; any segment for any port. */
export function portNode(ranges: PortRanges): SegmentNode {
  return ranges === null ? anyPort : choice(...ranges.map(([from, to]) => numbersBetween(from, to)));
}

/** As `parsePorts` takes it, with the colon before it. */
export function formatPorts(ranges: PortRanges): string {
  return ranges === null ? '' : `:${ranges.map(([from, to]) => (from === to ? String(from) : `${String(from)}-${String(to)}`)).join(',')}`;
}

/** The numbers from `low` to `high`, in decimal digits: stretches of one length, and of one beginning. */
export function numbersBetween(low: number, high: number): SegmentNode {
  const nodes: SegmentNode[] = [];
  for (let from = low; from <= high;) {
    let free = 0;
    while (from % 10 ** (free + 1) === 0 && from + 10 ** (free + 1) - 1 <= high) free += 1;
    const unit = 10 ** free;
    const digit = Math.floor(from / unit) % 10;
    const count = Math.min(10 - digit, Math.floor((high - from + 1) / unit));
    const before = Math.floor(from / unit / 10);
    nodes.push(
      sequence(
        ...(before === 0 ? [] : [literal(String(before))]),
        one([[0x30 + digit, 0x30 + digit + count - 1]]),
        ...times(free, one(charSetOf('0123456789'))),
      ),
    );
    from += count * unit;
  }
  return choice(...nodes);
}
