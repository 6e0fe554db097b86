// The declaration or assignment that a part of a pattern belongs to.
import type { TSESTree } from '@typescript-eslint/types';

type Node = TSESTree.Node;

/** Where a pattern belongs: `holder` has it as `whole`, and what is asked about has a default on the way there. */
export interface Root {
  readonly holder: Node;
  readonly whole: Node;
  readonly hasDefault: boolean;
}

/** Of the patterns that were looked at: what they belong to. Without it a deep pattern of many names would take quadratic time. */
export type PatternRoots = Map<Node, Root>;

/** Of what stands in no pattern, `holder` is what is around it. */
export function rootOf(node: Node, roots: PatternRoots): Root {
  const path: Node[] = [];
  let at = node;
  let root: Root | null = null;
  while (root === null) {
    const parent = at.parent;
    if (parent === undefined || !isPartOfPattern(at, parent)) root = { holder: parent ?? at, whole: at, hasDefault: false };
    else {
      path.push(parent);
      at = parent;
      root = roots.get(at) ?? null;
    }
  }
  for (const part of path.reverse()) {
    if (!roots.has(part)) {
      // A part's own default is its left side's.
      if (part.type === 'AssignmentPattern' && !root.hasDefault) root = { ...root, hasDefault: true };
      roots.set(part, root);
    }
  }
  return root;
}

function isPartOfPattern(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'ArrayPattern':
    case 'ObjectPattern':
    case 'RestElement':
    case 'TSParameterProperty':
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return true;
    case 'Property':
      return parent.value === node && parent.parent.type === 'ObjectPattern';
    case 'AssignmentPattern':
      return parent.left === node;
    default:
      return false;
  }
}
