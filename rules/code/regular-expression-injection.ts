// Text from outside as a regular expression, or before one that is slow.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/regular-expression-injection',
  title: 'Regular expression and text from outside',
  rationale:
    'A pattern from outside can be made to take for ever on a short text (`(a+)+$`), and while it runs the process answers nobody; it also matches what it should not. A slow pattern of one’s own does the same with a text from outside.',
  remediation:
    'Escape the text before it goes into a pattern (`RegExp.escape`, or a table of what may be asked), or compare with `includes` and `startsWith`. Rewrite slow patterns so that no two repetitions can match the same text, and limit the length.',
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [1333, 730, 400],
  references: [
    'https://cwe.mitre.org/data/definitions/1333.html',
    'https://cwe.mitre.org/data/definitions/730.html',
    'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS',
  ],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nconst names = ['a', 'b'];\nexpress().get('/find', (req, res) => { res.json(names.filter((name) => new RegExp(req.query.pattern).test(name))); });",
      },
    ],
    good: [
      {
        code: "import express from 'express';\nconst names = ['a', 'b'];\nexpress().get('/find', (req, res) => { res.json(names.filter((name) => name.includes(req.query.text))); });",
      },
      {
        code: "import express from 'express';\nconst names = ['a', 'b'];\nconst escape = (text: string) => text.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&');\nexpress().get('/find', (req, res) => { res.json(names.filter((name) => new RegExp(escape(req.query.text)).test(name))); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'pattern',
    covers: [],
    harm: 'can keep this process busy for ever',
    fix: 'Escape the text before it goes into a pattern, or compare with `includes`; limit its length.',
  },
});
