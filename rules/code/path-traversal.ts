// Text from outside in the path of a file, followed from where it comes in.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/path-traversal',
  title: 'File path made from text from outside',
  rationale:
    '`../../etc/passwd`, or an absolute path, reads, overwrites or deletes any file that this process may touch: keys, source, other users’ data. `path.join` and `normalize` do not stop it, and a prefix test stops it only on the resolved path and with a separator at its end.',
  remediation:
    'Resolve against a fixed folder and check that the result is still in it: `const full = path.resolve(root, name); if (!full.startsWith(root + path.sep)) throw …`; or map ids to files; or `res.sendFile(name, { root })`; or keep `path.basename(name)` alone.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [22, 23, 36],
  references: ['https://cwe.mitre.org/data/definitions/22.html', 'https://owasp.org/www-community/attacks/Path_Traversal'],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const fs = require('fs');\nconst http = require('http');\nconst path = require('path');\nconst url = require('url');\nhttp.createServer(function (req, res) {\n  var name = url.parse(req.url).pathname;\n  fs.readFile(path.join(__dirname, name), function (error, data) { res.end(data); });\n}).listen(80);",
      },
      {
        code: "import { readFile } from 'node:fs/promises';\nimport path from 'node:path';\nimport express from 'express';\nexpress().get('/file', async (req, res) => { const file = path.join('files', req.query.name); res.send(await readFile(file)); });",
      },
      {
        code: "import fs from 'node:fs';\nimport path from 'node:path';\nimport express from 'express';\nconst root = '/srv/files';\nexpress().get('/file', (req, res) => {\n  const full = path.resolve(root, req.query.name);\n  if (!full.startsWith(root)) return res.end();\n  res.send(fs.readFileSync(full));\n});",
      },
      {
        file: 'example.js',
        code: "const { createReadStream } = require('fs');\nmodule.exports = (url) => createReadStream('public' + url);",
      },
      {
        code: "import express from 'express';\nexpress().get('/file/:name', (req, res) => { res.sendFile('/srv/files/' + req.params.name); });",
      },
    ],
    good: [
      {
        code: "import fs from 'node:fs';\nimport path from 'node:path';\nimport express from 'express';\nconst root = '/srv/files';\nexpress().get('/file', (req, res) => {\n  const full = path.resolve(root, req.query.name);\n  if (!full.startsWith(root + path.sep)) return res.end();\n  res.send(fs.readFileSync(full));\n});",
      },
      {
        code: "import { readFile } from 'node:fs/promises';\nimport path from 'node:path';\nimport express from 'express';\nexpress().get('/file', async (req, res) => { res.send(await readFile(path.join('files', path.basename(req.query.name)))); });",
      },
      {
        code: "import express from 'express';\nexpress().get('/file', (req, res) => { res.sendFile(req.query.name, { root: '/srv/files' }); });",
      },
      {
        code: "import { readFile } from 'node:fs/promises';\nconst files: Record<string, string> = { terms: 'terms.md' };\nexport const handler = (id: string) => readFile(files[id] ?? 'none.md');",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'path',
    covers: [],
    harm: 'can reach any file that this process may touch',
    fix: 'Resolve the path against a fixed folder and check that it stays there: `full.startsWith(root + path.sep)`; or keep `path.basename(name)` alone.',
  },
});
