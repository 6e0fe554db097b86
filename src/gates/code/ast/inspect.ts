// How a rule of our own looks at a file: visitors over the TS-ESTree tree, bridged to ESLint's rule type.
import type { Rule as Eslint, SourceCode } from 'eslint';
import type { TSESTree } from '@typescript-eslint/types';
import type { Confidence, Evidence } from '../../../core/documents.ts';
import type { EslintMatch } from '../rule.ts';
import { sourceFileOf } from './source-file.ts';
import type { Node, SourceFile } from './source-file.ts';

type NodeOf<K extends string> = Extract<Node, { type: K }>;
/** Visitors by node type, entered in source order; `Program:exit` comes last. */
export type Visitors = { readonly [K in `${TSESTree.AST_NODE_TYPES}`]?: (node: NodeOf<K>) => void } & {
  readonly 'Program:exit'?: (node: TSESTree.Program) => void;
};
/** Where something is wrong: a node, or offsets in the file's text. */
export type Place = Node | { readonly range: readonly [number, number] };
/** What a finding carries beyond its rule and message. */
export interface Details {
  /** Default: the rule's. */
  readonly confidence?: Confidence;
  readonly evidence?: Evidence;
}
export type Report = (place: Place, message: string, details?: Details) => void;

// ESLint's messages have no room for details. The entry dies with the file.
const detailsByFile = new WeakMap<SourceCode, Map<string, Details>>();

/** The details that a rule gave to what it reported, by the place and the message that ESLint hands on. */
export function detailsOf(sourceCode: SourceCode, line: number, column: number, message: string): Details {
  return detailsByFile.get(sourceCode)?.get(keyOf(line, column, message)) ?? {};
}

/** Line and column count from 1. */
function keyOf(line: number, column: number, message: string): string {
  return `${String(line)}:${String(column)} ${message}`;
}

function keep(sourceCode: SourceCode, key: string, details: Details): void {
  const known = detailsByFile.get(sourceCode) ?? new Map<string, Details>();
  detailsByFile.set(sourceCode, known.set(key, details));
}

/** A `match` that walks each file once with `create`'s visitors. Messages are whole sentences without values of secrets. */
export function inspect(create: (file: SourceFile, report: Report) => Visitors): EslintMatch {
  const rule: Eslint.RuleModule = {
    meta: { type: 'problem', schema: [] },
    create(context) {
      const { sourceCode } = context;
      const report: Report = (place, message, details) => {
        const [start, end] = place.range;
        const loc = { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) };
        if (details !== undefined) keep(sourceCode, keyOf(loc.start.line, loc.start.column + 1, message), details);
        context.report({ loc, message: '{{message}}', data: { message } });
      };
      return create(sourceFileOf(context), report) as Eslint.RuleListener;
    },
  };
  return { kind: 'eslint', rule };
}

export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A `match` that judges each call and `new` by itself: `judge` answers with a message, or null where nothing is wrong. */
export function inspectCalls(judge: (call: Call, file: SourceFile) => string | null): EslintMatch {
  return inspect((file, report) => {
    const visit = (call: Call): void => {
      const message = judge(call, file);
      if (message !== null) report(call, message);
    };
    return { CallExpression: visit, NewExpression: visit };
  });
}
