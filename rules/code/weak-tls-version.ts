// TLS versions that are broken or retired.
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf } from '../../src/gates/code/ast/names.ts';
import { textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const weak = new Map<string | null, RegExp>([
  ['secureProtocol', /^(?:SSLv2|SSLv3|TLSv1|TLSv1_1)(?:_(?:client|server))?_method$/],
  ['minVersion', /^TLSv1(?:\.1)?$/],
  ['maxVersion', /^TLSv1(?:\.1)?$/],
]);

export const rule = defineCodeRule({
  id: 'code/weak-tls-version',
  title: 'Retired TLS version allowed',
  rationale:
    'SSL 3, TLS 1.0 and TLS 1.1 were retired (RFC 7568, RFC 8996) because an attacker on the way can decrypt or alter what they carry. Allowing them lets the attacker pick them, whatever both ends could do better.',
  remediation: "Remove the option: Node's own least version is TLS 1.2. To be stricter set `minVersion: 'TLSv1.3'`.",
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [327, 326],
  references: [
    'https://cwe.mitre.org/data/definitions/327.html',
    'https://www.rfc-editor.org/rfc/rfc8996',
    'https://nodejs.org/api/tls.html#tlscreatesecurecontextoptions',
  ],
  examples: {
    bad: [
      { code: "import https from 'node:https';\nexport const agent = new https.Agent({ minVersion: 'TLSv1' });" },
      { code: "import tls from 'node:tls';\nexport const context = tls.createSecureContext({ secureProtocol: 'TLSv1_method' });" },
      { file: 'a.js', code: "require('tls').connect({ port: 443, maxVersion: 'TLSv1.1' });" },
    ],
    good: [
      { code: "import https from 'node:https';\nexport const agent = new https.Agent({ minVersion: 'TLSv1.3' });" },
      { code: "import tls from 'node:tls';\nexport const context = tls.createSecureContext({ secureProtocol: 'TLSv1_2_method' });" },
      { code: "export const plugin = { minVersion: '1.2.0' };" },
    ],
  },
  match: inspect((file, report) => ({
    Property(node) {
      const pattern = node.parent.type === 'ObjectExpression' ? weak.get(keyOf(node)) : undefined;
      if (pattern?.test(textOf(node.value, file) ?? '') === true)
        report(node, 'This allows a TLS version that was retired because it can be broken.');
    },
  })),
});
