// Files in the shared temporary folder under a name that others can know beforehand.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, nameOf, unwrap, writesOf } from '../../src/gates/code/ast/names.ts';
import { constantOf } from '../../src/gates/code/ast/values.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const writes =
  /^(?:fs|fs\.promises|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|outputFile|outputFileSync)$/;
const guessable = /^(?:os\.tmpdir\(\)|(?:global:)?process\.p?pid|global:Date\.now\(\)|global:Date\(\)\.getTime\(\))$/;

/** True for `os.tmpdir()` joined with nothing but constants, times and process ids. */
function isGuessable(node: Node, file: SourceFile, depth = 0): boolean {
  const inner = unwrap(node);
  if (depth > 20) return false;
  if (constantOf(inner, file) !== null || guessable.test(nameOf(inner, file) ?? '')) return true;
  const all = (nodes: readonly Node[]): boolean => nodes.every((each) => isGuessable(each, file, depth + 1));
  if (inner.type === 'TemplateLiteral') return all(inner.expressions);
  if (inner.type === 'BinaryExpression') return inner.operator === '+' && all([inner.left, inner.right]);
  if (inner.type === 'CallExpression') return /^path\.(?:join|resolve)$/.test(nameOf(inner.callee, file) ?? '') && all(inner.arguments);
  const only = soleWrite(inner, file);
  return only !== null && isGuessable(only, file, depth + 1);
}

function namesTemporaryFolder(node: Node, file: SourceFile, depth = 0): boolean {
  const inner = unwrap(node);
  if (depth > 20) return false;
  if (nameOf(inner, file) === 'os.tmpdir()') return true;
  const constant = constantOf(inner, file)?.value;
  if (typeof constant === 'string') return /^\/(?:var\/)?tmp\/./.test(constant);
  const [first] = inner.type === 'CallExpression' ? inner.arguments : inner.type === 'TemplateLiteral' ? inner.expressions : [];
  if (inner.type === 'TemplateLiteral' && /^\/(?:var\/)?tmp\//.test(inner.quasis[0]?.value.raw ?? '')) return true;
  if (inner.type === 'BinaryExpression') return namesTemporaryFolder(inner.left, file, depth + 1);
  if (first !== undefined) return namesTemporaryFolder(first, file, depth + 1);
  const only = soleWrite(inner, file);
  return only !== null && namesTemporaryFolder(only, file, depth + 1);
}

function soleWrite(node: Node, file: SourceFile): Node | null {
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  const [only, more] = (variable === null ? null : writesOf(variable, file)) ?? [];
  return only === undefined || more !== undefined ? null : only;
}

export const rule = defineCodeRule({
  id: 'code/predictable-temporary-file',
  title: 'Temporary file under a name that can be guessed',
  rationale:
    'The temporary folder is shared. Whoever knows the name puts a symbolic link there first, and this process overwrites the target with its own rights; or they read and swap the content.',
  remediation: "Make a private folder first: `const folder = await mkdtemp(path.join(tmpdir(), 'name-'))`, and write into it.",
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [377, 379],
  references: ['https://cwe.mitre.org/data/definitions/377.html', 'https://nodejs.org/api/fs.html#fspromisesmkdtempprefix-options'],
  examples: {
    bad: [
      {
        code: "import { writeFileSync } from 'node:fs';\nimport { tmpdir } from 'node:os';\nimport { join } from 'node:path';\nexport const save = (text: string) => writeFileSync(join(tmpdir(), 'agent-state.json'), text);",
      },
      {
        code: "import fs from 'node:fs';\nimport os from 'node:os';\nexport const save = (text: string) => { const name = `${os.tmpdir()}/out-${Date.now()}`; fs.writeFileSync(name, text); };",
      },
      { file: 'a.js', code: "const fs = require('fs');\nmodule.exports = (text) => fs.writeFile('/tmp/output.txt', text, () => {});" },
    ],
    good: [
      {
        code: "import { mkdtempSync, writeFileSync } from 'node:fs';\nimport { tmpdir } from 'node:os';\nimport { join } from 'node:path';\nexport const save = (text: string) => writeFileSync(join(mkdtempSync(join(tmpdir(), 'a-')), 'state.json'), text);",
      },
      {
        code: "import { randomUUID } from 'node:crypto';\nimport { writeFileSync } from 'node:fs';\nimport { tmpdir } from 'node:os';\nimport { join } from 'node:path';\nexport const save = (text: string) => writeFileSync(join(tmpdir(), randomUUID()), text);",
      },
      { code: "import { writeFileSync } from 'node:fs';\nexport const save = (text: string) => writeFileSync('state.json', text);" },
    ],
  },
  match: inspectCalls((call, file) => {
    const [target] = call.arguments;
    if (target === undefined || !writes.test(calleeOf(call, file) ?? '')) return null;
    return namesTemporaryFolder(target, file) && isGuessable(target, file)
      ? 'Others can know this name and put a link there first: write into a folder from mkdtemp.'
      : null;
  }),
});
