// Why a request is decided as it is: the lines that made the decision, and the nearest rule that would have made another.
import type { Effect } from './automaton/sequence.ts';
import { type CompiledPolicy, compileRuling, type Ruling } from './compiled-policy.ts';
import { type Ceiling, ceilingsOf, undefinedCeilings, writtenRules } from './effective-rules.ts';
import { formatSetting } from './language/settings.ts';
import type { Origin, Policy, PolicyRule } from './model.ts';
import { type NearestRule, nearestRule } from './nearest-rule.ts';
import { formatText, kindOf } from './pattern/kinds.ts';
import { patternText } from './pattern-text.ts';
import { textOf } from './request/normalise.ts';
import type { PatternScope, Request } from './request/request.ts';
import { patternScopes, rightOf } from './scopes.ts';

/** One cause of a decision. */
export interface Reason {
  readonly kind: Ceiling['kind'] | 'rule' | 'no-rule' | 'no-request' | 'unreadable-rule' | 'limit' | 'transition' | 'right';
  /** In words, with what the policy says quoted as it is written. */
  readonly text: string;
  /** The line of the policy that says so; null where it says nothing. */
  readonly origin: Origin | null;
}

/** The same on every machine. */
export interface Explanation {
  /** What `decide` answers. */
  readonly effect: Effect;
  /** What is asked, in normal form, as `mcgate policy check` takes it after the scope; null where it has no normal form. */
  readonly request: string | null;
  /** At least one; ceilings first, then rules in the order of their lines. */
  readonly reasons: readonly Reason[];
  /** The rule that was nearest to deciding otherwise; null where no rule could. */
  readonly nearest: NearestRule | null;
}

type Answer = Omit<Explanation, 'effect'>;

/** Explains what `compiled.decide` answers to the request. Never throws. */
export function explain(compiled: CompiledPolicy, request: Request): Explanation {
  const asked = copyOf(request);
  if (asked === null) return { effect: 'deny', ...unanswerable('It is no request') };
  const effect = compiled.decide(asked);
  try {
    return { effect, ...answer(compiled, asked, effect) };
  } catch {
    return { effect, ...unanswerable('It is no request') };
  }
}

const requestKeys = ['scope', 'mode', 'role', 'path', 'host', 'port', 'name', 'argv', 'digest', 'signedBy', 'amount', 'to'] as const;

/** Each property is read once, so that what is explained is what was decided. */
function copyOf(request: Request): Request | null {
  try {
    const copy: Record<string, unknown> = {};
    for (const key of requestKeys) {
      const value = (request as unknown as Readonly<Record<string, unknown>>)[key];
      copy[key] = Array.isArray(value) ? value.slice() : value;
    }
    return copy as unknown as Request;
  } catch {
    return null;
  }
}

function answer(compiled: CompiledPolicy, asked: Request, effect: Effect): Answer {
  const scope = patternScopes.find((each) => each === asked.scope);
  return scope === undefined ? explainFinite(compiled.policy, asked) : explainPattern(compiled, asked, scope, effect);
}

function unanswerable(text: string): Answer {
  return { request: null, reasons: [{ kind: 'no-request', text, origin: null }], nearest: null };
}

function explainPattern(compiled: CompiledPolicy, asked: Request, scope: PatternScope, effect: Effect): Answer {
  const { policy, environment } = compiled;
  const { mode, role } = asked;
  const ceilings = ceilingsOf(policy, scope, mode, role);
  const told = ceilings.map((ceiling) => ceilingReason(policy, ceiling, asked, scope));
  const denying = told.filter((_, index) => ceilings[index]?.most === 'deny');
  const text = textOf(kindOf(scope), asked, environment);
  if (text === null) return { request: null, reasons: [...denying, noForm], nearest: null };
  const request = formatText(kindOf(scope), text, environment);
  const written = writtenRules(policy, scope, mode, role);
  // Under a ceiling that denies, the rules are asked as if it were not there: they say what it keeps from happening.
  const ruling = denying.length > 0 ? compileRuling(environment, scope, written) : compiled.rulingFor(scope, mode, role);
  if (ruling.broken !== null) return { request, reasons: [...denying, unreadable(ruling.broken)], nearest: null };
  const matching = new Set(ruling.automaton?.matching(text));
  const rules = written.map((rule, index) => ({ rule, effect: ruling.rules[index]?.effect ?? 'deny', matches: matching.has(index) }));
  const made = rules.filter((each) => each.matches && each.effect === effect);
  const lowered = made.some((each) => each.rule.effect !== effect);
  const reasons = [...(lowered ? told : denying), ...made.map(({ rule }) => ruleReason(rule))];
  const others = rules.filter((each) => each.effect !== effect);
  return { request, reasons: reasons.length > 0 ? reasons : [noRule], nearest: nearestRule(others, { text, request, scope, environment }) };
}

