// Messages to and from windows whose origin nobody checks.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { methodOf, unwrap } from '../../src/gates/code/ast/names.ts';
import type { SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { isHarmless } from '../../src/gates/code/ast/data.ts';
import { constantProperty, textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const otherWindow = /(?:^|\.)(?:parent|opener|top|contentWindow!?)$/;

function sendsToAnybody(call: TSESTree.CallExpression, file: SourceFile): boolean {
  const [message, target] = call.arguments;
  if (methodOf(call) !== 'postMessage' || message === undefined || isHarmless(message, file)) return false;
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || !otherWindow.test(file.textOf(callee.object).slice(-80))) return false;
  return textOf(target, file) === '*' || constantProperty(target, 'targetOrigin', file)?.value === '*';
}

export const rule = defineCodeRule({
  id: 'code/post-message-any-origin',
  title: 'Message sent to a window of any origin',
  rationale:
    "With `'*'` the browser delivers the message to whatever page stands in that window. An attacker who frames or opens the page reads what it holds: tokens, file contents, chat.",
  remediation: "Name the receiver: `parent.postMessage(data, 'https://app.example.org')`.",
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [346, 201],
  references: [
    'https://cwe.mitre.org/data/definitions/346.html',
    'https://developer.mozilla.org/docs/Web/API/Window/postMessage#security_concerns',
  ],
  examples: {
    bad: [
      { code: "export const send = (token: string) => window.parent.postMessage({ token }, '*');" },
      {
        code: "export const send = (frame: HTMLIFrameElement, data: string) => frame.contentWindow!.postMessage(data, { targetOrigin: '*' });",
      },
    ],
    good: [
      { code: "export const send = (token: string) => window.parent.postMessage({ token }, 'https://example.org');" },
      { code: "export const ready = () => window.parent.postMessage({ type: 'ready' }, '*');" },
      { code: 'export const send = (worker: Worker, data: string) => worker.postMessage(data);' },
    ],
  },
  match: inspect((file, report) => ({
    CallExpression(node) {
      if (sendsToAnybody(node, file))
        report(node, "Whatever page stands in that window reads this message: name its origin instead of '*'.");
    },
  })),
});
