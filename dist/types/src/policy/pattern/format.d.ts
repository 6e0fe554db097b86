import type { PatternSource } from '../model.js';
/**
 * The same pattern in its one printed form; parsing it gives the same sequences. Path, host and env are canonical texts, names and commands
 * canonical words. A pattern that is refused is returned as it is.
 */
export declare function canonicalPattern(source: PatternSource): PatternSource;
/** The canonical pattern as YAML of a policy's list has it; paths, hosts and plain names without quotes, for reading. */
export declare function formatPattern(source: PatternSource): string;
