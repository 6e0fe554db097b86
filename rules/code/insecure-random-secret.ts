// Tokens and keys from a generator whose next value can be computed.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, keyOf } from '../../src/gates/code/ast/names.ts';
import { wordsOf } from '../../src/gates/code/ast/request.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import type { Variable } from '../../src/gates/code/ast/variables.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const secret =
  /(?:^| )(?:token(?!s)|secret|password|passwd|passphrase|nonce|salt|otp|csrf|xsrf|api key|apikey|session id|sessionid|session key|private key|secret key|encryption key|reset code|verification code|auth code|invite code)s?(?: |$)/;
// A count, an estimate or a place named after a secret is none.
const harmless =
  /(?:^| )(?:count|length|index|limit|usage|budget|rate|max|min|total|delay|timeout|color|cost|num|number|size|used|stats|data|in|out|input|output|prompt|completion|cached|context|per)(?: |$)/;

/** What the value of an expression is given to: variable, property, function, up to the statement; null where that has no name. */
function receiverOf(start: Node): Node | null {
  let node = start;
  for (let steps = 0; steps < 30; steps += 1) {
    const parent = parentOf(node);
    if (parent === null) return null;
    if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent;
    if (parent.type === 'AssignmentExpression' || parent.type === 'FunctionDeclaration' || parent.type === 'MethodDefinition')
      return parent;
    if ((parent.type === 'Property' || parent.type === 'PropertyDefinition') && parent.value === node) return parent;
    const isFunctionValue = parent.type === 'ArrowFunctionExpression' || parent.type === 'FunctionExpression';
    const passesOn =
      !parent.type.endsWith('Statement') ||
      parent.type === 'ReturnStatement' ||
      (parent.type === 'BlockStatement' && node.type === 'ReturnStatement');
    if (!passesOn && !isFunctionValue) return null;
    if (parent.type === 'IfStatement' || parent.type === 'SwitchCase') return null;
    node = parent;
  }
  return null;
}

function nameOfReceiver(receiver: Node | null): string {
  switch (receiver?.type) {
    case 'VariableDeclarator':
      return receiver.id.type === 'Identifier' ? receiver.id.name : '';
    case 'AssignmentExpression':
      return targetName(receiver.left);
    case 'FunctionDeclaration':
      return receiver.id?.name ?? '';
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return receiver.key.type === 'Identifier' ? receiver.key.name : '';
    default:
      return '';
  }
}

function targetName(left: Node): string {
  if (left.type === 'Identifier') return left.name;
  return left.type === 'MemberExpression' ? (keyOf(left) ?? '') : '';
}

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return secret.test(words) && !harmless.test(words);
}

function isRandom(call: TSESTree.CallExpression, file: SourceFile): boolean {
  return calleeOf(call, file) === 'global:Math.random';
}

/**
 * A nonce that is used only in text with the time of the clock is to tell apart what is made at one time: no secret has its time in it. Where
 * the text is given a secret's name, or other files may use the nonce, it may be one all the same.
 */
function isMeantUnique(receiver: Node | null, file: SourceFile, known: Map<Variable, boolean>): boolean {
  if (receiver?.type !== 'VariableDeclarator' || receiver.id.type !== 'Identifier' || wordsOf(receiver.id.name) !== 'nonce') return false;
  const declaration = parentOf(receiver);
  if (declaration === null || parentOf(declaration)?.type === 'ExportNamedDeclaration') return false;
  const variable = file.variableOf(receiver.id);
  if (variable === null) return false;
  const answer = known.get(variable) ?? isOnlyInNames(variable, file);
  known.set(variable, answer);
  return answer;
}

function isOnlyInNames({ references }: Variable, file: SourceFile): boolean {
  const uses = references.filter((reference) => reference.reads);
  return uses.length > 0 && uses.every(({ identifier }) => isPartOfName(parentOf(identifier), file));
}

/** True for text with the time in it that no secret is made of. */
function isPartOfName(text: Node | null, file: SourceFile): boolean {
  return (
    text?.type === 'TemplateLiteral' &&
    text.expressions.some((part) => part.type === 'CallExpression' && calleeOf(part, file) === 'global:Date.now') &&
    parentOf(text)?.type !== 'TaggedTemplateExpression' &&
    !isSecretName(nameOfReceiver(receiverOf(text)))
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
      {
        file: 'a.js',
        code: 'module.exports = (user) => { const nonce = (user.resetToken = String(Math.random())); return `${Date.now()}-${nonce}`; };',
      },
      {
        file: 'a.js',
        code: 'module.exports = (session) => { const nonce = Math.random(); session.nonce = `${Date.now()}-${nonce}`; };',
      },
      { code: 'export const nonce = Math.random().toString(36);\nexport const name = `${Date.now()}-${nonce}`;' },
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
  match: inspect((file, report) => {
    // One may be written in many places.
    const unique = new Map<Variable, boolean>();
    return {
      CallExpression(node) {
        if (!isRandom(node, file)) return;
        const receiver = receiverOf(node);
        if (isSecretName(nameOfReceiver(receiver)) && !isMeantUnique(receiver, file, unique)) {
          report(node, 'Math.random can be predicted: make secrets with crypto.randomBytes or crypto.randomUUID.');
        }
      },
    };
  }),
});
