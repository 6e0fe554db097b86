// How a rule of our own looks at a file: visitors over the TS-ESTree tree, bridged to ESLint's rule type.
import type { Rule as Eslint } from 'eslint';
import type { TSESTree } from '@typescript-eslint/types';
import type { CodeMatch } from '../rule.ts';
import { sourceFileOf } from './source-file.ts';
import type { Node, SourceFile } from './source-file.ts';

type NodeOf<K extends string> = Extract<Node, { type: K }>;
/** Visitors by node type, entered in source order; `Program:exit` comes last. */
export type Visitors = { readonly [K in `${TSESTree.AST_NODE_TYPES}`]?: (node: NodeOf<K>) => void } & {
  readonly 'Program:exit'?: (node: TSESTree.Program) => void;
};
/** Where something is wrong: a node, or offsets in the file's text. */
export type Place = Node | { readonly range: readonly [number, number] };
export type Report = (place: Place, message: string) => void;

/** A `match` that walks each file once with `create`'s visitors. Messages are whole sentences without values of secrets. */
export function inspect(create: (file: SourceFile, report: Report) => Visitors): CodeMatch {
  const rule: Eslint.RuleModule = {
    meta: { type: 'problem', schema: [] },
    create(context) {
      const report: Report = (place, message) => {
        const [start, end] = place.range;
        const loc = { start: context.sourceCode.getLocFromIndex(start), end: context.sourceCode.getLocFromIndex(end) };
        context.report({ loc, message: '{{message}}', data: { message } });
      };
      return create(sourceFileOf(context), report) as Eslint.RuleListener;
    },
  };
  return { kind: 'eslint', rule };
}

export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A `match` that judges each call and `new` by itself: `judge` answers with a message, or null where nothing is wrong. */
export function inspectCalls(judge: (call: Call, file: SourceFile) => string | null): CodeMatch {
  return inspect((file, report) => {
    const visit = (call: Call): void => {
      const message = judge(call, file);
      if (message !== null) report(call, message);
    };
    return { CallExpression: visit, NewExpression: visit };
  });
}
