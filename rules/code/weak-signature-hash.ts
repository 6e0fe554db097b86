// Signatures over a hash with which two documents can share one signature.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/weak-signature-hash',
  title: 'Signature over MD5 or SHA-1',
  rationale:
    'Two documents with the same MD5 or SHA-1 can be made at will (chosen-prefix collisions cost a few thousand dollars). Whoever gets the harmless one signed owns a valid signature for the other.',
  remediation: "Sign over SHA-256 or better: `createSign('sha256')`, or use Ed25519 (`sign(null, data, key)`), which needs no choice.",
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [328, 327],
  references: [
    'https://cwe.mitre.org/data/definitions/328.html',
    'https://sha-mbles.github.io/',
    'https://nodejs.org/api/crypto.html#cryptocreatesignalgorithm-options',
  ],
  examples: {
    bad: [
      { code: "import { createSign } from 'node:crypto';\nexport const signer = createSign('RSA-SHA1');" },
      { code: "import { sign } from 'node:crypto';\nexport const seal = (data: Buffer, key: string) => sign('md5', data, key);" },
      { file: 'a.js', code: "const { createVerify } = require('crypto');\nmodule.exports = () => createVerify('sha1');" },
    ],
    good: [
      { code: "import { createSign } from 'node:crypto';\nexport const signer = createSign('RSA-SHA256');" },
      { code: "import { sign } from 'node:crypto';\nexport const seal = (data: Buffer, key: string) => sign(null, data, key);" },
    ],
  },
  match: inspectCalls((call, file) =>
    /^crypto\.(?:createSign|createVerify|sign|verify)$/.test(calleeOf(call, file) ?? '') &&
    /^(?:rsa-|dsa-|ecdsa-with-)?(?:md[45]|sha-?1)(?:withrsaencryption)?$/i.test(textOf(call.arguments[0], file) ?? '')
      ? 'Two documents with the same hash can be made, so that one signature fits both: sign over SHA-256 or better.'
      : null,
  ),
});
