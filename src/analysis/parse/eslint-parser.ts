// A parsed source as ESLint's Linter takes it from a parser.
import type { Linter } from 'eslint';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import type { ParsedSource } from './parser.ts';

/** A parser for ESLint that answers with a source parsed beforehand, so that one parse serves every reader of the tree. */
export interface PreparedParser {
  readonly parser: Linter.Parser;
  /** Sets what the next parse answers. */
  readonly prepare: (source: ParsedSource) => void;
}

/** Makes the adapter: `prepare`, then let the Linter verify the same text. */
export function createPreparedParser(): PreparedParser {
  let prepared: ParsedSource | null = null;
  const parseForESLint = (): Linter.ESLintParseResult => {
    if (prepared === null) throw new Error('no source was prepared');
    const source = prepared;
    prepared = null;
    const ast = Object.assign(source.ast, { tokens: source.tokens() });
    return {
      ast,
      scopeManager: source.scope(),
      visitorKeys,
      services: {},
    } as unknown as Linter.ESLintParseResult;
  };
  return {
    parser: { meta: { name: 'mcgate/oxc', version: '1' }, parseForESLint },
    prepare: (source) => {
      prepared = source;
    },
  };
}
