// Text from outside in a deserializer that makes more than data.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/unsafe-deserialization-of-input',
  title: 'Text from outside made into objects that run code',
  rationale:
    'Some formats hold more than data: functions, classes, tags that name constructors. Reading such a text runs what it says, before anything can be checked.',
  remediation:
    'Use a format of data alone (`JSON.parse`, `yaml.load` of js-yaml 4, `yaml.parse`), and validate what comes out against a schema.',
  severity: 'critical',
  confidence: 'high',
  blocks: true,
  cwe: [502],
  references: [
    'https://cwe.mitre.org/data/definitions/502.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const serialize = require('node-serialize');\nconst express = require('express');\nexpress().post('/state', (req, res) => { res.json(serialize.unserialize(req.body.state)); });",
      },
    ],
    good: [
      {
        file: 'example.js',
        code: "const express = require('express');\nexpress().post('/state', (req, res) => { res.json(JSON.parse(req.body.state)); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'deserialization',
    covers: ['code/unsafe-deserialization'],
    harm: 'can run code while it is read',
    fix: 'Use a format of data alone, such as `JSON.parse`, and validate what comes out.',
  },
});
