// Cross-origin requests with cookies, open to every website.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, methodOf, nameOf } from '../../src/gates/code/ast/names.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import type { SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantOf, constantProperty, objectOf, property, textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const libraries = /^(?:cors|@koa\/cors|koa2-cors|@fastify\/cors|fastify-cors)$/;
const setters = new Set(['setHeader', 'header', 'set', 'append']);

/** The options in `cors(options)` and in `app.register(cors, options)`. */
function optionsOf(call: TSESTree.CallExpression, file: SourceFile): TSESTree.CallExpressionArgument | undefined {
  if (libraries.test(calleeOf(call, file) ?? '')) return call.arguments[0];
  const [first] = call.arguments;
  return methodOf(call) === 'register' && first !== undefined && libraries.test(nameOf(first, file) ?? '') ? call.arguments[1] : undefined;
}

function opensToAll(call: TSESTree.CallExpression, file: SourceFile): boolean {
  const options = optionsOf(call, file);
  if (constantProperty(options, 'credentials', file)?.value !== true) return false;
  const literal = objectOf(options, file);
  const origin = literal === null ? null : property(literal, 'origin');
  return origin !== null && origin !== 'unknown' && constantOf(origin, file)?.value === true;
}

export const rule = defineCodeRule({
  id: 'code/cors-any-origin-with-credentials',
  title: 'Every website may send requests with the cookies of the user',
  rationale:
    'The server answers each origin that it is allowed, with credentials. Any website that the user visits can then read and change everything in this service as that user.',
  remediation: "List the origins: `cors({ origin: ['https://app.example.org'], credentials: true })`, or leave `credentials` out.",
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [942, 346],
  references: [
    'https://cwe.mitre.org/data/definitions/942.html',
    'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS#requests_with_credentials',
  ],
  examples: {
    bad: [
      { code: "import cors from 'cors';\nexport const open = cors({ origin: true, credentials: true });" },
      {
        file: 'a.js',
        code: "module.exports = (req, res) => { res.setHeader('Access-Control-Allow-Origin', req.headers.origin); res.setHeader('Access-Control-Allow-Credentials', 'true'); };",
      },
      {
        file: 'a.js',
        code: "const cors = require('@fastify/cors');\nmodule.exports = (app) => app.register(cors, { origin: true, credentials: true });",
      },
    ],
    good: [
      { code: "import cors from 'cors';\nexport const open = cors({ origin: 'https://example.org', credentials: true });" },
      { code: "import cors from 'cors';\nexport const open = cors({ origin: true });" },
      { file: 'a.js', code: "module.exports = (req, res) => { res.setHeader('Access-Control-Allow-Origin', req.headers.origin); };" },
    ],
  },
  match: inspect((file, report) => {
    const reflecting: TSESTree.CallExpression[] = [];
    let credentials = false;
    return {
      CallExpression(node) {
        if (opensToAll(node, file)) report(node, 'Every website may use this with the cookies of the user: list the origins.');
        const [name, value] = node.arguments;
        if (!setters.has(methodOf(node) ?? '') || value === undefined) return;
        const header = textOf(name, file)?.toLowerCase();
        if (header === 'access-control-allow-origin' && isRequestData(value, file)) reflecting.push(node);
        if (header === 'access-control-allow-credentials' && /^true$/i.test(String(constantOf(value, file)?.value))) credentials = true;
      },
      'Program:exit'() {
        if (credentials)
          for (const node of reflecting)
            report(node, 'The origin of any request is allowed, with credentials: compare it with a list first.');
      },
    };
  }),
});
