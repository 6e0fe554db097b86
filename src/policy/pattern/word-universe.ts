// The texts that normalised names and commands can have.
import { charSetOf, complement, union } from '../automaton/char-set.ts';
import { anyDepth, type SegmentNode, type Universe } from '../automaton/sequence.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { changedByFolding, changedByNfc, controls } from './abnormal.ts';
import { choice, empty, hexDigits, literal, one, repeat, sequence, times, wordCharacters } from './nodes.ts';

const any = repeat(one(wordCharacters));
const nameCharacters = complement(union(controls, charSetOf('=')), wordCharacters);
const name = sequence(one(nameCharacters), repeat(one(nameCharacters)));

/** Digest and signer, each empty where there is none, and a name. */
export function nameUniverse(): Universe {
  return { shapes: [[...provenance(), name]], segment: any };
}

/** Digest and signer, and arguments of which the first is not empty. */
export function argvUniverse(): Universe {
  return { shapes: [[...provenance(), sequence(one(wordCharacters), any), anyDepth]], segment: any };
}

/** A name, folded on Windows. */
export function envUniverse(environment: PolicyEnvironment): Universe {
  if (environment.platform === 'posix') return { shapes: [[name]], segment: any };
  const folded = one(complement(union(changedByNfc(), changedByFolding()), nameCharacters));
  return { shapes: [[sequence(folded, repeat(folded))]], segment: any };
}

function provenance(): readonly SegmentNode[] {
  return [choice(empty, sequence(literal('sha256:'), ...times(64, one(hexDigits)))), choice(empty, name)];
}
