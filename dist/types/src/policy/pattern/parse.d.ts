import type { PatternSource } from '../model.js';
import type { PolicyEnvironment } from '../request/request.js';
import type { ParsedPattern } from './nodes.js';
/**
 * The sequences of a pattern, or what is wrong with it. Never throws, whatever the text holds. No sequences at all is a pattern that can match
 * nothing in this environment: a Windows drive elsewhere.
 */
export declare function parsePattern(source: PatternSource, environment: PolicyEnvironment): ParsedPattern;
