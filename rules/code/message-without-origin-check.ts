// A window that acts on messages without asking who sent them.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, nameOf, unwrap } from '../../src/gates/code/ast/names.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** A look at `origin`, at the sending window, or at `isTrusted` anywhere in the handler counts as a check. */
const check = /\borigin\b|\.source\b|\bsource\s*[,}]|isTrusted/;
/** A page that talks to its extension gets messages from nobody else. */
const webviewPage = /acquireVsCodeApi|chrome\.runtime|WorkerGlobalScope|importScripts|DedicatedWorker|vscode\.postMessage/;
/** What makes a message dangerous: it is run, shown as HTML, navigated to or stored. */
const acts =
  /\beval\b|\bFunction\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write|location|localStorage|sessionStorage|\bcookie\b|fetch\(|\bimport\(/;

function handlerOf(node: Node | undefined, file: SourceFile): Node | null {
  if (node === undefined) return null;
  const inner = unwrap(node);
  if (inner.type === 'ArrowFunctionExpression' || inner.type === 'FunctionExpression') return inner;
  const definition = inner.type === 'Identifier' ? file.variableOf(inner)?.definitions[0] : undefined;
  const declared = definition?.node;
  if (declared?.type === 'FunctionDeclaration') return declared;
  return declared?.type === 'VariableDeclarator' ? declared.init : null;
}

function isWindow(node: Node, file: SourceFile): boolean {
  return /^global:(?:window|self|globalThis|top|parent)$/.test(nameOf(node, file) ?? '');
}

export const rule = defineCodeRule({
  id: 'code/message-without-origin-check',
  title: 'Window acts on messages of any origin',
  rationale:
    'Any page that frames this one or was opened by it can send it messages. One that is shown as HTML, navigated to or run is an attack from every website the user visits.',
  remediation:
    "Leave first when the sender is unknown: `if (event.origin !== 'https://app.example.org') return;`, then check the shape of `event.data`.",
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [346],
  references: [
    'https://cwe.mitre.org/data/definitions/346.html',
    'https://developer.mozilla.org/docs/Web/API/Window/postMessage#security_concerns',
  ],
  examples: {
    bad: [
      { code: "window.addEventListener('message', (event) => { document.body.innerHTML = event.data; });" },
      { code: 'function open(event: MessageEvent) { location.href = event.data.url; }\nwindow.onmessage = open;' },
    ],
    good: [
      {
        code: "window.addEventListener('message', (event) => { if (event.origin !== 'https://example.org') return; location.href = event.data.url; });",
      },
      {
        code: "const vscode = acquireVsCodeApi();\nwindow.addEventListener('message', (event) => { document.body.innerHTML = event.data; });",
      },
      { code: "declare const worker: Worker;\nworker.addEventListener('message', (event) => { document.title = event.data; });" },
    ],
  },
  match: inspect((file, report) => {
    let isPageOfHost: boolean | null = null;
    const judge = (node: Node, handler: Node | null): void => {
      if (handler === null || (isPageOfHost ??= webviewPage.test(file.text))) return;
      const text = file.textOf(handler);
      if (acts.test(text) && !check.test(text))
        report(node, 'Every page that frames this one can send this message: check event.origin first.');
    };
    return {
      CallExpression(node: TSESTree.CallExpression) {
        const callee = unwrap(node.callee);
        const onWindow =
          callee.type === 'MemberExpression'
            ? keyOf(callee) === 'addEventListener' && isWindow(callee.object, file)
            : nameOf(callee, file) === 'global:addEventListener';
        if (onWindow && textOf(node.arguments[0], file) === 'message') judge(node, handlerOf(node.arguments[1], file));
      },
      AssignmentExpression(node) {
        if (node.left.type === 'MemberExpression' && keyOf(node.left) === 'onmessage' && isWindow(node.left.object, file))
          judge(node, handlerOf(node.right, file));
      },
    };
  }),
});
