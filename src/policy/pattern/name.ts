// Patterns of names, of the environment's variables, and of the digest and signer of what runs.
import type { SegmentNode } from '../automaton/sequence.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { isName } from '../request/name.ts';
import { holdsStars, globReading, segmentNode } from './glob-nodes.ts';
import { bangProblem, parseGlob } from './glob.ts';
import { literal, one, refused, repeat, wordCharacters, type Parsed, type ParsedPattern } from './nodes.ts';

type ParsedSegments = Parsed<{ readonly segments: readonly SegmentNode[] }>;

const digestForm = /^sha256:[0-9a-f]{64}$/;
const anyWord = repeat(one(wordCharacters));

/** A name, as the digest, the signer and the name that a request's text has. */
export function parseNamePattern(text: string, digest: string | null, signedBy: string | null): ParsedPattern {
  const provenance = parseProvenance(digest, signedBy);
  if (!provenance.ok) return provenance;
  const name = parseNameWord(text, false);
  return name.ok ? { ok: true, sequences: [[...provenance.segments, ...name.segments]] } : name;
}

/** The name of a variable of the environment; Windows has one variable where both cases are written. */
export function parseVariablePattern(text: string, environment: PolicyEnvironment): ParsedPattern {
  const name = parseNameWord(text, environment.platform === 'windows');
  return name.ok ? { ok: true, sequences: [name.segments] } : name;
}

/** What a rule asks of digest and signer; anything where it names none. */
export function parseProvenance(digest: string | null, signedBy: string | null): ParsedSegments {
  if (digest !== null && !digestForm.test(digest)) return refused('must have a digest of "sha256:" and 64 lower-case hexadecimal digits');
  if (signedBy !== null && !isName(signedBy))
    return refused('must have a signer of 1 to 1024 characters, without "=" and control characters');
  return { ok: true, segments: [digest, signedBy].map((exact) => (exact === null ? anyWord : literal(exact))) };
}

/** One word: `/` is a character like others. */
export function parseWord(text: string, folded: boolean): ParsedSegments {
  const problem = bangProblem(text);
  if (problem !== null) return refused(problem);
  // What is folded is composed first; every other word is compared as it is.
  const glob = parseGlob(text, false, folded);
  if (!glob.ok) return glob;
  if (holdsStars(glob.items)) return refused('must not hold "**" within a word: "*" is any text');
  return { ok: true, segments: [segmentNode(glob.items, globReading(wordCharacters, folded))] };
}

function parseNameWord(text: string, folded: boolean): ParsedSegments {
  if (text === '') return refused('must not be empty');
  if (/[=\p{Cc}]/u.test(text)) return refused('must not hold "=" or a control character: no name has one');
  return parseWord(text, folded);
}
