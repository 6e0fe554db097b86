// The exact difference of two policies: every request that they decide differently, and every setting that got looser or stricter.
import { compareText } from '../../core/order.ts';
import type { Policy } from '../model.ts';
import { gathered, gatheredUndetermined } from './changes.ts';
import type { PolicyChange, PolicyDifference } from './difference.ts';
import { finiteChanges } from './finite-changes.ts';
import { pairOf } from './holders.ts';
import { patternChanges } from './pattern-changes.ts';
import { settingChanges } from './setting-changes.ts';

/** Steps for everything, and once more for saying readably what was found: each some ten seconds of work at worst. */
const defaultBound = 400_000_000;

/**
 * What `head` decides differently from `base`, for all requests, in all modes and for all roles that either defines, in all placements of
 * docs/policy.md; and the settings that differ. Both lists are empty, and nothing is undetermined, if and only if the two are equal.
 * Pure, and the same on every machine: the work is bounded by steps, not by time.
 */
export function diffPolicies(base: Policy, head: Policy, bound = defaultBound): PolicyDifference {
  const pair = pairOf(base, head);
  const patterns = patternChanges(pair, bound);
  const finite = finiteChanges(pair);
  const settings = settingChanges(pair);
  const all = (direction: 'widened' | 'narrowed'): readonly PolicyChange[] =>
    [...gathered([...patterns[direction], ...finite[direction]], pair), ...settings[direction]].sort((a, b) =>
      compareText(a.scope, b.scope),
    );
  const [widened, narrowed] = [all('widened'), all('narrowed')];
  const undetermined = gatheredUndetermined(patterns.undetermined);
  return { equal: widened.length + narrowed.length + undetermined.length === 0, widened, narrowed, undetermined };
}
