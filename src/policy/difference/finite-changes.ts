// What changes in the scopes that are answered from a table or a limit.
import type { Effect } from '../automaton/sequence.ts';
import { compilePolicy } from '../compiled-policy.ts';
import { undefinedCeilings } from '../effective-rules.ts';
import { formatSetting } from '../language/settings.ts';
import type { Policy } from '../model.ts';
import { parseAmount } from '../request/amount.ts';
import { resourceScopes } from '../request/request.ts';
import type { PolicyEnvironment, Request, Resource, ResourceScope } from '../request/request.ts';
import { linesOfKeys } from './changes.ts';
import type { HeldChange } from './changes.ts';
import { definedHolders } from './holders.ts';
import type { Holders, Pair } from './holders.ts';

/** Nothing that is decided here depends on it. */
const anywhere: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/w', home: '/h', temp: '/t' };
const ranks = { deny: 0, ask: 1, allow: 2 } as const satisfies Record<Effect, number>;

/** Rises and falls of `modes.transitions`, `roles.administration` and the resources. */
export function finiteChanges(pair: Pair): { readonly widened: readonly HeldChange[]; readonly narrowed: readonly HeldChange[] } {
  const found = [
    ...transitionChanges(pair),
    ...administrationChanges(pair),
    ...resourceScopes.flatMap((scope) => resourceChanges(pair, scope)),
  ];
  const rises = ({ before, after }: HeldChange): boolean => ranks[before as Effect] < ranks[after as Effect];
  return { widened: found.filter(rises), narrowed: found.filter((change) => !rises(change)) };
}

function transitionChanges(pair: Pair): readonly HeldChange[] {
  const groups = definedHolders(
    pair,
    (_policy, mode) => JSON.stringify(mode),
    () => '',
  );
  return groups.flatMap((holders) => {
    const [mode = ''] = holders.modes;
    const targets = new Set([pair.base, pair.head].flatMap(({ modes }) => [...(modes.get(mode)?.transitions.keys() ?? [])]));
    return [...targets].flatMap((to) =>
      decided(pair, holders, { scope: 'modes.transitions', to }, to, to, [...transitionKeys(pair, mode, to), ...definitionOf(pair, to)]),
    );
  });
}

function transitionKeys({ base, head }: Pair, mode: string, to: string): readonly string[] {
  return base.modes.get(mode)?.transitions.get(to) === head.modes.get(mode)?.transitions.get(to) ? [] : [`modes.${mode}.transitions.${to}`];
}

/** The key of a mode that only one side defines: nobody can go to a mode that is not there. */
function definitionOf({ base, head }: Pair, mode: string): readonly string[] {
  return base.modes.has(mode) === head.modes.has(mode) ? [] : [`modes.${mode}`];
}

function administrationChanges(pair: Pair): readonly HeldChange[] {
  const hasRight = (policy: Policy, role: string): string => String(policy.roles.get(role)?.has('ADMIN') === true);
  const groups = definedHolders(pair, () => '', hasRight);
  return groups.flatMap((holders) =>
    decided(
      pair,
      holders,
      { scope: 'roles.administration' },
      'roles.administration',
      '',
      holders.roles.filter((role) => hasRight(pair.base, role) !== hasRight(pair.head, role)).map((role) => `roles.${role}`),
    ),
  );
}

/** The amounts between the two limits. */
function resourceChanges(pair: Pair, scope: ResourceScope): readonly HeldChange[] {
  const groups = definedHolders(
    pair,
    () => '',
    () => '',
  );
  return groups.flatMap((holders) => {
    const [base, head] = [limitOf(pair.base, scope, holders), limitOf(pair.head, scope, holders)];
    const [less, more] = [Math.min(base, head), Math.max(base, head)];
    const written = writtenAmount(scope, more);
    const region = less < 0 ? `up to ${written}` : `more than ${writtenAmount(scope, less)}, up to ${written}`;
    return less === more
      ? []
      : decided(
          pair,
          holders,
          { scope, amount: more },
          region,
          written,
          pair.base.settings.get(scope) === pair.head.settings.get(scope) ? [] : [scope],
        );
  });
}

/** The largest amount that is allowed, -1 if none is. */
function limitOf(policy: Policy, scope: ResourceScope, { modes, roles }: Holders): number {
  const limit = policy.settings.get(scope);
  const isOpen = undefinedCeilings(policy, modes[0] ?? '', roles[0] ?? '').length === 0;
  return isOpen && typeof limit === 'number' && Number.isFinite(limit) && limit >= 0 ? limit : -1;
}

/** As the policy writes it, if a request may write it so. */
function writtenAmount(scope: ResourceScope, amount: number): string {
  const written = formatSetting(scope, amount);
  try {
    return parseAmount(scope, written) === amount ? written : String(amount);
  } catch {
    return String(amount);
  }
}

/** The change of one request, if there is one: what both policies answer is asked, not worked out again. */
function decided(
  pair: Pair,
  holders: Holders,
  resource: Resource,
  region: string,
  witness: string,
  keys: readonly string[],
): readonly HeldChange[] {
  const [mode = '', role = ''] = [holders.modes[0], holders.roles[0]];
  const request: Request = { ...resource, mode, role };
  const [before, after] = [compilePolicy(pair.base, anywhere).decide(request), compilePolicy(pair.head, anywhere).decide(request)];
  if (before === after) return [];
  const undefinedKeys = (policy: Policy): readonly string[] => [
    ...holders.modes.filter((each) => !policy.modes.has(each)).map((each) => `modes.${each}`),
    ...holders.roles.filter((each) => !policy.roles.has(each)).map((each) => `roles.${each}`),
  ];
  const lines = linesOfKeys(pair, [...new Set([...undefinedKeys(pair.base), ...undefinedKeys(pair.head), ...keys])]);
  return [{ scope: resource.scope, region, witness, before, after, holders, lines }];
}
