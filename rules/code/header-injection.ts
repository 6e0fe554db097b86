// Text from outside in the head of a response or a mail.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/header-injection',
  title: 'Header made from text from outside',
  rationale:
    'A line break in the text ends the header: what follows is a header of the attacker’s, such as a cookie, or a body. Node refuses line breaks in headers of HTTP, but mails and hand-written responses pass them on, and a name of a header from outside chooses which one is set.',
  remediation:
    'Take line breaks out, or refuse the text: `if (/[\\r\\n]/.test(value)) throw …`. Encode it where the header allows that (`encodeURIComponent`), and keep names of headers fixed.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [113, 93],
  references: ['https://cwe.mitre.org/data/definitions/113.html'],
  examples: {
    bad: [
      { code: "import express from 'express';\nexpress().get('/', (req, res) => { res.setHeader(req.query.name, 'on'); res.end(); });" },
    ],
    good: [{ code: "import express from 'express';\nexpress().get('/', (req, res) => { res.setHeader('x-mode', 'on'); res.end(); });" }],
  },
  match: {
    kind: 'flow',
    class: 'header',
    covers: [],
    harm: 'can add headers of their own',
    fix: 'Refuse or remove line breaks (`/[\\r\\n]/`), or encode the text with `encodeURIComponent`; keep names of headers fixed.',
  },
});
