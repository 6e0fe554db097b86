// Addresses and markup that are filtered by a list of what is bad, which misses some.
import type { TSESTree } from '@typescript-eslint/types';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, unwrap } from '../../src/gates/code/ast/names.ts';
import { patternOf } from '../../src/gates/code/ast/pattern-text.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { textOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const asking = new Set(['startsWith', 'indexOf', 'includes', 'search', 'match', 'test', 'exec', 'replace', 'replaceAll']);
const scheme = /^\s*javascript:?(?:\/\/)?\s*$/i;
const schemePattern = /javascript/i;
const scriptPattern = /<\\?\/?script|<\(\?:script/i;

/** What else runs, or is meant to be refused beside: bits. */
const others = { vbscript: 1, data: 2 } as const;
const all = others.vbscript | others.data;
const dataAddress = /\bdata:/i;
const dataPattern = /\bdata(?:[:|)[\\]|$)/i;

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Tells the function around, or the statement that stands in none; no node is passed twice, however deep a file nests. */
function createScopes(): (node: Node) => Node {
  const known = new Map<Node, Node>();
  return (node) => {
    const passed: Node[] = [];
    let scope = node;
    for (let outer = parentOf(node); outer !== null && outer.type !== 'Program'; outer = parentOf(outer)) {
      passed.push(scope);
      scope = outer;
      if (functions.has(outer.type)) break;
      const around = known.get(outer);
      if (around === undefined) continue;
      scope = around;
      break;
    }
    for (const inner of passed) known.set(inner, scope);
    return scope;
  };
}

/** The colon of a group is none of an address: `/^text\/(?:html|javascript)/` asks for a type. */
function asksForScheme(pattern: string): boolean {
  return schemePattern.test(pattern) && pattern.replaceAll(/\(\?[a-z-]*:/g, '(').includes(':');
}

function inPattern(pattern: string): number {
  return (/vbscript/i.test(pattern) ? others.vbscript : 0) | (dataPattern.test(pattern) ? others.data : 0);
}

/** Only text that the program has: a comment or a variable's name refuses nothing, and `data` alone is what many things are called. */
function inText(text: string, node: Node): number {
  const isData = dataAddress.test(text) || (text.toLowerCase() === 'data' && parentOf(node)?.type === 'ArrayExpression');
  return (/vbscript/i.test(text) ? others.vbscript : 0) | (isData ? others.data : 0);
}

/** What else each function, and each in which it stands, names. */
function createNamed(scopeOf: (node: Node) => Node): {
  readonly add: (node: Node, found: number) => void;
  readonly at: (scope: Node) => number;
} {
  const named = new Map<Node, number>();
  const at = (scope: Node): number => named.get(scope) ?? 0;
  return {
    at,
    add(node, found) {
      if (found === 0) return;
      // Whoever has it, those around have it too: each is written to twice at most.
      for (let scope = scopeOf(node); (at(scope) & found) !== found; scope = scopeOf(scope)) named.set(scope, at(scope) | found);
    },
  };
}

/** What a call looks for: a constant text, or the source of a pattern. */
function wantedOf(call: TSESTree.CallExpression, file: SourceFile): { readonly text: string | null; readonly pattern: string | null } {
  const callee = unwrap(call.callee);
  const key = callee.type === 'MemberExpression' ? keyOf(callee) : null;
  if (callee.type !== 'MemberExpression' || key === null || !asking.has(key)) return { text: null, pattern: null };
  const looked = key === 'test' || key === 'exec' ? callee.object : call.arguments[0];
  const text = looked === undefined || looked.type === 'Super' ? null : textOf(looked, file);
  const isPattern = text === null && looked !== undefined;
  return { text, pattern: isPattern ? (patternOf(looked, file)?.source ?? null) : null };
}

function isTakenOut(call: TSESTree.CallExpression, file: SourceFile): boolean {
  const callee = unwrap(call.callee);
  const key = callee.type === 'MemberExpression' ? keyOf(callee) : null;
  return (key === 'replace' || key === 'replaceAll') && textOf(call.arguments[1], file)?.trim() === '';
}

export const rule = defineCodeRule({
  id: 'code/incomplete-markup-filter',
  title: 'Filter for scripts that lets others through',
  rationale:
    'A list of what is bad misses some. Browsers read `java\\tscript:` and ` JavaScript:` as `javascript:`, `data:` and `vbscript:` run or show what they hold, `</script >` ends a script as well, what is left of `<scr<script></script>ipt>` is one, and `<img onerror=…>` needs none.',
  remediation:
    'Parse the address (`new URL(text, base).protocol`) and allow `http:`, `https:` and what else is needed. Clean markup with a maintained sanitizer such as DOMPurify, or escape it.',
  severity: 'medium',
  confidence: 'low',
  blocks: true,
  cwe: [184, 79],
  references: [
    'https://cwe.mitre.org/data/definitions/184.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://url.spec.whatwg.org/#concept-basic-url-parser',
  ],
  examples: {
    bad: [
      {
        code: "export const clean = (url: string) => (url.trim().toLowerCase().startsWith('javascript:') ? 'about:blank' : url);",
      },
      { file: 'a.js', code: "module.exports = (link) => link.replace(/javascript:.*/g, '');" },
      { file: 'a.js', code: 'const bad = /^javascript:/i;\nexports.isSafe = (href) => !bad.test(href);' },
      {
        file: 'a.js',
        code: "const scripts = /<script\\b[^>]*>[\\s\\S]*?<\\/script>/gi;\nexports.clean = (html) => html.replace(scripts, '');",
      },
      { file: 'a.js', code: "// vbscript: data:\nexports.isBad = (url, data) => data.vbscript || url.startsWith('javascript:');" },
      { file: 'a.js', code: "exports.isBad = (url, on) => on('data', 'vbscript') && url.startsWith('javascript:');" },
    ],
    good: [
      { code: "export const clean = (url: string) => (/^\\s*(?:javascript|vbscript|data):/i.test(url) ? 'about:blank' : url);" },
      {
        code: "export const isBad = (url: string) => url.startsWith('javascript:') || url.startsWith('vbscript:') || url.startsWith('data:');",
      },
      { code: "export const isBad = (url: string) => new URL(url, 'https://example.org').protocol === 'javascript:';" },
      {
        file: 'a.js',
        code: "exports.isBad = (url) => ['javascript', 'vbscript', 'data'].some((scheme) => url.startsWith(`${scheme}:`)) || url.startsWith('javascript:');",
      },
      { code: 'export const scripts = (html: string) => html.match(/<script[^>]*>/g);' },
      { code: "export const isScript = (type: string) => type === 'text/javascript' || type.includes('javascript/x');" },
      { code: 'export const isText = (type: string) => /^text\\/(?:html|css|javascript)/i.test(type);' },
      { code: 'export const isText = (type: string) => /^text\\/(?i:html|css|javascript)/.test(type);' },
    ],
  },
  match: inspect((file, report) => {
    const scopeOf = createScopes();
    const named = createNamed(scopeOf);
    const asked: { readonly call: TSESTree.CallExpression; readonly found: number }[] = [];
    return {
      Literal(node) {
        if ('regex' in node) named.add(node, inPattern(node.regex.pattern));
        else if (typeof node.value === 'string') named.add(node, inText(node.value, node));
      },
      TemplateElement(node) {
        named.add(node, inText(node.value.raw, node));
      },
      CallExpression(node) {
        const { text, pattern } = wantedOf(node, file);
        const isScheme = (text !== null && scheme.test(text)) || (pattern !== null && asksForScheme(pattern));
        if (isScheme) asked.push({ call: node, found: pattern === null ? 0 : inPattern(pattern) });
        else if (pattern !== null && scriptPattern.test(pattern) && isTakenOut(node, file)) {
          report(
            node,
            'What is left after this pattern took scripts out may hold one, or a handler such as `onerror`: escape, or use a sanitizer.',
          );
        }
      },
      'Program:exit'() {
        for (const { call, found } of asked) {
          if ((found | named.at(scopeOf(call))) === all) continue;
          report(
            call,
            'Looking for `javascript:` alone lets `data:`, `vbscript:` and other spellings through: allow the schemes that are needed.',
          );
        }
      },
    };
  }),
});
