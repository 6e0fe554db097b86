// Request data sent back as a page.
import { outlineOf, dataOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { methodOf, unwrap } from '../../src/gates/code/ast/names.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/html-response-from-request',
  title: 'Request data sent back as HTML',
  rationale: 'A link with `<script>` in a parameter runs that script in the page of whoever follows it, with their session.',
  remediation:
    'Let a template engine that escapes build the page, escape the value (`<`, `>`, `&`, quotes), or answer with `res.json` or `res.type("text/plain")`.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [79],
  references: [
    'https://cwe.mitre.org/data/definitions/79.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { file: 'a.js', code: 'module.exports = (req, res) => res.send(`<h1>Hello ${req.query.name}</h1>`);' },
      {
        file: 'a.js',
        code: "module.exports = (req, res) => { let page = '<p>Not found: '; page += req.params.name; res.end(page + '</p>'); };",
      },
    ],
    good: [
      { file: 'a.js', code: 'module.exports = (req, res) => res.json({ name: req.query.name });' },
      { file: 'a.js', code: 'module.exports = (req, res) => res.send(`<h1>Hello ${escape(req.query.name)}</h1>`);' },
      { file: 'a.js', code: 'module.exports = (req, socket) => socket.send(`${req.query.name} joined`);' },
    ],
  },
  match: inspectCalls((call, file) => {
    const callee = unwrap(call.callee);
    const [body] = call.arguments;
    if (body === undefined || callee.type !== 'MemberExpression' || !/^(?:send|end|write)$/.test(methodOf(call) ?? '')) return null;
    if (!/(?:^|\.)(?:res|response|reply)\b/.test(file.textOf(callee.object).slice(0, 200))) return null;
    const parts = partsOf(body, file);
    return /<[a-z!]/i.test(outlineOf(parts)) && dataOf(parts).some((node) => isRequestData(node, file))
      ? 'Markup in this request runs as script in the page: escape it.'
      : null;
  }),
});
