// A computed signature compared character by character.
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { nameOf } from '../../src/gates/code/ast/names.ts';
import { constantOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const signature = /^crypto\.createHmac\(\)(?:\.update\(\))*\.digest\(\)(?:\.toString\(\))?$/;

export const rule = defineCodeRule({
  id: 'code/timing-unsafe-comparison',
  title: 'Signature compared in a time that tells how much was right',
  rationale:
    '`===` stops at the first character that differs. By measuring many answers an attacker finds a valid signature one character after the other, without the key, and sends requests (webhooks, cookies) that pass as genuine.',
  remediation:
    'Compare the bytes with `crypto.timingSafeEqual(a, b)` after checking that the lengths are equal, or let `verify` of the library do it.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [208],
  references: ['https://cwe.mitre.org/data/definitions/208.html', 'https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b'],
  examples: {
    bad: [
      {
        code: "import { createHmac } from 'node:crypto';\nexport const genuine = (body: string, key: string, given: string) => createHmac('sha256', key).update(body).digest('hex') === given;",
      },
      {
        file: 'a.js',
        code: "const crypto = require('crypto');\nmodule.exports = (body, key, given) => { const expected = crypto.createHmac('sha256', key).update(body).digest('hex'); if (given !== expected) throw new Error('forged'); };",
      },
    ],
    good: [
      {
        code: "import { createHmac, timingSafeEqual } from 'node:crypto';\nexport const genuine = (body: string, key: string, given: Buffer) => timingSafeEqual(createHmac('sha256', key).update(body).digest(), given);",
      },
      {
        code: "import { createHash } from 'node:crypto';\nexport const same = (a: string, b: string) => createHash('sha256').update(a).digest('hex') === b;",
      },
      {
        code: "import { createHmac } from 'node:crypto';\nconst sum = createHmac('sha256', 'k').update('x').digest('hex');\nexport const empty = sum === '';",
      },
    ],
  },
  match: inspect((file, report) => ({
    BinaryExpression(node) {
      if (!/^[!=]==?$/.test(node.operator)) return;
      const isSignature = signature.test(nameOf(node.left, file) ?? '') || signature.test(nameOf(node.right, file) ?? '');
      const hasConstant = (): boolean => constantOf(node.left, file) !== null || constantOf(node.right, file) !== null;
      if (isSignature && !hasConstant())
        report(node, 'This comparison tells by its time how much of the signature was right: use crypto.timingSafeEqual.');
    },
  })),
});
