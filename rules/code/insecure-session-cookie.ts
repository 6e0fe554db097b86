// Session cookies that scripts can read or that travel in the clear.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, methodOf } from '../../src/gates/code/ast/names.ts';
import { wordsOf } from '../../src/gates/code/ast/request.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantProperty, objectOf, property, textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const sessionLibraries =
  /^(?:express-session|cookie-session|koa-session|@fastify\/(?:session|secure-session|cookie)|iron-session\.getIronSession)$/;
const setters = /^(?:cookie|setCookie|set)$/;
const holders = /(?:^|\.)(?:res|response|reply|cookies|cookieStore|cookies\(\))$/;
const sessionName = /(?:^| )(?:session|sessionid|sid|auth|token|jwt|access|refresh|login|connect sid|csrf|remember)(?: |$)/;

/** The flag that is switched off, or that `mustSay` wants and the options do not give. */
function missingFlag(options: Node | undefined, mustSay: boolean, file: SourceFile): string | null {
  const literal = objectOf(options, file);
  if (literal === null) return options === undefined && mustSay ? 'httpOnly' : null;
  for (const flag of ['httpOnly', 'secure']) {
    if (constantProperty(literal, flag, file)?.value === false) return flag;
    if (mustSay && flag === 'httpOnly' && property(literal, flag) === null) return flag;
  }
  return null;
}

function judgeCookie(call: TSESTree.CallExpression, file: SourceFile): string | null {
  if (call.callee.type !== 'MemberExpression' || !setters.test(methodOf(call) ?? '') || call.arguments.length < 2) return null;
  if (!holders.test(file.textOf(call.callee.object).slice(-80))) return null;
  const name = textOf(call.arguments[0], file);
  if (name === null || !sessionName.test(wordsOf(name)) || /csrf|xsrf/i.test(name)) return null;
  // `set(name, value)` is also how headers and maps are filled; only its options can say that it is a cookie.
  return missingFlag(call.arguments[2], methodOf(call) !== 'set' || call.arguments.length > 2, file);
}

function judgeSession(call: Call, file: SourceFile): string | null {
  if (!sessionLibraries.test(calleeOf(call, file) ?? '')) return null;
  const options = objectOf(call.arguments[0], file);
  const cookie = options === null ? null : property(options, 'cookie');
  return (
    missingFlag(options ?? undefined, false, file) ?? (cookie === null || cookie === 'unknown' ? null : missingFlag(cookie, false, file))
  );
}

export const rule = defineCodeRule({
  id: 'code/insecure-session-cookie',
  title: 'Session cookie without httpOnly or secure',
  rationale:
    'A cookie without `httpOnly` can be read by any script in the page, so that one injected line takes the session away; without `secure` it travels over plain HTTP, where the network reads it.',
  remediation: "Set both, and `sameSite`: `res.cookie('session', value, { httpOnly: true, secure: true, sameSite: 'lax' })`.",
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [614, 1004],
  references: [
    'https://cwe.mitre.org/data/definitions/614.html',
    'https://cwe.mitre.org/data/definitions/1004.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#cookies',
  ],
  examples: {
    bad: [
      { file: 'a.js', code: "module.exports = (res, token) => res.cookie('access_token', token);" },
      { file: 'a.js', code: "module.exports = (res, token) => res.cookie('session', token, { httpOnly: true, secure: false });" },
      {
        file: 'a.js',
        code: "const session = require('express-session');\nmodule.exports = session({ secret: process.env.SECRET, cookie: { httpOnly: false } });",
      },
    ],
    good: [
      { file: 'a.js', code: "module.exports = (res, token) => res.cookie('session', token, { httpOnly: true, secure: true });" },
      { file: 'a.js', code: "module.exports = (res) => res.cookie('theme', 'dark');" },
      { file: 'a.js', code: "module.exports = (cache, value) => cache.set('session', value);" },
    ],
  },
  match: inspect((file, report) => ({
    CallExpression(node) {
      const flag = judgeCookie(node, file) ?? judgeSession(node, file);
      if (flag !== null) report(node, `This session cookie is set without ${flag}.`);
    },
  })),
});
