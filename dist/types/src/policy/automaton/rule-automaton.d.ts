import type { CacheLimits } from './segment-dfa.js';
import type { Effect, SequenceRule } from './sequence.js';
/** Rules, compiled. Neither function ever throws, whatever the text. */
export interface RuleAutomaton {
    /**
     * The strongest effect of the rules that match: deny beats ask beats allow; deny if none does. Allocates nothing where all steps are known:
     * whoever asks this asks it before everything that an agent does.
     */
    readonly decide: (text: string) => Effect;
    /**
     * A decider of texts as they were asked, in the time that reading them takes: it answers as `decide` where the text is normal, and null where
     * somebody has to look closer, which is where it does not begin with the separator, a segment is empty, `.` or `..`, or a unit of it is
     * beyond `units` or not 1 there.
     */
    readonly deciderOfNormal: (units: Uint8Array) => (text: string) => Effect | null;
    /** The indexes of all rules that match, sorted. Slower than `decide`. */
    readonly matching: (text: string) => readonly number[];
}
/**
 * Compiles rules over texts whose segments are each preceded by `separator`, one UTF-16 unit; what does not begin with it is no such text and
 * is denied. Time is linear in the text, if what it needs is remembered, and at worst in text times rules; memory is bounded by `limits` and
 * the rules' size, whatever is asked.
 * @throws RangeError if a pattern is nested more than 500 deep, or the separator is not one unit.
 */
export declare function compileRules(rules: readonly SequenceRule[], separator: string, limits?: CacheLimits): RuleAutomaton;
