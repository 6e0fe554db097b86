// What a name in the source means: `child_process.exec` behind imports, requires, aliases, destructuring and promisify.
import type { TSESTree } from '@typescript-eslint/types';
import { maxDepth, parentOf } from './source-file.ts';
import type { Node, SourceFile } from './source-file.ts';
import type { Definition, Variable } from './variables.ts';

const globalObjects = new Set(['global:globalThis', 'global:window', 'global:global', 'global:self']);
const interop = /^(?:__importStar|__importDefault|__toESM|_interopRequire\w*|_interop_require\w*|tslib(?:_\d)?)$/;
const wrappers = new Set(['util.promisify', 'global:promisify', 'pify', 'es6-promisify.promisify', 'bluebird.promisify']);

/** The expression without what does not change its value: casts, `!`, optional chains, `(0, f)`. */
export function unwrap(node: Node): Node {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
        inner = inner.expression;
        break;
      case 'SequenceExpression': {
        const last = inner.expressions.at(-1);
        if (last === undefined) return inner;
        inner = last;
        break;
      }
      default:
        return inner;
    }
  }
}

/** Name of the property that a member expression or property reads, where the source says it; else null. */
export function keyOf(node: TSESTree.MemberExpression | TSESTree.Property): string | null {
  const key = node.type === 'Property' ? node.key : node.property;
  if (!node.computed && key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) return String(key.value);
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? null;
  return null;
}

/** Every expression that is written to the variable; null where one cannot be seen (parameters, destructuring, loops). */
export function writesOf(variable: Variable, file: SourceFile): readonly Node[] | null {
  const { writes } = file.answers;
  const known = writes.get(variable);
  if (known !== undefined) return known;
  const found = findWrites(variable);
  writes.set(variable, found);
  return found;
}

function findWrites({ definitions, references }: Variable): readonly Node[] | null {
  if (definitions.some(({ declarer }) => declarer === 'parameter')) return null;
  const writes: Node[] = [];
  for (const reference of references) {
    if (!reference.writes) continue;
    const target = parentOf(reference.identifier);
    if (target?.type === 'VariableDeclarator' && target.id === reference.identifier && target.init !== null) writes.push(target.init);
    else if (target?.type === 'AssignmentExpression' && target.left === reference.identifier) writes.push(target.right);
    else if (target?.type === 'UpdateExpression') writes.push(target);
    else return null;
  }
  return writes;
}

/**
 * Dotted name of what an expression means: `child_process.exec` for a module's member (without `node:` and `default`),
 * `global:eval` for a global, `crypto.createHash().update` for a method of what a call gave; null where it cannot be told.
 */
export function nameOf(node: Node, file: SourceFile, depth = 0): string | null {
  const inner = unwrap(node);
  const known = file.answers.names.get(inner);
  if (known !== undefined) return known;
  if (depth > maxDepth) return null;
  file.answers.names.set(inner, null);
  const name = resolve(inner, file, depth + 1);
  const bounded = name !== null && name.length > 300 ? null : name;
  file.answers.names.set(inner, bounded);
  return bounded;
}

function resolve(node: Node, file: SourceFile, depth: number): string | null {
  switch (node.type) {
    case 'Identifier':
      return nameOfIdentifier(node, file, depth);
    case 'MemberExpression': {
      const key = keyOf(node);
      return key === null ? null : memberName(nameOf(node.object, file, depth), key);
    }
    case 'AwaitExpression':
      return nameOf(node.argument, file, depth);
    case 'ImportExpression':
      return moduleName(node.source);
    case 'NewExpression':
      return suffixed(nameOf(node.callee, file, depth), '()');
    case 'CallExpression':
      return nameOfCall(node, file, depth);
    default:
      return null;
  }
}

function nameOfIdentifier(node: TSESTree.Identifier, file: SourceFile, depth: number): string | null {
  const variable = file.variableOf(node);
  if (variable === null) return `global:${node.name}`;
  const [definition, another] = variable.definitions;
  if (definition === undefined || another !== undefined) return null;
  const imported = nameOfImport(definition);
  if (imported !== null) return imported;
  const declared = definition.node;
  if (declared.type !== 'VariableDeclarator') return null;
  if (declared.id.type === 'ObjectPattern' && declared.init !== null) {
    const path = patternPath(declared.id, node.name);
    return path === null ? null : path.reduce<string | null>(memberName, nameOf(declared.init, file, depth));
  }
  const writes = writesOf(variable, file);
  const [only, more] = writes ?? [];
  return only === undefined || more !== undefined ? null : nameOf(only, file, depth);
}

function nameOfImport({ node }: Definition): string | null {
  if (node.type === 'TSImportEqualsDeclaration') {
    return node.moduleReference.type === 'TSExternalModuleReference' ? moduleName(node.moduleReference.expression) : null;
  }
  const declaration = node.parent;
  if (declaration?.type !== 'ImportDeclaration') return null;
  const module = moduleName(declaration.source);
  if (node.type !== 'ImportSpecifier') return module;
  return memberName(module, node.imported.type === 'Identifier' ? node.imported.name : node.imported.value);
}

/** Keys from the pattern's root to the binding of that name, e.g. `{ a: { b } }` gives a, b. */
function patternPath(pattern: TSESTree.ObjectPattern, name: string, depth = 0): readonly string[] | null {
  if (depth > maxDepth) return null;
  for (const property of pattern.properties) {
    if (property.type !== 'Property') continue;
    const key = keyOf(property);
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    if (key === null) continue;
    if (value.type === 'Identifier' && value.name === name) return [key];
    const below = value.type === 'ObjectPattern' ? patternPath(value, name, depth + 1) : null;
    if (below !== null) return [key, ...below];
  }
  return null;
}

function nameOfCall(node: TSESTree.CallExpression, file: SourceFile, depth: number): string | null {
  const callee = nameOf(node.callee, file, depth);
  const [first] = node.arguments;
  if (first !== undefined && callee !== null) {
    if (callee === 'global:require') return moduleName(first);
    const plain = callee.replace(/^global:/, '');
    if (interop.test(plain) || /^tslib\.__import(?:Star|Default)$/.test(callee) || wrappers.has(callee)) return nameOf(first, file, depth);
  }
  // Babel and TypeScript declare their interop functions in the file itself.
  if (first !== undefined && node.callee.type === 'Identifier' && interop.test(node.callee.name)) return nameOf(first, file, depth);
  if (callee?.endsWith('.bind') === true) return callee.slice(0, -'.bind'.length);
  return suffixed(callee, '()');
}

function moduleName(node: Node): string | null {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value.replace(/^node:/, '') : null;
}

function memberName(object: string | null, key: string): string | null {
  if (object === null) return null;
  if (globalObjects.has(object)) return `global:${key}`;
  return key === 'default' ? object : `${object}.${key}`;
}

function suffixed(name: string | null, suffix: string): string | null {
  return name === null ? null : `${name}${suffix}`;
}

/** Dotted name of the function that a call or `new` calls. */
export function calleeOf(call: TSESTree.CallExpression | TSESTree.NewExpression, file: SourceFile): string | null {
  return nameOf(call.callee, file);
}

/** Name of the method in `anything.method(…)`, whatever the object; else null. */
export function methodOf(call: TSESTree.CallExpression | TSESTree.NewExpression): string | null {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' ? keyOf(callee) : null;
}
