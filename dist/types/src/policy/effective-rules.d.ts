import type { Policy, PolicyRule } from './model.js';
import type { PatternScope } from './request/request.js';
/** Why no rule can allow: the policy's key that says so. */
export interface Ceiling {
    readonly kind: 'unknown-mode' | 'unknown-role' | 'role-lacks-right' | 'mode-forbids-execution' | 'mode-requires-approval';
    /** The most that can come of it. */
    readonly most: 'deny' | 'ask';
    /** Key of `Policy.origins`; null where it is not in the policy at all. */
    readonly key: string | null;
}
/** All ceilings of docs/policy.md that lie on the scope, in a fixed order; none on the sandbox's scopes. */
export declare function ceilingsOf(policy: Policy, scope: PatternScope, mode: string, role: string): readonly Ceiling[];
/** The ceiling that a mode or role is not defined: it lies on scopes without patterns too. */
export declare function undefinedCeilings(policy: Policy, mode: string, role: string): readonly Ceiling[];
/** The rules as they are written that hold for the scope in this mode and for this role, before any ceiling. */
export declare function writtenRules(policy: Policy, scope: PatternScope, mode: string, role: string): readonly PolicyRule[];
/** `rules` under ceilings: none where one denies; where one asks, every allow is an ask. */
export declare function underCeilings(rules: readonly PolicyRule[], ceilings: readonly Ceiling[]): readonly PolicyRule[];
/**
 * The rules that decide a scope's requests in a mode and for a role: those of the policy, of the mode and of the role, the ceilings applied.
 * What none of them matches is denied.
 */
export declare function rulesFor(policy: Policy, scope: PatternScope, mode: string, role: string): readonly PolicyRule[];
