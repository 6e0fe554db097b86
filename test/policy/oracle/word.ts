// The oracle's globs within one piece of text: braces written out, then plain backtracking. Shares nothing with src/policy but its types.

/** A piece of a pattern: a character, `*`, `?` or a set, or a sign that braces and paths are cut at. */
export type Token =
  | { readonly is: 'char'; readonly char: string }
  | { readonly is: 'star' | 'any' }
  | { readonly is: 'set'; readonly holds: (char: string) => boolean }
  | { readonly is: 'open' | 'close' | 'comma' | 'slash' };

/** How characters are compared: folded where case does not matter. */
export type Fold = (text: string) => string;

export const exactCase: Fold = (text) => text;
export const anyCase: Fold = (text) => text.toLowerCase();

interface SetItem {
  readonly from: number;
  readonly to: number;
}

function codeOf(char: string | undefined): number {
  const code = char?.codePointAt(0);
  if (code === undefined) throw new Error('a set that nothing closes');
  return code;
}

/** A set matches what some member becomes when folded; `!` turns that round. */
function setOf(items: readonly SetItem[], negated: boolean, fold: Fold): (char: string) => boolean {
  const holds = (char: string): boolean =>
    items.some(({ from, to }) => {
      for (let code = from; code <= to; code += 1) if (fold(String.fromCodePoint(code)) === char) return true;
      return false;
    });
  return (char) => char !== '/' && holds(char) !== negated;
}

function readSet(chars: readonly string[], start: number, fold: Fold, slashToo: boolean): { token: Token; next: number } {
  let at = start;
  const negated = chars[at] === '!' || chars[at] === '^';
  if (negated) at += 1;
  const items: SetItem[] = [];
  const member = (): number => {
    if (chars[at] === '\\') at += 1;
    const code = codeOf(chars[at]);
    at += 1;
    return code;
  };
  // What comes first stands for itself, a bracket too.
  while (items.length === 0 || chars[at] !== ']') {
    const from = member();
    if (chars[at] === '-' && chars[at + 1] !== ']') {
      at += 1;
      items.push({ from, to: member() });
    } else items.push({ from, to: from });
  }
  const inside = setOf(items, negated, fold);
  const holds =
    slashToo && negated
      ? (char: string): boolean => (char === '/' ? !items.some((item) => item.from <= 47 && 47 <= item.to) : inside(char))
      : inside;
  return { token: { is: 'set', holds }, next: at + 1 };
}

const signs: ReadonlyMap<string, Token> = new Map<string, Token>([
  ['*', { is: 'star' }],
  ['?', { is: 'any' }],
  ['{', { is: 'open' }],
  ['}', { is: 'close' }],
  [',', { is: 'comma' }],
]);

/** Reads a pattern, in Unicode form NFC where requests are; with `slashes`, `/` is a cut, otherwise a character like others. */
export function tokenise(text: string, fold: Fold, slashes: boolean, composed = slashes): readonly Token[] {
  const chars = Array.from(composed ? text.normalize('NFC') : text);
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    const sign = signs.get(char);
    if (char === '\\') {
      at += 1;
      tokens.push({ is: 'char', char: fold(chars[at] ?? '') });
    } else if (char === '[') {
      const { token, next } = readSet(chars, at + 1, fold, !slashes);
      tokens.push(token);
      at = next - 1;
    } else if (sign !== undefined) tokens.push(sign);
    else if (char === '/' && slashes) tokens.push({ is: 'slash' });
    else tokens.push({ is: 'char', char: fold(char) });
  }
  return tokens;
}

/** The alternatives of the braces that open at `start`, and where they end. */
function alternatives(tokens: readonly Token[], start: number): { parts: readonly (readonly Token[])[]; end: number } {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.is === 'open') depth += 1;
    if (token.is === 'close') depth -= 1;
    if (depth === 0) return { parts, end: at };
    if (depth === 1 && token.is === 'comma') parts.push([]);
    else if (depth > 1 || token.is !== 'open') parts.at(-1)?.push(token);
  }
  throw new Error('braces that nothing closes');
}

/** Every text of tokens that the braces stand for; commas outside of braces are characters. */
export function expand(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const open = tokens.findIndex((token) => token.is === 'open');
  if (open === -1) return [tokens.map((token) => (token.is === 'comma' ? { is: 'char', char: ',' } : token))];
  const { parts, end } = alternatives(tokens, open);
  return parts.flatMap((part) => expand([...tokens.slice(0, open), ...part, ...tokens.slice(end + 1)]));
}

/** Whether one word without braces and cuts is the whole text. */
export function wordMatches(word: readonly Token[], chars: readonly string[], w = 0, c = 0): boolean {
  const token = word[w];
  if (token === undefined) return c === chars.length;
  if (token.is === 'star') return wordMatches(word, chars, w + 1, c) || (c < chars.length && wordMatches(word, chars, w, c + 1));
  const char = chars[c];
  if (char === undefined) return false;
  const here = token.is === 'any' || (token.is === 'set' && token.holds(char)) || (token.is === 'char' && token.char === char);
  return here && wordMatches(word, chars, w + 1, c + 1);
}
