// The oracle's answers to all requests of a bounded universe at once: a column of bits for each pattern, kept as long as the table.
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import type { PatternSource, Policy, PolicyRule } from '../../../src/policy/model.ts';
import type { PolicyEnvironment, Resource } from '../../../src/policy/request/request.ts';
import { createMatching, underCeilings } from './oracle.ts';

/** One difference that the oracle saw: where, and all resources it saw it at. */
export interface Seen {
  readonly scope: string;
  readonly mode: string;
  readonly role: string;
  readonly before: Effect;
  readonly after: Effect;
  readonly resources: readonly Resource[];
}

/** Answers for a universe of resources of one scope each, with the patterns' columns remembered. */
export interface Table {
  readonly effects: (policy: Policy, mode: string, role: string) => readonly Effect[];
  readonly differences: (base: Policy, head: Policy, modes: readonly string[], roles: readonly string[]) => readonly Seen[];
}

/** Weaker effects have greater ranks; the last is that no rule matches. */
const ranked = ['deny', 'ask', 'allow', 'deny'] as const satisfies readonly Effect[];
const unmatched = 3;

/** A table over a universe; all its resources are of `scope`. */
export function createTable(scope: Resource['scope'], universe: readonly Resource[], environment: PolicyEnvironment): Table {
  const { matches } = createMatching(environment);
  const requests = universe.map((resource) => ({ ...resource, mode: '', role: '' }));
  const columns = new Map<string, Uint8Array>();
  const columnFor = (rule: PolicyRule): Uint8Array => {
    const key = JSON.stringify(rule.pattern satisfies PatternSource);
    const column = columns.get(key) ?? Uint8Array.from(requests, (request) => (matches(rule, request) ? 1 : 0));
    columns.set(key, column);
    return column;
  };
  const effects = (policy: Policy, mode: string, role: string): readonly Effect[] => {
    const [first] = universe;
    if (first === undefined) return [];
    const ranks = new Uint8Array(universe.length).fill(unmatched);
    for (const rule of policy.rules) {
      const holds = rule.scope === scope && (rule.mode === null || rule.mode === mode) && (rule.role === null || rule.role === role);
      if (!holds) continue;
      const rank = ranked.indexOf(rule.effect);
      columnFor(rule).forEach((bit, index) => {
        if (bit === 1 && rank < (ranks[index] ?? 0)) ranks[index] = rank;
      });
    }
    // The ceilings look at scope, mode and role only: one answer for each effect.
    const request = { ...first, mode, role };
    const under = ranked.map((effect) => underCeilings(policy, request, effect));
    return Array.from(ranks, (rank) => under[rank] ?? 'deny');
  };
  const differences = (base: Policy, head: Policy, modes: readonly string[], roles: readonly string[]): readonly Seen[] => {
    const seen = new Map<string, Seen & { readonly resources: Resource[] }>();
    for (const mode of modes) {
      for (const role of roles) {
        const [old, now] = [effects(base, mode, role), effects(head, mode, role)];
        universe.forEach((resource, index) => {
          const [before, after] = [old[index] ?? 'deny', now[index] ?? 'deny'];
          const key = `${mode} ${role} ${before} ${after}`;
          if (before === after) return;
          const known = seen.get(key);
          if (known === undefined) seen.set(key, { scope, mode, role, before, after, resources: [resource] });
          else known.resources.push(resource);
        });
      }
    }
    return Array.from(seen.values());
  };
  return { effects, differences };
}
