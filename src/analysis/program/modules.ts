// Imports and exports of ECMAScript modules and of TypeScript.
import type { TSESTree } from '@typescript-eslint/types';
import type { Binding } from './bindings.ts';
import type { NodeId } from './file-graph.ts';
import { readName } from './names.ts';
import { initProperty, storeProperty } from './properties.ts';
import { moduleName, type Node } from './syntax.ts';
import type { StatementHandlers, Walker } from './walker.ts';

/** Binds what a module imports, before any of it runs. */
export function bindImports(w: Walker, statements: readonly Node[]): void {
  for (const statement of statements) {
    if (statement.type === 'ImportDeclaration') bindImport(w, statement);
    else if (statement.type === 'TSImportEqualsDeclaration' && statement.moduleReference.type === 'TSExternalModuleReference') {
      w.typeImports.set(statement.id.name, { specifier: statement.moduleReference.expression.value, name: '*' });
    }
  }
}

/** Notes what is exported, so that all that is ever written to it is kept. */
export function markExports(w: Walker, statements: readonly Node[]): void {
  for (const statement of statements) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source !== null) continue;
    const declared = statement.declaration === null ? [] : declaredNames(statement.declaration);
    for (const name of [...declared, ...statement.specifiers.map(({ local }) => local)]) {
      const binding = w.bindingOf(name);
      if (binding !== null) binding.exported = true;
    }
  }
}

function bindImport(w: Walker, node: TSESTree.ImportDeclaration): void {
  const specifier = node.source.value;
  // Nothing of it is named, but it is loaded.
  if (node.specifiers.length === 0) w.add({ kind: 'import', specifier, name: '*', form: 'import' }, node);
  for (const part of node.specifiers) {
    const name = part.type === 'ImportSpecifier' ? moduleName(part.imported) : part.type === 'ImportDefaultSpecifier' ? 'default' : '*';
    w.typeImports.set(part.local.name, { specifier, name });
    if (node.importKind === 'type' || (part.type === 'ImportSpecifier' && part.importKind === 'type')) continue;
    const binding = w.bindingOf(part.local);
    const local = name === 'default' ? { local: part.local.name } : {};
    if (binding !== null) w.write(binding, w.add({ kind: 'import', specifier, name, form: 'import', ...local }, part));
  }
}

function exportNamed(w: Walker, node: TSESTree.ExportNamedDeclaration): void {
  if (node.exportKind === 'type') return;
  const from = node.source?.value ?? null;
  for (const { local, exported } of node.specifiers) {
    if (from !== null) w.graph.exports.push({ name: moduleName(exported), from, imported: moduleName(local) });
    else if (local.type === 'Identifier') exportName(w, local, moduleName(exported));
  }
  if (node.declaration === null) return;
  w.execute(node.declaration);
  for (const name of declaredNames(node.declaration)) exportName(w, name, name.name);
}

function exportName(w: Walker, local: TSESTree.Identifier, name: string): void {
  const binding = w.bindingOf(local);
  if (binding === null) return;
  binding.exported = true;
  if (w.namespace !== null) initProperty(w, w.namespace, name, valueOf(w, binding, local), local);
  else w.exported.push({ name, binding });
}

function valueOf(w: Walker, binding: Binding, place: TSESTree.Identifier): NodeId {
  const value = w.read(binding);
  return value < 0 ? w.nothing(place) : value;
}

/** The names that a declaration binds, in the order of the source. */
function declaredNames(node: TSESTree.NamedExportDeclarations): readonly TSESTree.Identifier[] {
  const names: TSESTree.Identifier[] = [];
  const waiting: (Node | null)[] =
    node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => id).reverse() : ['id' in node ? node.id : null];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part === null) continue;
    if (part.type === 'Identifier') names.push(part);
    else if (part.type === 'ObjectPattern') waiting.push(...part.properties.toReversed());
    else if (part.type === 'Property') waiting.push(part.value);
    else if (part.type === 'ArrayPattern') waiting.push(...part.elements.toReversed());
    else if (part.type === 'RestElement') waiting.push(part.argument);
    else if (part.type === 'AssignmentPattern') waiting.push(part.left);
  }
  return names;
}

function exportDefault(w: Walker, node: TSESTree.ExportDefaultDeclaration): void {
  const { declaration } = node;
  if (declaration.type === 'FunctionDeclaration') {
    const value = w.functionNodes.get(declaration);
    const binding = declaration.id === null ? null : w.bindingOf(declaration.id);
    if (binding !== null) binding.exported = true;
    if (value !== undefined) w.graph.exports.push({ name: 'default', value });
  } else if (declaration.type === 'ClassDeclaration') {
    w.execute(declaration);
    const value = w.classNodes.get(declaration);
    if (value !== undefined) w.graph.exports.push({ name: 'default', value });
  } else if (!declaration.type.startsWith('TS') || declaration.type.endsWith('Expression')) {
    w.graph.exports.push({ name: 'default', value: w.evaluate(declaration, 'default') });
  }
}

/** The values of exported names, once all that is ever written to them is known. */
export function finishExports(w: Walker): void {
  for (const { name, binding } of w.exported) {
    const value = binding.node >= 0 && binding.writes.length === 1 ? binding.node : w.variable(binding);
    w.graph.exports.push({ name, value });
  }
}

/** `import x = require('y')`, `import x = A.B`. */
function importEquals(w: Walker, node: TSESTree.TSImportEqualsDeclaration): void {
  const binding = w.bindingOf(node.id);
  if (binding === null || node.importKind === 'type') return;
  const { moduleReference } = node;
  if (moduleReference.type !== 'TSExternalModuleReference') {
    w.write(binding, entity(w, moduleReference));
    return;
  }
  const specifier = moduleReference.expression.value;
  w.write(binding, w.add({ kind: 'import', specifier, name: '*', form: 'require' }, node));
}

function entity(w: Walker, name: TSESTree.EntityName): NodeId {
  const members: TSESTree.TSQualifiedName[] = [];
  let root = name;
  while (root.type === 'TSQualifiedName') {
    members.push(root);
    root = root.left;
  }
  let value = root.type === 'Identifier' ? readName(w, root) : w.nothing(root);
  for (const member of members.toReversed()) value = w.load(value, member.right.name, member);
  return value;
}

export const moduleStatements: StatementHandlers = {
  ExportNamedDeclaration: exportNamed,
  ExportDefaultDeclaration: exportDefault,
  ExportAllDeclaration: (w, node) => {
    if (node.exportKind === 'type') return;
    w.graph.exports.push({ name: node.exported === null ? '*' : moduleName(node.exported), from: node.source.value, imported: null });
  },
  TSImportEqualsDeclaration: importEquals,
  TSExportAssignment: (w, node) => {
    const value = w.evaluate(node.expression);
    storeProperty(w, w.graph.global('module', node), 'exports', value, node);
  },
};
