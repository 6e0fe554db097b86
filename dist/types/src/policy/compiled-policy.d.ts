import { type RuleAutomaton } from './automaton/rule-automaton.js';
import type { Effect, Sequence } from './automaton/sequence.js';
import type { PatternSource, Policy, PolicyRule } from './model.js';
import type { PatternScope, PolicyEnvironment, Request } from './request/request.js';
export { rulesFor } from './effective-rules.js';
/** What decides a scope in a mode and for a role. */
export interface Ruling {
    /** The effective rules; the automaton counts them by index. */
    readonly rules: readonly PolicyRule[];
    /** Null where everything is denied: a ceiling denies, or a rule's pattern means nothing in this environment. */
    readonly automaton: RuleAutomaton | null;
    /** The first rule whose pattern cannot be read here, and why. */
    readonly broken: {
        readonly rule: PolicyRule;
        readonly problem: string;
    } | null;
    /** Answers a request that is of the scope, mode and role. */
    readonly decide: (request: object) => Effect;
}
export interface CompiledPolicy {
    readonly policy: Policy;
    readonly environment: PolicyEnvironment;
    /** Pure and total: whatever is handed in, and whatever goes wrong, it answers; then it is deny. */
    readonly decide: (request: Request) => Effect;
    /** What decides a scope in a mode and for a role; made once. */
    readonly rulingFor: (scope: PatternScope, mode: string, role: string) => Ruling;
}
/** Ties a policy to the place where it is in force. Does next to nothing: what decides is compiled when it is first asked. */
export declare function compilePolicy(policy: Policy, environment: PolicyEnvironment): CompiledPolicy;
/** Rules of one scope as they stand, whatever ceilings there are. */
export declare function compileRuling(environment: PolicyEnvironment, scope: PatternScope, rules: readonly PolicyRule[], patterns?: Map<PatternSource, readonly Sequence[]>): Ruling;
