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

export interface SarifRules {
  readonly byId: ReadonlyMap<string, readonly JsonObject[]>;
  /** The driver's rules, then those of each extension. */
  readonly components: readonly (readonly unknown[])[];
  /** Levels that the invocations of the run set in place of the rules'. */
  readonly overrides: readonly unknown[];
}

/** All rules of a run, of the driver and of its extensions; null if they are no lists. */
export function sarifRules(run: JsonObject): SarifRules | null {
  const tool = objectOf(run['tool']);
  const extensions = listOf(tool?.['extensions']);
  if (extensions === null) return null;
  const components = [tool?.['driver'], ...extensions].map((component) => listOf(objectOf(component)?.['rules']));
  const byId = new Map<string, JsonObject[]>();
  for (const rule of components.flatMap((rules) => (rules ?? []).map(objectOf))) {
    const id = rule?.['id'];
    if (rule === null || typeof id !== 'string') continue;
    const same = byId.get(id);
    if (same === undefined) byId.set(id, [rule]);
    else same.push(rule);
  }
  const known = components.filter((rules) => rules !== null);
  return known.length < components.length ? null : { byId, components: known, overrides: overriddenLevels(run) };
}

/** The worst that the result can be; null where its level is none of the standard's. */
export function sarifSeverity(result: JsonObject, rules: SarifRules): Severity | null {
  const described = rulesOf(result, rules);
  const scored = worst(described.map((rule) => scoredSeverity(rule)));
  if (scored !== null) return scored;
  const level = result['level'] ?? null;
  if (level !== null) return byLevel.get(level) ?? null;
  if ((result['kind'] ?? 'fail') !== 'fail') return 'note';
  // Which override is for which rule is not worked out: to take the worst can only count too much.
  const own = described.map((rule) => objectOf(rule['defaultConfiguration'])?.['level'] ?? 'warning');
  const named = [...(own.length > 0 ? own : ['warning']), ...rules.overrides].map((each) => byLevel.get(each) ?? null);
  return named.includes(null) ? null : worst(named);
}

/** By id, also where the id names a case of a rule; else by index. */
function rulesOf(result: JsonObject, { byId, components }: SarifRules): readonly JsonObject[] {
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
  const extension = objectOf(reference?.['toolComponent'])?.['index'];
  const component = typeof extension === 'number' && extension >= 0 ? extension + 1 : 0;
  const index = reference?.['index'] ?? result['ruleIndex'];
  const rule = typeof index === 'number' ? objectOf(components[component]?.[index]) : null;
  return rule === null ? [] : [rule];
}

function overriddenLevels(run: JsonObject): readonly unknown[] {
  const invocations = listOf(run['invocations']) ?? [];
  const overrides = invocations.flatMap((invocation) => listOf(objectOf(invocation)?.['ruleConfigurationOverrides']) ?? []);
  const levels = overrides.map((override) => objectOf(objectOf(override)?.['configuration'])?.['level']);
  return [...new Set(levels.filter((level) => level !== undefined && level !== null))];
}

/** Null where the rule has no score between 0 and 10; a score of 0 is none. */
function scoredSeverity(rule: JsonObject): Severity | null {
  const text = objectOf(rule['properties'])?.['security-severity'];
  const score = typeof text === 'string' && /^\d{1,2}(?:\.\d+)?$/u.test(text) ? Number(text) : text;
  if (typeof score !== 'number' || score <= 0 || score > 10) return null;
  return bands.find(([from]) => score >= from)?.[1] ?? 'low';
}

function worst(found: readonly (Severity | null)[]): Severity | null {
  return severities.find((severity) => found.includes(severity)) ?? null;
}
