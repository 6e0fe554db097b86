// Divides a parsed source into tokens, as TS-ESTree names them. The tree has already told what characters alone cannot: whether a slash opens a
// regular expression, where template and JSX text stand, which `>` closes type arguments. So one pass over the text is enough.
import type { TSESTree } from '@typescript-eslint/types';
import { reservedWords, type Island, type TokenHints } from './complete-tree.ts';
import { createPositions, type LineStarts, type Position } from './positions.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Punctuators of more than one character, the longest first. */
const punctuators =
  /\.\.\.|>>>=|>>>|>>=|>>|<<=|<<|\*\*=|\*\*|===|!==|==|!=|<=|>=|=>|\+\+|--|\+=|-=|\*=|\/=|%=|&&=|\|\|=|\?\?=|&&|\|\||\?\?|\?\.|&=|\|=|\^=/uy;
const name = /(?:[\p{ID_Continue}$\u200c\u200d]|\\u(?:[\da-fA-F]{4}|\{[\da-fA-F]+\}))+/uy;
const space = /[\s\ufeff]+/uy;

/** All tokens but comments, in order. Linear in the text's length, up to sorting the hints. */
export function tokenize(text: string, starts: LineStarts, comments: readonly Span[], hints: TokenHints): TSESTree.Token[] {
  const fixed = mergeFixed(comments, hints.islands);
  const positionOf = createPositions(starts);
  const tokens: TSESTree.Token[] = [];
  let offset = 0;
  let next = 0;
  const push = (type: string, end: number): void => {
    tokens.push(makeToken(type, text, offset, end, positionOf));
    offset = end;
  };
  while (offset < text.length) {
    const span = fixed[next];
    if (span !== undefined && span.start <= offset) {
      next += 1;
      if (span.end <= offset) continue;
      if (span.type === null) offset = span.end;
      else push(span.type, span.end);
      continue;
    }
    const limit = span?.start ?? text.length;
    const blank = matchAt(space, text, offset, limit);
    if (blank > offset) {
      offset = blank;
      continue;
    }
    const word = matchAt(name, text, offset, limit);
    if (word > offset) push(wordType(text.slice(offset, word)), word);
    else push('Punctuator', hints.closingAngles.has(offset) ? offset + 1 : punctuatorEnd(text, offset, limit));
  }
  return tokens;
}

interface Fixed extends Span {
  /** Null for a comment. */
  readonly type: Island['type'] | null;
}

function mergeFixed(comments: readonly Span[], islands: readonly Island[]): readonly Fixed[] {
  const fixed: Fixed[] = comments.map(({ start, end }) => ({ start, end, type: null }));
  for (const island of islands) fixed.push(island);
  return fixed.sort((a, b) => a.start - b.start);
}

function matchAt(pattern: RegExp, text: string, offset: number, limit: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? Math.min(pattern.lastIndex, limit) : offset;
}

function punctuatorEnd(text: string, offset: number, limit: number): number {
  const end = matchAt(punctuators, text, offset, limit);
  return end > offset ? end : offset + 1;
}

function wordType(word: string): string {
  if (word === 'true' || word === 'false') return 'Boolean';
  if (word === 'null') return 'Null';
  return reservedWords.has(word) ? 'Keyword' : 'Identifier';
}

function makeToken(type: string, text: string, start: number, end: number, positionOf: (offset: number) => Position): TSESTree.Token {
  const written = text.slice(start, end);
  return {
    type,
    // As in TS-ESTree, a private name stands without its `#`.
    value: type === 'PrivateIdentifier' ? written.slice(1) : written,
    range: [start, end],
    loc: { start: positionOf(start), end: positionOf(end) },
    ...(type === 'RegularExpression' && regexParts(written)),
  } as unknown as TSESTree.Token;
}

function regexParts(written: string): { readonly regex: { readonly pattern: string; readonly flags: string } } {
  const slash = written.lastIndexOf('/');
  return { regex: { pattern: written.slice(1, slash), flags: written.slice(slash + 1) } };
}
