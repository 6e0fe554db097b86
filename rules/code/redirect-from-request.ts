// A redirect to wherever the client says.
import { dataOf, outlineOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { methodOf } from '../../src/gates/code/ast/names.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** `/x`, `?x` and `https://host/` keep to a place; `//` does not. */
const fixedPlace = /^(?:\/[^/\\\0]|[?#]|[a-z]+:\/\/[^/\0]+[/?#])/i;

export const rule = defineCodeRule({
  id: 'code/redirect-from-request',
  title: 'Redirect to an address from the request',
  rationale:
    'A link to your own, trusted host leads on to a copy of your login page elsewhere. In sign-in flows the redirect also carries tokens to the attacker.',
  remediation: 'Redirect to paths of your own: check `new URL(target, base).origin === base.origin`, or choose from a list.',
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
      { file: 'a.js', code: 'module.exports = (req, res) => res.redirect(req.query.next);' },
      { file: 'a.js', code: "module.exports = (req, res) => { const target = req.body.returnTo || '/'; res.redirect(302, target); };" },
    ],
    good: [
      { file: 'a.js', code: 'module.exports = (req, res) => res.redirect(`/items/${req.params.id}`);' },
      { file: 'a.js', code: "module.exports = (req, res) => res.redirect(req.user ? '/home' : '/login');" },
      {
        file: 'a.js',
        code: "module.exports = (req, res) => res.redirect('https://example.org/search?q=' + encodeURIComponent(req.query.q));",
      },
    ],
  },
  match: inspectCalls((call, file) => {
    const target = methodOf(call) === 'redirect' ? call.arguments.at(-1) : undefined;
    if (target === undefined) return null;
    const parts = partsOf(target, file);
    // Alternatives (`next || '/'`) stand side by side: only what comes before the data can fix the place.
    const before = outlineOf(parts).split('\0', 1)[0] ?? '';
    return !fixedPlace.test(`${before}\0`) && dataOf(parts).some((node) => isRequestData(node, file))
      ? 'The client chooses where this leads: keep to your own paths.'
      : null;
  }),
});
