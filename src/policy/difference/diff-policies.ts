// STUB: a stand-in until the real one comes
import type { SequenceRule } from '../automaton/sequence.ts';
import { rulesFor } from '../compiled-policy.ts';
import { compareSetting, formatSetting } from '../language/settings.ts';
import type { Policy } from '../model.ts';
import { kindOf, parsePattern, separatorOf, universe, formatText } from '../pattern/kinds.ts';
import { patternText } from '../pattern-text.ts';
import { patternScopes } from '../scopes.ts';
import { compareRules, type RegionChange } from './compare-rules.ts';
import type { PolicyChange, PolicyDifference } from './difference.ts';

const env = { platform: 'posix', caseSensitive: true, workspace: '/mcgate/workspace', home: '/mcgate/home', temp: '/mcgate/temp' } as const;
export function diffPolicies(base: Policy, head: Policy): PolicyDifference {
  const widened: PolicyChange[] = [];
  const narrowed: PolicyChange[] = [];
  for (const scope of patternScopes) {
    const of = (p: Policy) => rulesFor(p, scope, 'code', 'DEVELOPER');
    const seq = (p: Policy): SequenceRule[] =>
      of(p).map((r) => {
        const parsed = parsePattern(r.pattern, env);
        return { effect: r.effect, sequences: parsed.ok ? parsed.sequences : [] };
      });
    const kind = kindOf(scope);
    const result = compareRules(seq(base), seq(head), { universe: universe(kind, env), separator: separatorOf(kind) });
    const make = (c: RegionChange): PolicyChange => {
      const side = (c.rule as unknown as { side: 'base' | 'head'; index: number });
      const rule = of(side.side === 'base' ? base : head)[side.index];
      return {
        scope, modes: null, roles: null, region: rule === undefined ? '?' : patternText(rule.pattern), witness: formatText(kind, c.witness, env), before: c.before, after: c.after,
        lines: [...c.head.map((i) => ({ ...of(head)[i]!.origin, side: 'head' as const })), ...c.base.map((i) => ({ ...of(base)[i]!.origin, side: 'base' as const }))],
      };
    };
    widened.push(...result.rises.map(make));
    narrowed.push(...result.falls.map(make));
  }
  for (const key of new Set([...base.settings.keys(), ...head.settings.keys()])) {
    const [a, b] = [base.settings.get(key), head.settings.get(key)];
    const c = compareSetting(key, a, b);
    if (c === 'equal') continue;
    const t = (v: typeof a): string => (v === undefined ? 'none' : formatSetting(key, v));
    const change: PolicyChange = { scope: key, modes: null, roles: null, region: key, witness: null, before: t(a), after: t(b), lines: [...(head.origins.has(key) ? [{ ...head.origins.get(key)!, side: 'head' as const }] : [])] };
    (c === 'stricter' ? narrowed : widened).push(change);
  }
  return { equal: widened.length + narrowed.length === 0, widened, narrowed, undetermined: [] };
}
