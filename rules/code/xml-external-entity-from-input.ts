// A document from outside in a parser that resolves external entities.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/xml-external-entity-from-input',
  title: 'XML from outside in a parser that resolves entities',
  rationale:
    'A document may say that an entity is a file or an address, and the parser puts what stands there into it: keys and configuration leave with the answer, inner hosts are reached, and entities within entities fill the memory.',
  remediation:
    'Leave entities unresolved (libxmljs: without `noent`), or use a parser that knows none, such as fast-xml-parser with `processEntities: false`.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [611, 776],
  references: [
    'https://cwe.mitre.org/data/definitions/611.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const libxml = require('libxmljs');\nconst express = require('express');\nexpress().post('/', (req, res) => { res.send(libxml.parseXml(req.body, { noent: true }).toString()); });",
      },
    ],
    good: [
      {
        file: 'example.js',
        code: "const libxml = require('libxmljs');\nconst express = require('express');\nexpress().post('/', (req, res) => { res.send(libxml.parseXml(req.body).toString()); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'xml',
    covers: ['code/xml-external-entities'],
    harm: 'can have files read and hosts reached by the parser',
    fix: 'Parse without resolving entities: leave `noent` out.',
  },
});
