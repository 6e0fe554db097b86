// What changes in the scopes whose rules are patterns: in every mode and for every role, ceilings included.
import { ceilingsOf, rulesFor, writtenRules } from '../effective-rules.ts';
import type { PatternSource, Policy, PolicyRule } from '../model.ts';
import { patternText } from '../pattern-text.ts';
import { kindOf } from '../pattern/kinds.ts';
import type { PatternScope } from '../request/request.ts';
import { patternScopes } from '../scopes.ts';
import { linesOfKeys } from './changes.ts';
import type { HeldChange, Line } from './changes.ts';
import { compareLists, newWorkshop, ruleKey } from './compare-lists.ts';
import type { ListChange, ListComparison, Workshop } from './compare-lists.ts';
import type { Undetermined } from './difference.ts';
import { holdersOf } from './holders.ts';
import type { Holders, Pair } from './holders.ts';

/** Rises, falls and what could not be told. */
export interface Changes {
  readonly widened: HeldChange[];
  readonly narrowed: HeldChange[];
  readonly undetermined: Undetermined[];
}

/** So many combinations of modes and roles are compared, where their rules differ; no policy that somebody reads has more. */
const mostHolders = 4096;
const tooManyHolders = 'More combinations of modes and roles with rules of their own than are compared';
const beyondBound = 'Whether the decisions differ was not found out within the bound';

/** Compares every pattern scope. `bound` is the number of steps that all comparisons share. */
export function patternChanges(pair: Pair, bound: number): Changes {
  const changes: Changes = { widened: [], narrowed: [], undetermined: [] };
  const workshop = newWorkshop(bound);
  let left = mostHolders;
  for (const scope of patternScopes) {
    if (![...pair.base.rules, ...pair.head.rules].some((rule) => rule.scope === scope)) continue;
    const groups = holdersOf(pair, scope);
    left -= groups.length;
    if (left < 0) {
      changes.undetermined.push({ scope, region: 'every request', reason: tooManyHolders, lines: [] });
      continue;
    }
    addScope(changes, pair, scope, groups, workshop);
  }
  return changes;
}

function addScope(changes: Changes, pair: Pair, scope: PatternScope, groups: readonly Holders[], workshop: Workshop): void {
  const known = new Map<string, ListComparison>();
  const numbers = new Map<PatternSource, number>();
  const keyOf = (rules: readonly PolicyRule[]): string =>
    rules
      .map(({ effect, pattern }) => {
        const number = numbers.get(pattern) ?? numbers.size;
        numbers.set(pattern, number);
        return effect + String(number);
      })
      .join(' ');
  for (const holders of groups) {
    const [mode = '', role = ''] = [holders.modes[0], holders.roles[0]];
    const [base, head] = [rulesFor(pair.base, scope, mode, role), rulesFor(pair.head, scope, mode, role)];
    const key = `${keyOf(base)}|${keyOf(head)}`;
    const comparison = known.get(key) ?? compareLists(scope, kindOf(scope), base, head, workshop);
    known.set(key, comparison);
    const read = lineReader(pair, scope, holders);
    const held = (change: ListChange): HeldChange => {
      const { region, witness, before, after } = change;
      return { scope, region, witness, before, after, holders, lines: read(change.rules) };
    };
    changes.widened.push(...comparison.widened.map(held));
    changes.narrowed.push(...comparison.narrowed.map(held));
    for (const one of comparison.undetermined) {
      changes.undetermined.push({ scope, region: patternText(one.rule.pattern), reason: beyondBound, lines: read([one]) });
    }
  }
}

/**
 * Reads the lines of rules for some modes and roles: those of the ceilings that changed there, and of the rules, unless they are written the same
 * on both sides: then the ceilings did it.
 */
function lineReader(pair: Pair, scope: PatternScope, holders: Holders): (rules: ListChange['rules']) => readonly Line[] {
  const ceilingLines = linesOfKeys(pair, changedCeilings(pair, scope, holders));
  if (ceilingLines.length === 0) return (rules) => rules.map(({ side, rule }) => ({ ...rule.origin, side }));
  const [mode = '', role = ''] = [holders.modes[0], holders.roles[0]];
  const [base, head] = [pair.base, pair.head].map((policy) =>
    writtenRules(policy, scope, mode, role).map((rule) => [rule, ruleKey(rule)] as const),
  );
  const keys = (some: typeof base): ReadonlySet<string> => new Set(some?.map(([, key]) => key));
  const [inBase, inHead] = [keys(base), keys(head)];
  // A ceiling rewrites what a rule's effect is, but not its pattern.
  const unchanged = new Set(
    [...(base ?? []), ...(head ?? [])].filter(([, key]) => inBase.has(key) && inHead.has(key)).map(([rule]) => rule.pattern),
  );
  return (rules) => [
    ...ceilingLines,
    ...rules.filter(({ rule }) => !unchanged.has(rule.pattern)).map(({ side, rule }) => ({ ...rule.origin, side })),
  ];
}

/** Keys of the ceilings that lie on one side only; for a mode or role that one side does not define, its own key. */
function changedCeilings(pair: Pair, scope: PatternScope, { modes, roles }: Holders): readonly string[] {
  const [firstMode = '', firstRole = ''] = [modes[0], roles[0]];
  const cells = [...modes.map((mode) => [mode, firstRole] as const), ...roles.map((role) => [firstMode, role] as const)];
  const keys = cells.flatMap(([mode, role]) => {
    const keysOf = (policy: Policy): readonly string[] =>
      ceilingsOf(policy, scope, mode, role).map(({ kind, key }) => key ?? (kind === 'unknown-mode' ? `modes.${mode}` : `roles.${role}`));
    const [base, head] = [keysOf(pair.base), keysOf(pair.head)];
    return [...base.filter((key) => !head.includes(key)), ...head.filter((key) => !base.includes(key))];
  });
  return [...new Set(keys)];
}
