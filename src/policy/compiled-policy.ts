// A policy in force: every request is decided by automata that are made when they are first needed.
import { compileRules, type RuleAutomaton } from './automaton/rule-automaton.ts';
import type { Effect, Sequence, SequenceRule } from './automaton/sequence.ts';
import { ceilingsOf, underCeilings, writtenRules } from './effective-rules.ts';
import type { PatternSource, Policy, PolicyRule } from './model.ts';
import { kindOf, parsePattern, separatorOf, type PatternKind } from './pattern/kinds.ts';
import { textOf } from './request/normalise.ts';
import { longestPath, normalUnits } from './request/path.ts';
import type { PatternScope, PolicyEnvironment, Request, ResourceScope } from './request/request.ts';
import { isSandboxed, patternScopes } from './scopes.ts';

export { rulesFor } from './effective-rules.ts';

/** What decides a scope in a mode and for a role. */
export interface Ruling {
  /** The effective rules; the automaton counts them by index. */
  readonly rules: readonly PolicyRule[];
  /** Null where everything is denied: a ceiling denies, or a rule's pattern means nothing in this environment. */
  readonly automaton: RuleAutomaton | null;
  /** The first rule whose pattern cannot be read here, and why. */
  readonly broken: { readonly rule: PolicyRule; readonly problem: string } | null;
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

/** By mode and role. What a policy does not define is not kept: requests could name any number of them. */
type Rulings = Map<string, Map<string, Ruling>>;

interface ScopeTable {
  readonly scope: PatternScope;
  readonly kind: PatternKind;
  /** The sandbox's scopes heed neither mode nor role. */
  readonly sandboxed: boolean;
  readonly rulings: Rulings;
  /** Rulings by what makes their lists differ. */
  readonly shared: Map<string, Ruling>;
  /** The last one that was asked for: mostly the next one too. */
  last: { readonly mode: string; readonly role: string; readonly ruling: Ruling } | null;
}

const deniesAll: Ruling = { rules: [], automaton: null, broken: null, decide: () => 'deny' };

/** Ties a policy to the place where it is in force. Does next to nothing: what decides is compiled when it is first asked. */
export function compilePolicy(policy: Policy, environment: PolicyEnvironment): CompiledPolicy {
  const compiling: Compiling = { policy, environment, patterns: new Map() };
  const tables = new Map<string, ScopeTable>(patternScopes.map((scope) => [scope, tableOf(scope)]));
  const rulingFor = (table: ScopeTable, mode: string, role: string): Ruling => {
    const { last } = table;
    if (last !== null && last.mode === mode && last.role === role) return last.ruling;
    const known = table.sandboxed ? table.rulings.get('')?.get('') : table.rulings.get(mode)?.get(role);
    const ruling = known ?? makeRuling(compiling, table, mode, role);
    table.last = { mode, role, ruling };
    return ruling;
  };
  return {
    policy,
    environment,
    rulingFor: (scope, mode, role) => {
      const table = tables.get(scope);
      return table === undefined ? deniesAll : rulingFor(table, mode, role);
    },
    decide: (request) => {
      try {
        // Each property is read once: a getter may answer differently the next time.
        const { scope, mode, role } = request;
        if (typeof mode !== 'string' || typeof role !== 'string') return 'deny';
        const table = tables.get(scope);
        if (table === undefined) return decideFinite(policy, request, scope, mode, role);
        return rulingFor(table, mode, role).decide(request);
      } catch {
        return 'deny';
      }
    },
  };
}

function tableOf(scope: PatternScope): ScopeTable {
  return { scope, kind: kindOf(scope), sandboxed: isSandboxed(scope), rulings: new Map(), shared: new Map(), last: null };
}

interface Compiling {
  readonly policy: Policy;
  readonly environment: PolicyEnvironment;
  /** Patterns that are parsed already. */
  readonly patterns: Map<PatternSource, readonly Sequence[]>;
}

function makeRuling(compiling: Compiling, table: ScopeTable, mode: string, role: string): Ruling {
  const { policy } = compiling;
  const { scope, rulings, shared, sandboxed } = table;
  const ceilings = ceilingsOf(policy, scope, mode, role);
  if (ceilings.some(({ kind }) => kind === 'unknown-mode' || kind === 'unknown-role')) return deniesAll;
  const ruling = ceilings.some(({ most }) => most === 'deny') ? deniesAll : shareRuling();
  // Only names that the policy defines come this far, and the sandbox's scopes keep none.
  const [modeKey, roleKey] = sandboxed ? ['', ''] : [mode, role];
  const byRole = rulings.get(modeKey) ?? new Map<string, Ruling>();
  rulings.set(modeKey, byRole.set(roleKey, ruling));
  return ruling;

  function shareRuling(): Ruling {
    const written = writtenRules(policy, scope, mode, role);
    const own = (key: 'mode' | 'role', name: string): string | null => (written.some((rule) => rule[key] !== null) ? name : null);
    const key = JSON.stringify([own('mode', mode), own('role', role), ceilings.length > 0]);
    const known = shared.get(key) ?? compileRuling(compiling.environment, scope, underCeilings(written, ceilings), compiling.patterns);
    shared.set(key, known);
    return known;
  }
}

/** Rules of one scope as they stand, whatever ceilings there are. */
export function compileRuling(
  environment: PolicyEnvironment,
  scope: PatternScope,
  rules: readonly PolicyRule[],
  patterns = new Map<PatternSource, readonly Sequence[]>(),
): Ruling {
  const compiled: SequenceRule[] = [];
  for (const rule of rules) {
    let sequences = patterns.get(rule.pattern);
    if (sequences === undefined) {
      const parsed = parsePattern(rule.pattern, environment);
      // A deny that cannot be read might have denied anything.
      if (!parsed.ok) return { ...deniesAll, rules, broken: { rule, problem: parsed.problem } };
      sequences = parsed.sequences;
      patterns.set(rule.pattern, sequences);
    }
    compiled.push({ effect: rule.effect, sequences });
  }
  const kind = kindOf(scope);
  const automaton = compileRules(compiled, separatorOf(kind));
  return { rules, automaton, broken: null, decide: deciderOf(kind, automaton, environment) };
}

/** Most paths are normal as they are asked: those are decided in one go. */
function deciderOf(kind: PatternKind, automaton: RuleAutomaton, environment: PolicyEnvironment): Ruling['decide'] {
  const decide = (request: object): Effect => {
    const text = textOf(kind, request, environment);
    return text === null ? 'deny' : automaton.decide(text);
  };
  const units = kind === 'path' ? normalUnits(environment) : null;
  if (units === null) return decide;
  const decideNormal = automaton.deciderOfNormal(units);
  return (request) => {
    const { path } = request as { readonly path?: unknown };
    const decision = typeof path === 'string' && path.length <= longestPath ? decideNormal(path) : null;
    return decision ?? decide({ path });
  };
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
  const within = typeof amount === 'number' && typeof limit === 'number' && amount >= 0 && amount <= limit && amount < Infinity;
  return within ? 'allow' : 'deny';
}
