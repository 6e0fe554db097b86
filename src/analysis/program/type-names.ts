// What TypeScript's annotations say of values: the name of a type, and the module it is imported from.
import type { TSESTree } from '@typescript-eslint/types';
import type { TypeName } from './file-graph.ts';
import type { Walker } from './walker.ts';

const keywords: Readonly<Record<string, string>> = {
  TSStringKeyword: 'string',
  TSNumberKeyword: 'number',
  TSBooleanKeyword: 'boolean',
  TSBigIntKeyword: 'bigint',
  TSSymbolKeyword: 'symbol',
  TSArrayType: 'Array',
  TSTupleType: 'Array',
  TSFunctionType: 'Function',
};

/** Null where the annotation names no type. */
export function typeNameOf(w: Walker, annotation: TSESTree.TSTypeAnnotation | TSESTree.TypeNode | null | undefined): TypeName | null {
  if (annotation === null || annotation === undefined) return null;
  const waiting: TSESTree.Node[] = [annotation];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.type === 'TSTypeAnnotation' || type.type === 'TSOptionalType' || type.type === 'TSTypeOperator') {
      if (type.typeAnnotation !== undefined) waiting.push(type.typeAnnotation);
    } else if (type.type === 'TSUnionType' || type.type === 'TSIntersectionType') waiting.push(...type.types.toReversed());
    else if (type.type === 'TSTypeReference') return referenced(w, type.typeName);
    else {
      const name = keywords[type.type];
      if (name !== undefined) return { specifier: null, name };
    }
  }
  return null;
}

function referenced(w: Walker, name: TSESTree.EntityName): TypeName | null {
  if (name.type === 'Identifier') {
    const imported = w.typeImports.get(name.name);
    return imported === undefined ? { specifier: null, name: name.name } : { specifier: imported.specifier, name: imported.name };
  }
  if (name.type !== 'TSQualifiedName') return null;
  let root: TSESTree.EntityName = name.left;
  while (root.type === 'TSQualifiedName') root = root.left;
  const imported = root.type === 'Identifier' ? w.typeImports.get(root.name) : undefined;
  return { specifier: imported?.specifier ?? null, name: name.right.name };
}
