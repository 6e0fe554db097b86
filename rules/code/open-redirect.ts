// Text from outside as the address of a redirect.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/open-redirect',
  title: 'Redirect to an address from outside',
  rationale:
    'A link that begins with your address leads to another site: a copy of your login page, or a place that takes the token in the query. `//evil.example` and `/\\\\evil.example` pass for paths.',
  remediation:
    'Redirect to paths of a list, or check the parsed address: `const target = new URL(to, origin); if (target.origin !== origin) …`, and redirect to `target.pathname + target.search`.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [601],
  references: [
    'https://cwe.mitre.org/data/definitions/601.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { code: "import express from 'express';\nexpress().get('/login', (req, res) => { res.redirect(req.query.next); });" },
      {
        code: "import express from 'express';\nexpress().post('/login', (req, res) => { const target = req.body.returnTo || '/'; res.redirect(302, target); });",
      },
    ],
    good: [
      {
        code: "import express from 'express';\nconst pages = ['/home', '/news'];\nexpress().get('/login', (req, res) => { if (pages.includes(req.query.next)) res.redirect(req.query.next); });",
      },
      {
        code: "import express from 'express';\nexpress().get('/login', (req, res) => { res.redirect('/search?q=' + encodeURIComponent(req.query.next)); });",
      },
      { code: "import express from 'express';\nexpress().get('/item/:id', (req, res) => { res.redirect(`/items/${req.params.id}`); });" },
    ],
  },
  match: {
    kind: 'flow',
    class: 'redirect',
    covers: [],
    harm: 'can send your users to a site of their own',
    fix: 'Redirect to an address of a fixed list, or check that `new URL(to, origin).origin` is your own.',
  },
});
