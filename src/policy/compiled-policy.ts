// A policy in force: every request is decided by automata that are made when they are first needed.
import { compileRules, type RuleAutomaton } from './automaton/rule-automaton.ts';
import type { Effect, Sequence } from './automaton/sequence.ts';
import { ceilingsOf, underCeilings, writtenRules } from './effective-rules.ts';
import type { PatternSource, Policy, PolicyRule } from './model.ts';
import { parsePattern, separatorOf } from './pattern/kinds.ts';
import { normaliseRequest, type PatternResource } from './request/normalise.ts';
import type { PatternScope, PolicyEnvironment, Request, ResourceScope } from './request/request.ts';
import { isSandboxed, patternKind, patternScopes } from './scopes.ts';

export { rulesFor } from './effective-rules.ts';

/** What decides a scope in a mode and for a role. */
export interface Ruling {
  /** The effective rules; the automaton counts them by index. */
  readonly rules: readonly PolicyRule[];
  /** Null where everything is denied: a ceiling denies, or a rule's pattern means nothing in this environment. */
  readonly automaton: RuleAutomaton | null;
  /** The first rule whose pattern cannot be read here, and why. */
  readonly broken: { readonly rule: PolicyRule; readonly problem: string } | null;
}

export interface CompiledPolicy {
  readonly policy: Policy;
  readonly environment: PolicyEnvironment;
  /** Pure and total: whatever is handed in, and whatever goes wrong, it answers; then it is deny. */
  readonly decide: (request: Request) => Effect;
  /** What decides a scope in a mode and for a role; made once. */
  readonly rulingFor: (scope: PatternScope, mode: string, role: string) => Ruling;
}

/** By mode and role. What a policy does not define is not kept: requests could name any number of them. */
type Rulings = Map<string, Map<string, Ruling>>;

interface ScopeTable {
  readonly scope: PatternScope;
  readonly rulings: Rulings;
  /** Rulings by what makes their lists differ. */
  readonly shared: Map<string, Ruling>;
}

const deniesAll: Ruling = { rules: [], automaton: null, broken: null };

/** Ties a policy to the place where it is in force. Does next to nothing: what decides is compiled when it is first asked. */
export function compilePolicy(policy: Policy, environment: PolicyEnvironment): CompiledPolicy {
  const patterns = new Map<PatternSource, readonly Sequence[]>();
  const tables = new Map<string, ScopeTable>(patternScopes.map((scope) => [scope, { scope, rulings: new Map(), shared: new Map() }]));
  const find = (table: ScopeTable, mode: string, role: string): Ruling =>
    table.rulings.get(mode)?.get(role) ?? makeRuling({ policy, environment, patterns }, table, mode, role);
  return {
    policy,
    environment,
    rulingFor: (scope, mode, role) => {
      const table = tables.get(scope);
      return table === undefined ? deniesAll : find(table, mode, role);
    },
    decide: (request) => {
      try {
        // Each property is read once: a getter may answer differently the next time.
        const { scope, mode, role } = request;
        if (typeof mode !== 'string' || typeof role !== 'string') return 'deny';
        const table = tables.get(scope);
        if (table === undefined) return decideFinite(policy, request, scope, mode, role);
        const { automaton } = find(table, mode, role);
        if (automaton === null) return 'deny';
        const text = normaliseRequest(request as PatternResource, environment);
        return text === null ? 'deny' : automaton.decide(text);
      } catch {
        return 'deny';
      }
    },
  };
}

interface Compiling {
  readonly policy: Policy;
  readonly environment: PolicyEnvironment;
  /** Patterns that are parsed already. */
  readonly patterns: Map<PatternSource, readonly Sequence[]>;
}

function makeRuling(compiling: Compiling, table: ScopeTable, mode: string, role: string): Ruling {
  const { policy } = compiling;
  const { scope, rulings, shared } = table;
  const ceilings = ceilingsOf(policy, scope, mode, role);
  if (ceilings.some(({ kind }) => kind === 'unknown-mode' || kind === 'unknown-role')) return deniesAll;
  const ruling = ceilings.some(({ most }) => most === 'deny') ? deniesAll : shareRuling();
  const byRole = rulings.get(mode) ?? new Map<string, Ruling>();
  // The sandbox's scopes heed neither mode nor role, so that whatever is named there must not be kept.
  if (!isSandboxed(scope)) rulings.set(mode, byRole.set(role, ruling));
  return ruling;

  function shareRuling(): Ruling {
    const written = writtenRules(policy, scope, mode, role);
    const own = (key: 'mode' | 'role', name: string): string | null => (written.some((rule) => rule[key] !== null) ? name : null);
    const key = JSON.stringify([own('mode', mode), own('role', role), ceilings.length > 0]);
    const known = shared.get(key) ?? compileRuling(compiling, scope, underCeilings(written, ceilings));
    shared.set(key, known);
    return known;
  }
}

function compileRuling({ environment, patterns }: Compiling, scope: PatternScope, rules: readonly PolicyRule[]): Ruling {
  const compiled: { readonly effect: Effect; readonly sequences: readonly Sequence[] }[] = [];
  for (const rule of rules) {
    let sequences = patterns.get(rule.pattern);
    if (sequences === undefined) {
      const parsed = parsePattern(rule.pattern, environment);
      // A deny that cannot be read might have denied anything.
      if (!parsed.ok) return { rules, automaton: null, broken: { rule, problem: parsed.problem } };
      sequences = parsed.sequences;
      patterns.set(rule.pattern, sequences);
    }
    compiled.push({ effect: rule.effect, sequences });
  }
  return { rules, automaton: compileRules(compiled, separatorOf(patternKind(scope))), broken: null };
}

function decideFinite(policy: Policy, request: Request, scope: Request['scope'], mode: string, role: string): Effect {
  const rules = policy.modes.get(mode);
  const rights = policy.roles.get(role);
  if (rules === undefined || rights === undefined) return 'deny';
  switch (scope) {
    case 'resources.memory':
    case 'resources.cpu':
    case 'resources.connections':
      return decideAmount(policy, scope, (request as { readonly amount: unknown }).amount);
    case 'modes.transitions': {
      const { to } = request as { readonly to: unknown };
      return typeof to === 'string' && policy.modes.has(to) ? (rules.transitions.get(to) ?? 'deny') : 'deny';
    }
    case 'roles.administration':
      return rights.has('ADMIN') ? 'allow' : 'deny';
    default:
      return 'deny';
  }
}

function decideAmount(policy: Policy, scope: ResourceScope, amount: unknown): Effect {
  const limit = policy.settings.get(scope);
  const within = typeof amount === 'number' && typeof limit === 'number' && Number.isFinite(amount) && amount >= 0 && amount <= limit;
  return within ? 'allow' : 'deny';
}
