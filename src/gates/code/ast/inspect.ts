// How a rule looks at a file: visitors over the TS-ESTree tree.
import type { TSESTree } from '@typescript-eslint/types';
import type { Confidence, Evidence } from '../../../core/documents.ts';
import type { Node, SourceFile } from './source-file.ts';

type NodeOf<K extends string> = Extract<Node, { type: K }>;
/** Visitors by node type, entered in source order; `Program:exit` comes last. */
export type Visitors = { readonly [K in `${TSESTree.AST_NODE_TYPES}`]?: (node: NodeOf<K>) => void } & {
  readonly 'Program:exit'?: (node: TSESTree.Program) => void;
};
/** Where something is wrong: a node, or offsets in the file's text. */
export type Place = Node | { readonly start: number; readonly end: number };
/** What a finding carries beyond its rule and message. */
export interface Details {
  /** Default: the rule's. */
  readonly confidence?: Confidence;
  readonly evidence?: Evidence;
}
export type Report = (place: Place, message: string, details?: Details) => void;

/** A rule that looks at the nodes of a tree. */
export interface Inspection {
  readonly kind: 'inspect';
  /** Called once a file: what to call for which nodes. */
  readonly create: (file: SourceFile, report: Report) => Visitors;
}

/** A `match` that walks each file once with `create`'s visitors. Messages are whole sentences without values of secrets. */
export function inspect(create: Inspection['create']): Inspection {
  return { kind: 'inspect', create };
}

export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A `match` that judges each call and `new` by itself: `judge` answers with a message, or null where nothing is wrong. */
export function inspectCalls(judge: (call: Call, file: SourceFile) => string | null): Inspection {
  return inspect((file, report) => {
    const visit = (call: Call): void => {
      const message = judge(call, file);
      if (message !== null) report(call, message);
    };
    return { CallExpression: visit, NewExpression: visit };
  });
}
