// What `mcgate explain` says of a rule.
import type { RuleExample } from '../core/rule.ts';
import type { FormatOptions } from '../report/reporter.ts';
import { severityPaint, terminalStyle } from '../report/terminal-style.ts';
import type { DocumentedRule } from '../core/rule.ts';
import { codeBlock, paragraph } from './layout.ts';

/** Text of a rule's page, ending with a newline. */
export function formatRulePage(rule: DocumentedRule, options: FormatOptions): string {
  const style = terminalStyle(options);
  const heading = (text: string): readonly string[] => ['', style.colors.bold(text)];
  const facts = [
    `severity ${rule.severity}`,
    `confidence ${rule.confidence}`,
    ...(rule.blocks ? [] : ['informs only, never blocks']),
    ...rule.cwe.map((number) => `CWE-${String(number)}`),
  ];
  const lines = [
    `${severityPaint(rule.severity, style)(rule.id)}  ${rule.title}`,
    ...paragraph(facts.join(', '), options),
    ...heading('Why it matters'),
    ...paragraph(rule.rationale, options),
    ...heading('How to mend it'),
    ...paragraph(rule.remediation, options),
    ...examples('Reported', rule.examples?.bad ?? [], options, heading),
    ...examples('Not reported', rule.examples?.good ?? [], options, heading),
    ...(rule.references.length === 0 ? [] : heading('References')),
    ...rule.references.map((reference) => `  ${reference}`),
  ];
  return `${lines.join('\n')}\n`;
}

function examples(
  title: string,
  list: readonly RuleExample[],
  options: FormatOptions,
  heading: (text: string) => readonly string[],
): readonly string[] {
  if (list.length === 0) return [];
  return [
    ...heading(title),
    ...list.flatMap(({ file, code }, index) => [...(index === 0 ? [] : ['']), ...named(file), ...codeBlock(code, options)]),
  ];
}

function named(file: string | undefined): readonly string[] {
  return file === undefined ? [] : [`  ${file}:`];
}
