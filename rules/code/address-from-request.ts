// A request to wherever the client says.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { outlineOf, dataOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import { requestCalls } from '../../src/gates/code/ast/sinks.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { objectOf, property } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** After `https://host/` data chooses a path only, which is the called server's business. */
const fixedHost = /^[a-z][a-z0-9+.-]*:\/\/[^/\0]+\//i;

function addressesOf(call: Call, file: SourceFile): readonly Node[] {
  const [first] = call.arguments;
  const options = objectOf(first, file);
  if (options === null) return first === undefined ? [] : [first];
  return ['url', 'uri', 'baseURL', 'host', 'hostname']
    .map((key) => property(options, key))
    .filter((value) => value !== null && value !== 'unknown');
}

function leavesHostOpen(address: Node, file: SourceFile): boolean {
  const parts = partsOf(address, file);
  return !fixedHost.test(outlineOf(parts)) && dataOf(parts).some((node) => isRequestData(node, file));
}

export const rule = defineCodeRule({
  id: 'code/address-from-request',
  title: 'Request sent to an address that the client chose',
  rationale:
    'The server sits inside the network: through it a client reaches cloud metadata (`http://169.254.169.254/`, with its credentials), databases and administration pages that no outsider should see.',
  remediation:
    'Choose from a list of known hosts. Where any address must do, resolve the name, refuse private and link-local addresses, connect to the address that was checked, and do not follow redirects.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [918],
  references: [
    'https://cwe.mitre.org/data/definitions/918.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { code: 'export const handler = (req: any) => fetch(req.query.url);' },
      {
        file: 'a.js',
        code: "const axios = require('axios');\nmodule.exports = (req) => { const { url } = req.body; return axios.get(url); };",
      },
      { code: "import got from 'got';\nexport const handler = (req: any) => got(`https://${req.params.host}/status`);" },
    ],
    good: [
      { code: 'export const handler = (req: any) => fetch(`https://api.example.org/items/${req.params.id}`);' },
      { code: 'export const load = (url: string) => fetch(url);' },
      {
        code: "const hosts: Record<string, string> = { a: 'https://a.example.org/' };\nexport const handler = (req: any) => fetch(hosts[req.query.host] ?? 'https://example.org/');",
      },
    ],
  },
  match: inspectCalls((call, file) =>
    requestCalls.test(calleeOf(call, file) ?? '') && addressesOf(call, file).some((address) => leavesHostOpen(address, file))
      ? 'The client chooses where this server connects: keep to known hosts.'
      : null,
  ),
});
