// Text put into a page as HTML.
import type { TSESTree } from '@typescript-eslint/types';
import { unsanitisedIn } from '../../src/gates/code/ast/html.ts';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, methodOf, nameOf, unwrap } from '../../src/gates/code/ast/names.ts';
import { lastNameOf } from '../../src/gates/code/ast/request.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const properties = new Set(['innerHTML', 'outerHTML', 'srcdoc']);

/** The argument of a call that the browser parses as HTML. */
function htmlArgument(call: TSESTree.CallExpression, file: SourceFile): Node | undefined {
  const method = methodOf(call);
  if (method === 'insertAdjacentHTML' && call.arguments.length === 2) return call.arguments[1];
  if (method === 'createContextualFragment' || method === 'setHTMLUnsafe') return call.arguments[0];
  const callee = unwrap(call.callee);
  if ((method !== 'write' && method !== 'writeln') || callee.type !== 'MemberExpression') return undefined;
  const isDocument = nameOf(callee.object, file) === 'global:document' || lastNameOf(callee.object) === 'document';
  return isDocument ? call.arguments[0] : undefined;
}

const makers = new Set(['h', 'createElement', 'createVNode']);

/** True for the object by which an element is made with properties: `{ domProps: { innerHTML } }` of Vue, or what `h` and its like are handed second. */
function makesElement(object: Node): boolean {
  const parent = parentOf(object);
  if (parent?.type === 'Property') return parent.value === object && keyOf(parent) === 'domProps';
  if (parent?.type !== 'CallExpression' || parent.arguments[1] !== object) return false;
  return makers.has(lastNameOf(parent.callee) ?? '');
}

/** Reading the same property of another element moves nodes that were parsed already. */
function movesMarkup(node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'MemberExpression' && properties.has(keyOf(inner) ?? '');
}

export const rule = defineCodeRule({
  id: 'code/unsanitized-html',
  title: 'Data put into a page as HTML',
  rationale:
    'Markup in the data becomes part of the page: `<img src=x onerror=…>` runs a script with the rights of the user. In a webview of an agent that script can send messages to the extension and have it run commands.',
  remediation:
    'Use `textContent`, `append` or a template that escapes. Where markup is wanted, sanitise it right there: `element.innerHTML = DOMPurify.sanitize(text)`.',
  severity: 'high',
  confidence: 'low',
  blocks: true,
  cwe: [79],
  references: [
    'https://cwe.mitre.org/data/definitions/79.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html',
    'https://developer.mozilla.org/docs/Web/API/Element/innerHTML#security_considerations',
  ],
  examples: {
    bad: [
      { code: 'export const show = (element: HTMLElement, name: string) => { element.innerHTML = `<b>${name}</b>`; };' },
      { code: "export const add = (element: Element, text: string) => element.insertAdjacentHTML('beforeend', text);" },
      { file: 'a.js', code: "module.exports = (title) => document.write('<h1>' + title + '</h1>');" },
      {
        file: 'a.js',
        code: "module.exports = { render(h) { return h('option', { domProps: { innerHTML: this.text } }); } };",
      },
      { file: 'a.js', code: "import { h } from 'vue';\nexport const show = (text) => h('p', { innerHTML: '<b>' + text });" },
      {
        file: 'a.js',
        code: "module.exports = (el, rows) => { let html = '<ul>'; for (const row of rows) html += '<li>' + row.name; el.innerHTML = html; };",
      },
    ],
    good: [
      { code: 'export const show = (element: HTMLElement, name: string) => { element.textContent = name; };' },
      { code: "export const clear = (element: HTMLElement) => { element.innerHTML = ''; };" },
      {
        code: "import DOMPurify from 'dompurify';\nexport const show = (element: HTMLElement, html: string) => { element.innerHTML = DOMPurify.sanitize(html); };",
      },
      { code: 'export const show = (element: HTMLElement, count: number) => { element.innerHTML = `<b>${count}</b>`; };' },
      {
        code: "const escapeHtml = (text: string) => text.replaceAll('<', '&lt;');\nexport const show = (element: HTMLElement, name: string) => { element.innerHTML = `<b>${escapeHtml(name)}</b>`; };",
      },
      {
        code: "export const show = (element: HTMLElement, code: string) => { element.innerHTML = code.replace(/</g, '&lt;').replace(/>/g, '&gt;'); };",
      },
      {
        file: 'a.js',
        code: "module.exports = { render(h) { return h('option', { domProps: { innerHTML: '&nbsp;', textContent: this.text } }); } };",
      },
      { file: 'a.js', code: "exports.describe = (text) => ({ name: 'element', innerHTML: text });" },
      {
        code: "const icons = { ok: '<i>ok</i>', bad: '<i>bad</i>' };\nexport const show = (element: HTMLElement, name: 'ok') => { element.innerHTML = icons[name]; };",
      },
    ],
  },
  match: inspect((file, report) => {
    const judge = (node: Node, html: Node): void => {
      if (!movesMarkup(html) && unsanitisedIn(html, file).length > 0)
        report(node, 'Markup in this data becomes part of the page: use textContent, or sanitise it here.');
    };
    return {
      AssignmentExpression(node) {
        if (node.left.type === 'MemberExpression' && properties.has(keyOf(node.left) ?? '')) judge(node, node.right);
      },
      CallExpression(node) {
        const html = htmlArgument(node, file);
        if (html !== undefined) judge(node, html);
      },
      Property(node) {
        const object = parentOf(node);
        if (properties.has(keyOf(node) ?? '') && object?.type === 'ObjectExpression' && makesElement(object)) judge(node, node.value);
      },
    };
  }),
});
