// MD5 and SHA-1 where it cannot be seen what for: worth a look, seldom a fault.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const weak = /^(?:md[245]|sha-?1|ripemd\w*)$/i;

export const rule = defineCodeRule({
  id: 'code/weak-hash',
  title: 'MD5 or SHA-1',
  rationale:
    'Two inputs with the same MD5 or SHA-1 can be made at will. Where the hash decides whether something is genuine (a download, a signature, an approval), an attacker swaps the one for the other. As a cache key or a checksum against accidents it does no harm.',
  remediation: "Use `createHash('sha256')`. Where another system fixes the format (Git, ETags), a suppression with that reason is right.",
  severity: 'low',
  confidence: 'low',
  blocks: false,
  cwe: [328],
  references: ['https://cwe.mitre.org/data/definitions/328.html', 'https://csrc.nist.gov/projects/hash-functions'],
  examples: {
    bad: [
      {
        code: "import { createHash } from 'node:crypto';\nexport const sum = (data: Buffer) => createHash('md5').update(data).digest('hex');",
      },
      {
        file: 'a.js',
        code: "const crypto = require('crypto');\nmodule.exports = (data) => crypto.createHash('sha1').update(data).digest();",
      },
    ],
    good: [
      {
        code: "import { createHash } from 'node:crypto';\nexport const sum = (data: Buffer) => createHash('sha256').update(data).digest('hex');",
      },
    ],
  },
  match: inspectCalls((call, file) =>
    /^crypto\.(?:createHash|hash)$/.test(calleeOf(call, file) ?? '') && weak.test(textOf(call.arguments[0], file) ?? '')
      ? 'Inputs with the same hash can be made at will: use sha256 unless another system fixes this format.'
      : null,
  ),
});
