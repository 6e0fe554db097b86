// What may stand in HTML: sanitised text, and expressions that cannot hold markup.
import type { TSESTree } from '@typescript-eslint/types';
import { dataOf, outlineOf, partsOf } from './text-parts.ts';
import { keyOf, nameOf, unwrap } from './names.ts';
import type { Node, SourceFile } from './source-file.ts';

const sanitising =
  /(?:sanit|purif|escape|encode|clean|xss|highlight|safehtml|bleach|filterxss|strip)\w*(?:\(\))?(?:\.(?:process|sanitize|parse|value))?$/i;
/** The words of a callee that count when it cannot be resolved: `this.sanitizer.sanitize`. */
const lastWords = /[\w$]+(?:\s*\.\s*[\w$]+)?$/;

function isSanitised(node: Node, file: SourceFile): boolean {
  const inner = unwrap(node);
  if (inner.type === 'MemberExpression') return isSanitised(inner.object, file);
  if (inner.type === 'AwaitExpression') return isSanitised(inner.argument, file);
  if (inner.type === 'TaggedTemplateExpression')
    return sanitising.test(file.textOf(inner.tag)) || /(?:^|\.)html$/.test(file.textOf(inner.tag));
  if (inner.type !== 'CallExpression') return false;
  if (escapesByHand(inner, file)) return true;
  const name = nameOf(inner.callee, file) ?? '';
  return sanitising.test(name) || sanitising.test(lastWords.exec(file.textOf(inner.callee).slice(-80))?.[0] ?? '');
}

/** `text.replace(/</g, '&lt;')`, anywhere in a chain of replacements. */
function escapesByHand(call: TSESTree.CallExpression, file: SourceFile, depth = 0): boolean {
  const callee = unwrap(call.callee);
  if (depth > 20 || callee.type !== 'MemberExpression' || !/^replace(?:All)?$/.test(keyOf(callee) ?? '')) return false;
  const [pattern] = call.arguments;
  if (pattern !== undefined && /^(?:\/\[?[^\]\s]*<[^\s]*\/[a-z]*g[a-z]*|'<'|"<")$/.test(file.textOf(pattern).slice(0, 60))) return true;
  const below = unwrap(callee.object);
  return below.type === 'CallExpression' && escapesByHand(below, file, depth + 1);
}

/** The expressions in a piece of HTML that carry data nobody sanitised. */
export function unsanitisedIn(html: Node, file: SourceFile): readonly Node[] {
  return dataOf(partsOf(html, file)).filter((node) => !isSanitised(node, file));
}

/** The fixed text of a piece of HTML, with a NUL where data stands. */
export function markupOf(html: Node, file: SourceFile): string {
  return outlineOf(partsOf(html, file));
}
