// Files that every user of the machine may change.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import type { SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantOf, constantProperty } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const files =
  /^(?:fs|fs\.promises|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?(chmod|fchmod|lchmod|mkdir|writeFile|appendFile|open|createWriteStream|umask|ensureDir)(?:Sync)?$/;
const writableByOthers = 0o002;
const sticky = 0o1000;

function modeOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^0?o?[0-7]{3,4}$/.test(value) ? Number.parseInt(value.replace('o', ''), 8) : null;
}

function judge(call: Call, file: SourceFile): string | null {
  if (!files.test(calleeOf(call, file) ?? '')) return null;
  const [, second, third] = call.arguments;
  const given = [
    second === undefined ? null : constantOf(second, file),
    third === undefined ? null : constantOf(third, file),
    constantProperty(second, 'mode', file),
    constantProperty(third, 'mode', file),
  ];
  const isOpen = given.some((constant, index) => {
    // The second argument of a write is the content, which may look like a mode.
    if (index === 0 && !/chmod|mkdir|ensureDir/i.test(calleeOf(call, file) ?? '')) return false;
    const mode = modeOf(constant?.value);
    return mode !== null && mode <= 0o7777 && (mode & writableByOthers) !== 0 && (mode & sticky) === 0;
  });
  return isOpen ? 'Every user of the machine may change this.' : null;
}

export const rule = defineCodeRule({
  id: 'code/world-writable-file',
  title: 'File or folder that every user may change',
  rationale:
    'Any other account on the machine, or a compromised service under one, replaces the file: a script that is run later, a configuration, a socket. `mkdir` and new files are cut by the umask, `chmod` is not.',
  remediation:
    'Give only what is needed: `0o600` for files with secrets, `0o700` for folders and programs of this user, `0o755` where others must run it.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [732],
  references: ['https://cwe.mitre.org/data/definitions/732.html', 'https://nodejs.org/api/fs.html#file-modes'],
  examples: {
    bad: [
      { code: "import { chmodSync } from 'node:fs';\nexport const open = (file: string) => chmodSync(file, 0o777);" },
      { code: "import { chmod } from 'node:fs/promises';\nexport const open = (file: string) => chmod(file, '666');" },
      { file: 'a.js', code: "const fs = require('fs');\nmodule.exports = (file, text) => fs.writeFileSync(file, text, { mode: 0o666 });" },
    ],
    good: [
      { code: "import { chmodSync } from 'node:fs';\nexport const run = (file: string) => chmodSync(file, 0o755);" },
      { code: "import { mkdirSync } from 'node:fs';\nexport const make = (folder: string) => mkdirSync(folder, { mode: 0o1777 });" },
      { code: "import { writeFileSync } from 'node:fs';\nexport const save = (file: string) => writeFileSync(file, '777');" },
    ],
  },
  match: inspectCalls(judge),
});
