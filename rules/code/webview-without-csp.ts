// A VS Code webview whose page does not say which scripts may run.
import type { TSESTree } from '@typescript-eslint/types';
import { dataOf, partsOf } from '../../src/gates/code/ast/text-parts.ts';
import { markupOf } from '../../src/gates/code/ast/html.ts';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, unwrap, writesOf } from '../../src/gates/code/ast/names.ts';
import { lastNameOf } from '../../src/gates/code/ast/request.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const page = /<(?:!doctype html|html|head|body)[\s>]/i;
const policy = /content-security-policy/i;
const scriptSource = /(?:script-src|default-src)(?:-elem|-attr)?\s([^;"]*)/gi;

/** What is wrong with a page's policy, or null. Only text that stands in the source can be judged. */
function faultOf(markup: string): string | null {
  if (!policy.test(markup)) return 'The page of this webview has no Content-Security-Policy.';
  const sources = [...markup.matchAll(scriptSource)].map((match) => match[1] ?? '');
  const loose = sources.some(
    (source) => /'unsafe-(?:inline|eval)'|(?:^|\s)\*(?:\s|$)/.test(source) && !/'nonce-|'sha\d{3}-|'strict-dynamic'/.test(source),
  );
  return loose ? 'The Content-Security-Policy of this webview lets any script run.' : null;
}

function isWebview(node: Node): boolean {
  return /webview|panel/i.test(lastNameOf(node) ?? '');
}

/** Whole pages that functions and methods of the file return: `webview.html = this.getHtml()` names one of them. */
function returnedBy(value: Node): string | null {
  const inner = unwrap(value);
  const call = inner.type === 'AwaitExpression' ? unwrap(inner.argument) : inner;
  return call.type === 'CallExpression' ? lastNameOf(call.callee) : null;
}

function functionNameAround(node: Node): string | null {
  for (let at = parentOf(node); at !== null; at = parentOf(at)) {
    if (at.type === 'FunctionDeclaration') return at.id?.name ?? null;
    if (at.type === 'MethodDefinition' || at.type === 'PropertyDefinition') return at.key.type === 'Identifier' ? at.key.name : null;
    if (at.type === 'VariableDeclarator') return at.id.type === 'Identifier' ? at.id.name : null;
  }
  return null;
}

interface Returned {
  readonly name: string;
  readonly node: Node;
  readonly value: Node;
}

/** With what functions of the file put into it: `${this.getCsp()}`. One that is only called, or named in a comment, puts nothing. */
function wholeMarkup(value: Node, file: SourceFile, pages: readonly Returned[]): string {
  const called = new Set(dataOf(partsOf(value, file)).map((node) => returnedBy(onlyValueOf(node, file))));
  const put = pages.filter(({ name }) => called.has(name)).map((returned) => markupOf(returned.value, file));
  return [markupOf(value, file), ...put.filter((markup) => policy.test(markup) && !page.test(markup))].join('\n');
}

/** What a variable that is written once holds; of all else, itself. */
function onlyValueOf(node: Node, file: SourceFile): Node {
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  const [only, ...more] = variable === null ? [] : (writesOf(variable, file) ?? []);
  return only !== undefined && more.length === 0 ? only : node;
}

function judgePage(node: Node, markup: string, report: (node: Node, message: string) => void): void {
  const fault = page.test(markup) ? faultOf(markup) : null;
  if (fault !== null) report(node, fault);
}

export const rule = defineCodeRule({
  id: 'code/webview-without-csp',
  title: 'Webview page without a strict Content-Security-Policy',
  rationale:
    'A webview shows what the agent has read: files, web pages, model output. If any of it is taken for markup, only the policy stops its script, and a script in a webview can post messages that make the extension read files or run commands.',
  remediation:
    "Open the page's head with `<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; img-src ${webview.cspSource}\">`, with a nonce from `randomBytes(16)` for each load. Never `'unsafe-inline'` or `'unsafe-eval'` for scripts.",
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [1021, 79],
  references: [
    'https://cwe.mitre.org/data/definitions/79.html',
    'https://code.visualstudio.com/api/extension-guides/webview#content-security-policy',
    'https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "export const show = (panel: any) => { panel.webview.html = '<!DOCTYPE html><html><head></head><body>hello</body></html>'; };",
      },
      {
        code: "export class View { show(panel: any) { panel.webview.html = this.getHtml('x'); }\n getHtml(title: string) { return `<html><head><title>${title}</title></head></html>`; } }",
      },
      {
        code: 'export class View { show(panel: any) { panel.webview.html = this.page(); }\n page() { return `<html><head>${this.rules()}</head></html>`; }\n rules() { return `<meta http-equiv="Content-Security-Policy" content="script-src *">`; } }',
      },
      {
        code: 'export const show = (webview: any) => { webview.html = `<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'unsafe-inline\' ${webview.cspSource}"></head></html>`; };',
      },
      {
        code: 'export class View { show(panel: any) { panel.webview.html = this.page(); }\n page() { /* rules() */ this.rules(); return `<html><head></head></html>`; }\n rules() { return `<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">`; } }',
      },
    ],
    good: [
      {
        code: "export const show = (webview: any, nonce: string) => { webview.html = `<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'\"></head></html>`; };",
      },
      {
        code: 'export class View { show(panel: any) { panel.webview.html = this.page(); }\n page() { const rules = this.rules(); return `<html><head>${rules}</head></html>`; }\n rules() { return `<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">`; } }',
      },
      { code: "export const show = (element: any) => { element.html = '<html><body></body></html>'; };" },
      { code: 'export const show = (webview: any, html: string) => { webview.html = html; };' },
    ],
  },
  match: inspect((file, report) => {
    const pages: Returned[] = [];
    const assigned: TSESTree.AssignmentExpression[] = [];
    const wanted = new Set<string>();
    return {
      AssignmentExpression(node) {
        if (node.left.type !== 'MemberExpression' || keyOf(node.left) !== 'html' || !isWebview(node.left.object)) return;
        assigned.push(node);
        const name = returnedBy(node.right);
        if (name !== null) wanted.add(name);
      },
      ReturnStatement(node) {
        const name = node.argument === null ? null : functionNameAround(node);
        if (name !== null && node.argument !== null) pages.push({ name, node, value: node.argument });
      },
      'Program:exit'() {
        for (const node of assigned) judgePage(node, wholeMarkup(node.right, file, pages), report);
        for (const { name, node, value } of pages) if (wanted.has(name)) judgePage(node, wholeMarkup(value, file, pages), report);
      },
    };
  }),
});
