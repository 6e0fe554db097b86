// JSON Web Tokens accepted without a signature that counts.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantOf, constantProperty, elementsOf, objectOf, property, textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

function allowsNone(options: Node | undefined, file: SourceFile): boolean {
  const literal = objectOf(options, file);
  const listed = literal === null ? null : property(literal, 'algorithms');
  const algorithms = listed === null || listed === 'unknown' ? [] : (elementsOf(listed, file) ?? []);
  const names = [
    ...algorithms.map((each) => (each === null ? null : textOf(each, file))),
    constantProperty(options, 'algorithm', file)?.value,
  ];
  return names.some((name) => typeof name === 'string' && name.toLowerCase() === 'none');
}

function hasNoKey(call: Call, file: SourceFile): boolean {
  const key = call.arguments[1];
  const constant = key === undefined ? null : constantOf(key, file);
  return (
    constant !== null && (constant.value === undefined || constant.value === null || constant.value === '' || constant.value === false)
  );
}

function judge(call: Call, file: SourceFile): string | null {
  const name = calleeOf(call, file) ?? '';
  if (
    /^(?:jsonwebtoken|jwt-simple|express-jwt(?:\.expressjwt)?|fast-jwt\.create\w+)(?:\.|$)/.test(name) &&
    call.arguments.some((each) => allowsNone(each, file))
  ) {
    return "The algorithm 'none' accepts tokens that anybody wrote.";
  }
  if (name === 'jsonwebtoken.verify' && hasNoKey(call, file)) return 'Without a key any token is accepted, or only unsigned ones.';
  if (name === 'jsonwebtoken.verify' && constantProperty(call.arguments[2], 'ignoreExpiration', file)?.value === true) {
    return 'Expired tokens are accepted: a stolen one works for ever.';
  }
  if (name === 'jwt-simple.decode' && call.arguments[2] !== undefined && constantOf(call.arguments[2], file)?.value === true) {
    return 'The third argument switches verification off.';
  }
  return null;
}

export const rule = defineCodeRule({
  id: 'code/jwt-verification-disabled',
  title: 'JSON Web Token accepted without verification',
  rationale:
    'A token is only as good as the check of its signature. With `none`, without a key or without expiry, anybody writes a token that says "administrator", or uses a stolen one for ever.',
  remediation:
    "Verify with a key and name the one algorithm you sign with: `jwt.verify(token, key, { algorithms: ['RS256'] })`; leave `ignoreExpiration` out.",
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [347, 613],
  references: ['https://cwe.mitre.org/data/definitions/347.html', 'https://www.rfc-editor.org/rfc/rfc8725'],
  examples: {
    bad: [
      {
        code: "import jwt from 'jsonwebtoken';\nexport const read = (token: string, key: string) => jwt.verify(token, key, { algorithms: ['HS256', 'none'] });",
      },
      { file: 'a.js', code: "const { verify } = require('jsonwebtoken');\nmodule.exports = (token) => verify(token, null);" },
      {
        code: "import jwt from 'jsonwebtoken';\nexport const read = (token: string, key: string) => jwt.verify(token, key, { algorithms: ['HS256'], ignoreExpiration: true });",
      },
      { file: 'a.js', code: "const jwt = require('jwt-simple');\nmodule.exports = (token, key) => jwt.decode(token, key, true);" },
    ],
    good: [
      {
        code: "import jwt from 'jsonwebtoken';\nexport const read = (token: string, key: string) => jwt.verify(token, key, { algorithms: ['RS256'] });",
      },
      { code: "import { verify } from './passwords.ts';\nexport const read = (token: string) => verify(token, null);" },
    ],
  },
  match: inspectCalls(judge),
});
