// For which modes and roles something holds: those that the rules and ceilings of a scope do not tell apart are taken together.
import { compareText } from '../../core/order.ts';
import type { Policy, PolicyRule } from '../model.ts';
import type { PatternScope } from '../request/request.ts';
import { isSandboxed, rightOf } from '../scopes.ts';
import type { Side } from './rule-set.ts';

/** Both policies, and the modes and roles that either defines, sorted. */
export interface Pair {
  readonly base: Policy;
  readonly head: Policy;
  readonly modes: readonly string[];
  readonly roles: readonly string[];
}

/** Modes and roles for which a scope is decided alike: each of the ones with each of the others. */
export interface Holders {
  readonly modes: readonly string[];
  readonly roles: readonly string[];
}

/** The policies, with what they define. */
export function pairOf(base: Policy, head: Policy): Pair {
  const both = (of: (policy: Policy) => Iterable<string>): readonly string[] => [...new Set([...of(base), ...of(head)])].sort(compareText);
  return { base, head, modes: both((policy) => policy.modes.keys()), roles: both((policy) => policy.roles.keys()) };
}

/** Groups of modes and roles; the rules and ceilings of a scope are the same within each. A scope of the sandbox has one group of all. */
export function holdersOf(pair: Pair, scope: PatternScope): readonly Holders[] {
  if (isSandboxed(scope)) return [{ modes: pair.modes, roles: pair.roles }];
  const own = { base: ownRules(pair.base, scope), head: ownRules(pair.head, scope) };
  const right = rightOf(scope);
  const modes = grouped(pair.modes, (mode, side) => {
    const rules = pair[side].modes.get(mode);
    if (rules === undefined) return 'undefined';
    const denies = scope.startsWith('execution.') && !rules.allowExecution;
    const asks = right !== 'READ' && rules.requireApproval;
    return `${String(denies)} ${String(asks)} ${own[side].modes.get(mode) ?? ''}`;
  });
  const roles = grouped(pair.roles, (role, side) => {
    const rights = pair[side].roles.get(role);
    if (rights === undefined) return 'undefined';
    return `${String(right === null || rights.has(right))} ${own[side].roles.get(role) ?? ''}`;
  });
  return product(modes, roles);
}

/** Groups for a scope without rules, by whether modes and roles are defined, and by `keyOf` of each. */
export function definedHolders(
  pair: Pair,
  keyOfMode: (policy: Policy, mode: string) => string,
  keyOfRole: (policy: Policy, role: string) => string,
): readonly Holders[] {
  const modes = grouped(pair.modes, (mode, side) => (pair[side].modes.has(mode) ? keyOfMode(pair[side], mode) : 'undefined'));
  const roles = grouped(pair.roles, (role, side) => (pair[side].roles.has(role) ? keyOfRole(pair[side], role) : 'undefined'));
  return product(modes, roles);
}

function product(modes: readonly (readonly string[])[], roles: readonly (readonly string[])[]): readonly Holders[] {
  return modes.flatMap((some) => roles.map((others) => ({ modes: some, roles: others })));
}

function grouped(names: readonly string[], keyOf: (name: string, side: Side) => string): readonly (readonly string[])[] {
  return [...Map.groupBy(names, (name) => JSON.stringify([keyOf(name, 'base'), keyOf(name, 'head')])).values()];
}

/** The numbers of the rules that a mode or a role has for itself. */
function ownRules(policy: Policy, scope: PatternScope): Readonly<Record<'modes' | 'roles', ReadonlyMap<string, string>>> {
  const of = (key: 'mode' | 'role'): ReadonlyMap<string, string> => {
    const numbers = new Map<string, string>();
    policy.rules.forEach((rule: PolicyRule, index) => {
      const name = rule[key];
      if (rule.scope === scope && name !== null) numbers.set(name, `${numbers.get(name) ?? ''} ${String(index)}`);
    });
    return numbers;
  };
  return { modes: of('mode'), roles: of('role') };
}
