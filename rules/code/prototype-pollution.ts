// Writing into nested objects along keys from data, which lead to Object.prototype.
import type { TSESTree } from '@typescript-eslint/types';
import type { Variable } from '@typescript-eslint/scope-manager';
import { isHarmless, iteratedBy } from '../../src/gates/code/ast/data.ts';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, nameOf, unwrap, writesOf } from '../../src/gates/code/ast/names.ts';
import { parentOf, type Node, type SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

/** A function or set that is named for refusing keys. Bounded runs: the text is hostile. */
const namedGuard =
  /(?:is_?safe|is_?valid|unsafe|dangerous|forbidden|special|reserved|blocked|banned|pollut)\w{0,40}(?:Prototype|Key|Prop|Path|ed)\w{0,20}\s{0,4}(?:\(|\.(?:has|includes)\()/i;

/** A look for the dangerous keys anywhere in the file, by text or pattern, counts as a check. */
function isGuarded(text: string): boolean {
  for (let at = text.indexOf('__proto__'), looks = 0; at >= 0 && looks < 100; at = text.indexOf('__proto__', at + 1), looks += 1) {
    const before = text.slice(Math.max(0, at - 100), at);
    const quote = /['"`]$/.exec(before)?.[0];
    if (quote !== undefined && text[at + '__proto__'.length] === quote) return true;
    if (/\/[^\s/][^\n]*$/.test(before)) return true;
  }
  return namedGuard.test(text);
}

function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/** `object[key]` with a key that data may choose: the variable that holds the object; else null. */
function chosenMember(node: Node, file: SourceFile): Variable | null {
  const inner = unwrap(node);
  if (inner.type !== 'MemberExpression' || !inner.computed || inner.object.type !== 'Identifier') return null;
  return isHarmless(inner.property, file) ? null : file.variableOf(inner.object);
}

/** Every expression whose value this one may have: `a = b`, `a || b`, `c ? a : b`. */
function alternatives(node: Node, depth = 0): readonly Node[] {
  const inner = unwrap(node);
  if (depth > 10) return [inner];
  if (inner.type === 'AssignmentExpression') return [...alternatives(inner.left, depth + 1), ...alternatives(inner.right, depth + 1)];
  if (inner.type === 'LogicalExpression') return [...alternatives(inner.left, depth + 1), ...alternatives(inner.right, depth + 1)];
  return inner.type === 'ConditionalExpression'
    ? [...alternatives(inner.consequent, depth + 1), ...alternatives(inner.alternate, depth + 1)]
    : [inner];
}

/** `object = object[key]`: the variable walks down. */
function walksDown(variable: Variable, file: SourceFile): boolean {
  return variable.references.some((reference) => {
    const write = reference.writeExpr;
    return (
      reference.isWrite() &&
      write !== null &&
      write !== undefined &&
      alternatives(write).some((each) => chosenMember(each, file) === variable)
    );
  });
}

/** A variable that only ever holds an object made here: what is below it was copied, so a recursion writes to a copy. */
function isFresh(variable: Variable): boolean {
  const writes = writesOf(variable);
  return (
    writes !== null &&
    writes.length > 0 &&
    writes.every((write) => unwrap(write).type === 'ObjectExpression' || unwrap(write).type === 'ArrayExpression')
  );
}

/** True if the key walks over the object's own keys: `for (const key of Object.keys(object))`. Writing back changes nothing else. */
function isOwnKey(key: Node, object: Variable, file: SourceFile): boolean {
  const inner = unwrap(key);
  const variable = inner.type === 'Identifier' ? file.variableOf(inner) : null;
  const lists = variable === null ? [] : listsOf(variable, file);
  return lists.length > 0 && lists.every((list) => list.type === 'Identifier' && file.variableOf(list) === object);
}

/** The objects whose keys a variable takes, by `for … in`, a loop over `Object.keys`, or an index into such a list. */
function listsOf(key: Variable, file: SourceFile): readonly Node[] {
  const declarator = (key.defs[0]?.name as Node | undefined)?.parent;
  const loop = declarator?.parent?.parent;
  if (declarator?.type === 'VariableDeclarator' && loop?.type === 'ForInStatement') return [unwrap(loop.right)];
  const walked = key.defs[0] === undefined ? null : iteratedBy(key.defs[0].name);
  const lists =
    walked === null
      ? (writesOf(key) ?? []).map((write) => (write.type === 'MemberExpression' && write.computed ? write.object : null))
      : [walked];
  return lists.map((list) => (list === null ? null : keyedBy(list, file))).filter((object) => object !== null);
}

/** The object in `Object.keys(object)`, directly or held by a variable; else null. */
function keyedBy(list: Node, file: SourceFile): Node | null {
  const held = soleValue(list, file);
  const isKeys =
    held.type === 'CallExpression' &&
    /^global:(?:Object\.keys|Object\.getOwnPropertyNames|Reflect\.ownKeys)$/.test(nameOf(held.callee, file) ?? '');
  const [object] = isKeys ? held.arguments : [];
  return object === undefined ? null : unwrap(object);
}

function soleValue(node: Node, file: SourceFile): Node {
  const inner = unwrap(node);
  const variable = inner.type === 'Identifier' ? file.variableOf(inner) : null;
  const [only, more] = (variable === null ? null : writesOf(variable)) ?? [];
  return only === undefined || more !== undefined ? inner : unwrap(only);
}

/** `f(object[key], …)` inside `f`: the function walks down. */
function recursesInto(variable: Variable, file: SourceFile): boolean {
  if (isFresh(variable)) return false;
  return variable.references.some((reference) => {
    const member = reference.identifier.parent;
    const call = member.parent;
    if (member.type !== 'MemberExpression' || chosenMember(member, file) !== variable || call?.type !== 'CallExpression') return false;
    return call.arguments.includes(member) && enclosingNames(call).has(calledName(call));
  });
}

function calledName(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (keyOf(callee) ?? '') : '';
}

/** Names of the functions around a node, as a recursive call would say them. */
function enclosingNames(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = parentOf(node); at !== null; at = parentOf(at)) {
    if (!isFunction(at)) continue;
    if (at.id !== null) names.add(at.id.name);
    const holder: Node | undefined = at.parent;
    if (holder.type === 'VariableDeclarator' && holder.id.type === 'Identifier') names.add(holder.id.name);
    else if ((holder.type === 'Property' || holder.type === 'MethodDefinition') && holder.key.type === 'Identifier')
      names.add(holder.key.name);
    else if (holder.type === 'AssignmentExpression')
      names.add(
        holder.left.type === 'Identifier' ? holder.left.name : holder.left.type === 'MemberExpression' ? (keyOf(holder.left) ?? '') : '',
      );
    names.delete('');
  }
  return names;
}

/** `path.reduce((object, key) => (object[key] ??= {}), root)`: the callback walks down. */
function reducesInto(variable: Variable, file: SourceFile): boolean {
  const binding = variable.defs[0]?.name as Node | undefined;
  const callback = binding?.parent;
  if (callback === undefined || !isFunction(callback) || callback.params[0] !== binding) return false;
  const call = callback.parent;
  if (call.type !== 'CallExpression' || !/^reduce(?:Right)?$/.test(calledName(call))) return false;
  return variable.references.some((reference) => {
    const member = reference.identifier.parent;
    if (chosenMember(member, file) !== variable) return false;
    let around = parentOf(member);
    while (around !== null && ['AssignmentExpression', 'LogicalExpression', 'ConditionalExpression'].includes(around.type)) {
      around = parentOf(around);
    }
    return around?.type === 'ReturnStatement' || around === callback;
  });
}

export const rule = defineCodeRule({
  id: 'code/prototype-pollution',
  title: 'Nested write along keys from data',
  rationale:
    'With the key `__proto__` (or `constructor`, then `prototype`) the walk reaches `Object.prototype`, and the write sets a property on every object of the process: a switched-off check, a shell for the next `spawn`, a crash.',
  remediation:
    'Refuse the keys `__proto__`, `constructor` and `prototype`, go down only where `Object.hasOwn(object, key)`, and build nested objects with `Object.create(null)`; or keep the data in a `Map`.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [1321],
  references: [
    'https://cwe.mitre.org/data/definitions/1321.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        file: 'a.js',
        code: 'module.exports = function merge(to, from) { for (const key in from) { if (typeof from[key] === "object") merge(to[key], from[key]); else to[key] = from[key]; } return to; };',
      },
      {
        code: "export function set(root: any, path: string, value: unknown) { const keys = path.split('.'); const last = keys.pop()!; let at = root; for (const key of keys) { at[key] ??= {}; at = at[key]; } at[last] = value; }",
      },
      {
        code: 'export const set = (root: any, path: string[], value: unknown) => { path.reduce((at, key, index) => (at[key] = index === path.length - 1 ? value : (at[key] ?? {})), root); };',
      },
    ],
    good: [
      {
        file: 'a.js',
        code: 'module.exports = function clean(value) { for (const key of Object.keys(value)) value[key] = clean(value[key]); return value; };',
      },
      {
        file: 'a.js',
        code: 'module.exports = function merge(a, b) { const merged = { ...a }; for (const key in b) merged[key] = merge(merged[key], b[key]); return merged; };',
      },
      {
        code: 'export function set(root: any, keys: string[], value: unknown) { let at = root; for (const key of keys) { if (key === "__proto__" || key === "constructor") return; at = at[key] ??= {}; } at.value = value; }',
      },
      {
        code: 'export const count = (words: string[]) => { const sums: Record<string, number> = {}; for (const word of words) sums[word] = (sums[word] ?? 0) + 1; return sums; };',
      },
      {
        code: 'export function fill(grid: any[][], value: number) { for (let i = 0; i < grid.length; i++) { let row: any = grid; row = row[i]; row[i] = value; } }',
      },
    ],
  },
  match: inspect((file, report) => {
    const guarded = isGuarded(file.text);
    return {
      AssignmentExpression(node) {
        const variable = guarded ? null : chosenMember(node.left, file);
        if (variable === null || node.left.type !== 'MemberExpression' || isOwnKey(node.left.property, variable, file)) return;
        if (walksDown(variable, file) || recursesInto(variable, file) || reducesInto(variable, file)) {
          report(node, "With the key '__proto__' this writes into every object of the process: refuse it first.");
        }
      },
    };
  }),
});