function explainFinite(policy: Policy, asked: Request): Answer {
  const undefinedNames = undefinedCeilings(policy, asked.mode, asked.role);
  const told = undefinedNames.map((ceiling) => ceilingReason(policy, ceiling, asked, null));
  const own = finiteReason(policy, asked);
  if (own === null) return unanswerable('There is no such scope');
  return { request: own.request, reasons: told.length > 0 ? told : [own.reason], nearest: null };
}

function finiteReason(policy: Policy, asked: Request): { readonly request: string | null; readonly reason: Reason } | null {
  switch (asked.scope) {
    case 'resources.memory':
    case 'resources.cpu':
    case 'resources.connections': {
      const limit = policy.settings.get(asked.scope);
      const most = limit === undefined ? 'none' : formatSetting(asked.scope, limit);
      const usable = typeof asked.amount === 'number' && Number.isFinite(asked.amount) && asked.amount >= 0;
      const reason: Reason = { kind: 'limit', text: `The limit is ${most}`, origin: policy.origins.get(asked.scope) ?? null };
      return usable ? { request: String(asked.amount), reason } : { request: null, reason: noForm };
    }
    case 'modes.transitions': {
      const to = typeof asked.to === 'string' ? asked.to : '';
      if (!policy.modes.has(to))
        return { request: to, reason: { kind: 'unknown-mode', text: `The policy defines no mode ${JSON.stringify(to)}`, origin: null } };
      const effect = policy.modes.get(asked.mode)?.transitions.get(to);
      const key = effect === undefined ? `modes.${asked.mode}` : `modes.${asked.mode}.transitions.${to}`;
      const text =
        effect === undefined
          ? `Mode ${asked.mode} names no transition to ${to}`
          : `Mode ${asked.mode} says ${effect} for a transition to ${to}`;
      return { request: to, reason: { kind: 'transition', text, origin: policy.origins.get(key) ?? null } };
    }
    case 'roles.administration': {
      const has = policy.roles.get(asked.role)?.has('ADMIN') === true;
      const text = `Role ${asked.role} has ${has ? '' : 'not '}the right ADMIN`;
      return { request: '', reason: { kind: 'right', text, origin: policy.origins.get(`roles.${asked.role}`) ?? null } };
    }
    default:
      return null;
  }
}

const noForm: Reason = { kind: 'no-request', text: 'It has no normal form, and is denied whatever the policy says', origin: null };
const noRule: Reason = { kind: 'no-rule', text: 'No rule names it, and what no rule names is denied', origin: null };

function ruleReason({ effect, pattern, origin }: PolicyRule): Reason {
  return { kind: 'rule', text: `${effect} ${patternText(pattern)}`, origin };
}

function unreadable({ rule, problem }: NonNullable<Ruling['broken']>): Reason {
  return {
    kind: 'unreadable-rule',
    text: `${rule.effect} ${patternText(rule.pattern)} means nothing here: it ${problem}`,
    origin: rule.origin,
  };
}

function ceilingReason(policy: Policy, { kind, key }: Ceiling, { mode, role }: Request, scope: PatternScope | null): Reason {
  const origin = key === null ? null : (policy.origins.get(key) ?? null);
  switch (kind) {
    case 'unknown-mode':
      return { kind, text: `The policy defines no mode ${JSON.stringify(mode)}`, origin };
    case 'unknown-role':
      return { kind, text: `The policy defines no role ${JSON.stringify(role)}`, origin };
    case 'role-lacks-right':
      return { kind, text: `Role ${role} has not the right ${scope === null ? '' : String(rightOf(scope))}`, origin };
    case 'mode-forbids-execution':
      return { kind, text: `Mode ${mode} has allowExecution: false`, origin };
    case 'mode-requires-approval':
      return { kind, text: `Mode ${mode} has requireApproval: true`, origin };
  }
}
