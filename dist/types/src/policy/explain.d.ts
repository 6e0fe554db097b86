import type { Effect } from './automaton/sequence.js';
import { type CompiledPolicy } from './compiled-policy.js';
import { type Ceiling } from './effective-rules.js';
import type { Origin } from './model.js';
import { type NearestRule } from './nearest-rule.js';
import type { Request } from './request/request.js';
/** One cause of a decision. */
export interface Reason {
    readonly kind: Ceiling['kind'] | 'rule' | 'no-rule' | 'no-request' | 'unreadable-rule' | 'limit' | 'transition' | 'right';
    /** In words, with what the policy says quoted as it is written. */
    readonly text: string;
    /** The line of the policy that says so; null where it says nothing. */
    readonly origin: Origin | null;
}
/** The same on every machine. */
export interface Explanation {
    /** What `decide` answers. */
    readonly effect: Effect;
    /** What is asked, in normal form, as `mcgate policy check` takes it after the scope; null where it has no normal form. */
    readonly request: string | null;
    /** At least one; ceilings first, then rules in the order of their lines. */
    readonly reasons: readonly Reason[];
    /** The rule that was nearest to deciding otherwise; null where no rule could. */
    readonly nearest: NearestRule | null;
}
/** Explains what `compiled.decide` answers to the request. Never throws. */
export declare function explain(compiled: CompiledPolicy, request: Request): Explanation;
