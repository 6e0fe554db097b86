// The texts that no host and port have, as far as they are regular; what is long or wrong in its punycode is not among them.
import { charSetOf, complement } from '../automaton/char-set.ts';
import { anyDepth, type CharSet, type SegmentNode, type Sequence } from '../automaton/sequence.ts';
import { choice, empty, hexDigits, hostCharacters, labelCharacters, literal, one, repeat, sequence, times } from './nodes.ts';
import { otherThan } from './outside-parts.ts';
import { numbersBetween } from './port.ts';

const digits = one(charSetOf('0123456789'));
const inHost = repeat(one(hostCharacters));

/** Names and addresses that are none, and ports that are none; an address stands alone before its port. */
export function outsideHosts(): readonly Sequence[] {
  const address = sequence(literal('#'), inHost);
  const number = choice(sequence(digits, repeat(digits)), sequence(literal('0x'), repeat(one(hexDigits))));
  return [
    [],
    [inHost],
    [choice(empty, badLabel(), badAddress()), anyDepth],
    [inHost, anyDepth, choice(empty, sequence(inHost, one(complement(labelCharacters, hostCharacters)), inHost)), anyDepth],
    [address, inHost, inHost, anyDepth],
    [anyDepth, number, inHost],
    [anyDepth, badPort()],
  ];
}

/** Holds what no label does, and is no address either. */
function badLabel(): SegmentNode {
  const first = one(complement(charSetOf('#'), hostCharacters));
  const odd = complement(labelCharacters, hostCharacters);
  const oddFirst = one(complement(charSetOf('#'), odd));
  return choice(sequence(oddFirst, inHost), sequence(first, inHost, one(odd), inHost));
}

/** `#` and what is no address: too few digits, or an IPv4 address as IPv6 writes it. */
function badAddress(): SegmentNode {
  const digitsOf = (first: string, count: number): readonly CharSet[] => [
    charSetOf(first),
    ...Array.from({ length: count }, () => hexDigits),
  ];
  const malformed = otherThan([digitsOf('4', 8), digitsOf('6', 32)], hostCharacters);
  return sequence(literal('#'), choice(malformed, sequence(literal(`6${'0'.repeat(20)}ffff`), ...times(8, one(hexDigits)))));
}

/** What is no number from 1 to 65535 in decimal digits. */
function badPort(): SegmentNode {
  const notDigit = one(complement(charSetOf('0123456789'), hostCharacters));
  return choice(
    empty,
    sequence(inHost, notDigit, inHost),
    sequence(literal('0'), inHost),
    numbersBetween(65_536, 99_999),
    sequence(...times(6, digits), inHost),
  );
}
