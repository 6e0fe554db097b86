// How bad a result of SARIF is: by its rule's `security-severity` as GitHub reads it, else by its level (SARIF 2.1.0, 3.27.10).
import { severities } from '../../core/vocabulary.ts';
import type { Severity } from '../../core/documents.ts';
import { listOf, objectOf, type JsonObject } from './json.ts';

const byLevel: ReadonlyMap<unknown, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  // "A minor problem", says the standard; "none" is for what has no severity.
  ['note', 'low'],
  ['none', 'note'],
]);

/** GitHub's bands (docs.github.com, "SARIF support for code scanning"). */
const bands: readonly (readonly [from: number, severity: Severity])[] = [
  [9, 'critical'],
  [7, 'high'],
  [4, 'medium'],
];

/** Ids of rules may have parts behind a slash that name a case of the rule (3.5.4). */
const maxIdParts = 10;

/** What a rule says; of rules of one id, the worst. */
interface RuleSeverity {
  readonly scored: Severity | null;
  /** Null for a level that the standard does not have. */
  readonly leveled: Severity | null;
}

export interface SarifRules {
  readonly byId: ReadonlyMap<string, RuleSeverity>;
  /** The driver's rules, then those of each extension. */
  readonly components: readonly (readonly unknown[])[];
  /** The worst level that the run sets in place of its rules'; undefined if it sets none, null for one that the standard does not have. */
  readonly override: Severity | null | undefined;
}

/** All rules of a run, of the driver and of its extensions; null if they are no lists. */
export function sarifRules(run: JsonObject): SarifRules | null {
  const tool = objectOf(run['tool']);
  const extensions = listOf(tool?.['extensions']);
  if (extensions === null) return null;
  const components = [tool?.['driver'], ...extensions].map((component) => listOf(objectOf(component)?.['rules']));
  const known = components.filter((rules) => rules !== null);
  if (known.length < components.length) return null;
  const byId = new Map<string, RuleSeverity>();
  for (const rule of known.flat().map(objectOf)) {
    const id = rule?.['id'];
    if (rule !== null && typeof id === 'string') byId.set(id, worseRule(byId.get(id), severityOfRule(rule)));
  }
  return { byId, components: known, override: overriddenLevel(run) };
}

/** The worst that the result can be; null where its level is none of the standard's. */
export function sarifSeverity(result: JsonObject, rules: SarifRules): Severity | null {
  const rule = ruleOf(result, rules);
  if (rule.scored !== null) return rule.scored;
  const level = result['level'] ?? null;
  if (level !== null) return byLevel.get(level) ?? null;
  if ((result['kind'] ?? 'fail') !== 'fail') return 'note';
  // Which override is for which rule is not worked out: to take the worst can only count too much.
  return rules.override === undefined ? rule.leveled : worse(rule.leveled, rules.override);
}

/** By id, also where the id names a case of a rule; else by index. */
function ruleOf(result: JsonObject, { byId, components }: SarifRules): RuleSeverity {
  const reference = objectOf(result['rule']);
  const id = result['ruleId'] ?? reference?.['id'];
  if (typeof id === 'string') {
    let part = id;
    for (let parts = 0; parts < maxIdParts && part !== ''; parts += 1) {
      const found = byId.get(part);
      if (found !== undefined) return found;
      part = part.slice(0, Math.max(part.lastIndexOf('/'), 0));
    }
  }
  const extension = objectOf(reference?.['toolComponent'])?.['index'] ?? -1;
  const component = typeof extension === 'number' ? extension + 1 : -1;
  const index = reference?.['index'] ?? result['ruleIndex'];
  const rule = typeof index === 'number' ? objectOf(components[component]?.[index]) : null;
  return rule === null ? { scored: null, leveled: 'medium' } : severityOfRule(rule);
}

function overriddenLevel(run: JsonObject): Severity | null | undefined {
  const invocations = listOf(run['invocations']) ?? [];
  const overrides = invocations.flatMap((invocation) => listOf(objectOf(invocation)?.['ruleConfigurationOverrides']) ?? []);
  const levels = overrides.map((override) => objectOf(objectOf(override)?.['configuration'])?.['level'] ?? null);
  const told = levels.filter((level) => level !== null).map((level) => byLevel.get(level) ?? null);
  return told.length === 0 ? undefined : told.reduce(worse);
}

/** Without a level it is a warning, without a score between 0 and 10 it has none; a score of 0 says that there is none. */
function severityOfRule(rule: JsonObject): RuleSeverity {
  const leveled = byLevel.get(objectOf(rule['defaultConfiguration'])?.['level'] ?? 'warning') ?? null;
  const text = objectOf(rule['properties'])?.['security-severity'];
  const score = typeof text === 'string' && /^\d{1,2}(?:\.\d+)?$/u.test(text) ? Number(text) : text;
  if (typeof score !== 'number' || score <= 0 || score > 10) return { scored: null, leveled };
  return { scored: bands.find(([from]) => score >= from)?.[1] ?? 'low', leveled };
}

function worseRule(one: RuleSeverity | undefined, other: RuleSeverity): RuleSeverity {
  if (one === undefined) return other;
  // Where one of them has a score, the level of the other stands for its own.
  const none = one.scored === null && other.scored === null;
  const scored = none ? null : worse(one.scored ?? one.leveled, other.scored ?? other.leveled);
  return { scored, leveled: worse(one.leveled, other.leveled) };
}

/** What is not known stays so. */
function worse(one: Severity | null, other: Severity | null): Severity | null {
  if (one === null || other === null) return null;
  return severities.indexOf(one) < severities.indexOf(other) ? one : other;
}
