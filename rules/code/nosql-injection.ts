// Objects or code from outside in a query of a document store.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/nosql-injection',
  title: 'Database query made from data from outside',
  rationale:
    'A body of JSON or `?name[$ne]=` makes an object where a text was meant: `{ "password": { "$ne": null } }` matches every user, `$where` runs code in the database.',
  remediation:
    'Make a text of what should be one: `String(req.body.name)`, or check its type first; better, validate the body against a schema. Use `{ $eq: value }` for comparisons and never `$where` with text from outside.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [943],
  references: [
    'https://cwe.mitre.org/data/definitions/943.html',
    'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/07-Input_Validation_Testing/05.6-Testing_for_NoSQL_Injection',
  ],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nimport { MongoClient } from 'mongodb';\nconst users = new MongoClient('mongodb://localhost').db('app').collection('users');\nexpress().post('/login', async (req, res) => { res.json(await users.findOne({ name: req.body.name, password: req.body.password })); });",
      },
    ],
    good: [
      {
        code: "import express from 'express';\nimport { MongoClient } from 'mongodb';\nconst users = new MongoClient('mongodb://localhost').db('app').collection('users');\nexpress().post('/login', async (req, res) => { res.json(await users.findOne({ name: String(req.body.name) })); });",
      },
      { code: "export const find = (users: any) => users.find({ $where: 'this.credits == this.debits' });" },
    ],
  },
  match: {
    kind: 'flow',
    class: 'nosql',
    covers: [],
    harm: 'can change what the query asks for',
    fix: 'Make a text of it with `String(…)`, or check its type, before it goes into the query.',
  },
});
