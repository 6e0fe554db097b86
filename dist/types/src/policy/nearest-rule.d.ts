import { type Effect } from './automaton/sequence.js';
import type { PolicyRule } from './model.js';
import type { PatternScope, PolicyEnvironment } from './request/request.js';
export interface NearestRule {
    /** As it is written. */
    readonly rule: PolicyRule;
    readonly text: string;
    /** What it would decide, ceilings that ask applied. */
    readonly effect: Effect;
    /** True where only a stronger rule or a ceiling that denies kept it from deciding. */
    readonly matches: boolean;
}
type Candidate = Omit<NearestRule, 'text'>;
interface AskedText {
    /** What the engine reads, and what a person writes. */
    readonly text: string;
    readonly request: string;
    readonly scope: PatternScope;
    readonly environment: PolicyEnvironment;
}
/** The nearest by matching, leading segments, letters, and place; null if there are none. The order of `candidates` means nothing. */
export declare function nearestRule(candidates: readonly Candidate[], asked: AskedText): NearestRule | null;
export {};
