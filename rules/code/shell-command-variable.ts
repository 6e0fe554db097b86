// A whole command line from elsewhere, handed to a shell.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { shellDataOf } from '../../src/gates/code/ast/shell.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/shell-command-variable',
  title: 'Command line from elsewhere run by a shell',
  rationale:
    'Whoever decides the text decides what runs. That is the purpose of an agent’s command tool, and then the permission check, the sandbox and the audit belong right before it; anywhere else it is a command injection.',
  remediation:
    'Where the program is known, run it without a shell with its arguments as a list. Where any command may be run, let it pass the one place that asks for permission and confines it.',
  severity: 'medium',
  confidence: 'low',
  blocks: false,
  cwe: [78],
  references: [
    'https://cwe.mitre.org/data/definitions/78.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { code: "import { exec } from 'node:child_process';\nexport const run = (command: string) => exec(command);" },
      { file: 'a.js', code: "const { spawn } = require('child_process');\nmodule.exports = (command) => spawn(command, { shell: true });" },
    ],
    good: [
      { code: "import { execFile } from 'node:child_process';\nexport const run = (args: string[]) => execFile('git', args);" },
      { code: "import { exec } from 'node:child_process';\nexport const run = () => exec('git status');" },
    ],
  },
  match: inspectCalls((call, file) =>
    shellDataOf(call, file) === 'opaque'
      ? 'Whoever decides this text decides what runs: check it, confine it, or run a known program without a shell.'
      : null,
  ),
});
