// A key or initialisation vector written into the source.
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, nameOf, unwrap, writesOf } from '../../src/gates/code/ast/names.ts';
import { constantOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** A literal text, `Buffer.from('…')`, or zeros from `Buffer.alloc(16)` that nothing fills afterwards. */
function isFixed(node: Node | undefined, file: SourceFile, depth = 0): boolean {
  if (node === undefined || depth > 10) return false;
  const inner = unwrap(node);
  const constant = constantOf(inner, file);
  if (constant !== null) return typeof constant.value === 'string' && constant.value !== '';
  if (inner.type === 'CallExpression' || inner.type === 'NewExpression') {
    const name = nameOf(inner.callee, file) ?? '';
    const [first] = inner.arguments;
    if (/^(?:global:)?(?:buffer\.)?Buffer\.from$/.test(name)) return first !== undefined && constantOf(first, file) !== null;
    return /^(?:global:)?(?:buffer\.)?Buffer\.alloc$/.test(name);
  }
  if (inner.type !== 'Identifier') return false;
  const variable = file.variableOf(inner);
  const [only, more] = (variable === null ? null : writesOf(variable, file)) ?? [];
  if (variable === null || only === undefined || more !== undefined) return false;
  const mayBeFilled = /\balloc\b/.test(file.textOf(only)) && variable.references.filter((each) => each.reads).length > 1;
  return !mayBeFilled && isFixed(only, file, depth + 1);
}

export const rule = defineCodeRule({
  id: 'code/fixed-cipher-key',
  title: 'Cipher key or initialisation vector fixed in the source',
  rationale:
    'A key in the source is known to everybody who can read the package, and cannot be changed without a release. A fixed initialisation vector makes equal texts look equal, and with GCM or CTR two messages under it give away both, and the authentication key.',
  remediation:
    'Take the key from a secret store or the environment, and make the vector anew for every message: `const iv = randomBytes(12)`, stored before the ciphertext.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [321, 329],
  references: [
    'https://cwe.mitre.org/data/definitions/321.html',
    'https://cwe.mitre.org/data/definitions/329.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer) => createCipheriv('aes-256-cbc', key, Buffer.alloc(16, 0));",
      },
      {
        code: "import crypto from 'node:crypto';\nconst key = 'an example key of 32 characters!';\nexport const seal = (iv: Buffer) => crypto.createCipheriv('aes-256-cbc', key, iv);",
      },
      {
        code: "import crypto from 'node:crypto';\nconst iv = Buffer.from('0011', 'hex');\nexport const open = (key: Buffer) => crypto.createDecipheriv('aes-256-cbc', key, iv);",
      },
    ],
    good: [
      {
        code: "import { createCipheriv, randomBytes } from 'node:crypto';\nexport const seal = (key: Buffer) => createCipheriv('aes-256-gcm', key, randomBytes(12));",
      },
      {
        code: "import { createCipheriv } from 'node:crypto';\nexport const wrap = (key: Buffer) => createCipheriv('aes-256-ecb', key, null);",
      },
      {
        code: "import { createDecipheriv } from 'node:crypto';\nexport const open = (key: Buffer, sealed: Buffer) => createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));",
      },
      {
        code: "import { createCipheriv, randomFillSync } from 'node:crypto';\nexport const seal = (key: Buffer) => { const iv = Buffer.alloc(12); randomFillSync(iv); return createCipheriv('aes-256-gcm', key, iv); };",
      },
    ],
  },
  match: inspectCalls((call, file) => {
    if (!/^crypto\.create(?:Cipher|Decipher)iv$/.test(calleeOf(call, file) ?? '')) return null;
    if (isFixed(call.arguments[1], file)) return 'The key stands in the source: take it from a secret store.';
    return isFixed(call.arguments[2], file)
      ? 'The initialisation vector is the same every time: make a random one for each message.'
      : null;
  }),
});
