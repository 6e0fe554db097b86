// GCM decryption that accepts an authentication tag of a few bytes.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { objectOf, property, constantOf, textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/gcm-short-auth-tag',
  title: 'GCM decryption that accepts a short tag',
  rationale:
    'Without `authTagLength` older Node releases accept a tag of 4 bytes on decryption. An attacker who may choose the tag then needs some 4 billion tries to have a forged message accepted, far fewer with several messages, and learns the authentication key from it.',
  remediation: 'Pass `{ authTagLength: 16 }` to `createDecipheriv`, and call `setAuthTag` with the stored 16 bytes before `final`.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [347, 1240],
  references: [
    'https://cwe.mitre.org/data/definitions/347.html',
    'https://nodejs.org/api/deprecations.html#dep0182-short-gcm-authentication-tags-without-explicit-authtaglength',
  ],
  examples: {
    bad: [
      {
        code: "import { createDecipheriv } from 'node:crypto';\nexport const open = (key: Buffer, iv: Buffer) => createDecipheriv('aes-256-gcm', key, iv);",
      },
      {
        code: "import { createDecipheriv } from 'node:crypto';\nexport const open = (key: Buffer, iv: Buffer) => createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 4 });",
      },
    ],
    good: [
      {
        code: "import { createDecipheriv } from 'node:crypto';\nexport const open = (key: Buffer, iv: Buffer) => createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });",
      },
      {
        code: "import { createDecipheriv } from 'node:crypto';\nexport const open = (key: Buffer, iv: Buffer) => createDecipheriv('aes-256-cbc', key, iv);",
      },
    ],
  },
  match: inspectCalls((call, file) => {
    if (calleeOf(call, file) !== 'crypto.createDecipheriv' || !/-gcm$/i.test(textOf(call.arguments[0], file) ?? '')) return null;
    const options = call.arguments[3];
    const literal = objectOf(options, file);
    if (options !== undefined && literal === null) return null;
    const length = literal === null ? null : property(literal, 'authTagLength');
    if (length === 'unknown') return null;
    const bytes = length === null ? 0 : constantOf(length, file)?.value;
    return typeof bytes === 'number' && bytes < 12 ? 'A short authentication tag is accepted here: pass { authTagLength: 16 }.' : null;
  }),
});
