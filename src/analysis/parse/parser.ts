// Source text to tree. A source that does not parse is an answer, not an error.
import type { TSESTree } from '@typescript-eslint/types';
import { completeTree } from './complete-tree.ts';
import { attemptsFor, type Attempt, type Dialect } from './dialect.ts';
import { viewOf, type CodePart, type CodeView, type EmbeddedCode } from './embedded/code-view.ts';
import { loadOxc, type OxcAnswer, type OxcParser } from './oxc.ts';
import { positionAt, sourceLineStarts } from './positions.ts';

declare module '@typescript-eslint/types/ast-spec' {
  interface NodeOrTokenData {
    /** In UTF-16 units. oxc tells of these two alone: `range`, which would hold the same, takes a sixth of its answer. */
    start: number;
    end: number;
  }
}

/** A source that parsed. Offsets are UTF-16 units into `text`. */
export interface ParsedSource {
  readonly ok: true;
  /** What was parsed: mostly the source without its byte order mark, a hashbang turned into a comment of equal length. */
  readonly text: string;
  /** TS-ESTree with `start`, `end` and `parent`, but without `range`, `loc`, comments and tokens, which nobody reads; the program spans the whole text. */
  readonly ast: TSESTree.Program;
  /** Every node but the program, in source order, each before what it holds. */
  readonly nodes: readonly TSESTree.Node[];
  /** `commonjs`: the file is a function body, and its top-level names are no globals. */
  readonly sourceType: 'module' | 'script' | 'commonjs';
  /** Where in the file a node stands, of a file that holds code among other text: then `text` is a program made of it. Null where the file is the program. */
  readonly place: CodeView['place'] | null;
  /** Of a file that holds code among other text, how much of it could not be read. */
  readonly unread: number;
  /** How much of it is in another language: scripts that a server fills in, templates. */
  readonly foreign: number;
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
  /** The code that a reader found among the other text of a file, `text`. Throws as `parse` does. */
  parseParts(text: string, code: EmbeddedCode): ParsedSource | SyntaxProblem;
  /** True once it has thrown ParserTrapped, and so will ever after. */
  trapped(): boolean;
}

/** A parser for one thread, from the bytes of oxc-parser's WebAssembly module. */
export function createParser(wasm: Uint8Array): Parser {
  const oxc = loadOxc(wasm);
  return {
    parse: (source, dialect) => parseCode(oxc, source, dialect),
    parseParts: (text, code) => parseParts(oxc, text, code),
    trapped: () => oxc.trapped(),
  };
}

function parseCode(oxc: OxcParser, source: string, dialect: Dialect): ParsedSource | SyntaxProblem {
  const text = source.replace(/^\ufeff/u, '').replace(/^#!/u, '//');
  const tried = attemptAll(oxc, text, dialect);
  return 'attempt' in tried ? parsed(text, tried) : problemOf(tried.complaint, text, (offset) => offset);
}

interface Success {
  /** The tree, as JSON. */
  readonly program: string;
  readonly attempt: Attempt;
}

/** A tree, or what the likeliest way to read the text complained of. */
function attemptAll(oxc: OxcParser, text: string, dialect: Dialect): Success | { readonly complaint: OxcAnswer | null } {
  let complaint: OxcAnswer | null = null;
  for (const attempt of attemptsFor(dialect)) {
    const answer = oxc.parse(text, attempt.lang, attempt.sourceType);
    if (answer.program !== null) return { program: answer.program, attempt };
    complaint ??= answer;
  }
  return { complaint };
}

/** In UTF-16 units, as code of its own may be. */
const longestProgram = 2 * 1024 * 1024;
/** Parts that are tried by themselves; a file with more of them is refused. */
const mostAlone = 1000;

/** The parts of a file that are code, as one program. */
function parseParts(oxc: OxcParser, text: string, { dialect, parts, unread, foreign }: EmbeddedCode): ParsedSource | SyntaxProblem {
  const parse = (some: readonly CodePart[]): ParsedSource | SyntaxProblem => {
    const view = viewOf(some);
    const tried = attemptAll(oxc, view.text, dialect);
    if ('attempt' in tried) return { ...parsed(view.text, tried), place: view.place };
    return problemOf(tried.complaint, text, (offset) => view.place(offset, offset)[0]);
  };
  const length = parts.reduce((sum, { pieces }) => pieces.reduce((all, piece) => all + piece.text.length, sum), 0);
  if (length > longestProgram) return refusal('it holds more code than can be judged');
  const whole = parse(parts);
  if (whole.ok) return { ...whole, unread, foreign };
  const found = { sound: [] as CodePart[], unread, foreign };
  const waiting = [...parts];
  for (let part = waiting.shift(), tried = 0; part !== undefined; part = waiting.shift(), tried += 1) {
    if (tried > mostAlone) return refusal('too many parts of it are no code');
    const alone = parse([part]);
    if (alone.ok) found.sound.push(part);
    else if (part.ifBroken === 'refused') return alone;
    else if (part.ifBroken === 'foreign') found.foreign += 1;
    else found.unread += 1;
    if (!alone.ok) waiting.unshift(...part.otherwise.slice(0, mostAlone + 1));
  }
  // What is code by itself may be none together: a module, and a script in the old mode.
  const rest = parse(found.sound);
  return rest.ok ? { ...rest, unread: found.unread, foreign: found.foreign } : rest;
}

function refusal(message: string): SyntaxProblem {
  return { ok: false, message, offset: 0, line: 1, column: 1 };
}

function problemOf(answer: OxcAnswer | null, text: string, placed: (offset: number) => number): SyntaxProblem {
  const problem = answer?.problems[0];
  const offset = Math.min(placed(problem?.offset ?? 0), text.length);
  const { line, column } = positionAt(sourceLineStarts(text), offset);
  return { ok: false, message: problem?.message ?? 'the source does not parse', offset, line, column: column + 1 };
}

function parsed(text: string, { program, attempt }: Success): ParsedSource {
  const { program: ast, nodes } = completeTree(program, text.length);
  const sourceType = attempt.sourceType === 'commonjs' ? 'commonjs' : ast.sourceType;
  return { ok: true, text, ast, nodes, sourceType, place: null, unread: 0, foreign: 0 };
}
