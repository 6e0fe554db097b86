// What an identifier does where it stands: it declares, it reads, it writes, or it is no variable at all (a key, a label, a type).
import type { TSESTree } from '@typescript-eslint/types';
import { rootOf, type PatternRoots } from './pattern-root.ts';

type Node = TSESTree.Node;

export type Declarer = 'var' | 'lexical' | 'parameter' | 'function-name' | 'class' | 'import' | 'enum' | 'member' | 'type';

/** Of a plain key and the like nothing is set; of `var a = 1` all but `reads`. */
export interface Occurrence {
  readonly declares: Declarer | null;
  /** What declares it: the declarator, the function of a parameter, the specifier of an import. */
  readonly by: Node | null;
  readonly reads: boolean;
  /** How many times it is written there: the head of a loop may hold a first value, too. */
  readonly writes: number;
}

const nothing: Occurrence = { declares: null, by: null, reads: false, writes: 0 };
const read: Occurrence = { ...nothing, reads: true };

export function occurrenceOf(node: Node, roots: PatternRoots): Occurrence {
  const parent = node.parent;
  if (parent === undefined) return nothing;
  if (parent.type.startsWith('TS')) return inTypeScript(node, parent, roots);
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed ? read : nothing;
    case 'Property':
      if (parent.value === node && parent.parent.type === 'ObjectPattern') return inPattern(node, roots);
      return parent.value === node || parent.computed ? read : nothing;
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return parent.key !== node || parent.computed ? read : nothing;
    case 'AssignmentPattern':
      return parent.right === node ? read : inPattern(node, roots);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ArrayPattern':
    case 'RestElement':
    case 'VariableDeclarator':
    case 'CatchClause':
    case 'AssignmentExpression':
    case 'UpdateExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return inPattern(node, roots);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.id === node ? declared('class', parent) : read;
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return parent.local === node ? declared('import', parent) : nothing;
    case 'ExportSpecifier':
      return isExportedHere(node, parent) ? read : nothing;
    case 'JSXOpeningElement':
    case 'JSXClosingElement':
      return isComponent(node) ? read : nothing;
    case 'JSXMemberExpression':
      return parent.object === node && (node as TSESTree.JSXIdentifier).name !== 'this' ? read : nothing;
    case 'JSXNamespacedName':
    case 'JSXAttribute':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportAttribute':
    case 'ExportAllDeclaration':
      return nothing;
    default:
      return read;
  }
}

function declared(declares: Declarer, by: Node, writes = 0): Occurrence {
  return { declares, by, reads: false, writes };
}

function isExportedHere(node: Node, parent: TSESTree.ExportSpecifier): boolean {
  const declaration = parent.parent;
  return parent.local === node && declaration.source === null && parent.exportKind !== 'type' && declaration.exportKind !== 'type';
}

/** JSX takes names in lower case for elements. */
function isComponent(node: Node): boolean {
  const { name } = node as TSESTree.JSXIdentifier;
  const [first = ''] = name;
  return first.toUpperCase() === first || name === 'this';
}

/** In what TypeScript adds: most of it are types, which name no values. */
function inTypeScript(node: Node, parent: Node, roots: PatternRoots): Occurrence {
  switch (parent.type) {
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSParameterProperty':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
    case 'TSFunctionType':
    case 'TSConstructorType':
    case 'TSCallSignatureDeclaration':
    case 'TSConstructSignatureDeclaration':
      return inPattern(node, roots);
    case 'TSMethodSignature':
      if (parent.key !== node) return inPattern(node, roots);
      return parent.computed ? read : nothing;
    case 'TSPropertySignature':
    case 'TSAbstractMethodDefinition':
    case 'TSAbstractPropertyDefinition':
    case 'TSAbstractAccessorProperty':
      return parent.computed ? read : nothing;
    case 'TSInstantiationExpression':
    case 'TSExportAssignment':
    case 'TSNamespaceExportDeclaration':
    case 'TSTypeQuery':
    case 'TSTypePredicate':
      return read;
    case 'TSQualifiedName':
      return isRootOfValue(node, parent) ? read : nothing;
    case 'TSImportEqualsDeclaration':
      return parent.id === node ? declared('import', parent) : read;
    case 'TSEnumDeclaration':
      return declared('enum', parent);
    case 'TSEnumMember':
      return parent.id === node ? declared('member', parent) : read;
    case 'TSModuleDeclaration':
      return parent.kind === 'global' ? nothing : declared('lexical', parent);
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSTypeParameter':
      return declared('type', parent);
    default:
      return nothing;
  }
}

/** `typeof a.b` and `import c = a.b` name a value at their root. */
function isRootOfValue(node: Node, parent: TSESTree.TSQualifiedName): boolean {
  if (parent.left !== node) return false;
  let name: TSESTree.TSQualifiedName = parent;
  while (name.parent.type === 'TSQualifiedName' && name.parent.left === name) name = name.parent;
  return name.parent.type === 'TSTypeQuery' || name.parent.type === 'TSImportEqualsDeclaration';
}

/** Where a pattern may stand: it is one, or else an expression. */
function inPattern(node: Node, roots: PatternRoots): Occurrence {
  const { holder, whole, hasDefault } = rootOf(node, roots);
  const byDefault = hasDefault ? 1 : 0;
  switch (holder.type) {
    case 'VariableDeclarator':
      return holder.id === whole ? ofDeclarator(holder, byDefault) : read;
    case 'AssignmentExpression':
      return holder.left === whole ? { ...nothing, reads: holder.operator !== '=', writes: 1 } : read;
    case 'UpdateExpression':
      return { ...nothing, reads: true, writes: 1 };
    case 'ForInStatement':
    case 'ForOfStatement':
      return holder.left === whole ? { ...nothing, writes: 1 } : read;
    case 'CatchClause':
      return declared('lexical', holder, byDefault);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return holder.id === whole ? declared('function-name', holder) : declared('parameter', holder, byDefault);
    case 'ArrowFunctionExpression':
      return holder.body === whole ? read : declared('parameter', holder, byDefault);
    case 'TSFunctionType':
    case 'TSConstructorType':
    case 'TSCallSignatureDeclaration':
    case 'TSConstructSignatureDeclaration':
    case 'TSMethodSignature':
      return declared('parameter', holder);
    default:
      return read;
  }
}

function ofDeclarator(declarator: TSESTree.VariableDeclarator, byDefault: number): Occurrence {
  const declaration = declarator.parent;
  const around = declaration.parent;
  const isHead = (around.type === 'ForInStatement' || around.type === 'ForOfStatement') && around.left === declaration;
  const writes = (declarator.init === null ? byDefault : 1) + (isHead ? 1 : 0);
  return declared(declaration.kind === 'var' ? 'var' : 'lexical', declarator, writes);
}
