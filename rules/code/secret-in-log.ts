// Secrets, whole environments and whole header sets handed to a logger.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, nameOf, unwrap } from '../../src/gates/code/ast/names.ts';
import { dataOf, partsOf } from '../../src/gates/code/ast/text-parts.ts';
import { lastNameOf, wordsOf } from '../../src/gates/code/ast/request.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const levels = /^(?:log|info|warn|error|debug|trace|verbose|fatal|silly|notice|dir|appendLine|write)$/;
const loggers = /(?:^|[._])(?:console|log|logger|winston|pino|bunyan|log4js|outputChannel)$/i;
const secret =
  /^(?:.* )?(?:password|passwd|pwd|passphrase|secret|client secret|api key|apikey|access key|secret key|private key|encryption key|access token|refresh token|auth token|id token|bearer token|session token|api token|github token|jwt|credentials|authorization|auth header|cookie)$/;

function isLogger(callee: Node, file: SourceFile): boolean {
  const inner = unwrap(callee);
  if (inner.type !== 'MemberExpression' || !levels.test(keyOf(inner) ?? '')) return false;
  const object = unwrap(inner.object);
  const name = nameOf(object, file) ?? '';
  return /^global:console$/.test(name) || loggers.test(lastNameOf(object) ?? '');
}

/** The names under which a secret goes out, if any: the value itself, not its length, type or whether it is there. */
function leakOf(node: Node, file: SourceFile, depth = 0): string | null {
  const inner = unwrap(node);
  if (depth > 5) return null;
  if (nameOf(inner, file) === 'global:process.env') return 'the whole environment';
  switch (inner.type) {
    case 'Identifier':
    case 'MemberExpression':
      return leakOfName(inner) ?? (inner.type === 'Identifier' && isBearerToken(inner, file) ? inner.name : null);
    case 'ObjectExpression':
      return first(inner.properties, (member) =>
        member.type === 'Property' ? leakOf(member.value, file, depth + 1) : leakOf(member.argument, file, depth + 1),
      );
    case 'TemplateLiteral':
      return first(inner.expressions, (each) => leakOf(each, file, depth + 1));
    case 'BinaryExpression':
      return inner.operator === '+' ? first(dataOf(partsOf(inner, file)), (each) => leakOfOpaque(each, file, depth)) : null;
    case 'CallExpression':
      return nameOf(inner.callee, file) === 'global:JSON.stringify'
        ? first(inner.arguments, (each) => leakOf(each, file, depth + 1))
        : null;
    case 'LogicalExpression':
      return leakOf(inner.left, file, depth + 1) ?? leakOf(inner.right, file, depth + 1);
    default:
      return null;
  }
}

function leakOfOpaque(node: Node, file: SourceFile, depth: number): string | null {
  return node.type === 'BinaryExpression' ? null : leakOf(node, file, depth + 1);
}

function leakOfName(node: TSESTree.Identifier | TSESTree.MemberExpression): string | null {
  const name = lastNameOf(node);
  if (name === null) return null;
  if (name === 'headers' && node.type === 'MemberExpression' && /^(?:req|request)$/.test(lastNameOf(node.object) ?? ''))
    return 'all request headers';
  return secret.test(wordsOf(name)) ? name : null;
}

/** A model's tokens are no secret; what follows `Bearer ` in a header is. */
function isBearerToken(node: TSESTree.Identifier, file: SourceFile): boolean {
  if (!/token$/i.test(node.name)) return false;
  return (file.variableOf(node)?.references ?? []).some(({ identifier }) => {
    const holder = parentOf(identifier);
    if (holder?.type !== 'TemplateLiteral') return false;
    const index = holder.expressions.findIndex((expression) => expression === identifier);
    return /\bBearer $/i.test(holder.quasis[index]?.value.cooked ?? '');
  });
}

function first<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

export const rule = defineCodeRule({
  id: 'code/secret-in-log',
  title: 'Secret written to a log',
  rationale:
    'Logs are kept for long, copied to other systems and read by many; agents even feed them to a model. A password or token in them is known to all of these, and a request header set holds cookies and `Authorization`.',
  remediation:
    'Log that the secret is there (`Boolean(token)`), its id, or nothing. Give the logger a redaction list (`pino({ redact: ["req.headers.authorization"] })`), and log chosen headers by name.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [532],
  references: [
    'https://cwe.mitre.org/data/definitions/532.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
  ],
  examples: {
    bad: [
      { code: 'export const login = (user: string, password: string) => { console.log(`login ${user} ${password}`); };' },
      { file: 'a.js', code: "module.exports = (logger, config) => logger.debug('using key ' + config.apiKey);" },
      { code: 'console.log(process.env);' },
      {
        code: 'export const ask = (token: string) => { console.log(`signed in with ${token}`); return fetch("https://llm.example", { headers: { authorization: `Bearer ${token}` } }); };',
      },
      { code: "declare const logger: any;\nexport const handle = (req: any) => logger.info({ headers: req.headers }, 'request');" },
      { code: 'declare const log: any;\nexport const connect = (accessToken: string) => log.info(JSON.stringify({ accessToken }));' },
    ],
    good: [
      {
        code: 'export const login = (user: string, password: string) => { console.log(`login ${user}, password given: ${Boolean(password)}`); };',
      },
      { code: 'export const count = (tokenCount: number, tokens: number) => { console.log(`${tokenCount} of ${tokens} tokens used`); };' },
      {
        code: "export const warn = (password: string) => { console.error('password must have %d characters, not %d', 12, password.length); };",
      },
      { code: 'console.log(process.env.NODE_ENV);' },
      { code: "export const hint = () => { console.log('set the api key first: export API_KEY=…'); };" },
    ],
  },
  match: inspect((file, report) => ({
    CallExpression(node) {
      if (!isLogger(node.callee, file)) return;
      const leak = first(node.arguments, (argument) => leakOf(argument, file));
      if (leak !== null) report(node, `This writes ${leak} to a log.`);
    },
  })),
});
