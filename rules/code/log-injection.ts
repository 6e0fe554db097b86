// Text from outside in a log, line breaks and all.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/log-injection',
  title: 'Log line made from text from outside',
  rationale:
    'A line break in the text makes a second line that looks like one of yours: logs can be forged, and what reads them, an editor, a terminal or a language model, may act on it.',
  remediation:
    "Log text from outside as a value of its own in a structured logger, or encode it: `JSON.stringify(value)`, or `value.replace(/[\\r\\n]/g, ' ')`.",
  severity: 'low',
  confidence: 'medium',
  blocks: true,
  cwe: [117],
  references: [
    'https://cwe.mitre.org/data/definitions/117.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nexpress().get('/', (req, res) => { console.log('asked for ' + req.query.name); res.end(); });",
      },
    ],
    good: [
      {
        code: "import express from 'express';\nexpress().get('/', (req, res) => { console.log('asked for ' + JSON.stringify(req.query.name)); res.end(); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'log',
    covers: [],
    harm: 'can forge lines of the log',
    fix: 'Encode it with `JSON.stringify`, or take its line breaks out.',
  },
});
