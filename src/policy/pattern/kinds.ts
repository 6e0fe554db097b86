// The kinds of patterns, and what each of them does: the one table that everybody asks.
import type { Sequence } from '../automaton/sequence.ts';
import type { PatternSource } from '../model.ts';
import type { PatternScope, PolicyEnvironment } from '../request/request.ts';
import { parseArgvPattern } from './argv.ts';
import { parseHostPattern } from './host.ts';
import { parseNamePattern, parseVariablePattern } from './name.ts';
import type { ParsedPattern } from './nodes.ts';
import { outsideHosts } from './outside-hosts.ts';
import { outsideCommands, outsideNames, outsidePaths, outsideVariables } from './outside.ts';
import { parsePathPattern } from './path.ts';

export type { ParsedPattern } from './nodes.ts';
export { formatText } from '../request/format.ts';
export { normaliseRequest, type PatternResource } from '../request/normalise.ts';

/** What a scope's requests and patterns are. */
export type PatternKind = PatternSource['kind'];

interface Kind {
  readonly separator: string;
  readonly outside: (environment: PolicyEnvironment) => readonly Sequence[];
}

const kinds: Readonly<Record<PatternKind, Kind>> = {
  path: { separator: '/', outside: outsidePaths },
  host: { separator: '.', outside: outsideHosts },
  name: { separator: '\0', outside: outsideNames },
  env: { separator: '\0', outside: outsideVariables },
  argv: { separator: '\0', outside: outsideCommands },
};

const kindsOfSections: readonly (readonly [prefix: string, kind: PatternKind])[] = [
  ['fileSystem.', 'path'],
  ['network.', 'host'],
  ['env.', 'env'],
  ['execution.commands', 'argv'],
  ['execution.', 'name'],
];

/** What the patterns of a scope are; the sandbox's are as those outside. */
export function kindOf(scope: PatternScope): PatternKind {
  const section = scope.startsWith('sandbox.') ? scope.slice('sandbox.'.length) : scope;
  return kindsOfSections.find(([prefix]) => section.startsWith(prefix))?.[1] ?? 'name';
}

/** What stands before each segment of a request's text. */
export function separatorOf(kind: PatternKind): string {
  return kinds[kind].separator;
}

/**
 * The sequences of a pattern, or what is wrong with it. Never throws, whatever the text holds. No sequences at all is a pattern that can match
 * nothing in this environment: a Windows drive elsewhere.
 */
export function parsePattern(source: PatternSource, environment: PolicyEnvironment): ParsedPattern {
  switch (source.kind) {
    case 'path':
      return parsePathPattern(source.text, environment);
    case 'host':
      return parseHostPattern(source.text);
    case 'env':
      return parseVariablePattern(source.text, environment);
    case 'name':
      return parseNamePattern(source.text, source.digest, source.signedBy);
    case 'argv':
      return parseArgvPattern(source.words, source.digest, source.signedBy);
  }
}

/**
 * The texts that no normal request has, as sequences: the complement of the universe. (The universe itself is no list of sequences: `any-depth`
 * cannot say what its segments hold.) A comparison puts a deny of them on both sides; then whatever differs is a real request's. What is not
 * regular or only long is not among them: texts that NFC would compose, lengths, and labels that are no punycode.
 */
export function outside(kind: PatternKind, environment: PolicyEnvironment): readonly Sequence[] {
  return kinds[kind].outside(environment);
}
