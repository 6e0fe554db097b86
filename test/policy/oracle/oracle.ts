// What docs/policy.md says about a request, worked out rule by rule: slow, short, and without the engine.
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import type { PatternSource, Policy, PolicyRule, Right } from '../../../src/policy/model.ts';
import type { PolicyEnvironment, Request } from '../../../src/policy/request/request.ts';
import { hostMatcher, normalHost, normalPort } from './host.ts';
import type { Host } from './host.ts';
import { pathMatcher, pathSegments } from './path.ts';
import { argvMatcher, nameMatcher, normalArgv, normalName } from './words.ts';

/** Answers requests by reading the rules one after the other. */
export interface Oracle {
  readonly decide: (request: Request) => Effect;
  /** Whether the rule's pattern holds the request, whatever mode and role it is for. */
  readonly matches: (rule: PolicyRule, request: Request) => boolean;
  /** Whether the request has a normal form. */
  readonly isNormal: (request: Request) => boolean;
}

/** A request's resource in its normal form; null is denied. */
type Normal =
  | { readonly segments: readonly string[] }
  | { readonly address: Host; readonly port: number }
  | { readonly argv: readonly string[] }
  | { readonly name: string };
type Matcher = (normal: Normal, provenance: Provenance) => boolean;
interface Provenance {
  readonly digest?: string;
  readonly signedBy?: string;
}

const rank: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };

export function compareEffects(a: Effect, b: Effect): number {
  return rank[a] - rank[b];
}

function normalise(request: Request, environment: PolicyEnvironment): Normal | null {
  if ('path' in request) {
    const segments = pathSegments(request.path, environment);
    return segments === null ? null : { segments };
  }
  if ('host' in request) {
    const address = normalPort(request.port) ? normalHost(request.host) : null;
    return address === null ? null : { address, port: request.port };
  }
  if ('argv' in request) return normalArgv(request.argv) ? { argv: request.argv } : null;
  if (!('name' in request)) return null;
  const name = normalName(request.name, request.scope.includes('env.'), environment);
  return name === null ? null : { name };
}

function provenanceHolds(pattern: { digest: string | null; signedBy: string | null }, asked: Provenance): boolean {
  return (pattern.digest === null || pattern.digest === asked.digest) && (pattern.signedBy === null || pattern.signedBy === asked.signedBy);
}

function ruleMatcher(pattern: PatternSource, environment: PolicyEnvironment): Matcher {
  if (pattern.kind === 'argv') {
    const matches = argvMatcher(pattern.words);
    return (normal, provenance) => 'argv' in normal && matches(normal.argv) && provenanceHolds(pattern, provenance);
  }
  if (pattern.kind === 'name') {
    const matches = nameMatcher(pattern.text, false, environment);
    return (normal, provenance) => 'name' in normal && matches(normal.name) && provenanceHolds(pattern, provenance);
  }
  if (pattern.kind === 'path') {
    const matches = pathMatcher(pattern.text, environment);
    return (normal) => 'segments' in normal && matches(normal.segments);
  }
  if (pattern.kind === 'host') {
    const matches = hostMatcher(pattern.text);
    return (normal) => 'address' in normal && matches(normal.address, normal.port);
  }
  const matches = nameMatcher(pattern.text, true, environment);
  return (normal) => 'name' in normal && matches(normal.name);
}

/** The right that a role needs, by the table of docs/policy.md. */
export function rightOf(scope: string): Right | null {
  if (scope.startsWith('sandbox.') || scope.startsWith('resources.') || scope === 'modes.transitions') return null;
  if (scope === 'roles.administration') return 'ADMIN';
  if (['fileSystem.read', 'network.llm', 'env.read'].includes(scope)) return 'READ';
  return ['fileSystem.write', 'env.write'].includes(scope) ? 'WRITE' : 'EXECUTE';
}

function byAmount(policy: Policy, request: Request & { amount: number }): Effect {
  const limit = policy.settings.get(request.scope);
  const fits = Number.isFinite(request.amount) && request.amount >= 0 && typeof limit === 'number' && request.amount <= limit;
  return fits ? 'allow' : 'deny';
}

/** The ceilings of docs/policy.md over what the rules, limits or tables say. */
export function underCeilings(policy: Policy, request: Request, effect: Effect): Effect {
  if (request.scope.startsWith('sandbox.')) return effect;
  const [mode, rights, right] = [policy.modes.get(request.mode), policy.roles.get(request.role), rightOf(request.scope)];
  if (mode === undefined || rights === undefined || (right !== null && !rights.has(right))) return 'deny';
  if (!mode.allowExecution && request.scope.startsWith('execution.')) return 'deny';
  const approval = mode.requireApproval && (right === 'WRITE' || right === 'EXECUTE');
  return approval && effect === 'allow' ? 'ask' : effect;
}

/** Matching in one place. What is normal is worked out once for each request. */
export function createMatching(environment: PolicyEnvironment): Omit<Oracle, 'decide'> {
  const matchers = new Map<PolicyRule, Matcher>();
  const normals = new WeakMap<Request, Normal | { readonly not: true }>();
  const normalOf = (request: Request): Normal | null => {
    const normal = normals.get(request) ?? normalise(request, environment) ?? { not: true };
    normals.set(request, normal);
    return 'not' in normal ? null : normal;
  };
  const matches = (rule: PolicyRule, request: Request): boolean => {
    if (rule.scope !== request.scope) return false;
    const matcher = matchers.get(rule) ?? ruleMatcher(rule.pattern, environment);
    matchers.set(rule, matcher);
    const normal = normalOf(request);
    return normal !== null && matcher(normal, 'digest' in request || 'signedBy' in request ? request : {});
  };
  return { matches, isNormal: (request) => normalOf(request) !== null };
}

/** The oracle for one policy where the environment puts it. */
export function createOracle(policy: Policy, environment: PolicyEnvironment): Oracle {
  const { matches, isNormal } = createMatching(environment);
  const byRules = (request: Request): Effect => {
    const effects = policy.rules
      .filter((rule) => (rule.mode === null || rule.mode === request.mode) && (rule.role === null || rule.role === request.role))
      .filter((rule) => matches(rule, request))
      .map((rule) => rule.effect);
    return effects.toSorted(compareEffects)[0] ?? 'deny';
  };
  const decide = (request: Request): Effect => {
    if (request.scope === 'roles.administration') return underCeilings(policy, request, 'allow');
    if ('amount' in request) return underCeilings(policy, request, byAmount(policy, request));
    if ('to' in request) return underCeilings(policy, request, policy.modes.get(request.mode)?.transitions.get(request.to) ?? 'deny');
    return underCeilings(policy, request, byRules(request));
  };
  return { decide, matches, isNormal };
}
