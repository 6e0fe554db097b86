// What changes in the settings: looser, stricter, or changed where there is no order.
import { compareText } from '../../core/order.ts';
import { compareSetting, formatSetting } from '../language/settings.ts';
import type { SettingValue } from '../model.ts';
import { resourceScopes } from '../request/request.ts';
import { linesOfKeys } from './changes.ts';
import type { PolicyChange } from './difference.ts';
import type { Pair } from './holders.ts';

const absent = 'none';

/** Settings that differ. The limits of resources are not here: they decide requests. */
export function settingChanges(pair: Pair): { readonly widened: readonly PolicyChange[]; readonly narrowed: readonly PolicyChange[] } {
  const { base, head } = pair;
  const limits: readonly string[] = resourceScopes;
  const keys = [...new Set([...base.settings.keys(), ...head.settings.keys()])].filter((key) => !limits.includes(key)).sort(compareText);
  const widened: PolicyChange[] = [];
  const narrowed: PolicyChange[] = [];
  for (const key of keys) {
    const [before, after] = [base.settings.get(key), head.settings.get(key)];
    const comparison = compareSetting(key, before, after);
    if (comparison === 'equal') continue;
    // Without an order nobody can say that it is not looser.
    (comparison === 'stricter' ? narrowed : widened).push({
      scope: key,
      modes: null,
      roles: null,
      region: key,
      witness: null,
      before: written(key, before),
      after: written(key, after),
      lines: linesOfKeys(pair, [key]),
    });
  }
  return { widened, narrowed };
}

function written(key: string, value: SettingValue | undefined): string {
  return value === undefined ? absent : formatSetting(key, value);
}
