// TLS without checking who answers.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, nameOf, unwrap } from '../../src/gates/code/ast/names.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const off = new Set<unknown>([false, 0]);
const environmentName = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** A function that never objects: no `throw`, and nothing but undefined or true is returned. */
function neverObjects(node: Node, file: SourceFile): boolean {
  const inner = unwrap(node);
  if (inner.type !== 'ArrowFunctionExpression' && inner.type !== 'FunctionExpression') return false;
  const { body } = inner;
  const passes = (value: Node | null): boolean => {
    const constant = value === null ? { value: undefined } : constantOf(value, file);
    return constant !== null && (constant.value === undefined || constant.value === null || constant.value === true);
  };
  if (body.type !== 'BlockStatement') return passes(body);
  return body.body.every((statement) => statement.type === 'ReturnStatement' && passes(statement.argument));
}

function switchesOff(key: string | null, value: Node, file: SourceFile): boolean {
  if (key === 'rejectUnauthorized' || key === 'strictSSL') return off.has(constantOf(value, file)?.value);
  if (key === environmentName) return ['0', 0, false].includes(constantOf(value, file)?.value as string);
  return key === 'checkServerIdentity' && neverObjects(value, file);
}

export const rule = defineCodeRule({
  id: 'code/tls-verification-disabled',
  title: 'TLS certificate verification switched off',
  rationale:
    'Without verification anybody on the way (a café network, a proxy, a hijacked DNS answer) can present a certificate of their own, read tokens and prompts, and answer in the name of the server. Encryption to an unknown peer protects nothing.',
  remediation:
    'Remove the option. For a private certificate authority pass its certificate: `ca: await readFile(caFile)`, or start Node with `NODE_EXTRA_CA_CERTS`. For local tests issue a certificate for `localhost`.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [295],
  references: [
    'https://cwe.mitre.org/data/definitions/295.html',
    'https://nodejs.org/api/tls.html#tlsconnectoptions-callback',
    'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
  ],
  examples: {
    bad: [
      { code: "import https from 'node:https';\nexport const agent = new https.Agent({ rejectUnauthorized: false });" },
      { code: "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';" },
      { code: "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0 as never;" },
      { code: "import tls from 'node:tls';\ntls.connect({ host: 'example.org', port: 443, checkServerIdentity: () => undefined });" },
      { file: 'a.js', code: "const request = require('request');\nrequest({ url: 'https://example.org', strictSSL: false });" },
      { code: 'const verify = false;\nexport const options = { https: { rejectUnauthorized: verify } };' },
      { file: 'a.js', code: 'const options = {};\noptions.rejectUnauthorized = false;\nmodule.exports = options;' },
    ],
    good: [
      { code: "import https from 'node:https';\nexport const agent = new https.Agent({ rejectUnauthorized: true });" },
      { code: "import https from 'node:https';\nexport const make = (ca: Buffer) => new https.Agent({ ca });" },
      { code: "if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') throw new Error('TLS verification is off');" },
      {
        code: "import tls from 'node:tls';\ntls.connect({ host: 'example.org', checkServerIdentity: (host, cert) => { if (cert.fingerprint256 !== 'AA') throw new Error('pin'); return tls.checkServerIdentity(host, cert); } });",
      },
    ],
  },
  match: inspect((file, report) => {
    const message = 'TLS verification is switched off: anybody on the way can answer in the name of the server.';
    const judge = (node: Node, key: string | null, value: Node): void => {
      if (switchesOff(key, value, file)) report(node, message);
    };
    return {
      Property(node) {
        if (node.parent.type === 'ObjectExpression') judge(node, keyOf(node), node.value);
      },
      AssignmentExpression(node: TSESTree.AssignmentExpression) {
        if (node.left.type !== 'MemberExpression') return;
        const key = keyOf(node.left);
        if (key === environmentName && nameOf(node.left.object, file) !== 'global:process.env') return;
        judge(node, key, node.right);
      },
    };
  }),
});
