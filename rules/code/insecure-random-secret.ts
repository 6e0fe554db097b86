// Tokens and keys from a generator whose next value can be computed.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, keyOf } from '../../src/gates/code/ast/names.ts';
import { wordsOf } from '../../src/gates/code/ast/request.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const secret =
  /(?:^| )(?:token(?!s)|secret|password|passwd|passphrase|nonce|salt|otp|csrf|xsrf|api key|apikey|session id|sessionid|session key|private key|secret key|encryption key|reset code|verification code|auth code|invite code)s?(?: |$)/;
// A count, an estimate or a place named after a secret is none.
const harmless =
  /(?:^| )(?:count|length|index|limit|usage|budget|rate|max|min|total|delay|timeout|color|cost|num|number|size|used|stats|data|in|out|input|output|prompt|completion|cached|context|per)(?: |$)/;

/** The names that the value of an expression is given: variable, property, function, up to the statement. */
function receivingNames(start: Node): readonly string[] {
  const names: string[] = [];
  let node = start;
  for (let steps = 0; steps < 30; steps += 1) {
    const parent = parentOf(node);
    if (parent === null) break;
    if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return [...names, parent.id.name];
    if (parent.type === 'AssignmentExpression') return [...names, targetName(parent.left)];
    if ((parent.type === 'Property' || parent.type === 'PropertyDefinition') && parent.value === node) {
      return [...names, parent.key.type === 'Identifier' ? parent.key.name : ''];
    }
    if (parent.type === 'FunctionDeclaration' || parent.type === 'MethodDefinition') return [...names, nameOfFunction(parent)];
    const isFunctionValue = parent.type === 'ArrowFunctionExpression' || parent.type === 'FunctionExpression';
    const passesOn =
      !parent.type.endsWith('Statement') ||
      parent.type === 'ReturnStatement' ||
      (parent.type === 'BlockStatement' && node.type === 'ReturnStatement');
    if (!passesOn && !isFunctionValue) return names;
    if (parent.type === 'IfStatement' || parent.type === 'SwitchCase') return names;
    node = parent;
  }
  return names;
}

function targetName(left: Node): string {
  if (left.type === 'Identifier') return left.name;
  return left.type === 'MemberExpression' ? (keyOf(left) ?? '') : '';
}

function nameOfFunction(node: TSESTree.FunctionDeclaration | TSESTree.MethodDefinition): string {
  if (node.type === 'FunctionDeclaration') return node.id?.name ?? '';
  return node.key.type === 'Identifier' ? node.key.name : '';
}

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return secret.test(words) && !harmless.test(words);
}

function isRandom(call: TSESTree.CallExpression, file: SourceFile): boolean {
  return calleeOf(call, file) === 'global:Math.random';
}

/** A nonce that is used only in text with the time of the clock is to tell apart what is made at one time: no secret has its time in it. */
function isMeantUnique(start: Node, file: SourceFile): boolean {
  let node: Node | null = start;
  for (let steps = 0; steps < 30 && node !== null && node.type !== 'VariableDeclarator'; steps += 1) node = parentOf(node);
  if (node?.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || wordsOf(node.id.name).trim() !== 'nonce') return false;
  const uses = file.variableOf(node.id)?.references.filter((reference) => reference.isRead()) ?? [];
  return uses.length > 0 && uses.every(({ identifier }) => hasTime(parentOf(identifier), file));
}

function hasTime(text: Node | null, file: SourceFile): boolean {
  return (
    text?.type === 'TemplateLiteral' &&
    text.expressions.some((part) => part.type === 'CallExpression' && calleeOf(part, file) === 'global:Date.now')
  );
}

export const rule = defineCodeRule({
  id: 'code/insecure-random-secret',
  title: 'Secret made with Math.random',
  rationale:
    'From a few values of `Math.random` the state of the generator can be computed, and with it every value before and after: session ids, reset tokens, one-time codes of other users.',
  remediation:
    "Use `crypto.randomUUID()`, `crypto.randomBytes(32).toString('base64url')` or, for a number in a range, `crypto.randomInt(min, max)`; in a browser `crypto.getRandomValues`.",
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [338, 330],
  references: ['https://cwe.mitre.org/data/definitions/338.html', 'https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback'],
  examples: {
    bad: [
      { code: 'export const sessionToken = Math.random().toString(36).slice(2);' },
      {
        code: 'export function createPassword() { return Array.from({ length: 12 }, () => Math.floor(Math.random() * 36).toString(36)).join(""); }',
      },
      { file: 'a.js', code: 'module.exports = (user) => { user.resetToken = String(Math.random()); };' },
      { code: 'export const invitation = { apiKey: `k-${Math.random()}` };' },
      { code: 'export function policy() { const nonce = Math.random().toString(36); return `script-src nonce-${nonce}`; }' },
    ],
    good: [
      { code: "import { randomUUID } from 'node:crypto';\nexport const sessionToken = randomUUID();" },
      { code: 'export const jitter = Math.random() * 100;' },
      {
        code: 'export function nextId(name: string) { const nonce = Math.random().toString(36); return `${name}-${Date.now()}-${nonce}`; }',
      },
      { code: 'export const tokenCount = Math.round(Math.random() * 1000);' },
      { code: 'export const usage = { tokensIn: Math.floor(Math.random() * 1000), totalTokens: Math.floor(Math.random() * 9000) };' },
      { code: 'export function nextToken(list: string[]) { if (Math.random() > 0.5) return list[0]; return list[1]; }' },
    ],
  },
  match: inspect((file, report) => ({
    CallExpression(node) {
      if (isRandom(node, file) && receivingNames(node).some(isSecretName) && !isMeantUnique(node, file)) {
        report(node, 'Math.random can be predicted: make secrets with crypto.randomBytes or crypto.randomUUID.');
      }
    },
  })),
});
