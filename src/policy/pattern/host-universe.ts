// The texts that normalised hosts and ports can have.
import { charSetOf, complement } from '../automaton/char-set.ts';
import { anyDepth, type SegmentNode, type Universe } from '../automaton/sequence.ts';
import { choice, empty, hexDigits, labelCharacters, literal, one, repeat, sequence, times } from './nodes.ts';
import { numbersBetween } from './port.ts';

const digits = charSetOf('0123456789');
const hex = one(hexDigits);
const label = one(labelCharacters);
const labels = repeat(label);

/**
 * Names whose last label nobody reads as a number, or one address, and a port. Lengths, punycode that is none, and an address below a label are
 * not left out: only `**` and `*` meet the last, and both take whatever stands there.
 */
export function hostUniverse(): Universe {
  const name = sequence(label, labels);
  const port = numbersBetween(1, 65_535);
  return {
    shapes: [
      [address(), port],
      [lastLabel(), port],
      [name, anyDepth, lastLabel(), port],
    ],
    segment: choice(name, sequence(literal('#'), repeat(hex))),
  };
}

function lastLabel(): SegmentNode {
  const notDigit = complement(digits, labelCharacters);
  const digit = one(digits);
  const afterZero = choice(
    sequence(digit, repeat(digit), one(notDigit), labels),
    sequence(one(complement(charSetOf('x'), notDigit)), labels),
    sequence(literal('x'), repeat(hex), one(complement(hexDigits, labelCharacters)), labels),
  );
  return choice(
    sequence(one(notDigit), labels),
    sequence(one(complement(charSetOf('0'), digits)), repeat(digit), one(notDigit), labels),
    sequence(literal('0'), afterZero),
  );
}

/** Eight digits, or 32 that are no IPv4 address as IPv6 writes it. */
function address(): SegmentNode {
  const mapped = Array.from(`${'0'.repeat(20)}ffff`);
  const other = mapped.reduceRight<SegmentNode | null>((rest, digit, index) => {
    const here = sequence(one(complement(charSetOf(digit), hexDigits)), ...times(31 - index, hex));
    return rest === null ? here : choice(here, sequence(literal(digit), rest));
  }, null);
  return choice(sequence(literal('#4'), ...times(8, hex)), sequence(literal('#6'), other ?? empty));
}
