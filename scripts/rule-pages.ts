// What the documentation says of rules: one page each and an index, as texts.
import { format, resolveConfig } from 'prettier';
import type { DocumentedRule, RuleExample } from '../src/core/rule.ts';

const extension = /\.([a-z]+)$/;

function formatExample(example: RuleExample): string {
  const language = extension.exec(example.file ?? 'example.ts')?.[1] ?? 'ts';
  // What editors would hide or reorder is named on the page.
  const code = example.code.replaceAll(
    /[\u200E\u200F\u202A-\u202E\u2066-\u2069\u3164\uFFA0\u{E0000}-\u{E01EF}]/gu,
    (hidden) => `<U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase()}>`,
  );
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function formatBlocking(rule: DocumentedRule): string {
  return rule.blocks ? 'where the thresholds in force reach it' : 'never: it informs';
}

/** The page of one rule, Markdown. */
export function formatPage(rule: DocumentedRule): string {
  const weaknesses = rule.cwe
    .map((number) => `[CWE-${String(number)}](https://cwe.mitre.org/data/definitions/${String(number)}.html)`)
    .join(', ');
  const { bad, good } = rule.examples ?? { bad: [], good: [] };
  const examples = (list: readonly RuleExample[]): string => list.map(formatExample).join('\n\n');
  const sections = [
    `<!-- Generated from rules/${rule.id}.ts: do not edit. -->`,
    `# ${rule.title}`,
    `\`${rule.id}\``,
    `| severity | confidence | blocks | weakness |\n| --- | --- | --- | --- |\n| ${rule.severity} | ${rule.confidence} | ${formatBlocking(rule)} | ${weaknesses} |`,
    rule.rationale,
    `## How to mend it\n\n${rule.remediation}`,
    ...(bad.length > 0 ? [`## Reported\n\n${examples(bad)}`] : []),
    ...(good.length > 0 ? [`## Not reported\n\n${examples(good)}`] : []),
    `## Further reading\n\n${rule.references.map((reference) => `- <${reference}>`).join('\n')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The list of all rules, Markdown; links are relative to docs/rules/. */
export function formatIndex(rules: readonly DocumentedRule[]): string {
  const rows = rules.map(
    (rule) =>
      `| [\`${rule.id}\`](${rule.id}.md) | ${rule.title} | ${rule.severity} | ${rule.confidence} | ${rule.blocks ? 'yes' : 'informs'} |`,
  );
  return `<!-- Generated from rules/: do not edit. -->\n\n# Rules\n\n| rule | what is wrong | severity | confidence | may block |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** All pages by path below docs/rules/, laid out as the formatter wants them. */
export async function formatPages(rules: readonly DocumentedRule[]): Promise<ReadonlyMap<string, string>> {
  const options = await resolveConfig(import.meta.filename);
  const pages = [['README.md', formatIndex(rules)] as const, ...rules.map((rule) => [`${rule.id}.md`, formatPage(rule)] as const)];
  return new Map(
    await Promise.all(pages.map(async ([page, text]) => [page, await format(text, { ...options, parser: 'markdown' })] as const)),
  );
}
