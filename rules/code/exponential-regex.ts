// Regular expressions of which one attempt tries the same text again and again.
import { defineCodeRule } from '../../src/gates/code/rule.ts';
import { slowRegularExpression } from '../../src/gates/code/slow-regular-expression.ts';

export const rule = defineCodeRule({
  id: 'code/exponential-regex',
  title: 'Regular expression with super-linear backtracking',
  rationale:
    'Two parts of the pattern can match the same characters, so that a text which fails at its end is tried in all divisions. A few dozen to a few thousand characters from a stranger hold the event loop for seconds to years. The attack that the finding shows was tried on a matcher that counts its steps: its growth is measured.',
  remediation:
    'Make neighbouring parts exclude each other (`[^"]*"` instead of `.*"`; `(?:a|b)+` without an inner quantifier), bound the length of the input, or use a parser or `re2`.',
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [1333],
  references: [
    'https://cwe.mitre.org/data/definitions/1333.html',
    'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS',
    'https://arxiv.org/abs/1701.04045',
  ],
  examples: {
    bad: [
      { code: 'export const valid = (text: string) => /^(?:a+)+$/.test(text);' },
      { code: "const word = '(?:[a-z]+_?)+';\nexport const name = new RegExp(`^${word}$`);" },
      { code: 'export const trimmed = (text: string) => /^\\s*(.*?)\\s*$/.exec(text);' },
    ],
    good: [
      { code: 'export const valid = (text: string) => /^a+$/.test(text);' },
      { code: "const word = '[a-z]+(?:_[a-z]+)*';\nexport const name = new RegExp(`^${word}$`);" },
      { code: 'export const quoted = (text: string) => /"[^"]*"/.exec(text);' },
    ],
  },
  match: slowRegularExpression(
    {
      inOneAttempt: true,
      harm: 'can keep this process busy',
      fix: 'Make neighbouring parts of the pattern exclude each other, or bound the length of the text before it is matched.',
    },
    true,
  ),
});
