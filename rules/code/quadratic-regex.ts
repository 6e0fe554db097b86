// Regular expressions that start over at every character of a long text.
import { defineCodeRule } from '../../src/gates/code/rule.ts';
import { slowRegularExpression } from '../../src/gates/code/slow-regular-expression.ts';

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
  references: ['https://cwe.mitre.org/data/definitions/1333.html', 'https://arxiv.org/abs/1701.04045'],
  examples: {
    bad: [{ code: "export const trimEnd = (text: string) => text.replace(/\\s+$/, '');" }],
    good: [{ code: "export const trimStart = (text: string) => text.replace(/^\\s+/, '');" }],
  },
  match: slowRegularExpression(
    {
      inOneAttempt: false,
      harm: 'can keep this process busy',
      fix: 'Anchor the pattern or bound its first quantifier, or bound the length of the text before it is matched.',
    },
    false,
  ),
});
