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
/** What else runs, or is meant to be refused beside. */
const others = [/vbscript/i, /\bdata\b/i];

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'Program']);

/** The text around: of the function, or of the statement that stands in none. */
function around(node: Node, file: SourceFile): string {
  let inner = node;
  for (let outer = parentOf(node); outer !== null; outer = parentOf(outer)) {
    if (functions.has(outer.type)) return file.textOf(outer.type === 'Program' ? inner : outer);
    inner = outer;
  }
  return file.textOf(inner);
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
    ],
    good: [
      { code: "export const clean = (url: string) => (/^\\s*(?:javascript|vbscript|data):/i.test(url) ? 'about:blank' : url);" },
      {
        code: "export const isBad = (url: string) => url.startsWith('javascript:') || url.startsWith('vbscript:') || url.startsWith('data:');",
      },
      { code: "export const isBad = (url: string) => new URL(url, 'https://example.org').protocol === 'javascript:';" },
      { code: 'export const scripts = (html: string) => html.match(/<script[^>]*>/g);' },
      { code: "export const isScript = (type: string) => type === 'text/javascript' || type.includes('javascript/x');" },
    ],
  },
  match: inspect((file, report) => ({
    CallExpression(node) {
      const { text, pattern } = wantedOf(node, file);
      const isScheme = (text !== null && scheme.test(text)) || (pattern !== null && schemePattern.test(pattern) && pattern.includes(':'));
      if (isScheme) {
        const near = `${around(node, file)} ${pattern ?? ''}`;
        if (!others.every((other) => other.test(near)))
          report(
            node,
            'Looking for `javascript:` alone lets `data:`, `vbscript:` and other spellings through: allow the schemes that are needed.',
          );
      } else if (pattern !== null && scriptPattern.test(pattern) && isTakenOut(node, file)) {
        report(
          node,
          'What is left after this pattern took scripts out may hold one, or a handler such as `onerror`: escape, or use a sanitizer.',
        );
      }
    },
  })),
});
