// Data that becomes program text: eval, new Function, vm, timers with a string.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, unwrap } from '../../src/gates/code/ast/names.ts';
import { dataOf, outlineOf, partsOf } from '../../src/gates/code/ast/data.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const evaluators =
  /^(?:global:(?:eval|Function|execScript)|vm\.(?:runInThisContext|runInNewContext|runInContext|compileFunction|Script|SourceTextModule)|vm2\.(?:VM|NodeVM)\(\)\.run|safe-eval|static-eval|notevil)$/;
const timers = /^(?:global:)?(?:timers\.)?(?:setTimeout|setInterval|setImmediate)$/;

function hasData(nodes: readonly Node[], file: SourceFile): boolean {
  return nodes.some((node) => dataOf(partsOf(node, file)).length > 0);
}

/** A timer takes a function as a rule: only a text that is visibly put together counts. */
function isBuiltText(node: Node | undefined, file: SourceFile): boolean {
  if (node === undefined) return false;
  const inner = unwrap(node);
  if (inner.type !== 'TemplateLiteral' && inner.type !== 'BinaryExpression' && inner.type !== 'Identifier') return false;
  const parts = partsOf(inner, file);
  return dataOf(parts).length > 0 && /[\w(]/.test(outlineOf(parts));
}

function judge(call: Call, file: SourceFile): string | null {
  const name = calleeOf(call, file);
  if (name === null) return null;
  const [first] = call.arguments;
  if (timers.test(name)) return isBuiltText(first, file) ? 'The timer runs this text as program: pass a function.' : null;
  if (!evaluators.test(name)) return null;
  const texts = name === 'global:Function' ? call.arguments : call.arguments.slice(0, 1);
  return hasData(texts, file) ? 'Data becomes program text here: whoever supplies it runs code in this process.' : null;
}

export const rule = defineCodeRule({
  id: 'code/code-from-data',
  title: 'Data run as program',
  rationale:
    'What `eval`, `new Function`, `vm` or a timer gets as text runs with all rights of this process. `node:vm` is no sandbox (its own manual says so): code in it reaches `process`. In an agent the text is often written by a model that has read an attacker.',
  remediation:
    'Parse data with `JSON.parse`, look functions up in a fixed table (`Object.hasOwn(table, name)`), pass functions to timers. Where foreign code must run, run it in a separate process without rights, or in WebAssembly.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [95, 94],
  references: [
    'https://cwe.mitre.org/data/definitions/95.html',
    'https://nodejs.org/api/vm.html#vm-executing-javascript',
    'https://cheatsheetseries.owasp.org/cheatsheets/Nodejs_Security_Cheat_Sheet.html#do-not-use-dangerous-functions',
  ],
  examples: {
    bad: [
      { code: 'export const calculate = (formula: string) => eval(formula);' },
      { file: 'a.js', code: "module.exports = (name) => new Function('x', 'return x.' + name);" },
      { code: "import vm from 'node:vm';\nexport const run = (code: string) => vm.runInNewContext(`(${code})`);" },
      { file: 'a.js', code: "module.exports = (id) => setTimeout('refresh(' + id + ')', 100);" },
      { code: 'const evaluate = eval;\nexport const calculate = (formula: string) => (0, evaluate)(formula);' },
    ],
    good: [
      { code: "export const root = new Function('return this')();" },
      { code: 'export const later = (run: () => void) => setTimeout(run, 100);' },
      { code: "const table = { add: (a: number, b: number) => a + b };\nexport const calculate = (name: 'add') => table[name](1, 2);" },
      { code: 'export const later = (wait: number) => setTimeout(() => { console.log(wait); }, wait);' },
      { code: "const source = 'import(name)';\nexport const load = new Function('name', `return ${source}`);" },
    ],
  },
  match: inspectCalls(judge),
});
