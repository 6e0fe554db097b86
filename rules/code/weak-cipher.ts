// Ciphers that are broken, and the retired calls that make a key from a password without salt.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const keyless = /^crypto\.(?:createCipher|createDecipher)$/;
const ciphers = /^crypto\.(?:createCipheriv|createDecipheriv)$/;
const weakAlgorithm = /^(?:des|rc2|rc4|bf|blowfish|idea|cast5?|seed)(?:$|-)|-ecb$/i;
const weakMember = /^crypto-js\.(?:DES|TripleDES|RC4|RC4Drop|Rabbit|RabbitLegacy|Blowfish)\.(?:encrypt|decrypt)$/;

export const rule = defineCodeRule({
  id: 'code/weak-cipher',
  title: 'Broken or retired cipher',
  rationale:
    'DES, RC2, RC4 and Blowfish can be broken with ordinary means, ECB shows which blocks are equal, and `createCipher` makes key and initialisation vector from the password without salt, the same every time. What they hide is readable to whoever gets hold of it.',
  remediation:
    "Use `createCipheriv('aes-256-gcm', key, randomBytes(12), { authTagLength: 16 })` or `chacha20-poly1305`, with a key from `scrypt` where it starts from a password. Keep the old cipher only in a migration that reads.",
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [327],
  references: [
    'https://cwe.mitre.org/data/definitions/327.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html',
    'https://nodejs.org/api/crypto.html#cryptocreatecipherivalgorithm-key-iv-options',
  ],
  examples: {
    bad: [
      {
        code: "import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('des-ede3-cbc', key, iv);",
      },
      { code: "import crypto from 'crypto';\nexport const seal = (key: Buffer) => crypto.createCipheriv('aes-256-ecb', key, null);" },
      {
        file: 'a.js',
        code: "const crypto = require('crypto');\nmodule.exports = (password) => crypto.createCipher('aes-256-cbc', password);",
      },
      { file: 'a.js', code: "const CryptoJS = require('crypto-js');\nmodule.exports = (text, key) => CryptoJS.DES.encrypt(text, key);" },
    ],
    good: [
      {
        code: "import { createCipheriv, randomBytes } from 'node:crypto';\nexport const seal = (key: Buffer) => createCipheriv('aes-256-gcm', key, randomBytes(12));",
      },
      { code: "import { createCipher } from './own.ts';\nexport const cipher = createCipher('aes');" },
    ],
  },
  match: inspectCalls((call, file) => {
    const name = calleeOf(call, file);
    if (name === null) return null;
    if (keyless.test(name))
      return 'This makes key and initialisation vector from a password without salt: use createCipheriv with a key from scrypt.';
    const weak = weakMember.test(name) || (ciphers.test(name) && weakAlgorithm.test(textOf(call.arguments[0], file) ?? ''));
    return weak ? 'This cipher is broken: use aes-256-gcm or chacha20-poly1305.' : null;
  }),
});
