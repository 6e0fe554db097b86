// The kinds of patterns, and what each of them does: the one table that everybody asks.
import type { Universe } from '../automaton/sequence.ts';
import type { PatternSource } from '../model.ts';
import { textOf } from '../request/normalise.ts';
import type { PatternScope, PolicyEnvironment, Resource } from '../request/request.ts';
import { hostUniverse } from './host-universe.ts';
import { pathUniverse } from './path-universe.ts';
import { argvUniverse, envUniverse, nameUniverse } from './word-universe.ts';

export { parsePattern } from './parse.ts';
export { canonicalPattern, formatPattern } from './format.ts';
export { formatText } from '../request/format.ts';
export { parseRequest } from '../request/parse.ts';

/** What a scope's requests and patterns are. */
export type PatternKind = PatternSource['kind'];

interface Kind {
  readonly separator: string;
  readonly universe: (environment: PolicyEnvironment) => Universe;
}

const kinds: Readonly<Record<PatternKind, Kind>> = {
  path: { separator: '/', universe: pathUniverse },
  host: { separator: '.', universe: hostUniverse },
  name: { separator: '\0', universe: nameUniverse },
  env: { separator: '\0', universe: envUniverse },
  argv: { separator: '\0', universe: argvUniverse },
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

/** What is asked in a scope whose rules are patterns. */
export type PatternResource = Extract<Resource, { readonly scope: PatternScope }>;

/** As {@link textOf}, by the request's own scope. */
export function normaliseRequest(resource: PatternResource, environment: PolicyEnvironment): string | null {
  return textOf(kindOf(resource.scope), resource, environment);
}

/** What stands before each segment of a request's text. */
export function separatorOf(kind: PatternKind): string {
  return kinds[kind].separator;
}

/**
 * The texts that normalised requests have, as far as they are regular: each of them is in the universe, and what is in it beyond them are texts
 * that are too long, that NFC would compose, or that have labels of false punycode.
 */
export function universe(kind: PatternKind, environment: PolicyEnvironment): Universe {
  return kinds[kind].universe(environment);
}
