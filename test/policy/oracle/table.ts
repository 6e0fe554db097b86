// The oracle's answers to all requests of a bounded universe at once: a column of bits for each pattern, kept as long as the table.
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import type { PatternSource, Policy, PolicyRule } from '../../../src/policy/model.ts';
import type { PolicyEnvironment, Resource } from '../../../src/policy/request/request.ts';
import { createOracle, underCeilings } from './oracle.ts';

/** One difference that the oracle saw: where, and the first resource it saw it at. */
export interface Seen {
  readonly scope: string;
  readonly mode: string;
  readonly role: string;
  readonly before: Effect;
  readonly after: Effect;
  readonly resource: Resource;
}

/** Answers for a universe of resources of one scope each, with the patterns' columns remembered. */
export interface Table {
  readonly effects: (policy: Policy, mode: string, role: string) => readonly Effect[];
  readonly differences: (base: Policy, head: Policy, modes: readonly string[], roles: readonly string[]) => readonly Seen[];
}

function columnOf(rule: PolicyRule, universe: readonly Resource[], environment: PolicyEnvironment): Uint8Array {
  const alone: Policy = { rules: [rule], modes: new Map(), roles: new Map(), settings: new Map(), origins: new Map() };
  const oracle = createOracle(alone, environment);
  return Uint8Array.from(universe, (resource) => (oracle.matches(rule, { ...resource, mode: '', role: '' }) ? 1 : 0));
}

function strongest(effects: readonly Effect[]): Effect {
  return effects.includes('deny') ? 'deny' : effects.includes('ask') ? 'ask' : effects.includes('allow') ? 'allow' : 'deny';
}

/** A table over a universe; all its resources are of `scope`. */
export function createTable(scope: Resource['scope'], universe: readonly Resource[], environment: PolicyEnvironment): Table {
  const columns = new Map<string, Uint8Array>();
  const columnFor = (rule: PolicyRule): Uint8Array => {
    const key = JSON.stringify(rule.pattern satisfies PatternSource);
    const column = columns.get(key) ?? columnOf(rule, universe, environment);
    columns.set(key, column);
    return column;
  };
  const effects = (policy: Policy, mode: string, role: string): readonly Effect[] => {
    const rules = policy.rules
      .filter((rule) => rule.scope === scope)
      .filter((rule) => (rule.mode === null || rule.mode === mode) && (rule.role === null || rule.role === role))
      .map((rule) => ({ effect: rule.effect, column: columnFor(rule) }));
    // The ceilings look at scope, mode and role only: three answers, worked out once.
    const first = universe[0];
    if (first === undefined) return [];
    const request = { ...first, mode, role };
    const under = {
      allow: underCeilings(policy, request, 'allow'),
      ask: underCeilings(policy, request, 'ask'),
      deny: underCeilings(policy, request, 'deny'),
    };
    return universe.map((_, index) => under[strongest(rules.filter(({ column }) => column[index] === 1).map(({ effect }) => effect))]);
  };
  const differences = (base: Policy, head: Policy, modes: readonly string[], roles: readonly string[]): readonly Seen[] => {
    const seen = new Map<string, Seen>();
    for (const mode of modes) {
      for (const role of roles) {
        const [old, now] = [effects(base, mode, role), effects(head, mode, role)];
        universe.forEach((resource, index) => {
          const [before, after] = [old[index] ?? 'deny', now[index] ?? 'deny'];
          const key = `${mode} ${role} ${before} ${after}`;
          if (before !== after && !seen.has(key)) seen.set(key, { scope, mode, role, before, after, resource });
        });
      }
    }
    return Array.from(seen.values());
  };
  return { effects, differences };
}
