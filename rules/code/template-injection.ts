// Text from outside as the template itself.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/template-injection',
  title: 'Template made from text from outside',
  rationale:
    'Templates are programs: an expression in the text runs on the server, and most engines let it reach `constructor` and with it any code.',
  remediation: 'Keep templates fixed and hand the text over as data: `render(template, { name })`.',
  severity: 'critical',
  confidence: 'high',
  blocks: true,
  cwe: [1336, 94],
  references: [
    'https://cwe.mitre.org/data/definitions/1336.html',
    'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/07-Input_Validation_Testing/18-Testing_for_Server-side_Template_Injection',
  ],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const ejs = require('ejs');\nconst express = require('express');\nexpress().get('/', (req, res) => { res.send(ejs.render('<p>Hello ' + req.query.name + '</p>')); });",
      },
    ],
    good: [
      {
        file: 'example.js',
        code: "const ejs = require('ejs');\nconst express = require('express');\nexpress().get('/', (req, res) => { res.json(ejs.render('<p>Hello <%= name %></p>', { name: req.query.name })); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'template',
    covers: [],
    harm: 'can run code on the server',
    fix: 'Keep the template fixed and hand the text over as data: `render(template, { name })`.',
  },
});
