// The texts that no request has, as far as they are regular: what a comparison leaves out, so that its witnesses are real requests.
import { charSetFromRanges, charSetOf, intersect, union } from '../automaton/char-set.ts';
import { anyDepth, type SegmentNode, type Sequence } from '../automaton/sequence.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { shareRoot } from '../request/windows-path.ts';
import { changedByFolding, changedByNfc, controls, otherThan } from './outside-parts.ts';
import { choice, empty, hexDigits, literal, one, pathCharacters, repeat, sequence, wordCharacters } from './nodes.ts';

const inPath = repeat(one(pathCharacters));
const inWord = repeat(one(wordCharacters));
/** Holds what no name and no signer does. */
const oddWord = sequence(inWord, one(intersect(union(controls, charSetOf('=')), wordCharacters)), inWord);
const badName = choice(empty, oddWord);

/** Paths: segments that are empty, `.` or `..`, what is refused or never normal in a segment, and what Windows cannot name. */
export function outsidePaths(environment: PolicyEnvironment): readonly Sequence[] {
  const abnormal = environment.caseSensitive ? changedByNfc() : union(changedByNfc(), changedByFolding());
  const bad = [
    empty,
    literal('.'),
    literal('..'),
    holding(one(intersect(union(controls, abnormal), pathCharacters))),
    holding(sequence(literal('%'), choice(spelled('2', 'eEfF'), spelled('5', 'cC'), literal('00')))),
  ];
  if (environment.platform === 'posix') return [[anyDepth, choice(...bad), anyDepth]];
  return outsideWindows(choice(...bad, ...badOnWindows));
}

/** Names with digest and signer. */
export function outsideNames(): readonly Sequence[] {
  return [...outsideProvenance(), [inWord, inWord, inWord, inWord, anyDepth], [inWord, inWord, badName]];
}

/** Commands with digest and signer: the first argument is not empty. */
export function outsideCommands(): readonly Sequence[] {
  return [...outsideProvenance(), [inWord, inWord, empty, anyDepth]];
}

/** Variables of the environment. */
export function outsideVariables(environment: PolicyEnvironment): readonly Sequence[] {
  const windows = environment.platform === 'windows';
  const abnormal = windows ? [sequence(inWord, one(union(changedByNfc(), changedByFolding())), inWord)] : [];
  return [[], [inWord, inWord, anyDepth], [choice(badName, ...abnormal)]];
}

/** Fewer segments than a name has, a digest of another form, a signer that is no name. */
function outsideProvenance(): readonly Sequence[] {
  const digest = [...Array.from('sha256:', charSetOf), ...Array.from({ length: 64 }, () => hexDigits)];
  return [[], [inWord], [inWord, inWord], [otherThan([[], digest], wordCharacters), anyDepth], [inWord, oddWord, anyDepth]];
}

const badOnWindows: readonly SegmentNode[] = [
  holding(one(charSetOf('<>:"|?*\\'))),
  holding(spelled('~', '0123456789')),
  sequence(inPath, one(charSetOf('. '))),
  sequence(
    choice(
      ...['con', 'prn', 'aux', 'nul', 'conin$', 'conout$', 'clock$'].map(caseless),
      ...['com', 'lpt'].map((port) => sequence(caseless(port), one(charSetOf('0123456789¹²³')))),
    ),
    repeat(literal(' ')),
    choice(empty, sequence(literal('.'), inPath)),
  ),
];

/** A drive, or a share with its server, comes first; server and share are folded whatever the file system does. */
function outsideWindows(bad: SegmentNode): readonly Sequence[] {
  const drive = [charSetFromRanges([[0x61, 0x7a]]), charSetOf(':')];
  const unfolded = holding(one(changedByFolding()));
  const special = choice(sequence(inPath, literal('$')), literal('pipe'), literal('mailslot'));
  const share = literal(shareRoot);
  return [
    [],
    [otherThan([drive, Array.from(shareRoot, charSetOf)], pathCharacters), anyDepth],
    [inPath, anyDepth, bad, anyDepth],
    [share],
    [share, inPath],
    [share, unfolded, anyDepth],
    [share, inPath, choice(unfolded, special), anyDepth],
  ];
}

/** The segment of a path holds it. */
function holding(node: SegmentNode): SegmentNode {
  return sequence(inPath, node, inPath);
}

/** Two characters, the second one of several. */
function spelled(first: string, second: string): SegmentNode {
  return sequence(literal(first), one(charSetOf(second)));
}

/** Its letters in both cases. */
function caseless(word: string): SegmentNode {
  return sequence(...Array.from(word, (letter) => one(charSetOf(letter + letter.toUpperCase()))));
}
