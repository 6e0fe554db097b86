// Rules as SARIF describes them: texts, tags, and the severity that GitHub shows.
import type { ReportingDescriptor } from 'sarif';
import type { Finding, RuleDescription, Severity } from '../core/documents.ts';
import { cut, sarifText } from './escape.ts';

/** A descriptor and the findings it stands for. */
export interface SarifRule {
  readonly descriptor: ReportingDescriptor;
  readonly ruleId: string;
  readonly severity: Severity;
}

/** GitHub refuses longer descriptions. */
const descriptionLimit = 1_024;
/** GitHub keeps no more. */
const tagLimit = 10;

/** In GitHub's bands: above 9.0 critical, from 7.0 high, from 4.0 medium, above 0 low. A note has none. */
const securitySeverity: Readonly<Record<Severity, string | null>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0', note: null };

/**
 * The descriptors that the findings need. GitHub knows a severity by rule, not by result, so a finding that is more or less severe
 * than its rule gets a descriptor of its own, `<rule id>/<severity>` (hierarchical ids, SARIF 3.5.4).
 */
export function sarifRules(findings: readonly Finding[], rules: readonly RuleDescription[]): readonly SarifRule[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const needed = new Map(findings.map((finding) => [`${finding.ruleId} ${finding.severity}`, finding]));
  return [...needed.values()]
    .map(({ ruleId, severity }): SarifRule => ({ ruleId, severity, descriptor: describe(ruleId, severity, known.get(ruleId)) }))
    .sort((a, b) => (a.descriptor.id < b.descriptor.id ? -1 : 1));
}

function describe(ruleId: string, severity: Severity, rule: RuleDescription | undefined): ReportingDescriptor {
  const own = rule === undefined || rule.severity === severity;
  const title = rule?.title ?? ruleId;
  const score = securitySeverity[severity];
  const cwe = (rule?.cwe ?? []).map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`);
  const helpUri = rule?.references[0];
  return {
    id: own ? ruleId : `${ruleId}/${severity}`,
    name: pascalCase(ruleId),
    shortDescription: { text: cut(`${sarifText(title).replace(/[.\s]+$/, '')}.`, descriptionLimit) },
    fullDescription: { text: sarifText(plain(rule?.rationale ?? title), descriptionLimit) },
    help: { text: sarifText(helpText(ruleId, rule), 20_000), markdown: helpMarkdown(ruleId, rule) },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: severity === 'low' || severity === 'note' ? 'note' : 'warning' },
    properties: {
      tags: ['security', ...cwe].slice(0, tagLimit),
      precision: precisions[rule?.confidence ?? 'low'],
      ...(score === null ? {} : { 'security-severity': score }),
    },
  };
}

const precisions = { high: 'high', medium: 'medium', low: 'low' } as const;

function pascalCase(ruleId: string): string {
  return ruleId.replaceAll(/(?:^|[/-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Markdown read as plain text: code marks and emphasis gone. */
function plain(markdown: string): string {
  return markdown.replaceAll(/[`*]/g, '');
}

function helpText(ruleId: string, rule: RuleDescription | undefined): string {
  if (rule === undefined) return `See mcgate explain ${ruleId}.`;
  return [plain(rule.rationale), `How to mend it: ${plain(rule.remediation)}`, ...rule.references].join('\n\n');
}

/** Rules come with mcgate, not from the repository, so that their Markdown stands as it is. */
function helpMarkdown(ruleId: string, rule: RuleDescription | undefined): string {
  if (rule === undefined) return `See \`mcgate explain ${ruleId}\`.`;
  const references = rule.references.map((reference) => `- <${reference}>`).join('\n');
  return [rule.rationale, '## How to mend it', rule.remediation, ...(references === '' ? [] : ['## Read more', references])].join('\n\n');
}
