// Which rules hold for a scope in a mode and for a role, once the ceilings are applied: the list that decide and diff read.
import type { ModeRules, Policy, PolicyRule, Right } from './model.ts';
import type { PatternScope } from './request/request.ts';
import { isSandboxed, rightOf } from './scopes.ts';

/** Why no rule can allow: the policy's key that says so. */
export interface Ceiling {
  readonly kind: 'unknown-mode' | 'unknown-role' | 'role-lacks-right' | 'mode-forbids-execution' | 'mode-requires-approval';
  /** The most that can come of it. */
  readonly most: 'deny' | 'ask';
  /** Key of `Policy.origins`; null where it is not in the policy at all. */
  readonly key: string | null;
}

/** All ceilings of docs/policy.md that lie on the scope, in a fixed order; none on the sandbox's scopes. */
export function ceilingsOf(policy: Policy, scope: PatternScope, mode: string, role: string): readonly Ceiling[] {
  if (isSandboxed(scope)) return [];
  return [...modeCeilings(policy.modes.get(mode), mode, scope), ...roleCeilings(policy.roles.get(role), role, rightOf(scope))];
}

/** The ceiling that a mode or role is not defined: it lies on scopes without patterns too. */
export function undefinedCeilings(policy: Policy, mode: string, role: string): readonly Ceiling[] {
  return [...(policy.modes.has(mode) ? [] : [unknownMode]), ...(policy.roles.has(role) ? [] : [unknownRole])];
}

const unknownMode: Ceiling = { kind: 'unknown-mode', most: 'deny', key: null };
const unknownRole: Ceiling = { kind: 'unknown-role', most: 'deny', key: null };

function modeCeilings(rules: ModeRules | undefined, mode: string, scope: PatternScope): readonly Ceiling[] {
  if (rules === undefined) return [unknownMode];
  const ceilings: Ceiling[] = [];
  if (!rules.allowExecution && scope.startsWith('execution.'))
    ceilings.push({ kind: 'mode-forbids-execution', most: 'deny', key: `modes.${mode}.allowExecution` });
  if (rules.requireApproval && rightOf(scope) !== 'READ')
    ceilings.push({ kind: 'mode-requires-approval', most: 'ask', key: `modes.${mode}.requireApproval` });
  return ceilings;
}

function roleCeilings(rights: ReadonlySet<Right> | undefined, role: string, needed: Right | null): readonly Ceiling[] {
  if (rights === undefined) return [unknownRole];
  return needed === null || rights.has(needed) ? [] : [{ kind: 'role-lacks-right', most: 'deny', key: `roles.${role}` }];
}

/** The rules as they are written that hold for the scope in this mode and for this role, before any ceiling. */
export function writtenRules(policy: Policy, scope: PatternScope, mode: string, role: string): readonly PolicyRule[] {
  const sandboxed = isSandboxed(scope);
  return policy.rules.filter(
    (rule) =>
      rule.scope === scope && (sandboxed || ((rule.mode === null || rule.mode === mode) && (rule.role === null || rule.role === role))),
  );
}

/** `rules` under ceilings: none where one denies; where one asks, every allow is an ask. */
export function underCeilings(rules: readonly PolicyRule[], ceilings: readonly Ceiling[]): readonly PolicyRule[] {
  if (ceilings.length === 0) return rules;
  if (ceilings.some(({ most }) => most === 'deny')) return [];
  return rules.map((rule) => (rule.effect === 'allow' ? { ...rule, effect: 'ask' } : rule));
}

/**
 * The rules that decide a scope's requests in a mode and for a role: those of the policy, of the mode and of the role, the ceilings applied.
 * What none of them matches is denied.
 */
export function rulesFor(policy: Policy, scope: PatternScope, mode: string, role: string): readonly PolicyRule[] {
  return underCeilings(writtenRules(policy, scope, mode, role), ceilingsOf(policy, scope, mode, role));
}
