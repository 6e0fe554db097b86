// Source text to tree. A source that does not parse is an answer, not an error.
import type { TSESTree } from '@typescript-eslint/types';
import { completeTree } from './complete-tree.ts';
import { attemptsFor, isEmbedded, type Attempt, type CodeDialect, type Dialect } from './dialect.ts';
import { viewOf, type CodePart, type CodeView, type EmbeddedCode } from './embedded/code-view.ts';
import { readEmbedded, type EmbeddedLanguage } from './embedded/languages.ts';
import { loadOxc, type OxcAnswer, type OxcParser } from './oxc.ts';
import { positionAt, sourceLineStarts } from './positions.ts';

/** A source that parsed. Offsets are UTF-16 units into `text`. */
export interface ParsedSource {
  readonly ok: true;
  /** What was parsed: mostly the source without its byte order mark, a hashbang turned into a comment of equal length. */
  readonly text: string;
  /** TS-ESTree with `range` and `parent`, but without `loc`, comments and tokens, which nobody reads; the program spans the whole text. */
  readonly ast: TSESTree.Program;
  /** Every node but the program, in source order, each before what it holds. */
  readonly nodes: readonly TSESTree.Node[];
  /** `commonjs`: the file is a function body, and its top-level names are no globals. */
  readonly sourceType: 'module' | 'script' | 'commonjs';
  /** Where in the file a node stands, of a file that holds code among other text: then `text` is a program made of it. Null where the file is the program. */
  readonly place: CodeView['place'] | null;
  /** Of a file that holds code among other text, how many parts of it are none that can be read. */
  readonly unread: number;
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
  const text = source.replace(/^\ufeff/u, '');
  return isEmbedded(dialect) ? parseEmbedded(oxc, text, dialect) : parseCode(oxc, text.replace(/^#!/u, '//'), dialect);
}

function parseCode(oxc: OxcParser, text: string, dialect: CodeDialect): ParsedSource | SyntaxProblem {
  const { answer, attempt, first } = attemptAll(oxc, text, dialect);
  return answer === null ? problemOf(first, text, (offset) => offset) : parsed(text, answer, attempt);
}

interface Attempted {
  /** The tree, as JSON. */
  readonly answer: string | null;
  readonly attempt: Attempt;
  /** What the likeliest way to read it complained of. */
  readonly first: OxcAnswer | null;
}

function attemptAll(oxc: OxcParser, text: string, dialect: CodeDialect): Attempted {
  let first: OxcAnswer | null = null;
  const attempts = attemptsFor(dialect);
  for (const attempt of attempts) {
    const answer = oxc.parse(text, attempt.lang, attempt.sourceType);
    if (answer.program !== null) return { answer: answer.program, attempt, first };
    first ??= answer;
  }
  return { answer: null, attempt: attempts[0] ?? { lang: 'ts', sourceType: 'unambiguous' }, first };
}

/** Where a reader of markup fails on a file, the file counts as one that does not parse. */
function embeddedIn(language: EmbeddedLanguage, text: string): EmbeddedCode {
  try {
    return readEmbedded(language, text);
  } catch {
    return { dialect: 'javascript', parts: [{ pieces: [{ text: '(', start: 0, end: 0 }], otherwise: [], required: true }] };
  }
}

/** The parts of a file that are code, as one program; parts that are none are left out. */
function parseEmbedded(oxc: OxcParser, text: string, language: EmbeddedLanguage): ParsedSource | SyntaxProblem {
  const { parts, dialect } = embeddedIn(language, text);
  const sound: CodePart[] = [];
  let unread = 0;
  const problems: SyntaxProblem[] = [];
  const refused = (): SyntaxProblem => problems.at(-1) ?? problemOf(null, text, (offset) => offset);
  const parseParts = (some: readonly CodePart[]): ParsedSource | null => {
    const view = viewOf(some);
    const { answer, attempt, first } = attemptAll(oxc, view.text, dialect);
    if (answer === null) problems.push(problemOf(first, text, (offset) => view.place(offset, offset)[0]));
    return answer === null ? null : { ...parsed(view.text, answer, attempt), place: view.place, unread };
  };
  const tryAlone = (part: CodePart): boolean => {
    if (parseParts([part]) !== null) sound.push(part);
    else if (part.required) return false;
    else if (part.otherwise.length > 0) part.otherwise.forEach(tryAlone);
    else unread += 1;
    return true;
  };
  const whole = parseParts(parts);
  if (whole !== null) return whole;
  if (!parts.every(tryAlone)) return refused();
  // Parts that are code by themselves may not be together: a module, and a script in the old mode.
  for (;;) {
    const rest = parseParts(sound);
    if (rest !== null) return rest;
    const dropped = sound.findLastIndex(({ required }) => !required);
    if (dropped < 0) return refused();
    // Half of what is left each time: there may be any number.
    const kept = sound.filter(({ required }, index) => required || index < dropped >> 1);
    unread += sound.length - kept.length;
    sound.splice(0, sound.length, ...kept);
  }
}

function problemOf(answer: OxcAnswer | null, text: string, placed: (offset: number) => number): SyntaxProblem {
  const problem = answer?.problems[0];
  const offset = Math.min(placed(problem?.offset ?? 0), text.length);
  const { line, column } = positionAt(sourceLineStarts(text), offset);
  return { ok: false, message: problem?.message ?? 'the source does not parse', offset, line, column: column + 1 };
}

function parsed(text: string, json: string, attempt: Attempt): ParsedSource {
  const { program: ast, nodes } = completeTree(json, text.length);
  const sourceType = attempt.sourceType === 'commonjs' ? 'commonjs' : ast.sourceType;
  return { ok: true, text, ast, nodes, sourceType, place: null, unread: 0 };
}
