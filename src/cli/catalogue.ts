// The catalogue of rules, by what their ids begin with; a part is loaded when it is asked for.
import type { GateId } from '../core/documents.ts';
import type { DocumentedRule } from '../core/rule.ts';
import { gateIds } from '../core/vocabulary.ts';

/** What a rule's id begins with. */
export type RuleFamily = GateId | 'weakening';

const none = (): Promise<readonly DocumentedRule[]> => Promise.resolve([]);

const loaders: Readonly<Record<RuleFamily, () => Promise<readonly DocumentedRule[]>>> = {
  code: async () => (await import('../../rules/generated/code.ts')).rules,
  dependencies: async () => (await import('../../rules/generated/dependencies.ts')).rules,
  configuration: none,
  permissions: async () => (await import('../../rules/generated/permissions.ts')).rules,
  checklist: async () => (await import('../../rules/generated/checklist.ts')).rules,
  weakening: async () => (await import('../../rules/generated/weakening.ts')).rules,
};

/** In the order of reports, the pipeline's own last. */
export const ruleFamilies: readonly RuleFamily[] = [...gateIds, 'weakening'];

/** The rules of these families, sorted by id within each. */
export async function loadRules(families: readonly RuleFamily[] = ruleFamilies): Promise<readonly DocumentedRule[]> {
  const lists = await Promise.all(families.map((family) => loaders[family]()));
  return lists.flatMap((rules) => [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)));
}
