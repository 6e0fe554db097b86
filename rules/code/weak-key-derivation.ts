// Key derivation whose cost is too low to slow anybody down.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import type { SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantOf, constantProperty } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const leastIterations = 100_000;
const leastScryptCost = 2 ** 14;
const leastBcryptCost = 10;

function numberAt(call: Call, index: number, file: SourceFile): number | null {
  const argument = call.arguments[index];
  const value = argument === undefined ? undefined : constantOf(argument, file)?.value;
  return typeof value === 'number' ? value : null;
}

function costTooLow(call: Call, name: string, file: SourceFile): boolean {
  const below = (value: number | null, least: number): boolean => value !== null && value < least;
  if (/^crypto\.pbkdf2(?:Sync)?$/.test(name)) return below(numberAt(call, 2, file), leastIterations);
  if (/^(?:bcrypt|bcryptjs|bcrypt-nodejs)\.(?:hash|hashSync)$/.test(name)) return below(numberAt(call, 1, file), leastBcryptCost);
  if (/^(?:bcrypt|bcryptjs)\.genSalt(?:Sync)?$/.test(name)) return below(numberAt(call, 0, file), leastBcryptCost);
  if (!/^crypto\.scrypt(?:Sync)?$/.test(name)) return false;
  const options = call.arguments[3];
  const cost = constantProperty(options, 'N', file)?.value ?? constantProperty(options, 'cost', file)?.value;
  return typeof cost === 'number' && cost < leastScryptCost;
}

export const rule = defineCodeRule({
  id: 'code/weak-key-derivation',
  title: 'Key derivation with too low a cost',
  rationale:
    'The cost is the only thing that slows down whoever tries passwords against a stolen hash or file. At a few thousand rounds a graphics card tries millions of them a second.',
  remediation:
    'Raise it: PBKDF2-SHA-256 600,000 iterations, PBKDF2-SHA-512 210,000, scrypt `N: 2 ** 17`, bcrypt 12. Store the cost with the hash, so that it can grow.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [916],
  references: [
    'https://cwe.mitre.org/data/definitions/916.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import { pbkdf2Sync } from 'node:crypto';\nexport const key = (secret: string, salt: Buffer) => pbkdf2Sync(secret, salt, 1000, 32, 'sha256');",
      },
      { file: 'a.js', code: "const bcrypt = require('bcrypt');\nmodule.exports = (password) => bcrypt.hash(password, 5);" },
      {
        code: "import { scryptSync } from 'node:crypto';\nexport const key = (secret: string, salt: Buffer) => scryptSync(secret, salt, 32, { N: 1024 });",
      },
    ],
    good: [
      {
        code: "import { pbkdf2Sync } from 'node:crypto';\nconst rounds = 600_000;\nexport const key = (secret: string, salt: Buffer) => pbkdf2Sync(secret, salt, rounds, 32, 'sha256');",
      },
      {
        code: "import { scryptSync } from 'node:crypto';\nexport const key = (secret: string, salt: Buffer) => scryptSync(secret, salt, 32, { N: 2 ** 17 });",
      },
      { file: 'a.js', code: "const bcrypt = require('bcrypt');\nmodule.exports = (password) => bcrypt.hash(password, 12);" },
    ],
  },
  match: inspectCalls((call, file) => {
    const name = calleeOf(call, file);
    return name !== null && costTooLow(call, name, file) ? 'This cost is too low to slow down guessing.' : null;
  }),
});
