// Regular expressions that start over at every character of a long text.
import { regexRule } from '../../src/gates/code/plugin-rules.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/quadratic-regex',
  title: 'Regular expression that rescans the text from every position',
  rationale:
    'The pattern begins with something that may be long and is not anchored: from each position it runs to the end and fails there. A text of 100,000 spaces takes seconds. Harmless while the length of the input is bounded.',
  remediation:
    'Anchor the pattern (`^`, or the flag `y`), begin it with a character that is rare, bound the quantifier (`\\s{1,100}`), or limit the length of the input. `trimEnd()` replaces `/\\s+$/`.',
  severity: 'low',
  confidence: 'medium',
  blocks: true,
  cwe: [1333],
  references: [
    'https://cwe.mitre.org/data/definitions/1333.html',
    'https://ota-meshi.github.io/eslint-plugin-regexp/rules/no-super-linear-move.html',
  ],
  examples: {
    bad: [{ code: "export const trimEnd = (text: string) => text.replace(/\\s+$/, '');" }],
    good: [{ code: "export const trimStart = (text: string) => text.replace(/^\\s+/, '');" }],
  },
  match: regexRule('no-super-linear-move', [], false),
});
