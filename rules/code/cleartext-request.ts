// Requests over plain HTTP to other machines.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { outlineOf, partsOf } from '../../src/gates/code/ast/text-parts.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { objectOf, property } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** Dotted names of the calls whose first argument (or its `url`) is an address to fetch. */
const requestCalls =
  /^(?:global:fetch|node-fetch|cross-fetch|undici\.(?:fetch|request|stream)|axios(?:\.(?:get|post|put|patch|delete|head|request))?|got(?:\.(?:get|post|put|patch|delete|head|stream))?|https?\.(?:get|request)|request(?:\.(?:get|post|put|del|head))?|request-promise(?:-native)?(?:\.\w+)?|needle(?:\.\w+)?|superagent(?:\.\w+)?|ky(?:\.\w+)?|phin|bent|wget-improved\.download|download)$/;

/** Names and addresses that stay on the machine or in a private network. */
const near =
  /^http:\/\/(?:[^/@]*@)?(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[|host\.docker\.internal|[\w-]+(?:[:/?#]|$)|[\w.-]+\.(?:local|localhost|internal|test|svc)\b|[^/]*\0)/i;

function addressOf(call: Call, file: SourceFile): Node | undefined {
  const [first] = call.arguments;
  const options = objectOf(first, file);
  if (options === null) return first;
  const address = ['url', 'uri', 'baseURL'].map((key) => property(options, key)).find((value) => value !== null);
  return address === undefined || address === 'unknown' ? undefined : address;
}

export const rule = defineCodeRule({
  id: 'code/cleartext-request',
  title: 'Request over plain HTTP',
  rationale:
    'Everybody on the way reads the request and can change the answer: a download that is run later, a rule that is applied, a token that is sent along.',
  remediation: 'Use `https://`, and check what is downloaded to be run against a pinned digest or a signature.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [319],
  references: [
    'https://cwe.mitre.org/data/definitions/319.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { code: "import http from 'node:http';\nhttp.get('http://downloads.example.org/tool.tgz', () => {});" },
      { code: 'export const load = (name: string) => fetch(`http://example.org/${name}`);' },
      {
        file: 'a.js',
        code: "const request = require('request');\nconst base = 'http://example.org/';\nmodule.exports = (name) => request({ url: base + name });",
      },
    ],
    good: [
      { code: 'export const load = (name: string) => fetch(`https://example.org/${name}`);' },
      { code: "export const health = () => fetch('http://localhost:3000/health');" },
      { code: 'export const load = (host: string) => fetch(`http://${host}/`);' },
    ],
  },
  match: inspectCalls((call, file) => {
    const address = requestCalls.test(calleeOf(call, file) ?? '') ? addressOf(call, file) : undefined;
    if (address === undefined) return null;
    const outline = outlineOf(partsOf(address, file));
    return /^http:\/\//i.test(outline) && !near.test(outline)
      ? 'Everybody on the way can read this request and change its answer: use https.'
      : null;
  }),
});
