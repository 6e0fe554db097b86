// Passwords hashed with functions made to be quick.
import type { TSESTree } from '@typescript-eslint/types';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { partsOf } from '../../src/gates/code/ast/text-parts.ts';
import { lastNameOf, wordsOf } from '../../src/gates/code/ast/request.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const hashing =
  /^(?:crypto\.(?:createHash|createHmac)\(\)\.update|crypto\.hash|md5|sha1|js-sha\d+\.\w+|crypto-js\.(?:MD5|SHA1|SHA256|SHA512)|blueimp-md5)$/;
const password = /(?:^| )(?:password|passwd|pwd|passphrase|passcode|pin)$/;

/** The value itself, not a hash or a length of it: `user.password`, `plainPassword`. */
function isPassword(node: Node): boolean {
  const name = lastNameOf(node);
  return name !== null && password.test(wordsOf(name)) && !/hash|encrypt|digest/i.test(name);
}

function hashedOf(call: TSESTree.CallExpression | TSESTree.NewExpression, name: string): Node | undefined {
  return call.arguments[name === 'crypto.hash' ? 1 : 0];
}

function holdsPassword(node: Node, file: SourceFile): boolean {
  return isPassword(node) || partsOf(node, file).some((part) => part.kind === 'data' && isPassword(part.node));
}

export const rule = defineCodeRule({
  id: 'code/fast-password-hash',
  title: 'Password hashed with a fast hash',
  rationale:
    'A graphics card tries billions of MD5, SHA-1 or SHA-256 values a second. Once the table of hashes leaks, most passwords in it are known within hours, salted or not.',
  remediation:
    'Use a function made for passwords: `scrypt` from `node:crypto` with a random salt a user, Argon2id (`argon2`), or bcrypt with a cost of 12 or more; compare with `timingSafeEqual`.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [916, 328],
  references: [
    'https://cwe.mitre.org/data/definitions/916.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import crypto from 'node:crypto';\nexport const store = (password: string) => crypto.createHash('sha256').update(password).digest('hex');",
      },
      {
        code: "import { createHash } from 'crypto';\nexport const store = (user: { password: string }, salt: string) => createHash('md5').update(salt + user.password).digest('hex');",
      },
      { file: 'a.js', code: "const md5 = require('md5');\nmodule.exports = (newPassword) => md5(newPassword);" },
    ],
    good: [
      {
        code: "import { scrypt } from 'node:crypto';\nexport const store = (password: string, salt: Buffer, done: () => void) => scrypt(password, salt, 64, done);",
      },
      {
        code: "import { createHash } from 'node:crypto';\nexport const etag = (body: string) => createHash('sha256').update(body).digest('hex');",
      },
      {
        code: "import { createHash } from 'node:crypto';\nexport const prefix = (passwordHash: string) => createHash('sha256').update(passwordHash).digest('hex');",
      },
    ],
  },
  match: inspectCalls((call, file) => {
    const name = calleeOf(call, file);
    const hashed = name === null || !hashing.test(name) ? undefined : hashedOf(call, name);
    return hashed !== undefined && holdsPassword(hashed, file)
      ? 'A fast hash lets a leaked password be guessed in hours: use scrypt, Argon2id or bcrypt.'
      : null;
  }),
});
