// Whole policies drawn at random, with modes and roles whose ceilings bite, and the places where they are in force.
import fc from 'fast-check';
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import type { ModeRules, PatternSource, Policy, PolicyRule, Right, SettingValue } from '../../../src/policy/model.ts';
import type { PatternScope, PolicyEnvironment, Request, Resource } from '../../../src/policy/request/request.ts';
import type { Kind } from './kinds.ts';

export const linux: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/ws', home: '/home/me', temp: '/tmp' };
export const mac: PolicyEnvironment = { ...linux, caseSensitive: false };
export const windows: PolicyEnvironment = {
  platform: 'windows',
  caseSensitive: false,
  workspace: 'C:/ws',
  home: 'C:/Users/me',
  temp: 'C:/Temp',
};

/** Limits, which the finite scopes are decided by. */
export const settings: ReadonlyMap<string, SettingValue> = new Map([
  ['resources.memory', 1000],
  ['resources.cpu', 60],
  ['resources.connections', 10],
]);

export const modeNames = ['m', 'n', 'o'] as const;
export const roleNames = ['r', 's'] as const;
const rights: readonly Right[] = ['READ', 'WRITE', 'EXECUTE', 'ADMIN'];
const effects: readonly Effect[] = ['allow', 'allow', 'allow', 'ask', 'ask', 'deny'];

/** What a rule says, before it has a line. */
export type RuleParts = Omit<PolicyRule, 'origin'>;

/** A policy of the rules in their order, a line each. */
export function policyOf(
  rules: readonly RuleParts[],
  modes: ReadonlyMap<string, ModeRules>,
  roles: ReadonlyMap<string, ReadonlySet<Right>>,
  settings: ReadonlyMap<string, SettingValue>,
): Policy {
  const originOf = (index: number, { scope, effect }: RuleParts): PolicyRule['origin'] => ({
    path: 'policy.yaml',
    line: index + 1,
    column: 1,
    key: `permissions.${scope}.${effect}.${index}`,
  });
  return { rules: rules.map((rule, index) => ({ ...rule, origin: originOf(index, rule) })), modes, roles, settings, origins: new Map() };
}

/** Modes and roles whose rights and ceilings are drawn; `m` and `r` may do anything. */
const society = fc
  .record({
    n: fc.record({ allowExecution: fc.boolean(), requireApproval: fc.boolean() }),
    s: fc.subarray([...rights]),
  })
  .map(({ n, s }) => ({
    modes: new Map<string, ModeRules>([
      ['m', { allowExecution: true, requireApproval: false, transitions: new Map<string, Effect>() }],
      ['n', { ...n, transitions: new Map<string, Effect>() }],
    ]),
    roles: new Map<string, ReadonlySet<Right>>([
      ['r', new Set(rights)],
      ['s', new Set(s)],
    ]),
  }));

/** One rule of a kind. */
export function ruleOf(kind: Kind): fc.Arbitrary<RuleParts> {
  const [first, ...others] = kind.scopes;
  const rule = fc.record({
    scope: fc.constantFrom<PatternScope>(first, first, first, first, first, first, first, first, ...others),
    effect: fc.constantFrom(...effects),
    pattern: kind.pattern,
    mode: fc.constantFrom(null, null, null, null, null, null, 'm', 'n'),
    role: fc.constantFrom(null, null, null, null, null, null, 'r', 's'),
  });
  // The sandbox's rules hold in every mode and for every role: a document cannot say otherwise.
  return rule.map((one) => (one.scope.startsWith('sandbox.') ? { ...one, mode: null, role: null } : one));
}

/** A policy with rules of one kind. */
export function policies(kind: Kind, settings: ReadonlyMap<string, SettingValue>, maxLength = 6): fc.Arbitrary<Policy> {
  return fc
    .tuple(fc.array(ruleOf(kind), { minLength: 1, maxLength }), society)
    .map(([rules, { modes, roles }]) => policyOf(rules, modes, roles, settings));
}

/** Two policies that have most of their rules in common. */
export function pairs(kind: Kind, settings: ReadonlyMap<string, SettingValue>): fc.Arbitrary<readonly [base: Policy, head: Policy]> {
  return fc
    .record({
      common: fc.array(ruleOf(kind), { maxLength: 4 }),
      before: fc.array(ruleOf(kind), { maxLength: 2 }),
      after: fc.array(ruleOf(kind), { maxLength: 2 }),
      one: society,
      other: fc.option(society, { freq: 6 }),
    })
    .map(({ common, before, after, one, other }) => {
      const two = other ?? one;
      return [
        policyOf([...before, ...common], one.modes, one.roles, settings),
        policyOf([...common, ...after], two.modes, two.roles, settings),
      ];
    });
}

/** Requests that some rule of the policy may know, in modes and roles that it may not know. */
export function requests(kind: Kind, policy: Policy): fc.Arbitrary<Request> {
  const patterns: readonly PatternSource[] = policy.rules.map((rule) => rule.pattern);
  const [first, ...others] = kind.scopes;
  return fc
    .constantFrom<PatternScope>(first, first, first, first, first, first, ...others)
    .chain((scope) =>
      fc.tuple(
        kind.resource(scope, patterns),
        fc.constantFrom('m', 'm', 'm', 'm', 'n', 'n', 'o'),
        fc.constantFrom('r', 'r', 'r', 'r', 's', 's', 'nobody'),
      ),
    )
    .map(([resource, mode, role]) => ({ ...resource, mode, role }));
}

/** The same resource asked in a mode by a role. */
export function asked(resource: Resource, mode: string, role: string): Request {
  return { ...resource, mode, role };
}
