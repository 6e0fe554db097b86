import type { Universe } from '../automaton/sequence.js';
import type { PatternSource } from '../model.js';
import type { PatternScope, PolicyEnvironment } from '../request/request.js';
export { parsePattern } from './parse.js';
export { canonicalPattern, formatPattern } from './format.js';
export { formatText } from '../request/format.js';
export { parseRequest } from '../request/parse.js';
export { normaliseRequest, type PatternResource } from '../request/normalise.js';
/** What a scope's requests and patterns are. */
export type PatternKind = PatternSource['kind'];
/** What the patterns of a scope are; the sandbox's are as those outside. */
export declare function kindOf(scope: PatternScope): PatternKind;
/** What stands before each segment of a request's text. */
export declare function separatorOf(kind: PatternKind): string;
/**
 * The texts that normalised requests have, as far as they are regular: each of them is in the universe, and what is in it beyond them are texts
 * that are too long, that NFC would compose, or that have labels of false punycode.
 */
export declare function universe(kind: PatternKind, environment: PolicyEnvironment): Universe;
