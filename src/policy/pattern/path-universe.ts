// The texts that normalised paths can have.
import { charSetOf, complement, union } from '../automaton/char-set.ts';
import { anyDepth, type CharSet, type SegmentNode, type Universe } from '../automaton/sequence.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { shareRoot } from '../request/windows-path.ts';
import { changedByFolding, changedByNfc, controls } from './abnormal.ts';
import { choice, empty, literal, one, pathCharacters, repeat, sequence } from './nodes.ts';

/**
 * Segments without what is refused in them. On Windows, drives, shares, and what no name holds; short and reserved names are not left out,
 * nor is a drive below a drive.
 */
export function pathUniverse(environment: PolicyEnvironment): Universe {
  const normal = complement(union(controls, changedByNfc()), pathCharacters);
  const characters = environment.caseSensitive ? normal : complement(changedByFolding(), normal);
  if (environment.platform === 'posix') return { shapes: [[anyDepth]], segment: segmentOf(characters) };
  const drive = sequence(one([[0x61, 0x7a]]), literal(':'));
  const share = literal(shareRoot);
  const name = windowsSegment(complement(charSetOf('<>:"|?*\\'), characters));
  const any = repeat(one(pathCharacters));
  return {
    shapes: [
      [drive, anyDepth],
      [share, any, any, anyDepth],
    ],
    segment: choice(name, drive, share),
  };
}

/** Not empty, not `.` or `..`, and without percent-encoded `/`, `\`, `.` and NUL. */
function segmentOf(characters: CharSet): SegmentNode {
  const { rest, start } = percentSafe(characters);
  return choice(sequence(choice(empty, literal('.'), literal('..')), start), sequence(literal('...'), rest));
}

/** Its last character is neither a dot nor a space. */
function windowsSegment(characters: CharSet): SegmentNode {
  const last = one(complement(charSetOf('. '), characters));
  return sequence(repeat(one(characters)), last);
}

/**
 * Texts in which `%` is never followed by `2e`, `2f`, `5c` (in any case) or `00`: all of them, and those that are not empty and have no dot first.
 * A text is read as plain characters and runs of `%`, each of which may have a first digit behind it that turns out to be harmless.
 */
function percentSafe(characters: CharSet): { readonly rest: SegmentNode; readonly start: SegmentNode } {
  const but = (excluded: string): SegmentNode => one(complement(charSetOf(excluded), characters));
  const digit = choice(empty, one(charSetOf('250')));
  const run = sequence(literal('%'), repeat(sequence(digit, literal('%'))));
  const after = choice(
    but('%250'),
    sequence(literal('2'), but('%eEfF')),
    sequence(literal('5'), but('%cC')),
    sequence(literal('0'), but('%0')),
  );
  const harmless = sequence(run, after);
  const atEnd = sequence(run, digit);
  const rest = sequence(repeat(choice(but('%'), harmless)), choice(empty, atEnd));
  return { rest, start: choice(sequence(choice(but('%.'), harmless), rest), atEnd) };
}
