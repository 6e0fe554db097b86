// Source text to tree. A source that does not parse is an answer, not an error.
import type { TSESTree } from '@typescript-eslint/types';
import { completeTree } from './complete-tree.ts';
import { attemptsFor, type Attempt, type Dialect } from './dialect.ts';
import { loadOxc, type OxcAnswer, type OxcParser } from './oxc.ts';
import { positionAt, sourceLineStarts } from './positions.ts';

/** A source that parsed. Offsets are UTF-16 units into `text`. */
export interface ParsedSource {
  readonly ok: true;
  /** What was parsed: the source without its byte order mark, a hashbang turned into a comment of equal length. */
  readonly text: string;
  /** TS-ESTree with `range` and `parent`, but without `loc`, comments and tokens, which nobody reads; the program spans the whole text. */
  readonly ast: TSESTree.Program;
  /** Every node but the program, in source order, each before what it holds. */
  readonly nodes: readonly TSESTree.Node[];
  /** `commonjs`: the file is a function body, and its top-level names are no globals. */
  readonly sourceType: 'module' | 'script' | 'commonjs';
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
  const text = source.replace(/^\ufeff/u, '').replace(/^#!/u, '//');
  let first: OxcAnswer | null = null;
  for (const attempt of attemptsFor(dialect)) {
    const answer = oxc.parse(text, attempt.lang, attempt.sourceType);
    if (answer.program !== null) return parsed(text, answer.program, attempt);
    first ??= answer;
  }
  return problemOf(first, text);
}

function problemOf(answer: OxcAnswer | null, text: string): SyntaxProblem {
  const problem = answer?.problems[0];
  const offset = Math.min(problem?.offset ?? 0, text.length);
  const { line, column } = positionAt(sourceLineStarts(text), offset);
  return { ok: false, message: problem?.message ?? 'the source does not parse', offset, line, column: column + 1 };
}

function parsed(text: string, json: string, attempt: Attempt): ParsedSource {
  const { program: ast, nodes } = completeTree(json, text.length);
  const sourceType = attempt.sourceType === 'commonjs' ? 'commonjs' : ast.sourceType;
  return { ok: true, text, ast, nodes, sourceType };
}
