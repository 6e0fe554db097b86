// Source text to tree, comments, tokens and scopes. A source that does not parse is an answer, not an error.
import type { TSESTree } from '@typescript-eslint/types';
import { analyze, type ScopeManager } from '@typescript-eslint/scope-manager';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import { completeTree } from './complete-tree.ts';
import { attemptsFor, type Attempt, type Dialect } from './dialect.ts';
import { loadOxc, type OxcAnswer, type OxcComment, type OxcParser } from './oxc.ts';
import { positionAt, sourceLineStarts, type LineStarts } from './positions.ts';
import { tokenize } from './tokens.ts';

/** A source that parsed. Offsets are UTF-16 units into `text`. */
export interface ParsedSource {
  readonly ok: true;
  /** What was parsed: the source without its byte order mark, a hashbang turned into a comment of equal length. */
  readonly text: string;
  /** TS-ESTree with `loc`, `range` and `parent`; the program spans the whole text and carries `comments`, but not `tokens`. */
  readonly ast: TSESTree.Program;
  readonly comments: readonly TSESTree.Comment[];
  /** `commonjs`: the file is a function body, and its top-level names are no globals. */
  readonly sourceType: 'module' | 'script' | 'commonjs';
  readonly lineStarts: LineStarts;
  /** Made at the first call. Throws RangeError where the source nests deeper than the stack. */
  readonly scope: () => ScopeManager;
  /** Made at the first call. */
  readonly tokens: () => TSESTree.Token[];
}

/** Why a source does not parse. Line and column count from 1; lines as ECMAScript divides them. */
export interface SyntaxProblem {
  readonly ok: false;
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Parser {
  /** Throws ParserTrapped where the parser aborted on hostile source: the thread has to be replaced. */
  parse(source: string, dialect: Dialect): ParsedSource | SyntaxProblem;
  /** True once it has thrown ParserTrapped, and so will ever after. */
  trapped(): boolean;
}

/** A parser for one thread, from the bytes of oxc-parser's WebAssembly module. */
export function createParser(wasm: Uint8Array): Parser {
  const oxc = loadOxc(wasm);
  return { parse: (source, dialect) => parseWith(oxc, source, dialect), trapped: () => oxc.trapped() };
}

function parseWith(oxc: OxcParser, source: string, dialect: Dialect): ParsedSource | SyntaxProblem {
  // ESLint strips and replaces just so, and its offsets must be ours.
  const text = source.replace(/^\ufeff/u, '').replace(/^#!/u, '//');
  const lineStarts = sourceLineStarts(text);
  let first: OxcAnswer | null = null;
  for (const attempt of attemptsFor(dialect)) {
    const answer = oxc.parse(text, attempt.lang, attempt.sourceType);
    if (answer.program !== null) return parsed(text, lineStarts, answer.program, answer.comments, attempt);
    first ??= answer;
  }
  return problemOf(first, lineStarts, text.length);
}

function problemOf(answer: OxcAnswer | null, lineStarts: LineStarts, length: number): SyntaxProblem {
  const problem = answer?.problems[0];
  const offset = Math.min(problem?.offset ?? 0, length);
  const { line, column } = positionAt(lineStarts, offset);
  return { ok: false, message: problem?.message ?? 'the source does not parse', offset, line, column: column + 1 };
}

function parsed(text: string, lineStarts: LineStarts, json: string, raw: readonly OxcComment[], attempt: Attempt): ParsedSource {
  const { program: ast, hints } = completeTree(json, lineStarts, text.length);
  const comments = raw.map((comment) => commentOf(comment, lineStarts));
  ast.comments = comments;
  const sourceType = attempt.sourceType === 'commonjs' ? 'commonjs' : ast.sourceType;
  return {
    ok: true,
    text,
    ast,
    comments,
    sourceType,
    lineStarts,
    scope: once(() => scopesOf(ast, sourceType)),
    tokens: once(() => tokenize(text, lineStarts, raw, hints)),
  };
}

function commentOf({ type, value, start, end }: OxcComment, lineStarts: LineStarts): TSESTree.Comment {
  const loc = { start: positionAt(lineStarts, start), end: positionAt(lineStarts, end) };
  return { type, value, range: [start, end], loc } as unknown as TSESTree.Comment;
}

function scopesOf(ast: TSESTree.Program, sourceType: ParsedSource['sourceType']): ScopeManager {
  return analyze(ast, {
    childVisitorKeys: visitorKeys,
    globalReturn: sourceType === 'commonjs',
    sourceType: sourceType === 'module' ? 'module' : 'script',
    // Types of the standard library are no concern of a security rule, and declaring them costs time for each file.
    lib: [],
    jsxPragma: null,
  });
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}
