// Where an expression among other text ends.

type Opening = '{' | '`';

/**
 * The index of the bracket that closes what is open at `from`, which lies behind `opening`; -1 if none does. Texts, templates, comments and regular
 * expressions are skipped: a slash begins one where no value stands before it.
 */
export function closingBrace(text: string, from: number, opening: Opening): number {
  // What is open: a brace, or a template's text, to which a brace leads back.
  const open: Opening[] = [opening];
  // The last character that is no space.
  let before = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (open.at(-1) === '`') {
      if (character === '\\') at += 1;
      else if (character === '`') open.pop();
      else if (character === '$' && text[at + 1] === '{') {
        open.push('{');
        at += 1;
      }
      if (open.length === 0) return at;
    } else if (character === '{' || character === '`') open.push(character);
    else if (character === '}') {
      open.pop();
      if (open.length === 0) return at;
    } else if (character === '"' || character === "'") at = endOfLiteral(text, at, character);
    else if (text.startsWith('/*', at)) at = endOrLast(text, text.indexOf('*/', at + 2), 1);
    else if (text.startsWith('//', at)) at = endOrLast(text, text.indexOf('\n', at), 0);
    else if (character === '/' && !/[\w$)\]}"'`]/u.test(before)) at = endOfLiteral(text, at, '/');
    if (!/\s/u.test(character)) before = character;
  }
  return -1;
}

/** A literal ends with its line at the latest: what looks like one may be an apostrophe. In a class of a pattern a slash ends nothing. */
function endOfLiteral(text: string, start: number, quote: string): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n') return at;
    if (character === '\\') at += 1;
    else if (quote === '/' && character === '[') inClass = true;
    else if (inClass) inClass = character !== ']';
    else if (character === quote) return at;
  }
  return text.length;
}

function endOrLast(text: string, index: number, more: number): number {
  return index < 0 ? text.length : index + more;
}
