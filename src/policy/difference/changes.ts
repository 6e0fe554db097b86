// Changes on their way into the answer: what holds for several modes and roles is said once.
import { compareText } from '../../core/order.ts';
import type { PolicyChange, Undetermined } from './difference.ts';
import type { Holders, Pair } from './holders.ts';
import type { Side } from './rule-set.ts';

/** A line, and whose. */
export type Line = PolicyChange['lines'][number];

/** A change for some modes and roles. */
export interface HeldChange extends Omit<PolicyChange, 'modes' | 'roles'> {
  readonly holders: Holders;
}

/** The lines of these keys, `modes.code.requireApproval` for one, first of head, then of base; keys without a line are left out. */
export function linesOfKeys({ base, head }: Pick<Pair, Side>, keys: readonly string[]): readonly Line[] {
  const of = (side: Side, { origins }: Pair[Side]): readonly Line[] =>
    keys.flatMap((key) => {
      const origin = origins.get(key);
      return origin === undefined ? [] : [{ ...origin, side }];
    });
  return [...of('head', head), ...of('base', base)];
}

/** Each line once, those of head first, otherwise in the order given. */
export function distinctLines(lines: readonly Line[]): readonly Line[] {
  const distinct = [
    ...new Map(lines.map((line) => [`${line.side} ${String(line.line)} ${String(line.column)} ${line.path} ${line.key}`, line])).values(),
  ];
  return [...distinct.filter(({ side }) => side === 'head'), ...distinct.filter(({ side }) => side === 'base')];
}

/** The changes, each once with all modes and roles that it holds for, in an order that is the same both ways. */
export function gathered(changes: readonly HeldChange[], { modes, roles }: Pair): readonly PolicyChange[] {
  const same = Map.groupBy(changes, ({ scope, region, witness, before, after }) => JSON.stringify([scope, region, witness, before, after]));
  const all = [...same.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { holders: _, ...change } = first;
    return blocksOf(some.map((one) => one.holders)).map((block): PolicyChange => {
      const isOf = ({ holders }: HeldChange): boolean =>
        holders.modes.length === 0 || holders.modes.some((mode) => block.modes.includes(mode));
      const lines = distinctLines(some.filter(isOf).flatMap((one) => one.lines));
      return { ...change, modes: unlessAll(block.modes, modes), roles: unlessAll(block.roles, roles), lines };
    });
  });
  return all.sort((a, b) => compareText(orderOf(a), orderOf(b)));
}

/** As few blocks of modes and roles as cover the same: modes with the same roles are taken together. */
function blocksOf(holders: readonly Holders[]): readonly Holders[] {
  const rolesOf = new Map<string, Set<string>>();
  for (const { modes, roles } of holders) {
    for (const mode of modes) {
      const known = rolesOf.get(mode) ?? new Set<string>();
      for (const role of roles) known.add(role);
      rolesOf.set(mode, known);
    }
  }
  if (rolesOf.size === 0) return holders.slice(0, 1);
  const byRoles = Map.groupBy([...rolesOf], ([, roles]) => JSON.stringify([...roles].sort(compareText)));
  return [...byRoles].map(([roles, some]) => ({ modes: some.map(([mode]) => mode), roles: JSON.parse(roles) as string[] }));
}

function unlessAll(some: readonly string[], all: readonly string[]): readonly string[] | null {
  return some.length === all.length ? null : some.toSorted(compareText);
}

/** Before and after do not say which comes first: the mirrored difference has the same order. */
function orderOf({ scope, region, modes, roles, witness, before, after }: PolicyChange): string {
  return JSON.stringify([scope, region, modes, roles, witness, [before, after].sort(compareText)]);
}

/** What is undetermined, each once. */
export function gatheredUndetermined(some: readonly Undetermined[]): readonly Undetermined[] {
  const same = Map.groupBy(some, ({ scope, region, reason }) => JSON.stringify([scope, region, reason]));
  return [...same]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, others]) => {
      const [first] = others;
      return first === undefined ? [] : [{ ...first, lines: distinctLines(others.flatMap(({ lines }) => lines)) }];
    });
}
