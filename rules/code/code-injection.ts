// Text from outside that is run as code.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/code-injection',
  title: 'Text from outside run as code',
  rationale:
    'What is run as code does whatever this process may do: it reads files and secrets, opens connections, and stays. `eval`, `new Function`, `vm` and timers with text all do so; `vm` is no boundary.',
  remediation:
    'Parse the text instead of running it: `JSON.parse` for data, a table of functions for operations, an expression parser for formulas. For code of strangers use a process of its own without rights.',
  severity: 'critical',
  confidence: 'high',
  blocks: true,
  cwe: [94, 95],
  references: [
    'https://cwe.mitre.org/data/definitions/94.html',
    'https://cwe.mitre.org/data/definitions/95.html',
    'https://nodejs.org/api/vm.html#vm-executing-javascript',
  ],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const express = require('express');\nexpress().get('/sum', (req, res) => { res.send(String(eval(req.query.formula))); });",
      },
      { file: 'example.js', code: "exports.compile = function (expression) {\n  return new Function('x', 'return ' + expression);\n};" },
      {
        code: "import vm from 'node:vm';\nimport express from 'express';\nexpress().post('/run', (req, res) => { res.json(vm.runInNewContext(req.body.code)); });",
      },
      { code: 'const evaluate = eval;\nexport const calculate = (formula: string) => (0, evaluate)(formula);' },
      {
        file: 'example.js',
        code: "const express = require('express');\nexpress().get('/later', (req, res) => { setTimeout('refresh(' + req.query.id + ')', 100); res.end(); });",
      },
      {
        code: "import express from 'express';\nimport { MongoClient } from 'mongodb';\nconst users = new MongoClient('mongodb://localhost').db('app').collection('users');\nexpress().get('/user', async (req, res) => { res.json(await users.find({ $where: 'this.name == ' + req.query.name }).toArray()); });",
      },
    ],
    good: [
      {
        file: 'example.js',
        code: "const express = require('express');\nexpress().get('/sum', (req, res) => { res.json(JSON.parse(req.query.formula)); });",
      },
      {
        file: 'example.js',
        code: "const operations = { add: (a, b) => a + b };\nexports.run = function (name) {\n  if (name !== 'add') throw new Error('unknown operation');\n  return eval('operations.' + name);\n};",
      },
      { file: 'example.js', code: "exports.compile = function (size) {\n  return new Function('return ' + Number(size));\n};" },
      { code: "export const root = new Function('return this')();" },
      { code: 'export const later = (run: () => void) => setTimeout(run, 100);' },
      { code: "const table = { add: (a: number, b: number) => a + b };\nexport const calculate = (name: 'add') => table[name](1, 2);" },
      { code: "const source = 'import(name)';\nexport const load = new Function('name', `return ${source}`);" },
    ],
  },
  match: {
    kind: 'flow',
    class: 'code',
    covers: [],
    harm: 'can run code of their own',
    fix: 'Parse the text instead of running it: `JSON.parse` for data, a table of functions for operations.',
  },
});
