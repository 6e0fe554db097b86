// What a difference claims, checked against the oracle: every witness by itself, and nothing of a bounded universe left out.
import { expect } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import type { PolicyChange, PolicyDifference } from '../../../src/policy/difference/difference.ts';
import type { Policy, PolicyRule } from '../../../src/policy/model.ts';
import { patternText } from '../../../src/policy/pattern-text.ts';
import { parseRequest } from '../../../src/policy/request/parse.ts';
import type { PolicyEnvironment, Resource } from '../../../src/policy/request/request.ts';
import { splitWords } from '../../../src/policy/request/words.ts';
import { compareEffects, createMatching, createOracle } from '../oracle/oracle.ts';
import type { Seen } from '../oracle/table.ts';
import { asked } from './policies.ts';

/** A witness as the command line would be given it: split as a shell would, the folders put in. */
export function witnessOf(change: PolicyChange, environment: PolicyEnvironment): Resource {
  const words = splitWords(change.witness ?? '');
  if (change.witness === null || words === null) throw new Error(`no witness for ${change.scope}: ${String(change.witness)}`);
  return parseRequest(change.scope, words, environment);
}

/** Every mode with every role that the change is for; null is all that either policy defines. */
function holders(change: PolicyChange, policies: readonly Policy[]): readonly (readonly [mode: string, role: string])[] {
  const modes = change.modes ?? policies.flatMap((policy) => Array.from(policy.modes.keys()));
  const roles = change.roles ?? policies.flatMap((policy) => Array.from(policy.roles.keys()));
  return Array.from(new Set(modes)).flatMap((mode) => Array.from(new Set(roles), (role) => [mode, role] as const));
}

/** The witness is decided as claimed, before and after, by the compiled policies and by the oracle, in every mode and role named. */
export function expectWitnesses(base: Policy, head: Policy, difference: PolicyDifference, environment: PolicyEnvironment): void {
  const deciders = [base, head].map((policy) => [compilePolicy(policy, environment), createOracle(policy, environment)] as const);
  for (const change of [...difference.widened, ...difference.narrowed]) {
    const resource = witnessOf(change, environment);
    for (const [mode, role] of holders(change, [base, head])) {
      const request = asked(resource, mode, role);
      const decided = deciders.map(([compiled, oracle]) => [compiled.decide(request), oracle.decide(request)]);
      expect([change.scope, change.witness, mode, role, decided]).toEqual([
        change.scope,
        change.witness,
        mode,
        role,
        [change.before, change.after].map((effect) => [effect, effect]),
      ]);
    }
  }
}

function covers(change: PolicyChange, seen: Seen): boolean {
  return (
    change.scope === seen.scope &&
    (change.modes?.includes(seen.mode) ?? true) &&
    (change.roles?.includes(seen.role) ?? true) &&
    change.before === seen.before &&
    change.after === seen.after
  );
}

/** Whatever the oracle saw rise is among what is widened, in its mode and for its role, from and to the same; whatever fell, narrowed. */
export function expectCovered(seen: readonly Seen[], difference: PolicyDifference): void {
  const uncovered = seen.filter((one) => {
    const changes = compareEffects(one.after, one.before) > 0 ? difference.widened : difference.narrowed;
    return !changes.some((change) => covers(change, one));
  });
  expect(uncovered).toEqual([]);
}

/** Whatever the oracle saw change lies in the region of a change of its kind, as far as the patterns go that the region begins with. */
export function expectInRegions(
  base: Policy,
  head: Policy,
  seen: readonly Seen[],
  difference: PolicyDifference,
  environment: PolicyEnvironment,
): void {
  const { matches } = createMatching(environment);
  const rules = [...base.rules, ...head.rules];
  const changes = [...difference.widened, ...difference.narrowed];
  const coreOf = ({ region }: PolicyChange): readonly PolicyRule[] => {
    const core = `, ${region.replace(/ (?:within|minus) .*$/su, '')}, `;
    return rules.filter((rule) => core.includes(`, ${patternText(rule.pattern)}, `));
  };
  const cores = new Map(changes.map((change) => [change, coreOf(change)]));
  for (const one of seen) {
    const covering = changes.filter((change) => covers(change, one)).flatMap((change) => cores.get(change) ?? []);
    const outside = one.resources.filter((resource) => !covering.some((rule) => matches(rule, asked(resource, one.mode, one.role))));
    expect([one.mode, one.role, outside]).toEqual([one.mode, one.role, []]);
  }
}

/** `equal` says that all lists are empty; nothing of these small policies is undetermined. */
export function expectConsistent(difference: PolicyDifference): void {
  const { widened, narrowed, undetermined } = difference;
  expect(undetermined).toEqual([]);
  expect(difference.equal).toBe(widened.length + narrowed.length === 0);
  for (const { before, after } of widened) expect(rise(before, after)).toBeGreaterThan(0);
  for (const { before, after } of narrowed) expect(rise(before, after)).toBeLessThan(0);
}

function rise(before: string, after: string): number {
  const order = ['deny', 'ask', 'allow'];
  return order.indexOf(after) - order.indexOf(before);
}

/** What one difference calls widened the other calls narrowed, in the same modes and for the same roles; regions may be cut differently. */
export function expectMirrored(base: Policy, head: Policy, difference: PolicyDifference, mirrored: PolicyDifference): void {
  const cells = (changes: readonly PolicyChange[]): readonly string[] =>
    Array.from(
      new Set(
        changes.flatMap((change) =>
          holders(change, [base, head]).map(([mode, role]) => [change.scope, mode, role, change.before, change.after].join(' ')),
        ),
      ),
    ).sort();
  const turned = (changes: readonly PolicyChange[]): readonly string[] =>
    cells(changes.map((change) => ({ ...change, before: change.after, after: change.before })));
  expect(cells(mirrored.widened)).toEqual(turned(difference.narrowed));
  expect(cells(mirrored.narrowed)).toEqual(turned(difference.widened));
}
