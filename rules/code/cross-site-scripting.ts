// Text from outside in a page.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/cross-site-scripting',
  title: 'Page made from text from outside',
  rationale:
    'Markup in the text becomes markup of the page: `<img src=x onerror=…>` runs with the rights of whoever looks at it, reads their data and acts in their name. In a web view of an editor or in Electron it may reach the machine.',
  remediation:
    'Set text as text (`element.textContent = value`) and let a template engine escape. Where markup is wanted, clean it with a maintained sanitizer such as DOMPurify. Send JSON with `res.json`.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [79],
  references: [
    'https://cwe.mitre.org/data/definitions/79.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nexpress().get('/hello', (req, res) => { res.send('<h1>Hello ' + req.query.name + '</h1>'); });",
      },
      {
        file: 'example.js',
        code: "const name = decodeURIComponent(location.hash.slice(1));\ndocument.getElementById('title').innerHTML = 'Hello ' + name;",
      },
      {
        code: "import express from 'express';\nexpress().get('/:name', (req, res) => { let page = '<p>Not found: '; page += req.params.name; res.end(page + '</p>'); });",
      },
    ],
    good: [
      { code: "import express from 'express';\nexpress().get('/hello', (req, res) => { res.json({ name: req.query.name }); });" },
      {
        file: 'example.js',
        code: "const name = decodeURIComponent(location.hash.slice(1));\ndocument.getElementById('title').textContent = 'Hello ' + name;",
      },
      {
        code: "import express from 'express';\nexpress().get('/hello', (req, res) => { res.send('<h1>Hello ' + encodeURIComponent(req.query.name) + '</h1>'); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'xss',
    covers: ['code/unsanitized-html', 'code/react-unsanitized-html'],
    harm: 'can run scripts in the page of whoever looks at it',
    fix: 'Set it as text (`textContent`, a template that escapes), or clean it with a maintained sanitizer such as DOMPurify.',
  },
});
