// Claims read from a token whose signature nobody in the file checks.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/jwt-decode-without-verify',
  title: 'Token decoded, and never verified in this file',
  rationale:
    '`decode` only unpacks: it tells what the sender wrote. Where the answer decides about a user or a right, anybody writes themselves a token.',
  remediation:
    "Use `jwt.verify(token, key, { algorithms: ['RS256'] })`. Decoding is fine to choose the key (`header.kid`) or to show something; verify before you trust it.",
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [347],
  references: ['https://cwe.mitre.org/data/definitions/347.html', 'https://github.com/auth0/node-jsonwebtoken#jwtdecodetoken--options'],
  examples: {
    bad: [
      { code: "import jwt from 'jsonwebtoken';\nexport const user = (token: string) => jwt.decode(token);" },
      { file: 'a.js', code: "const { decode } = require('jsonwebtoken');\nmodule.exports = (token) => decode(token, { json: true }).sub;" },
    ],
    good: [
      {
        code: "import jwt from 'jsonwebtoken';\nexport const user = (token: string, key: (id: unknown) => string) => jwt.verify(token, key(jwt.decode(token, { complete: true })?.header.kid), { algorithms: ['RS256'] });",
      },
      { code: "import { decode } from 'html-entities';\nexport const text = (html: string) => decode(html);" },
    ],
  },
  match: inspect((file, report) => {
    const decoded: TSESTree.CallExpression[] = [];
    let verified = false;
    return {
      CallExpression(node) {
        const name = calleeOf(node, file);
        if (name === 'jsonwebtoken.decode') decoded.push(node);
        else if (name === 'jsonwebtoken.verify') verified = true;
      },
      'Program:exit'() {
        if (!verified)
          for (const node of decoded) report(node, 'Decoding does not check the signature: verify the token before you trust it.');
      },
    };
  }),
});
